export { deviations, HAZOP_PARAMETERS, type Deviation } from './hazop.ts';
export { lec, lopa, lsMatrix, mes, type Edge, type Lec, type Matrix } from './methods.ts';
export { FOUR_COLOURS, LEC_BANDS, LEC_SCALES, LS_BANDS, MES_SCALES, type Colour, type RiskLevel } from './scales.ts';
export {
  CHEMICAL_PARK_BANDS,
  COAL_STANDARDISATION_BANDS,
  ENTERPRISE_BANDS,
  HAZCHEM_BANDS,
  INSPECTIONS_PER_YEAR,
  score,
  STANDARDISATION_BANDS,
  type Bands,
  type Score,
  type ScoreItem,
} from './score.ts';
export { sources } from './sources.ts';
