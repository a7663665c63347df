import { setTimeout as sleep } from 'node:timers/promises';
import type { ClickHouseClient } from '@clickhouse/client';
import type { Logger } from 'pino';
import { noteStored } from '../trace/index.ts';
import type { Cursor, HistoryCursor } from './history-cursor.ts';
import type { DurableLog, Entry } from './journal/log.ts';
import { storeRows } from './history-rows.ts';
import { batchOf, type Batch } from './record.ts';

/** Carries journal entries into ClickHouse, each exactly once. */
export interface History {
  /** Gives a promise when enough is waiting: what comes next should be read from the log when it resolves. */
  take(seq: number, batch: Batch): Promise<void> | undefined;
  /** Journal position up to which all is stored. */
  position(): number;
  /** Entries taken and not yet stored. */
  waiting(): number;
  trouble(): string | undefined;
  close(): Promise<void>;
}

const FLUSH_MS = 1000;
/** A batch is sent without waiting, and sent for itself, when it has so many entries or readings. */
const FLUSH_ENTRIES = 20_000;
const FLUSH_READINGS = 500_000;
/** So many of them may wait in memory; the rest waits in the log. */
const HELD_ENTRIES = 100_000;
const HELD_READINGS = 2_000_000;

/**
 * Opens the history writer. A batch's bounds are durable before it is sent; after a crash the very same batch is
 * sent again under the same deduplication token, and the tables keep one row per point and time besides.
 */
export async function openHistory(
  cursors: HistoryCursor,
  clickhouse: ClickHouseClient,
  journal: Pick<DurableLog, 'read'>,
  log: Logger,
  /** Time between two batches; ClickHouse wants them large. */
  flushMs = FLUSH_MS,
): Promise<History> {
  let cursor = await cursors.read();
  const keep = async (next: Cursor): Promise<Cursor> => {
    await cursors.write(next);
    return next;
  };
  if (cursor.begun !== null) {
    await storeRows(clickhouse, await between(journal, cursor.done, cursor.begun), cursor.done, cursor.begun);
    cursor = await keep({ done: cursor.begun, begun: null });
  }
  let waiting: { seq: number; batch: Batch }[] = [];
  let readings = 0;
  let held: (() => void) | undefined;
  let trouble: string | undefined;
  let closed = false;
  const closing = new AbortController();
  /** Waits; closing ends the wait. */
  const pause = (ms: number): Promise<void> => sleep(ms, undefined, { signal: closing.signal }).catch(() => {});

  async function flush(): Promise<void> {
    const { begun } = cursor;
    const sent = begun === null ? firstOf(waiting) : waiting.filter(({ seq }) => seq <= begun);
    const last = sent.at(-1);
    if (last === undefined) return;
    cursor = await keep({ done: cursor.done, begun: last.seq });
    await untilStored(
      sent.map(({ batch }) => batch),
      last.seq,
    );
    cursor = await keep({ done: last.seq, begun: null });
    noteStored(last.seq);
    waiting = waiting.slice(sent.length);
    for (const { batch } of sent) readings -= batch.readings.count;
    if (isFull(0.5)) return;
    held?.();
    held = undefined;
  }

  const isFull = (share: number): boolean => waiting.length > share * HELD_ENTRIES || readings > share * HELD_READINGS;

  async function untilStored(batches: readonly Batch[], to: number): Promise<void> {
    for (let attempt = 0; !closed || attempt === 0; attempt += 1) {
      try {
        await storeRows(clickhouse, batches, cursor.done, to);
        trouble = undefined;
        return;
      } catch (error) {
        trouble = (error as Error).message;
        log.warn({ attempt, error: trouble }, 'history store refused a batch, trying again');
        await pause(Math.min(500 * 2 ** attempt, 15_000));
      }
    }
    throw new Error('closed before the batch was stored');
  }

  const running = (async () => {
    while (!closed || waiting.length > 0) {
      if (waiting.length < FLUSH_ENTRIES && readings < FLUSH_READINGS && !closed) await pause(flushMs);
      try {
        await flush();
      } catch (error) {
        trouble = (error as Error).message;
        if (closed) return;
        await pause(flushMs);
      }
    }
  })();

  return {
    take(seq, batch) {
      if (seq <= cursor.done || closed) return undefined;
      waiting.push({ seq, batch });
      readings += batch.readings.count;
      return isFull(1) ? new Promise((resolve) => (held = resolve)) : undefined;
    },
    position: () => cursor.done,
    waiting: () => waiting.length,
    trouble: () => trouble,
    async close() {
      closed = true;
      held?.();
      closing.abort();
      await running;
    },
  };
}

/** As many of the first as are sent together. */
function firstOf(waiting: readonly { seq: number; batch: Batch }[]): readonly { seq: number; batch: Batch }[] {
  let readings = 0;
  const end = waiting.findIndex(({ batch }, index) => {
    const full = index === FLUSH_ENTRIES || (index > 0 && readings + batch.readings.count > FLUSH_READINGS);
    readings += batch.readings.count;
    return full;
  });
  // A copy: others come while these are on their way.
  return waiting.slice(0, end === -1 ? waiting.length : end);
}

async function between(journal: Pick<DurableLog, 'read'>, after: number, to: number): Promise<Batch[]> {
  const batches: Batch[] = [];
  for await (const entry of journal.read(after) as AsyncIterable<Entry>) {
    if (entry.seq > to) break;
    batches.push(batchOf(entry.payload));
  }
  return batches;
}
