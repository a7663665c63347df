import { evaluateSilence, type Rule, type Silence } from '@anlan/kernel/alarm';
import type { Latest } from '../ingest/latest.ts';
import type { Register } from '../ingest/register.ts';
import type { Rules } from '../ingest/rules.ts';

/** Slower than this an object that falls silent may have been parked (km/h). */
const UNDER_WAY = 5;

/**
 * Looks for vehicles lost while under way at platform time `now`: the last fix moved, and nothing came since. Only what
 * was heard since the platform itself began to listen (`since`) can be called lost.
 */
export function sweepOffline(
  register: Register,
  latest: Latest,
  rules: Pick<Rules, 'judge'>,
  silence: readonly Rule[],
  since: number,
  now: number,
): void {
  for (const rule of silence) {
    if (!rule.watches.includes('fix')) continue;
    const condition = rule.condition as Silence;
    for (const { moving } of register.devices()) {
      if (moving === null || (rule.of !== undefined && rule.of !== moving.kind)) continue;
      const fix = latest.fixes.get(moving.id);
      if (fix === undefined || fix.receivedAt < since) continue;
      const lost = (fix.speed ?? 0) >= UNDER_WAY;
      const verdict = lost
        ? evaluateSilence(condition, fix.receivedAt, 0, now)
        : ({ state: 'normal', value: null } as const);
      rules.judge(rule, moving, verdict, now);
    }
  }
}
