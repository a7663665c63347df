import { type DocumentOf, parseTime } from '@anlan/gb28181';
import type { KnownDevice, Signal } from '@anlan/kernel/telemetry';

/** Kinds of points a camera's alarms are readings of. */
export type AlarmKind = 'camera-intrusion' | 'camera-fault' | 'camera-call';
const KINDS: readonly AlarmKind[] = ['camera-intrusion', 'camera-fault', 'camera-call'];

const VIDEO = 5;
/** Of method 2, tampering is somebody's doing; of method 5, types 11 and 13 are a picture that shows nothing. */
const EXCEPTIONS: Readonly<Record<string, AlarmKind>> = {
  '2/2': 'camera-call',
  '5/11': 'camera-fault',
  '5/13': 'camera-fault',
};
const BY_METHOD: Readonly<Record<number, AlarmKind>> = { 2: 'camera-fault', 5: 'camera-intrusion', 6: 'camera-fault' };

/** The kind of an alarm by its method and type (GB/T 28181-2016 A.2.5). */
export function kindOf(method: number, type: number): AlarmKind {
  return EXCEPTIONS[`${method}/${type}`] ?? BY_METHOD[method] ?? 'camera-call';
}

/** Value of a reading: method × 100 + type, so that history says exactly what it was; 0 is none. */
export function valueOf(method: number, type: number): number {
  return method * 100 + Math.min(99, type);
}

/** An alarm as a reading, and the point it is of; undefined where the device has no such point. */
export function alarmSignal(
  { deviceId, fields }: DocumentOf<'Notify/Alarm'>,
  known: KnownDevice,
  now: number,
): Extract<Signal, { kind: 'reading' }> | undefined {
  const method = fields.AlarmMethod ?? 7;
  // Video analysis without a type says that something moved.
  const type = fields.AlarmType ?? (method === VIDEO ? 2 : 0);
  const point = pointOf(deviceId, kindOf(method, type), known);
  if (point === undefined) return undefined;
  return {
    kind: 'reading',
    point,
    at: parseTime(fields.AlarmTime ?? '') ?? now,
    value: valueOf(method, type),
    quality: 'good',
  };
}

/** The alarm names its channel, or the device itself: of a device with one camera that is the camera. */
function pointOf(code: string, kind: AlarmKind, { points }: KnownDevice): string | undefined {
  if (points?.has(`${code}/${kind}`) === true) return `${code}/${kind}`;
  const own = [...(points?.keys() ?? [])].filter((key) => key.endsWith(`/${kind}`));
  return own.length === 1 ? own[0] : undefined;
}

/** No alarm, of every point of a device: what stood when the platform was last stopped is over. */
export function quiet({ points }: KnownDevice, at: number): Signal[] {
  const own = [...(points?.keys() ?? [])].filter((key) => KINDS.some((kind) => key.endsWith(`/${kind}`)));
  return own.map((point) => ({ kind: 'reading', point, at, value: 0, quality: 'good' }));
}
