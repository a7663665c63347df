import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import {
  DiscardPolicy,
  jetstream,
  jetstreamManager,
  RetentionPolicy,
  StorageType,
  type JetStreamManager,
} from '@nats-io/jetstream';
import type { Logger } from 'pino';
import type { Bus } from '../../bus/bus.ts';
import type { DurableLog } from './log.ts';
import { lastOf, messageAfter, pack, packedSize, PER_MESSAGE } from './pack.ts';
import { followStream, readStream } from './stream-reader.ts';

export const STREAM = 'ANLAN_LOG';
const SUBJECT = 'anlan.log';
/** The server drops a message whose id it has seen within this time. */
export const WINDOW_MS = 120_000;
/** After so long without an acknowledgement a message is given up: well within the window, in which it cannot be stored twice. */
const GIVEN_UP_MS = 60_000;
const ACKNOWLEDGED_MS = 3000;
const AGAIN_MS = 200;
const LOOK_MS = 1000;
/** The server's usual limit of a message is 1 MiB. */
const LARGEST_MESSAGE = 900 * 1024;

interface Waiting {
  readonly payload: Buffer;
  readonly resolve: (seq: number) => void;
  readonly reject: (reason: Error) => void;
}

/**
 * Opens the log that all machines share, a stream of NATS JetStream kept by three servers where there are three. Entries
 * that wait travel as one message, one message at a time: so their order is that of the calls, whatever is lost and sent
 * again, and a device is answered when a majority of the servers has its message.
 */
export async function openStreamLog(bus: Bus, log: Pick<Logger, 'warn'>): Promise<DurableLog> {
  const manager = await jetstreamManager(bus, { checkAPI: false });
  const client = jetstream(bus);
  await makeStream(manager, bus);
  let last = await lastSequence(manager);
  let waiting: Waiting[] = [];
  let waitingBytes = 0;
  let writing: Promise<void> | undefined;
  let trouble: string | undefined;
  let closed = false;
  const note = (sequence: number): void => void (last = Math.max(last, sequence));

  /** As many of the waiting entries as one message holds. */
  function next(): Waiting[] {
    let bytes = 0;
    let count = 0;
    for (const { payload } of waiting) {
      bytes += packedSize(payload);
      if (count > 0 && (count === PER_MESSAGE || bytes > LARGEST_MESSAGE)) break;
      count += 1;
    }
    const batch = waiting.slice(0, count);
    waiting = waiting.slice(count);
    return batch;
  }

  async function publish(payload: Buffer): Promise<number> {
    const id = randomUUID();
    for (const end = Date.now() + GIVEN_UP_MS; ;) {
      try {
        const { seq } = await client.publish(SUBJECT, payload, { msgID: id, timeout: ACKNOWLEDGED_MS });
        trouble = undefined;
        return seq;
      } catch (error) {
        trouble = (error as Error).message;
        if (Date.now() > end || closed) throw error;
        log.warn({ error: trouble }, 'the log has not acknowledged, sending again');
        await pause(AGAIN_MS);
      }
    }
  }

  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      const batch = next();
      try {
        const sequence = await publish(pack(batch.map(({ payload }) => payload)));
        note(sequence);
        // The number of the message's last entry: an answer says no more than that all is durable up to there.
        for (const { resolve } of batch) resolve(lastOf(sequence));
      } catch (error) {
        for (const { reject } of batch) reject(error as Error);
      }
      for (const { payload } of batch) waitingBytes -= payload.length;
    }
    writing = undefined;
  }

  const looking = setInterval(() => void lastSequence(manager).then(note, () => {}), LOOK_MS);

  return {
    largest: LARGEST_MESSAGE - packedSize(Buffer.alloc(0)),
    append(payload) {
      if (closed) return Promise.reject(new Error('the log is closed'));
      if (packedSize(payload) > LARGEST_MESSAGE) return Promise.reject(new Error('the entry is too large'));
      return new Promise((resolve, reject) => {
        waiting.push({ payload, resolve, reject });
        waitingBytes += payload.length;
        writing ??= Promise.resolve().then(drain);
      });
    },
    last: () => lastOf(last),
    behind: (position) => Math.max(0, last - messageAfter(position) + 1),
    async *read(after) {
      const end = await lastSequence(manager);
      yield* readStream(client, STREAM, after, end);
    },
    follow: (after, take) => followStream({ client, stream: STREAM, after, take, note, last: () => last, log }),
    async forget(seq) {
      // Purged up to, but not including, this message.
      if (seq > 0) await manager.streams.purge(STREAM, { seq: messageAfter(seq) });
    },
    backlog: () => waitingBytes,
    trouble: () => trouble,
    async close() {
      closed = true;
      clearInterval(looking);
      await writing;
    },
  };
}

/** When the stream was made: another stream of the same name has other numbers. */
export async function streamBirth(bus: Bus): Promise<string> {
  const manager = await jetstreamManager(bus, { checkAPI: false });
  return (await manager.streams.info(STREAM)).created;
}

async function lastSequence(manager: JetStreamManager): Promise<number> {
  return (await manager.streams.info(STREAM)).state.last_seq;
}

/** Servers of a cluster that has just begun have no leader yet: it is asked again for half a minute. */
async function makeStream(manager: JetStreamManager, bus: Bus): Promise<void> {
  // All servers of the cluster are told to us when we connect.
  const servers = new Set([
    ...(bus.info?.connect_urls ?? []),
    ...(bus.info?.cluster === undefined ? [] : [bus.getServer()]),
  ]);
  const wanted = {
    name: STREAM,
    subjects: [SUBJECT],
    storage: StorageType.File,
    retention: RetentionPolicy.Limits,
    // A full stream refuses what is new; what was acknowledged stays until it is stored and judged.
    discard: DiscardPolicy.New,
    num_replicas: servers.size >= 3 ? 3 : 1,
    duplicate_window: WINDOW_MS * 1_000_000,
  };
  for (const end = Date.now() + 30_000; ; await pause(500)) {
    try {
      await manager.streams.info(STREAM);
      return;
    } catch {
      try {
        await manager.streams.add(wanted);
        return;
      } catch (error) {
        if (Date.now() > end) throw error;
      }
    }
  }
}
