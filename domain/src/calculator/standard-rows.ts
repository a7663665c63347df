import { GRADING_ROWS } from './rows-grading.ts';
import { LAW_ROWS } from './rows-law.ts';
import { LIMIT_ROWS } from './rows-limits.ts';
import { MORE_ROWS } from './rows-more.ts';
import type { StandardRow } from './standard-row.ts';

/** Pages of the standards; `npm run examples` asks the same topics. */
export const STANDARD_ROWS: readonly StandardRow[] = [...GRADING_ROWS, ...LIMIT_ROWS, ...LAW_ROWS, ...MORE_ROWS];
