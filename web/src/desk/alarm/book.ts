import type { AlarmView } from '@anlan/kernel/alarm';
import type { Push } from '@anlan/kernel/live';

/** Alarms by id; immutable, so that a list knows by reference whether anything changed. */
export type Book = ReadonlyMap<string, AlarmView>;

/** A pushed alarm with its place in the outbox. */
export interface Pushed {
  readonly cursor: number;
  readonly alarm: AlarmView;
}

/** Alarms pushed while an answer was on its way that it cannot know of: those after its cursor. */
export const since = (pushed: readonly Pushed[], cursor: number): AlarmView[] =>
  pushed.filter((push) => push.cursor > cursor).map(({ alarm }) => alarm);

export const EMPTY_BOOK: Book = new Map();

/** A book of a whole answer, keeping alarms already known in a newer version. */
export function load(book: Book, alarms: readonly AlarmView[]): Book {
  const next = new Map<string, AlarmView>();
  for (const alarm of alarms) {
    const known = book.get(alarm.id);
    next.set(alarm.id, known !== undefined && known.version > alarm.version ? known : alarm);
  }
  return next;
}

/** The book after a push of how running alarms go on. */
export function goOn(book: Book, { id, at, value, peak }: Omit<Extract<Push, { kind: 'course' }>, 'kind'>): Book {
  let next: Map<string, AlarmView> | undefined;
  id.forEach((alarm, index) => {
    const known = book.get(alarm);
    if (known === undefined || known.recoveredAt !== null || (known.now?.at ?? 0) >= at[index]!) return;
    next ??= new Map(book);
    next.set(alarm, { ...known, now: { value: value[index]!, at: at[index]! }, peak: peak[index] ?? known.peak });
  });
  return next ?? book;
}

/** The book after pushed or answered alarms; older versions change nothing, closed ones leave. */
export function enter(book: Book, alarms: readonly AlarmView[], keepClosed = false): Book {
  let next: Map<string, AlarmView> | undefined;
  for (const alarm of alarms) {
    const known = (next ?? book).get(alarm.id);
    if (known !== undefined && known.version >= alarm.version) continue;
    const leaves = alarm.response === 'closed' && !keepClosed;
    if (leaves && known === undefined) continue;
    next ??= new Map(book);
    if (leaves) next.delete(alarm.id);
    else next.set(alarm.id, alarm);
  }
  return next ?? book;
}
