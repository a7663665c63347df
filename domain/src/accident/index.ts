export {
  addDays,
  investigationLimits,
  mayTakeOver,
  reportingChain,
  revisedLevel,
  revisionDays,
  type InvestigationLimits,
  type Report,
  type ReportingChain,
  type Revision,
} from './deadlines.ts';
export { grade, type Harm } from './grade.ts';
export {
  change,
  isRate,
  lostDaysValue,
  PLAN_TARGETS,
  planProgress,
  rate,
  RATES,
  type Indicator,
  type RateName,
} from './indicators.ts';
export { CATEGORIES, isAccidentLevel, LEVELS, ruleOf, severity, type AccidentLevel, type LevelRule } from './levels.ts';
export { sources } from './sources.ts';
