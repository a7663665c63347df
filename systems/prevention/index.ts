export { CLASSES, CLEARING, FIVE, GRADES, SOURCES } from './hidden-dangers/fields.ts';
export { movesOf, tierAt, TIERS, type Move, type Tier } from './hidden-dangers/logic.ts';
export { MAY_CHECK } from './checks/tiers.ts';
export { CAMPAIGN_CATEGORIES, MEASURES } from './campaigns/fields.ts';
export { SECTOR_TRADES, SECTORS_OF_TRADE } from './campaigns/trades.ts';
export {
  EVENTS,
  gradingStandard,
  majorDanger,
  rewardRule,
  WHOM,
  type RewardEvent,
} from './internal-rules/catalogues.ts';
export { proposalOf, type Proposal, type StandardItem } from './hidden-dangers/proposal.ts';
export { rewardLines, totalOf, type DangerRecord, type RewardLine } from './internal-rules/rewards.ts';
export { CATEGORIES } from './new-technology/entities.ts';
export { conditionsOf, permissionOf, PERMISSIONS, type Permission } from './new-technology/logic.ts';
export { REPORT_SUBJECTS, REWARD_BASES } from './public-report/fields.ts';
export { SPECIALITIES } from './expert-service/entities.ts';
export {
  checkEvery,
  deviations,
  differsFrom,
  graverLevel,
  HAZOP_PARAMETERS,
  lacksReason,
  LEC_SCALES,
  MEASURE_KINDS,
  METHODS,
  missedRounds,
  nextDue,
  scoreRow,
  worstOf,
  type MeasureKind,
  type Method,
  type RowScore,
  type Scored,
} from './dual-prevention/logic.ts';
export { heldAsItsLevelWants, isHigh, ownedByEnterprise } from './risk-points/guard.ts';
export { riskPoint } from './risk-points/entities.ts';
export { TARGET_CLASSES, type TargetClass } from './city-risk/entities.ts';
export { cityRisk } from './city-risk/model.ts';
export { authoritiesOf, progressOf, rankOf, type Progress, type Rank } from './hidden-dangers/listing.ts';
export { cardsFor, coverageOf, type Coverage, type CurrentCard, type Told } from './notification/logic.ts';
export { JOBS } from './notification/cases.ts';
export { GAS_RESCUE } from './notification/system.ts';
export { postWords } from './notification/posts.ts';
export {
  KIND_KEYS,
  METHOD_KEYS,
  controlCheckSchema,
  controlCheckedSchema,
  controlMeasureSchema,
  controlMeasuresSchema,
  dualOverviewSchema,
  dualUnitsSchema,
  enterpriseRisksSchema,
  riskAssessmentSchema,
  riskControlSchema,
  threeInOneSchema,
  unownedRisksSchema,
  type ControlMeasure,
  type DualOverview,
  type DualUnits,
  type EnterpriseRisks,
  type RiskAssessment,
  type RiskControl,
  type RiskRow,
} from './dual-prevention/views.ts';
