import type { RiskAssessment } from '@anlan/systems/prevention';
import type { Level } from '@anlan/kernel/entity';
import { METHODS, type Method } from './methods.ts';

/** One row as it is typed. */
export interface Draft {
  readonly key: number;
  step: string;
  parameter: string | null;
  guideWord: string | null;
  hazard: string;
  cause: string | null;
  consequence: string | null;
  existing: string | null;
  scale: 'LEC' | 'LS';
  l: number;
  e: number | null;
  c: number | null;
  s: number | null;
  level: Level | null;
  reason: string | null;
  suggestion: string | null;
}

export const draftOf = (row: RiskAssessment['rows'][number]): Draft => ({
  key: row.seq,
  step: row.step,
  parameter: row.parameter,
  guideWord: row.guideWord,
  hazard: row.hazard,
  cause: row.cause,
  consequence: row.consequence,
  existing: row.existing,
  scale: row.scale,
  l: row.l,
  e: row.e,
  c: row.c,
  s: row.s,
  level: row.level === row.computedLevel ? null : row.level,
  reason: row.reason,
  suggestion: row.suggestion,
});

export const empty = (key: number, method: Method): Draft => ({
  key,
  step: '',
  parameter: null,
  guideWord: null,
  hazard: '',
  cause: null,
  consequence: null,
  existing: null,
  scale: METHODS[method].scales[0],
  l: 1,
  e: 1,
  c: 1,
  s: 1,
  level: null,
  reason: null,
  suggestion: null,
});
