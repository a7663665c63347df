import type { Logger } from 'pino';
import type { Because, Change } from '../alarm/change.ts';
import { causeOfEntry, newCause } from './cause.ts';
import { note, noting } from './recorder.ts';

/** What is known of a journal entry by whoever takes it. */
interface Taken {
  readonly device: string;
  readonly receivedAt: number;
}

/** Of frames that lead to nothing one in this time is kept. */
const SAMPLE_MS = 5000;
let nextSample = 0;

/** Why a journal entry's happenings happened; asked for only when there are some. */
export function becauseOf(seq: number, record: Taken, durable: number, judged: number): Because {
  const { receivedAt: received, device } = record;
  return { cause: causeOfEntry(seq, received, device), received, durable, judged };
}

/** One ordinary frame in a while, so that there is something to compare a slow one with: a comparison for all others. */
export function sampleFrame(seq: number, record: Taken, durable: number, judged: () => number): void {
  if (durable < nextSample || !noting()) return;
  nextSample = durable + SAMPLE_MS;
  const because = becauseOf(seq, record, durable, judged());
  noteFrame(because, { entry: seq, device: record.device });
  sampled.push({ seq, because });
  if (sampled.length > MOST_SAMPLED) sampled.shift();
}

/** Sampled frames that history does not have yet. */
const sampled: { readonly seq: number; readonly because: Because }[] = [];
const MOST_SAMPLED = 50;

/** History has all entries up to `last`. */
export function noteStored(last: number): void {
  while (sampled[0] !== undefined && sampled[0].seq <= last) {
    const { cause, durable } = sampled.shift()!.because;
    note({ cause, name: 'history', began: durable, ended: Date.now() });
  }
}

/** Frames noted lately: one may be sampled, and lead to several happenings. */
const noted = new Set<string>();
const MOST_NOTED = 500;

function noteFrame(because: Because, facts: Readonly<Record<string, string | number>>): void {
  const { cause, received, durable, judged } = because;
  if (noted.has(cause)) return;
  noted.add(cause);
  if (noted.size > MOST_NOTED) noted.delete(noted.values().next().value!);
  note({ cause, name: 'frame', began: received, ended: durable, facts });
  note({ cause, name: 'judge', began: durable, ended: judged });
}

/** What no sample led to has a cause of its own, the same however often its transaction is tried. */
const own = new WeakMap<Change, string>();

export function causeOfChange(change: Change): string {
  if (change.because !== undefined) return change.because.cause;
  const known = own.get(change) ?? newCause();
  own.set(change, known);
  return known;
}

const QUIET = new Set<Change['happening']['kind']>(['recovered', 'level-fallen']);

/** Happenings that are stored by now: their steps, and a line of the log under their cause. `began`: the first attempt. */
export function noteChanges(
  changes: readonly Change[],
  began: number,
  ended: number,
  attempts: number,
  log: Logger,
): void {
  for (const change of changes) {
    const { rule, subject, happening, alarmId, because } = change;
    const cause = causeOfChange(change);
    const facts = { rule: rule.key, subject: subject.id, happening: happening.kind };
    if (because === undefined) note({ cause, name: 'sweep', began, ended: began, facts });
    else noteFrame(because, { device: subject.deviceId ?? subject.id });
    note({ cause, name: 'store', key: `${alarmId} ${happening.kind}`, began, ended, facts: { ...facts, attempts } });
    const line = {
      cause,
      alarm: alarmId,
      rule: rule.key,
      happening: happening.kind,
      ms: ended - (because?.received ?? began),
    };
    if (QUIET.has(happening.kind)) log.debug(line, 'alarm');
    else log.info(line, 'alarm');
  }
}
