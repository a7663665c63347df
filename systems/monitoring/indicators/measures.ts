import type { Absent, Counted } from '@anlan/kernel/indicator';

const HOUR = 3_600_000;
/** Shorter losses of contact are no failure of a device, ms. */
const FAILURE = 600_000;

/** A signal as its indicators see it; times in epoch ms. */
export interface Signal {
  readonly id: string;
  readonly name: string;
  readonly href: string | null;
  /** s; 0 = event driven. */
  readonly expectedPeriod: number;
  readonly lastAt: number | null;
  /** Declared out of service: in neither numerator nor denominator. */
  readonly out: boolean;
}

/** An alarm as its indicators see it; times in epoch ms. */
export interface Rung {
  readonly id: string;
  readonly name: string;
  readonly href: string | null;
  readonly seenAt: number;
  readonly raisedAt: number;
  readonly answeredAt: number | null;
  readonly recoveredAt: number | null;
  readonly closedAt: number | null;
  readonly falseAlarm: boolean;
  /** Milliseconds in which it is to be answered. */
  readonly within: number;
}

export interface Span {
  readonly from: number;
  readonly to: number;
}

const absent = ({ id, name, href }: Absent): Absent => ({ id, name, href });

/** Those of all that fulfil, and who does not. */
export function shareOf<T extends Absent>(all: readonly T[], fulfils: (one: T) => boolean): Counted {
  const missing = all.filter((one) => !fulfils(one));
  return { numerator: all.length - missing.length, denominator: all.length, missing: missing.map(absent) };
}

/** Signals heard within `allowed` ms of now; those that are event driven or out of service do not count. */
export function onlineShare(signals: readonly Signal[], now: number, allowed: (signal: Signal) => number): Counted {
  const due = signals.filter(({ out, expectedPeriod }) => !out && expectedPeriod > 0);
  return shareOf(due, (signal) => signal.lastAt !== null && now - signal.lastAt <= allowed(signal));
}

/** Alarms answered within their time; those not answered and still within it do not count yet. */
export function answeredShare(alarms: readonly Rung[], now: number): Counted {
  const due = alarms.filter(({ answeredAt, seenAt, within }) => answeredAt !== null || now - seenAt > within);
  return shareOf(due, ({ answeredAt, seenAt, within }) => answeredAt !== null && answeredAt - seenAt <= within);
}

/** Minutes from raising to closing of the alarms closed; the slowest are named. */
export function handlingMinutes(alarms: readonly Rung[], target: number): Counted {
  const closed = alarms.flatMap((alarm) =>
    alarm.closedAt === null ? [] : [{ alarm, minutes: (alarm.closedAt - alarm.raisedAt) / 60_000 }],
  );
  const slow = closed.filter(({ minutes }) => minutes > target).toSorted((a, b) => b.minutes - a.minutes);
  return {
    numerator: closed.reduce((sum, { minutes }) => sum + minutes, 0),
    denominator: closed.length,
    missing: slow.map(({ alarm }) => absent(alarm)),
  };
}

/** Alarms closed as false, of those closed; the false ones are named. */
export function falseShare(alarms: readonly Rung[]): Counted {
  const closed = alarms.filter(({ closedAt }) => closedAt !== null);
  const wrong = closed.filter(({ falseAlarm }) => falseAlarm);
  return { numerator: wrong.length, denominator: closed.length, missing: wrong.map(absent) };
}

/** Hours of an alarm within a span; one that runs counts to the span's end. */
export function hoursWithin(
  { raisedAt, recoveredAt }: Pick<Rung, 'raisedAt' | 'recoveredAt'>,
  { from, to }: Span,
): number {
  return Math.max(0, Math.min(recoveredAt ?? to, to) - Math.max(raisedAt, from)) / HOUR;
}

/** Hours of alarms within a span, as a sum; the longest are named. */
export function alarmHours(alarms: readonly Rung[], span: Span): Counted {
  const lasting = alarms.map((alarm) => ({ alarm, hours: hoursWithin(alarm, span) })).filter(({ hours }) => hours > 0);
  const missing = lasting.toSorted((a, b) => b.hours - a.hours).map(({ alarm }) => absent(alarm));
  return { numerator: lasting.reduce((sum, { hours }) => sum + hours, 0), denominator: null, missing };
}

