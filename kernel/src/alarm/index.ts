export {
  hasFigure,
  isByClock,
  isOfPlace,
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
  type Standing,
  type Step,
  type Test,
  type Threshold,
  type Vote,
} from './condition.ts';
export {
  GOVERNMENTS,
  type Government,
  type LimitSetting,
  type Rule,
  type RuleTexts,
  type Rung,
  type Suppression,
} from './rule.ts';
export { evaluate, evaluateFrozen, evaluateSilence, evaluateStanding } from './evaluate.ts';
export { isAtRest, restBand, type Band as RestBand } from './rest.ts';
export { FRESH, type Memory, type Sample, type Verdict } from './sample.ts';
export { nextAlarm, oneHigher, type Happening } from './happening.ts';
export {
  act,
  escalateAt,
  isAnswered,
  nextRung,
  RESPONSES,
  stands,
  type Act,
  type ActOutcome,
  type AlarmStanding,
  type Response,
  type Side,
} from './life.ts';
export {
  alarmDetailSchema,
  alarmEntrySchema,
  alarmViewSchema,
  noticeSchema,
  type AlarmDetail,
  type AlarmEntry,
  type AlarmView,
  type Notice,
} from './views.ts';
export { isUpper, returnedTo, shownValue } from './shown.ts';
export { caseInputOf, eventOf } from './follow-up.ts';
export { limitParameters, settingKey } from './settings.ts';
export { TUNABLE, tunables, tuned, tuningKey, type Tunable } from './tuning.ts';
export { underFirst, type Caused, type CauseGroup } from './causes.ts';
export { OPERATING_STATES, type OperatingState } from './states.ts';
export { decimalsOf, judgedUnit } from './unit.ts';
export { describeCondition, ruleInEnglish, rungInEnglish, stepInEnglish } from './words.ts';
export { PRACTICE, PRACTICE_PARAMETERS, practiceOf, type Practice } from './practice.ts';
