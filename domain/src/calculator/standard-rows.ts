import { ACCIDENT_ROWS } from './rows-accident.ts';
import { CODE_ROWS } from './rows-codes.ts';
import { EXPOSURE_ROWS } from './rows-exposure.ts';
import { LAW_ROWS } from './rows-law.ts';
import { MONITORING_ROWS } from './rows-monitoring.ts';
import { RISK_ROWS } from './rows-risk.ts';
import type { StandardRow } from './standard-row.ts';

/** Pages of the standards, by subject. */
export const STANDARD_ROWS: readonly StandardRow[] = [
  ...ACCIDENT_ROWS,
  ...RISK_ROWS,
  ...CODE_ROWS,
  ...EXPOSURE_ROWS,
  ...MONITORING_ROWS,
  ...LAW_ROWS,
];
