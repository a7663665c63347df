export {
  ELEMENTS,
  GRADE_OPTIONS,
  percentOf,
  reachesGrade,
  SOURCED_RATES,
  UNIT_KINDS,
  type ElementKey,
} from './standardisation/elements.ts';
export { certificateOfStandard } from './standardisation/entities.ts';
export { coalStandardisation, standardisation, standardisationModelOf } from './standardisation/model.ts';
export {
  certificateHoldersSchema,
  STAGES,
  standardDefaultsSchema,
  standardGrantedSchema,
  standardOverviewSchema,
  standardRunsSchema,
  standardScoredSchema,
  standardTargetsSchema,
  type CertificateHolders,
  type Rate,
  type StandardOverview,
  type StandardRates,
  type StandardRuns,
  type StandardTarget,
} from './standardisation/views.ts';
