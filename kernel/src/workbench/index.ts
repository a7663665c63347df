export * from './setup.ts';
export * from './views.ts';
export * from './views-trace.ts';
export * from './views-calculator.ts';
export * from './levels.ts';
export type * from './outlook.ts';
export { askRing, assess, releaseOf, weatherOf } from './assess.ts';
export { adviceFor, downwindOf, placesUnder } from './place.ts';
export { YEAR, type WeatherShare } from './lethal.ts';
export * from './risk.ts';
export {
  areaOfEstimate,
  seesSubstance,
  milligramsOf,
  readingsOf,
  sensorOf,
  setupOfEstimate,
  type EstimateArea,
} from './readings.ts';
export { dominoOf, type Domino, type DominoUnit } from './domino.ts';
export { limitsOf, type Statement } from './limits.ts';
export { inChinese } from './words.ts';
export {
  allowedFrequency,
  estimateRelease,
  stabilityClass,
  substance,
  SUBSTANCES,
  type Estimate,
  type Outcome,
  type Reading,
  type Sky,
  type Stability,
  type Substance,
  type Working,
} from '@anlan/domain/consequence';
