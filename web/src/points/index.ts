export { PointList, usePoints } from './PointList.tsx';
export { PointTiles } from './PointTiles.tsx';
