/** How good a position’s alarms are (ISA-18.2 / IEC 62682 clause 16): figures, floods, judgement, reports. */
export { floodsOf, mostWithin, type Flood } from './flood.ts';
export {
  assess,
  NUISANCES,
  type Annunciated,
  type Nuisance,
  type QualityFigures,
  type QualitySpan,
  type SourceFigures,
} from './assess.ts';
export { QUALITY_LIMITS, QUALITY_PARAMETERS, qualityLimits, type QualityLimits } from './limits.ts';
export { priorityShares, qualityRows, type QualityRow } from './rows.ts';
export {
  alarmQualitySchema,
  floodDetailSchema,
  qualityPartSchema,
  qualityReportSchema,
  statementHeadSchema,
  statementSchema,
  type AlarmQuality,
  type FloodDetail,
  type QualityPart,
  type QualityReport,
  type QualityStatement,
  type StatementHead,
} from './views.ts';
