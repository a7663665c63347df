import { evaluateSilence, type Rule, type Silence } from '@anlan/kernel/alarm';
import type { Latest } from '../ingest/latest.ts';
import type { RegisteredDevice } from '../ingest/register.ts';
import type { Rules } from '../ingest/rules.ts';

/** Load and ignition of the status word (JT/T 808 table 24: bits 8–9 and 0). */
const LOADED = 0x300;
const IGNITION = 1;
/** Slower than this an object that falls silent may have been parked (km/h). */
const UNDER_WAY = 5;

/**
 * Looks whether the object a device is carried by was lost while under way at platform time `now`: the last fix moved, and
 * nothing came since; loaded with dangerous goods it is told by a rule of its own, sooner, and by that alone. Only what was heard since the platform itself began to listen (`since`) can be called lost.
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
  const [load, running] = [(fix.statusBits ?? 0) & LOADED, (fix.statusBits ?? 0) & IGNITION];
  const loaded = moving.dangerousGoods === true && load !== 0;
  // Goods of danger are on their way at a red light too, as long as the engine runs.
  const onTheWay = (fix.speed ?? 0) >= UNDER_WAY || (loaded && running !== 0);
  for (const rule of silence) {
    const quantity = rule.watches.find((one) => one === 'fix' || one === 'loaded-fix');
    if (quantity === undefined || (rule.of !== undefined && rule.of !== moving.kind)) continue;
    const lost = quantity === 'loaded-fix' ? loaded && onTheWay : !loaded && onTheWay;
    const verdict = lost
      ? evaluateSilence(rule.condition as Silence, fix.receivedAt, 0, now)
      : ({ state: 'normal', value: null } as const);
    rules.judge(rule, moving, verdict, now);
  }
}
