import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash, randomUUID } from 'node:crypto';

/** What is going on because of one cause, in this process. */
export interface Under {
  readonly cause: string;
  /** Did it lead to an event, so that its steps are worth keeping? */
  led: boolean;
  /** Questions to the database so far: how many, ms together, the slowest. */
  queries: number;
  queryMs: number;
  slowest: { readonly sql: string; readonly ms: number } | undefined;
  /** Begin of the transactions that are open, and what became of the others. */
  readonly open: number[];
  readonly transactions: { readonly began: number; readonly ended: number; readonly ending: string }[];
}

const running = new AsyncLocalStorage<Under>();

/** A cause of its own: a trace id of 32 hexadecimal digits. */
export const newCause = (): string => randomUUID().replaceAll('-', '');

/**
 * The cause of what a journal entry leads to. Worked out from the entry, so that it costs nothing until something happens,
 * takes no byte of the journal, and is the same when the entry is judged again after a crash.
 */
export function causeOfEntry(seq: number, receivedAt: number, device: string): string {
  return createHash('sha256').update(`${device}\n${receivedAt}\n${seq}`).digest('hex').slice(0, 32);
}

/** Id of a step: the same in whichever process it is asked for. The root's does not depend on its name. */
export function stepId(cause: string, name?: string, key = ''): string {
  const text = name === undefined ? cause : `${cause}\n${name}\n${key}`;
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

export const begin = (cause: string): Under => ({
  cause,
  led: false,
  queries: 0,
  queryMs: 0,
  slowest: undefined,
  open: [],
  transactions: [],
});

/** Runs `work`, and all it awaits, under a cause. */
export function caused<T>(cause: string, work: () => T): T {
  return running.run(begin(cause), work);
}

export const runUnder = <T>(under: Under, work: () => T): T => running.run(under, work);
export const underNow = (): Under | undefined => running.getStore();

/** The cause of an event that is written now; it makes the cause one whose steps are kept. */
export function causeOfEvent(): string {
  const under = running.getStore();
  if (under === undefined) return newCause();
  under.led = true;
  return under.cause;
}

/** For every line of the log: what it is about. */
export function logCause(): object {
  const under = running.getStore();
  return under === undefined ? {} : { cause: under.cause };
}
