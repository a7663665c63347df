import type { Envelope, IntakeRefusal, Signal } from '@anlan/kernel/telemetry';
import type { ReadPoint, MovedFix, SignalRecord } from './record.ts';
import type { RegisteredDevice } from './register.ts';

/** What a step may refuse, with a word on the detail for the device's page. */
export interface Refused {
  readonly reason: IntakeRefusal;
  readonly detail: string;
}

/** A message on its way through the steps. */
export interface Passage {
  readonly envelope: Envelope;
  readonly device: RegisteredDevice;
  readonly fixes: MovedFix[];
  readonly readings: ReadPoint[];
  readonly refused: Refused[];
}

/** Devices may be ahead of the platform by at most this (ms); a later time would freeze their latest value. */
export const CLOCK_AHEAD = 5 * 60_000;
/** Device time older than this is no measurement of ours. */
const OLDEST = Date.UTC(2000, 0, 1);

type Step = (signal: Signal, passage: Passage) => Signal | Refused;

const isRefused = (outcome: Signal | Refused): outcome is Refused => 'reason' in outcome;

function timeOf(signal: Signal): number {
  return signal.kind === 'fix' ? signal.fix.at : signal.at;
}

const clock: Step = (signal, { envelope }) => {
  const at = timeOf(signal);
  // Whole milliseconds only: the history store refuses a batch with any other.
  if (!Number.isSafeInteger(at) || at < OLDEST) return { reason: 'clock-skew', detail: `时间 ${at}` };
  const ahead = at - envelope.receivedAt;
  return ahead > CLOCK_AHEAD ? { reason: 'clock-skew', detail: `快 ${Math.round(ahead / 1000)} s` } : signal;
};

const number: Step = (signal) => {
  if (signal.kind === 'fix' || Number.isFinite(signal.value)) return signal;
  return { reason: 'not-a-number', detail: signal.point };
};

const known: Step = (signal, { device }) => {
  if (signal.kind === 'reading') {
    return device.points.has(signal.point) ? signal : { reason: 'unknown-point', detail: signal.point };
  }
  return device.moving === null ? { reason: 'unknown-point', detail: '位置：设备未绑定车船' } : signal;
};

const place: Step = (signal) => {
  if (signal.kind === 'reading') return signal;
  const { lon, lat } = signal.fix;
  const onEarth = Math.abs(lon) <= 180 && Math.abs(lat) <= 90;
  return onEarth ? signal : { reason: 'out-of-range', detail: `经纬度 ${lon}, ${lat}` };
};

/** Outside its measuring range a value is kept, marked suspect, and no rule judges it. */
const range: Step = (signal, { device, refused }) => {
  if (signal.kind === 'fix') return signal;
  const point = device.points.get(signal.point);
  if (point?.rangeLow == null || point.rangeHigh == null) return signal;
  const slack = 0.02 * (point.rangeHigh - point.rangeLow);
  if (signal.value >= point.rangeLow - slack && signal.value <= point.rangeHigh + slack) return signal;
  refused.push({ reason: 'out-of-range', detail: `${signal.point} = ${signal.value} ${point.unit}（已留存，标可疑）` });
  return signal.quality === 'good' ? { ...signal, quality: 'suspect' } : signal;
};

const keep: Step = (signal, { device, fixes, readings }) => {
  if (signal.kind === 'fix') fixes.push({ object: (device.moving as { id: string }).id, fix: signal.fix });
  else readings.push([(device.points.get(signal.point) as { id: string }).id, signal.at, signal.value, signal.quality]);
  return signal;
};

/** Every signal passes these in order before its message is made durable; later come latest, history and rules. */
export const STEPS: readonly Step[] = [clock, number, known, place, range, keep];

/** Takes one message through the steps. The record holds what passed; `refused` what did not, and why. */
export function passThrough(
  envelope: Envelope,
  device: RegisteredDevice,
): { record: SignalRecord; refused: readonly Refused[] } {
  const passage: Passage = { envelope, device, fixes: [], readings: [], refused: [] };
  for (const signal of envelope.signals) {
    let current = signal;
    for (const step of STEPS) {
      const outcome = step(current, passage);
      if (isRefused(outcome)) {
        passage.refused.push(outcome);
        break;
      }
      current = outcome;
    }
  }
  const { fixes, readings, refused } = passage;
  return { record: { device: device.id, receivedAt: envelope.receivedAt, fixes, readings }, refused };
}
