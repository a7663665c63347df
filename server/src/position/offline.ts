import { evaluateSilence, type Rule, type Silence } from '@anlan/kernel/alarm';
import type { Latest } from '../ingest/latest.ts';
import type { RegisteredDevice } from '../ingest/register.ts';
import type { Rules } from '../ingest/rules.ts';

/** Slower than this an object that falls silent may have been parked (km/h). */
const UNDER_WAY = 5;

/**
 * Looks whether the object a device is carried by was lost while under way at platform time `now`: the last fix moved, and
 * nothing came since. Only what was heard since the platform itself began to listen (`since`) can be called lost.
 */
export function lookForLoss(
  { moving }: RegisteredDevice,
  latest: Latest,
  rules: Pick<Rules, 'judge'>,
  silence: readonly Rule[],
  since: number,
  now: number,
): void {
  const fix = moving === null ? undefined : latest.fixes.get(moving.id);
  if (moving === null || fix === undefined || fix.receivedAt < since) return;
  for (const rule of silence) {
    if (!rule.watches.includes('fix') || (rule.of !== undefined && rule.of !== moving.kind)) continue;
    const lost = (fix.speed ?? 0) >= UNDER_WAY;
    const verdict = lost
      ? evaluateSilence(rule.condition as Silence, fix.receivedAt, 0, now)
      : ({ state: 'normal', value: null } as const);
    rules.judge(rule, moving, verdict, now);
  }
}
