export { useLatest } from './latest.ts';
export { levelAt, limitsOf } from './limits.ts';
export { PointList, Trend, usePoints } from './PointList.tsx';
export { PointTiles } from './PointTiles.tsx';
