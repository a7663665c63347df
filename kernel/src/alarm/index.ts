export {
  isTogether,
  limitSteps,
  type Band,
  type Combined,
  type Computed,
  type Condition,
  type Frozen,
  type Grade,
  type Limits,
  type Rate,
  type Sampled,
  type Silence,
  type Step,
  type Test,
  type Threshold,
  type Vote,
} from './condition.ts';
export {
  CHATTER,
  FIRST_OUT,
  GOVERNMENTS,
  SECOND,
  type Government,
  type Rule,
  type Rung,
  type Suppression,
} from './rule.ts';
export { evaluate, evaluateSilence } from './evaluate.ts';
export { FRESH, type Memory, type Sample, type Verdict } from './sample.ts';
export { nextAlarm, oneHigher, type Happening } from './happening.ts';
export {
  act,
  escalateAt,
  nextRung,
  RESPONSES,
  SHELVE_HOURS,
  type Act,
  type ActOutcome,
  type AlarmStanding,
  type Response,
  type Side,
} from './life.ts';
export {
  alarmDetailSchema,
  alarmEntrySchema,
  alarmQualitySchema,
  alarmViewSchema,
  noticeSchema,
  type AlarmDetail,
  type AlarmEntry,
  type AlarmQuality,
  type AlarmView,
  type Notice,
} from './views.ts';
export {
  backTestFiguresSchema,
  backTestLineSchema,
  backTestLinesSchema,
  backTestPointSchema,
  backTestSchema,
  triableRuleSchema,
  type BackTest,
  type BackTestFigures,
  type BackTestLine,
  type BackTestPoint,
  type TriableRule,
} from './back-test-views.ts';
export { drafted, draftKeys, draftSchema, type Draft } from './draft.ts';
export { compareExcursions, type Difference, type Excursion } from './compare.ts';
export { TUNABLE, tunables, tuned, tuningKey, type Tunable } from './tuning.ts';
export { underFirst, type Caused, type CauseGroup } from './causes.ts';
export { floodsOf, mostWithin, type Flood } from './flood.ts';
export {
  assess,
  NUISANCES,
  type Annunciated,
  type Nuisance,
  type QualityFigures,
  type QualitySpan,
  type SourceFigures,
} from './quality.ts';
export { QUALITY_LIMITS, QUALITY_PARAMETERS, qualityLimits, type QualityLimits } from './quality-parameters.ts';
export { priorityShares, qualityRows, type QualityRow } from './quality-rows.ts';
export {
  floodDetailSchema,
  qualityPartSchema,
  qualityReportSchema,
  statementSchema,
  type FloodDetail,
  type QualityPart,
  type QualityReport,
  type QualityStatement,
} from './quality-views.ts';
export { OPERATING_STATES, type OperatingState } from './states.ts';
export { describeCondition } from './words.ts';
