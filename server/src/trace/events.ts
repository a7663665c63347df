import { note } from './recorder.ts';

/** An event as its followers see it: its place in the outbox, its cause, when it was written (epoch ms). */
export interface Followed {
  readonly cursor: number;
  readonly cause: string | null;
  readonly at: number;
}

/** Sockets whose receipt is asked for, of each event and process. */
const RECEIPTS = 3;
const MOST_EVENTS = 2000;
const asked = new Map<number, { sockets: number; readonly read: number }>();

const keyOf = (cursor: number): string => `${cursor} ${process.pid}`;

/** The follower of the outbox has read an event. */
export function noteRead({ cursor, cause, at }: Followed): void {
  if (cause === null) return;
  const read = Date.now();
  asked.set(cursor, { sockets: 0, read });
  if (asked.size > MOST_EVENTS) asked.delete(asked.keys().next().value!);
  note({ cause, name: 'outbox', key: keyOf(cursor), began: at, ended: read, facts: { cursor } });
}

/** Gives the cause where a socket's receipt is to be asked for: of the first few sockets of an event that is new. */
export function askReceipt({ cursor, cause }: Followed): string | undefined {
  const event = asked.get(cursor);
  if (cause === null || event === undefined || event.sockets >= RECEIPTS) return undefined;
  event.sockets += 1;
  if (event.sockets === 1) {
    const under = ['outbox', keyOf(cursor)] as const;
    note({ cause, name: 'push', key: keyOf(cursor), under, began: event.read, ended: Date.now() });
  }
  return cause;
}

/** What one socket was sent and has not yet confirmed. */
export interface Receipts {
  /** An event goes out; gives the cause the browser is to answer to, if it is. */
  sent(event: Followed): string | undefined;
  /** The browser's answer; `at` is its own clock. */
  seen(cursor: number, at: number): void;
}

const MOST_OPEN = 50;

export function openReceipts(): Receipts {
  const open = new Map<number, { readonly cause: string; readonly at: number }>();
  return {
    sent(event) {
      const cause = askReceipt(event);
      if (cause === undefined) return undefined;
      if (open.size >= MOST_OPEN) open.delete(open.keys().next().value!);
      open.set(event.cursor, { cause, at: Date.now() });
      return cause;
    },
    seen(cursor, at) {
      const waiting = open.get(cursor);
      if (waiting === undefined) return;
      open.delete(cursor);
      const now = Date.now();
      // The browser looked at its clock about half way between our two looks at ours.
      const facts = { clockOffsetMs: Math.round(at - (waiting.at + now) / 2) };
      const under = ['push', keyOf(cursor)] as const;
      const key = `${keyOf(cursor)} ${now}`;
      note({ cause: waiting.cause, name: 'browser', key, under, began: waiting.at, ended: now, facts });
    },
  };
}

/** Somebody is told of an event. */
export function noteNotice({ cursor, cause, at }: Followed, people: number, messages: number): void {
  if (cause === null) return;
  note({ cause, name: 'notice', key: String(cursor), began: at, ended: Date.now(), facts: { people, messages } });
}

/** A message went out, or could not this time. */
export function noteSending(
  message: { readonly id: string; readonly trace: string | null; readonly at: number; readonly event: number },
  facts: { readonly channel: string; readonly attempts: number },
  trouble?: string,
): void {
  const { id, trace, at, event } = message;
  if (trace === null) return;
  const under = ['notice', String(event)] as const;
  const key = `${id} ${facts.attempts}`;
  const more = trouble === undefined ? {} : { trouble };
  note({ cause: trace, name: 'channel', key, under, began: at, ended: Date.now(), facts, ...more });
}
