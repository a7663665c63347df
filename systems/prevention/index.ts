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
export { SPECIALITY_LIST } from './expert-service/entities.ts';
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
export {
  assignmentSchema,
  contractReportSchema,
  contractSchema,
  visitSchema,
  type Assignment,
  type Contract,
  type ContractReport,
  type Visit,
} from './expert-service/views.ts';
export {
  fundApplicationSchema,
  fundBalanceSchema,
  fundSchema,
  ledgerEntrySchema,
  type Fund,
  type FundApplication,
  type FundEntryKind,
  type LedgerEntry,
} from './rectification-fund/views.ts';
export {
  cityScoresSchema,
  distancesMeasuredSchema,
  externalDistancesSchema,
  riskInventorySchema,
  SITING_FACILITIES,
  sitingSchema,
  sitingsSchema,
  type CityScores,
  type ExternalDistances,
  type RiskInventory,
  type Siting,
  type SitingLine,
} from './city-risk/views.ts';
export {
  answersTakenSchema,
  checkClearingSchema,
  checkComparisonSchema,
  checkFiguresSchema,
  checkPlanSchema,
  checkRunsSchema,
  checksForReportSchema,
  draftsKeptSchema,
  itemsImportedSchema,
  masterItemsSchema,
  masterPublishedSchema,
  masterVersionSchema,
  threeListsSchema,
  type CheckClearing,
  type CheckComparison,
  type CheckFigures,
  type ChecksForReport,
} from './checks/views.ts';
export {
  dangerBoardSchema,
  enterprisePreventionSchema,
  type DangerBoard,
  type EnterprisePrevention,
} from './hidden-dangers/views.ts';
export {
  riskHeatSchema,
  riskSpreadSchema,
  UNHELD_FOR,
  unheldRisksSchema,
  type RiskHeat,
  type RiskSpread,
  type UnheldRisks,
} from './risk-points/views.ts';
export { drawable, drawSpotChecks, type Candidate } from './self-check/draw.ts';
export { boundsOf, monthsOf, PERIOD, PERIOD_MONTHS, periodAt } from './self-check/period.ts';
export {
  selfCheckCoverageSchema,
  selfChecksIssuedSchema,
  selfChecksSchema,
  spotCheckDrawSchema,
  type SelfCheckCoverage,
  type SelfChecks,
  type SpotCheckDraw,
} from './self-check/views.ts';
export { majorDangersSchema, type MajorDanger, type MajorDangers } from './major-dangers/views.ts';
export {
  cardPublishedSchema,
  contractorJobSchema,
  firmNotificationSchema,
  jobWorkerSchema,
  notificationRatesSchema,
  type ContractorJob,
  type FirmNotification,
  type JobWorker,
  type NotificationRates,
} from './notification/views.ts';
export {
  publicReportFiguresSchema,
  publicReportSchema,
  publicReportsSchema,
  reportReceiptSchema,
  reportRewardSchema,
  reporterSchema,
  type PublicReport,
  type PublicReportFigures,
  type PublicReports,
  type Reporter,
  type ReportDossier,
  type ReportReward,
} from './public-report/views.ts';
