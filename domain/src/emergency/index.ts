export {
  containersOf,
  isolationDistances,
  SMALL_SPILL,
  windClass,
  type Isolation,
  type Spill,
  type WindClass,
} from './isolation.ts';
export { ISOLATION_TABLE, type Distances, type IsolationRow, type Kilometres } from './isolation-table.ts';
export { sources } from './sources.ts';
export {
  drillRating,
  responseLevel,
  warning,
  WARNINGS,
  type Response,
  type Warning,
  type WarningLevel,
} from './warning.ts';
