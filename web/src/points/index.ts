export { limitsOf } from './limits.ts';
export { PointList, usePoints } from './PointList.tsx';
export { PointTiles } from './PointTiles.tsx';
