export {
  deviations,
  HAZOP_PARAMETERS,
  LEC_SCALES,
  MEASURE_KINDS,
  METHODS,
  scoreRow,
  type Method,
} from '@anlan/systems/prevention';
