import { setTimeout as pause } from 'node:timers/promises';
import { DeliverPolicy, type JetStreamClient } from '@nats-io/jetstream';
import type { Logger } from 'pino';
import type { Entry, Following, Take } from './log.ts';
import { messageAfter, numbered, unpack } from './pack.ts';

/** Messages asked for at once. */
const PIECE = 200;
/** When more is there than came, and nothing has come for so long, the reader begins anew where it was. */
const STALLED_MS = 4000;
const AGAIN_MS = 300;

export interface StreamFollowing {
  readonly client: JetStreamClient;
  readonly stream: string;
  readonly after: number;
  readonly take: Take;
  /** Told of every message that came. */
  note(sequence: number): void;
  /** Number of the last message of the stream, as far as is known. */
  last(): number;
  readonly log: Pick<Logger, 'warn'>;
}

/**
 * Hands on all entries after a position as they come. Every reader is its own: the server keeps nothing of it, and where
 * it is counts here only. A gap in the numbers of messages is a message that did not come, and is fetched again.
 */
export async function followStream(options: StreamFollowing): Promise<Following> {
  const { client, stream, take, last, log } = options;
  let at = options.after;
  let expected = messageAfter(at);
  let stopped = false;
  let end: (() => void) | undefined;

  async function readOn(): Promise<void> {
    const consumer = await client.consumers.get(stream, {
      deliver_policy: DeliverPolicy.StartSequence,
      opt_start_seq: expected,
    });
    const messages = await consumer.consume({ max_messages: PIECE });
    let heardAt = Date.now();
    const watch = setInterval(() => {
      if (last() >= expected && Date.now() - heardAt > STALLED_MS) messages.stop();
    }, 500);
    end = () => messages.stop();
    if (stopped) messages.stop();
    try {
      for await (const message of messages) {
        if (stopped) return;
        heardAt = Date.now();
        if (message.seq < expected) continue;
        if (message.seq > expected && !(await isForgotten(client, stream, expected))) return;
        const entries = numbered(message.seq, unpack(message.data)).filter(({ seq }) => seq > at);
        at = Math.max(at, entries.at(-1)?.seq ?? 0);
        expected = message.seq + 1;
        options.note(message.seq);
        if (entries.length > 0) await take(entries);
        heardAt = Date.now();
      }
    } finally {
      clearInterval(watch);
      messages.stop();
      await consumer.delete().catch(() => {});
    }
  }

  const reading = (async () => {
    while (!stopped) {
      await readOn().catch((error: unknown) => log.warn({ error: (error as Error).message }, 'the log is read anew'));
      if (!stopped) await pause(AGAIN_MS);
    }
  })();
  return {
    async stop() {
      stopped = true;
      end?.();
      await reading;
    },
  };
}

/** Is a message that did not come no longer kept? */
async function isForgotten(client: JetStreamClient, stream: string, sequence: number): Promise<boolean> {
  const manager = await client.jetstreamManager();
  return (await manager.streams.info(stream)).state.first_seq > sequence;
}

/** Entries after a position up to message `end`. */
export async function* readStream(
  client: JetStreamClient,
  stream: string,
  after: number,
  end: number,
): AsyncGenerator<Entry> {
  const from = messageAfter(after);
  if (from > end) return;
  const manager = await client.jetstreamManager();
  const { first_seq: first } = (await manager.streams.info(stream)).state;
  for (let sequence = Math.max(from, first); sequence <= end; sequence += 1) {
    const message = await manager.streams.getMessage(stream, { seq: sequence });
    if (message === null) continue;
    for (const entry of numbered(sequence, unpack(message.data))) if (entry.seq > after) yield entry;
  }
}
