import { evaluate, nextAlarm, type Limits, type Sample } from '@anlan/kernel/alarm';
import { excursionId, type Change, type Found } from '../alarm/change.ts';
import { openLane, type Book, type Lane } from './book.ts';
import type { Subject } from './register.ts';

/** A back-fill is over when nothing of it has come for this time. */
export const PAUSE_MS = 10 * 60_000;

/**
 * Judges one back-filled sample at its own time. An excursion found so is told as a whole when it is over: when the value
 * returned, or when the back-fill ended.
 */
export function takeLate(
  book: Book,
  subject: Subject,
  input: Sample,
  limits: Limits,
  receivedAt: number,
  changes: Change[],
): void {
  const before = book.lanes.get(subject.id);
  // A pause ends a back-fill, whether or not anybody looked in between: the journal read again gives the same.
  if (before !== undefined && receivedAt - before.touched > PAUSE_MS) endLane(book, subject.id, subject, changes);
  const lane = book.lanes.get(subject.id) ?? openLane(receivedAt);
  const { verdict, memory } = evaluate(book.rule, lane.memory, input, limits);
  if (memory === lane.memory) return;
  let { open } = lane;
  for (const happening of nextAlarm(open ?? undefined, verdict, input.at)) {
    if (happening.kind === 'recovered') {
      if (open !== null) changes.push(found(book, subject, open, input.at));
      open = null;
    } else if (happening.kind === 'raised') {
      const { since, level, label, value, limit } = happening;
      open = { since, raisedAt: input.at, level, label, value, limit, peak: value };
    } else if (open !== null) {
      const { level, label, value, limit } = happening;
      open = { ...open, level, label, value, limit };
    }
  }
  if (open !== null && verdict.state === 'breach') open = { ...open, peak: verdict.peak };
  keep(book, subject.id, { memory, touched: receivedAt, open });
}

/** The back-fill is over: what it was in is told up to its last sample. */
export function endLane(book: Book, id: string, subject: Subject | undefined, changes: Change[]): void {
  const lane = book.lanes.get(id);
  if (lane?.open != null && subject !== undefined) changes.push(found(book, subject, lane.open, lane.memory.last));
  book.lanes.delete(id);
  book.dirtyLanes.set(id, null);
}

function keep(book: Book, id: string, lane: Lane): void {
  book.lanes.set(id, lane);
  book.dirtyLanes.set(id, lane);
}

function found(book: Book, subject: Subject, open: NonNullable<Lane['open']>, at: number): Change {
  const { rule } = book;
  const alarmId = excursionId(`~${rule.key}`, subject.id, open.raisedAt);
  const happening: Found = { kind: 'found', at, ...open };
  return {
    rule,
    subject,
    happening,
    alarmId,
    peak: open.peak,
    lon: subject.lon,
    lat: subject.lat,
    retrospective: true,
  };
}
