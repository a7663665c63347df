import { evaluateSilence, type Limits, type Rule, type Silence, type Verdict } from '@anlan/kernel/alarm';
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

const isRest = ({ condition }: Rule): boolean => condition.kind === 'silence' && condition.rest === true;
const NAMING = SILENCE_RULES.filter((rule) => !isRest(rule));
const REST = SILENCE_RULES.filter(isRest);

const known = new WeakMap<RegisteredDevice, Watched>();

function watchedOf(device: RegisteredDevice): Watched {
  const own = known.get(device);
  if (own !== undefined) return own;
  const all = [...device.points.values()];
  const watchedBy = (rules: readonly Rule[], watches: (rule: Rule, point: Subject) => boolean): Watched['rules'] =>
    rules.flatMap((rule) => {
      const points = all.filter((point) => watches(rule, point) && point.expectedPeriod > 0);
      if (points.length === 0) return [];
      const quickest = Math.min(...points.map((point) => point.expectedPeriod));
      return [{ rule, points, numbers: Uint32Array.from(points, ({ id }) => table.of(id)), quickest }];
    });
  const named = watchedBy(NAMING, (rule, { quantity }) => rule.watches.includes(quantity));
  const rules = named.length > 0 ? named : watchedBy(REST, () => true);
  const watched = { numbers: Uint32Array.from(all, ({ id }) => table.of(id)), rules };
  known.set(device, watched);
  return watched;
}

type Told = Pick<Rules, 'judge' | 'runs'>;

/**
 * Looks whether a device or a point of it is silent at platform time `now`. A device nobody has ever heard is not silent but unconnected.
 * A silent device is one alarm of the device, not one per point; its points are judged when it speaks again.
 * `since` is when the platform itself began to listen: it cannot call silent what it could not hear.
 */
export function lookForSilence(
  device: RegisteredDevice,
  latest: Latest,
  rules: Told,
  since: number,
  now: number,
): void {
  if (device.points.size === 0) return;
  const watched = watchedOf(device);
  if (watched.rules.length === 0) return;
  const heard = heardAt(device, watched, latest);
  if (heard !== 0) judgeDevice(device, watched, heard, latest, rules, since, now);
}

function judgeDevice(
  device: RegisteredDevice,
  watched: Watched,
  heard: number,
  latest: Latest,
  rules: Told,
  since: number,
  now: number,
): void {
  for (const { rule, points, numbers, quickest } of watched.rules) {
    const whole = silenceOf(
      rule,
      device.subject,
      { heard, period: quickest, limits: points[0]!.limits },
      rules,
      since,
      now,
    );
    if (whole !== undefined) rules.judge(rule, device.subject, whole, now);
    if (whole?.state !== 'normal') continue;
    // A point is silent while its device goes on speaking: what counts is how long the device has spoken without it.
    const until = Math.max(heard, since);
    for (const [index, point] of points.entries()) {
      const receivedAt = latest.readings.receivedAt(numbers[index]!);
      if (receivedAt === 0) continue;
      const { expectedPeriod: period, limits } = point;
      const verdict = silenceOf(rule, point, { heard: receivedAt, period, limits }, rules, since, until);
      if (verdict !== undefined) rules.judge(rule, point, verdict, now);
    }
  }
}

/** When something was last heard (ms), how often it speaks (s), and its limits. */
interface Speaking {
  readonly heard: number;
  readonly period: number;
  readonly limits: Limits;
}

/**
 * Of what has not been heard since the platform began to listen, silence counts from then. An alarm that runs already stays
 * till it is heard; once it would ring again, it is known to have lasted all the time. Undefined: nothing can be said yet.
 */
function silenceOf(
  rule: Rule,
  { id }: Subject,
  { heard, period, limits }: Speaking,
  rules: Told,
  since: number,
  until: number,
): Verdict | undefined {
  const condition = rule.condition as Silence;
  const verdict = evaluateSilence(condition, Math.max(heard, since), period, until, limits);
  if (heard >= since || !rules.runs(rule, id)) return verdict;
  return verdict.state === 'breach' ? evaluateSilence(condition, heard, period, until, limits) : undefined;
}

/** When a device was last heard, by itself or in a batch of many; 0 = never. */
function heardAt(device: RegisteredDevice, { numbers }: Watched, latest: Latest): number {
  let heard = latest.heard.get(device.id) ?? 0;
  for (const number of numbers) heard = Math.max(heard, latest.readings.receivedAt(number));
  return heard;
}
