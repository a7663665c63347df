import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClickHouseClient } from '@clickhouse/client';
import type { Logger } from 'pino';
import type { Entry, Journal } from './journal/journal.ts';
import { decodeRecord, type SignalRecord } from './record.ts';

/** Carries journal entries into ClickHouse, each exactly once. */
export interface History {
  take(seq: number, record: SignalRecord): void;
  /** Journal position up to which all is stored. */
  position(): number;
  /** Entries taken and not yet stored. */
  waiting(): number;
  trouble(): string | undefined;
  close(): Promise<void>;
}

interface Cursor {
  /** Stored up to here. */
  readonly done: number;
  /** A batch begun and perhaps stored: repeated with the same bounds, and so the same token, after a crash. */
  readonly begun: number | null;
}

const FLUSH_MS = 1000;
const FLUSH_ENTRIES = 20_000;

/**
 * Opens the history writer. A batch's bounds are on disk before it is sent; after a crash the very same batch is
 * sent again under the same deduplication token, and the tables keep one row per point and time besides.
 */
export async function openHistory(
  folder: string,
  clickhouse: ClickHouseClient,
  journal: Journal,
  log: Logger,
  /** Time between two batches; ClickHouse wants them large. */
  flushMs = FLUSH_MS,
): Promise<History> {
  const path = join(folder, 'history.cursor');
  let cursor = await readCursor(path);
  if (cursor.begun !== null) {
    await store(clickhouse, await between(journal, cursor.done, cursor.begun), cursor.done, cursor.begun);
    cursor = await writeCursor(path, { done: cursor.begun, begun: null });
  }
  let waiting: { seq: number; record: SignalRecord }[] = [];
  let trouble: string | undefined;
  let closed = false;
  const closing = new AbortController();
  /** Waits; closing ends the wait. */
  const pause = (ms: number): Promise<void> => sleep(ms, undefined, { signal: closing.signal }).catch(() => {});

  async function flush(): Promise<void> {
    const { begun } = cursor;
    const batch = begun === null ? waiting.slice(0, FLUSH_ENTRIES) : waiting.filter(({ seq }) => seq <= begun);
    const last = batch.at(-1);
    if (last === undefined) return;
    cursor = await writeCursor(path, { done: cursor.done, begun: last.seq });
    await untilStored(
      batch.map((item) => item.record),
      last.seq,
    );
    cursor = await writeCursor(path, { done: last.seq, begun: null });
    waiting = waiting.slice(batch.length);
  }

  async function untilStored(records: readonly SignalRecord[], to: number): Promise<void> {
    for (let attempt = 0; !closed || attempt === 0; attempt += 1) {
      try {
        await store(clickhouse, records, cursor.done, to);
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
      if (waiting.length < FLUSH_ENTRIES && !closed) await pause(flushMs);
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
    take(seq, record) {
      if (seq > cursor.done) waiting.push({ seq, record });
    },
    position: () => cursor.done,
    waiting: () => waiting.length,
    trouble: () => trouble,
    async close() {
      closed = true;
      closing.abort();
      await running;
    },
  };
}

async function between(journal: Journal, after: number, to: number): Promise<SignalRecord[]> {
  const records: SignalRecord[] = [];
  for await (const entry of journal.read(after) as AsyncIterable<Entry>) {
    if (entry.seq > to) break;
    records.push(decodeRecord(entry.payload));
  }
  return records;
}

async function store(
  clickhouse: ClickHouseClient,
  records: readonly SignalRecord[],
  after: number,
  to: number,
): Promise<void> {
  const readings = records.flatMap(({ receivedAt, readings }) =>
    readings.map(([point, at, value, quality]) => ({ point, at, value, quality, received: receivedAt })),
  );
  const fixes = records.flatMap(({ receivedAt, fixes }) =>
    fixes.map(({ object, fix }) => ({
      object,
      at: fix.at,
      lon: fix.lon,
      lat: fix.lat,
      speed: fix.speed,
      heading: fix.heading,
      altitude: fix.altitude,
      positioned: fix.positioned ? 1 : 0,
      live: fix.live ? 1 : 0,
      alarm_bits: fix.alarmBits ?? 0,
      status_bits: fix.statusBits ?? 0,
      received: receivedAt,
    })),
  );
  const tables = [
    ['reading', readings],
    ['fix', fixes],
  ] as const;
  for (const [table, values] of tables) {
    if (values.length === 0) continue;
    await clickhouse.insert({
      table,
      values: values as unknown[],
      format: 'JSONEachRow',
      clickhouse_settings: { insert_deduplication_token: `${table}-${after}-${to}` },
    });
  }
}

async function readCursor(path: string): Promise<Cursor> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Cursor;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { done: 0, begun: null };
    throw error;
  }
}

async function writeCursor(path: string, cursor: Cursor): Promise<Cursor> {
  const file = await open(`${path}.new`, 'w');
  try {
    await file.writeFile(JSON.stringify(cursor));
    await file.datasync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
  return cursor;
}
