export { limitsOf, limitsOfQuantity } from './limits.ts';
export { PointList, usePoints } from './PointList.tsx';
export { ReplayContext, useReplay, type Replay } from './replay.ts';
export { TimeSlider } from './TimeSlider.tsx';
export { useWidth } from './width.ts';
export { levelAt } from './limits.ts';
export { PointTiles } from './PointTiles.tsx';
export { TakeAway } from './TakeAway.tsx';
