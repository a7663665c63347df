import { setTimeout as sleep } from 'node:timers/promises';
import type { ClickHouseClient } from '@clickhouse/client';
import type { Logger } from 'pino';
import { noteStored } from '../trace/index.ts';
import type { Cursor, HistoryCursor } from './history-cursor.ts';
import type { DurableLog, Entry } from './journal/log.ts';
import { HistoryRows } from './history-rows.ts';
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
/** What is sent together, sent without waiting, when it has so many entries or readings. */
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
    const again = await between(journal, cursor.done, cursor.begun);
    await again.store(clickhouse, cursor.done, cursor.begun);
    cursor = await keep({ done: cursor.begun, begun: null });
  }
  /** The oldest first. */
  const waiting: Load[] = [];
  let entries = 0;
  let readings = 0;
  let held: (() => void) | undefined;
  let trouble: string | undefined;
  let closed = false;
  const closing = new AbortController();
  /** Waits; closing ends the wait. */
  const pause = (ms: number): Promise<void> => sleep(ms, undefined, { signal: closing.signal }).catch(() => {});

  async function flush(): Promise<void> {
    const [load] = waiting;
    if (load === undefined) return;
    load.sealed = true;
    cursor = await keep({ done: cursor.done, begun: load.last });
    await untilStored(load);
    cursor = await keep({ done: load.last, begun: null });
    noteStored(load.last);
    waiting.shift();
    entries -= load.entries;
    readings -= load.rows.readings;
    if (isFull(0.5)) return;
    held?.();
    held = undefined;
  }

  const isFull = (share: number): boolean => entries > share * HELD_ENTRIES || readings > share * HELD_READINGS;

  async function untilStored({ rows, last }: Load): Promise<void> {
    for (let attempt = 0; !closed || attempt === 0; attempt += 1) {
      try {
        await rows.store(clickhouse, cursor.done, last);
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

  /** What the next entry goes with. */
  function loadFor({ readings: { count } }: Batch): Load {
    const load = waiting.at(-1);
    if (load !== undefined && !load.sealed && hasRoom(load, count)) return load;
    return { rows: new HistoryRows(), entries: 0, last: 0, sealed: false };
  }

  const running = (async () => {
    while (!closed || waiting.length > 0) {
      if (entries < FLUSH_ENTRIES && readings < FLUSH_READINGS && !closed) await pause(flushMs);
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
      const load = loadFor(batch);
      load.rows.add(batch);
      if (load.entries === 0) waiting.push(load);
      load.last = seq;
      load.entries += 1;
      entries += 1;
      readings += batch.readings.count;
      return isFull(1) ? new Promise((resolve) => (held = resolve)) : undefined;
    },
    position: () => cursor.done,
    waiting: () => entries,
    trouble: () => trouble,
    async close() {
      closed = true;
      held?.();
      closing.abort();
      await running;
    },
  };
}

/** What is sent together. Once it is on its way nothing is added: it may have to be sent again as it was. */
interface Load {
  readonly rows: HistoryRows;
  entries: number;
  /** Number of its last entry. */
  last: number;
  sealed: boolean;
}

const hasRoom = ({ entries, rows }: Load, more: number): boolean =>
  entries < FLUSH_ENTRIES && (entries === 0 || rows.readings + more <= FLUSH_READINGS);

async function between(journal: Pick<DurableLog, 'read'>, after: number, to: number): Promise<HistoryRows> {
  const rows = new HistoryRows();
  for await (const entry of journal.read(after) as AsyncIterable<Entry>) {
    if (entry.seq > to) break;
    rows.add(batchOf(entry.payload));
  }
  return rows;
}
