import { evaluateFrozen, type Frozen, type Rule } from '@anlan/kernel/alarm';
import type { Latest } from './latest.ts';
import { points as table } from './points.ts';
import type { RegisteredDevice, Subject } from './register.ts';
import { FROZEN_RULES, type Rules } from './rules.ts';

/** Which points of a device are looked at under which rule, for as long as the register stays. */
type Watched = readonly { readonly rule: Rule; readonly point: Subject; readonly number: number }[];

const known = new WeakMap<RegisteredDevice, Watched>();

function watchedOf(device: RegisteredDevice): Watched {
  const own = known.get(device);
  if (own !== undefined) return own;
  const watched = FROZEN_RULES.flatMap((rule) =>
    [...device.points.values()]
      .filter((point) => rule.watches.includes(point.quantity))
      .map((point) => ({ rule, point, number: table.of(point.id) })),
  );
  known.set(device, watched);
  return watched;
}

/**
 * Looks at platform time `now` whether the value of a point of a device stands still, as long as it is heard. Since when is
 * known from the newest reading before the platform began to listen (`since`) at the earliest: an alarm from before stays
 * till the value moves.
 */
export function lookForStill(
  device: RegisteredDevice,
  latest: Latest,
  rules: Pick<Rules, 'judge' | 'runs'>,
  since: number,
  now: number,
): void {
  for (const { rule, point, number } of watchedOf(device)) {
    const still = latest.readings.stillSince(number);
    const seen = latest.readings.receivedAt(number);
    const verdict = evaluateFrozen(rule.condition as Frozen, still === 0 ? seen : still, seen);
    const unmoved = still !== 0 && still < since && verdict.state === 'normal';
    if (!unmoved || !rules.runs(rule, point.id)) rules.judge(rule, point, verdict, now);
  }
}
