export { type Condition, type Rule, type Rung, type Silence, type Step, type Threshold } from './rule.ts';
export {
  evaluate,
  evaluateSilence,
  FRESH,
  nextAlarm,
  type Happening,
  type Limits,
  type Memory,
  type Sample,
  type Verdict,
} from './evaluate.ts';
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
} from './life.ts';
export {
  alarmDetailSchema,
  alarmEntrySchema,
  alarmQualitySchema,
  alarmViewSchema,
  type AlarmDetail,
  type AlarmEntry,
  type AlarmQuality,
  type AlarmView,
} from './views.ts';
export { describeCondition } from './words.ts';
