import { evaluateSilence, type Rule, type Silence } from '@anlan/kernel/alarm';
import type { Latest } from './latest.ts';
import type { Register, RegisteredDevice, Subject } from './register.ts';
import { SILENCE_RULES, type Rules } from './rules.ts';

/**
 * Looks for silence at platform time `now`. A device nobody has ever heard is not silent but unconnected.
 * A silent device is one alarm of the device, not one per point; its points are judged when it speaks again.
 * `since` is when the platform itself began to listen: it cannot call silent what it could not hear.
 */
export function sweepSilence(
  register: Register,
  latest: Latest,
  rules: Pick<Rules, 'judge'>,
  since: number,
  now: number,
): void {
  for (const device of register.devices()) {
    const heard = heardAt(device, latest);
    if (heard === undefined || device.points.size === 0) continue;
    for (const rule of SILENCE_RULES) sweepDevice(device, rule, Math.max(heard, since), latest, rules, since, now);
  }
}

function sweepDevice(
  device: RegisteredDevice,
  rule: Rule,
  heard: number,
  latest: Latest,
  rules: Pick<Rules, 'judge'>,
  since: number,
  now: number,
): void {
  const watched = [...device.points.values()].filter(
    (point) => rule.watches.includes(point.quantity) && point.expectedPeriod > 0,
  );
  if (watched.length === 0) return;
  const condition = rule.condition as Silence;
  const quickest = Math.min(...watched.map((point) => point.expectedPeriod));
  const whole = evaluateSilence(condition, heard, quickest, now);
  rules.judge(rule, device.subject, whole, now);
  if (whole.state === 'breach') return;
  for (const point of watched) sweepPoint(point, rule, heard, latest, rules, since, now);
}

/** A point is silent while its device goes on speaking: what counts is how long the device has spoken without it. */
function sweepPoint(
  point: Subject,
  rule: Rule,
  heard: number,
  latest: Latest,
  rules: Pick<Rules, 'judge'>,
  since: number,
  now: number,
): void {
  const reading = latest.readings.get(point.id);
  if (reading === undefined) return;
  const lastSeen = Math.max(reading.receivedAt, since);
  rules.judge(rule, point, evaluateSilence(rule.condition as Silence, lastSeen, point.expectedPeriod, heard), now);
}

function heardAt(device: RegisteredDevice, latest: Latest): number | undefined {
  const times = [
    latest.heard.get(device.id),
    ...[...device.points.values()].map((point) => latest.readings.get(point.id)?.receivedAt),
  ];
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}
