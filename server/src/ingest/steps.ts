import type { Fix } from '@anlan/kernel/position';
import type { Envelope, IntakeRefusal } from '@anlan/kernel/telemetry';
import { draftOf, move, rangeOf, UNKNOWN, type Draft } from './draft.ts';
import { points } from './points.ts';
import type { MovedFix } from './fix-record.ts';
import { GOOD, QUALITY, type Batch } from './record.ts';
import type { RegisteredDevice } from './register.ts';

/** What a step may refuse, with a word on the detail for the device's page. */
export interface Refused {
  readonly reason: IntakeRefusal;
  readonly detail: string;
  /** What was sent under a channel that no point has. */
  readonly unknown?: { readonly key: string; readonly value: number };
}

/** Devices may be ahead of the platform by at most this (ms); a later time would freeze their latest value. */
export const CLOCK_AHEAD = 5 * 60_000;
/** Device time older than this is no measurement of ours. */
const OLDEST = Date.UTC(2000, 0, 1);

/** Whole milliseconds only: the history store refuses a batch with any other. */
const wrongTime = (at: number, receivedAt: number): boolean =>
  !Number.isSafeInteger(at) || at < OLDEST || at - receivedAt > CLOCK_AHEAD;

/** Says whether a reading must not pass. Outside its measuring range a value passes, marked suspect, and no rule judges it. */
type Step = (draft: Draft, index: number, receivedAt: number) => boolean;

/** Every reading passes these in order before it is made durable; later come latest, history and rules. */
const STEPS: readonly (readonly [IntakeRefusal, Step])[] = [
  ['clock-skew', ({ at }, index, receivedAt) => wrongTime(at[index]!, receivedAt)],
  ['not-a-number', ({ value }, index) => !Number.isFinite(value[index]!)],
  ['unknown-point', ({ point }, index) => point[index] === UNKNOWN],
];
const SUSPECT = QUALITY.indexOf('suspect');

/** Told of each reading that is refused, or kept as suspect (`out-of-range`), by its place in what was sent. */
export type Told = (reason: IntakeRefusal, source: number, draft: Draft, index: number) => void;

/** Takes a draft through the steps; what is refused is no longer in it. */
export function screen(draft: Draft, receivedAt: number, tell: Told): void {
  const { count, low, high, value, quality, source } = draft;
  let kept = 0;
  reading: for (let index = 0; index < count; index += 1) {
    for (const [reason, refuses] of STEPS) {
      if (!refuses(draft, index, receivedAt)) continue;
      tell(reason, source[index]!, draft, index);
      continue reading;
    }
    if (value[index]! < low[index]! || value[index]! > high[index]!) {
      tell('out-of-range', source[index]!, draft, index);
      if (quality[index] === GOOD) quality[index] = SUSPECT;
    }
    if (kept !== index) move(draft, index, kept);
    kept += 1;
  }
  draft.count = kept;
}

/** Why a fix does not pass, if it does not. */
function refusalOf(fix: Fix, device: RegisteredDevice, receivedAt: number): Refused | undefined {
  if (wrongTime(fix.at, receivedAt)) return { reason: 'clock-skew', detail: skew(fix.at, receivedAt) };
  if (device.moving === null) return { reason: 'unknown-point', detail: '位置：设备未绑定车船' };
  const onEarth = Math.abs(fix.lon) <= 180 && Math.abs(fix.lat) <= 90;
  return onEarth ? undefined : { reason: 'out-of-range', detail: `经纬度 ${fix.lon}, ${fix.lat}` };
}

function skew(at: number, receivedAt: number): string {
  const ahead = at - receivedAt;
  return ahead > CLOCK_AHEAD ? `快 ${Math.round(ahead / 1000)} s` : `时间 ${at}`;
}

/** The detail of what was refused of a message's reading. */
const DETAIL: Readonly<
  Partial<
    Record<
      IntakeRefusal,
      (point: string, draft: Draft, index: number, envelope: Envelope, device: RegisteredDevice) => string
    >
  >
> = {
  'clock-skew': (_, { at }, index, { receivedAt }) => skew(at[index]!, receivedAt),
  'out-of-range': (point, { value }, index, _, device) =>
    `${point} = ${value[index]} ${device.points.get(point)?.unit ?? ''}（已留存，标可疑）`,
};

/** Messages are taken one at a time, each at once and to its end: they share one draft, which grows with the largest. */
let draft = draftOf(1024);

/** Takes one message through the steps. The batch holds what passed; `refused` what did not, and why. */
export function passThrough(
  envelope: Envelope,
  device: RegisteredDevice,
): { batch: Batch; refused: readonly Refused[] } {
  const { signals, receivedAt } = envelope;
  const fixes: MovedFix[] = [];
  const refused: Refused[] = [];
  if (signals.length > draft.source.length) draft = draftOf(2 * signals.length);
  draft.count = 0;
  for (const [place, signal] of signals.entries()) {
    if (signal.kind === 'reading') {
      const index = draft.count;
      const point = device.points.get(signal.point);
      const { low, high } = point === undefined ? { low: 0, high: 0 } : rangeOf(point);
      draft.source[index] = place;
      draft.point[index] = point === undefined ? UNKNOWN : points.of(point.id);
      draft.at[index] = signal.at;
      draft.value[index] = signal.value;
      draft.quality[index] = QUALITY.indexOf(signal.quality);
      draft.low[index] = low;
      draft.high[index] = high;
      draft.count += 1;
      continue;
    }
    const refusal = refusalOf(signal.fix, device, receivedAt);
    if (refusal === undefined) fixes.push({ object: device.moving!.id, fix: signal.fix });
    else refused.push(refusal);
  }
  screen(draft, receivedAt, (reason, source, at, index) => {
    const signal = signals[source]!;
    const point = signal.kind === 'reading' ? signal.point : '';
    const unknown = reason === 'unknown-point' ? { unknown: { key: point, value: at.value[index]! } } : {};
    refused.push({ reason, detail: DETAIL[reason]?.(point, at, index, envelope, device) ?? point, ...unknown });
  });
  return { batch: { device: device.id, receivedAt, key: '', readings: draft, fixes }, refused };
}
