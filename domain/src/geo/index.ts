export { bdToGcj, convert, gcjToBd, gcjToWgs, isOffset, wgsToGcj, type Datum } from './datum.ts';
export { circle, contains, corridor, distanceToPath, inCorridor } from './polygon.ts';
export { fromPlane, threeDegreeZone, toPlane, type Plane } from './projection.ts';
export {
  boundsOf,
  depth,
  gridOf,
  isShape,
  metresToPath,
  type Bounds,
  type Grid,
  type Place,
  type Shape,
} from './shape.ts';
export { simplify } from './simplify.ts';
export { area, bearing, destination, distance, fromLocal, local, ringArea, type LonLat, type Ring } from './sphere.ts';