/** Losses of contact of ten minutes and more within a span. */
function failuresOf(silences: readonly Rung[], span: Span): { readonly alarm: Rung; readonly hours: number }[] {
  return silences
    .map((alarm) => ({ alarm, hours: hoursWithin(alarm, span) }))
    .filter(({ hours }) => hours * HOUR >= FAILURE)
    .toSorted((a, b) => b.hours - a.hours);
}

/** Hours of operation of so many devices for each loss of contact: hours of the span less those of lost contact. */
export function hoursBetweenFailures(silences: readonly Rung[], devices: number, span: Span): Counted {
  const failures = failuresOf(silences, span);
  const lost = failures.reduce((sum, { hours }) => sum + hours, 0);
  return {
    numerator: (devices * (span.to - span.from)) / HOUR - lost,
    denominator: failures.length,
    missing: failures.map(({ alarm }) => absent(alarm)),
  };
}

/** Hours of each loss of contact that is over. */
export function hoursToRepair(silences: readonly Rung[], span: Span): Counted {
  const over = failuresOf(silences, span).filter(({ alarm }) => alarm.recoveredAt !== null);
  return {
    numerator: over.reduce((sum, { hours }) => sum + hours, 0),
    denominator: over.length,
    missing: over.map(({ alarm }) => absent(alarm)),
  };
}

/** Samples received of those expected by the period; more than expected count as expected. Signals below a share are named. */
export function completeShare(
  signals: readonly Signal[],
  received: ReadonlyMap<string, number>,
  seconds: number,
  unit: 'samples' | 'minutes',
  least = 0.95,
): Counted {
  const due = signals.filter(({ out, expectedPeriod }) => !out && expectedPeriod > 0);
  const shares = due.map((signal) => {
    const expected = seconds / signal.expectedPeriod;
    const share = Math.min(1, (received.get(signal.id) ?? 0) / expected);
    return { signal, share, weight: unit === 'minutes' ? seconds / 60 : expected };
  });
  const sum = (of: (one: (typeof shares)[number]) => number): number =>
    shares.reduce((total, one) => total + of(one), 0);
  return {
    numerator: sum(({ share, weight }) => share * weight),
    denominator: sum(({ weight }) => weight),
    missing: shares
      .filter(({ share }) => share < least)
      .toSorted((a, b) => a.share - b.share)
      .map(({ signal }) => absent(signal)),
  };
}

/** Least and greatest good value of a signal in an hour. */
export interface SignalHour {
  readonly id: string;
  readonly low: number;
  readonly high: number;
}

/** Hours in which a signal was well, of those with data; signals with an hour that was not are named, worst first. */
export function hoursWell(
  signals: readonly Signal[],
  hours: readonly SignalHour[],
  well: (hour: SignalHour) => boolean,
): Counted {
  const known = new Map(signals.map((signal) => [signal.id, signal]));
  const counted = hours.filter(({ id }) => known.has(id));
  const bad = new Map<string, number>();
  for (const hour of counted) if (!well(hour)) bad.set(hour.id, (bad.get(hour.id) ?? 0) + 1);
  const badHours = [...bad.values()].reduce((sum, count) => sum + count, 0);
  return {
    numerator: counted.length - badHours,
    denominator: counted.length,
    missing: [...bad].toSorted(([, a], [, b]) => b - a).map(([id]) => absent(known.get(id)!)),
  };
}

/** Hours with signals of all hours of the signals due: those of silence are lost, and all of a signal that was never heard. */
export function hoursAvailable(signals: readonly Signal[], silences: readonly Rung[], span: Span): Counted {
  const due = signals.filter(({ out }) => !out);
  const never = due.filter(({ lastAt }) => lastAt === null);
  const length = (span.to - span.from) / HOUR;
  const all = due.length * length;
  const lasting = silences
    .map((alarm) => ({ alarm, hours: hoursWithin(alarm, span) }))
    .filter(({ hours }) => hours > 0);
  const lost = Math.min(
    all,
    lasting.reduce((sum, { hours }) => sum + hours, never.length * length),
  );
  return {
    numerator: all - lost,
    denominator: all,
    missing: [...never, ...lasting.toSorted((a, b) => b.hours - a.hours).map(({ alarm }) => alarm)].map(absent),
  };
}
