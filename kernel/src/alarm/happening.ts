import type { Level } from '../entity/index.ts';
import { LEVEL_LABELS, LEVELS } from '../entity/index.ts';
import type { Verdict } from './sample.ts';

interface Graded {
  readonly at: number;
  readonly level: Level;
  readonly label: string;
  readonly value: number | null;
  readonly limit: number;
}

/** What happens to an excursion's alarm. */
export type Happening =
  | (Graded & { readonly kind: 'raised'; readonly since: number })
  | (Graded & { readonly kind: 'level-raised' })
  | (Graded & { readonly kind: 'level-fallen' })
  /** `reason` where the condition has not ended but is judged no longer: out of service, suppressed, retired. */
  | { readonly kind: 'recovered'; readonly at: number; readonly value: number | null; readonly reason?: string };

/** The events a verdict causes on the running alarm (`current` = its level, or undefined when none runs). */
export function nextAlarm(current: { readonly level: Level } | undefined, verdict: Verdict, at: number): Happening[] {
  if (verdict.state === 'ignored') return [];
  if (verdict.state === 'normal') return current === undefined ? [] : [{ kind: 'recovered', at, value: verdict.value }];
  const { level, label, value, limit, since } = verdict;
  if (current === undefined) return [{ kind: 'raised', at, level, label, value, limit, since }];
  const higher = LEVEL_LABELS[level].rank - LEVEL_LABELS[current.level].rank;
  if (higher > 0) return [{ kind: 'level-raised', at, level, label, value, limit }];
  if (higher < 0 && verdict.falls === true) return [{ kind: 'level-fallen', at, level, label, value, limit }];
  return [];
}

/** The level above; red stays red. */
export function oneHigher(level: Level): Level {
  return LEVELS[Math.max(0, LEVELS.indexOf(level) - 1)] as Level;
}
