import { evaluateSilence, type Rule, type Silence } from '@anlan/kernel/alarm';
import type { Latest } from './latest.ts';
import { points as table } from './points.ts';
import type { RegisteredDevice, Subject } from './register.ts';
import { SILENCE_RULES, type Rules } from './rules.ts';

/** What a look for silence needs of a device, worked out once for as long as the register stays. */
interface Watched {
  /** Numbers of all its points. */
  readonly numbers: Uint32Array;
  readonly rules: readonly {
    readonly rule: Rule;
    readonly points: readonly Subject[];
    readonly numbers: Uint32Array;
    /** Shortest expected period of the points, s. */
    readonly quickest: number;
  }[];
}

const known = new WeakMap<RegisteredDevice, Watched>();

function watchedOf(device: RegisteredDevice): Watched {
  const own = known.get(device);
  if (own !== undefined) return own;
  const all = [...device.points.values()];
  const rules = SILENCE_RULES.map((rule) => {
    const points = all.filter((point) => rule.watches.includes(point.quantity) && point.expectedPeriod > 0);
    const quickest = Math.min(...points.map((point) => point.expectedPeriod));
    return { rule, points, numbers: Uint32Array.from(points, ({ id }) => table.of(id)), quickest };
  });
  const watched = {
    numbers: Uint32Array.from(all, ({ id }) => table.of(id)),
    rules: rules.filter(({ points }) => points.length > 0),
  };
  known.set(device, watched);
  return watched;
}

/**
 * Looks whether a device or a point of it is silent at platform time `now`. A device nobody has ever heard is not silent but unconnected.
 * A silent device is one alarm of the device, not one per point; its points are judged when it speaks again.
 * `since` is when the platform itself began to listen: it cannot call silent what it could not hear.
 */
export function lookForSilence(
  device: RegisteredDevice,
  latest: Latest,
  rules: Pick<Rules, 'judge'>,
  since: number,
  now: number,
): void {
  if (device.points.size === 0) return;
  const watched = watchedOf(device);
  if (watched.rules.length === 0) return;
  const heard = heardAt(device, watched, latest);
  if (heard !== 0) judgeDevice(device, watched, Math.max(heard, since), latest, rules, since, now);
}

function judgeDevice(
  device: RegisteredDevice,
  watched: Watched,
  heard: number,
  latest: Latest,
  rules: Pick<Rules, 'judge'>,
  since: number,
  now: number,
): void {
  for (const { rule, points, numbers, quickest } of watched.rules) {
    const condition = rule.condition as Silence;
    const whole = evaluateSilence(condition, heard, quickest, now);
    rules.judge(rule, device.subject, whole, now);
    if (whole.state === 'breach') continue;
    // A point is silent while its device goes on speaking: what counts is how long the device has spoken without it.
    for (const [index, point] of points.entries()) {
      const receivedAt = latest.readings.receivedAt(numbers[index]!);
      if (receivedAt === 0) continue;
      rules.judge(
        rule,
        point,
        evaluateSilence(condition, Math.max(receivedAt, since), point.expectedPeriod, heard),
        now,
      );
    }
  }
}

/** When a device was last heard, by itself or in a batch of many; 0 = never. */
function heardAt(device: RegisteredDevice, { numbers }: Watched, latest: Latest): number {
  let heard = latest.heard.get(device.id) ?? 0;
  for (const number of numbers) heard = Math.max(heard, latest.readings.receivedAt(number));
  return heard;
}
