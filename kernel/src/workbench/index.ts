export * from './setup.ts';
export * from './levels.ts';
export type * from './outlook.ts';
export { askRing, assess, releaseOf, weatherOf } from './assess.ts';
export { adviceFor, downwindOf, placesUnder } from './place.ts';
export { society, YEAR, type Crowd, type NoSociety, type Society } from './society.ts';
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
