export { limitsOf, limitsOfQuantity } from './limits.ts';
export { PointList, usePoints } from './PointList.tsx';
export { PointTiles } from './PointTiles.tsx';
export { TakeAway } from './TakeAway.tsx';
