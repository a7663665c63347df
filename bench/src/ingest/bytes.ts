import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Platform } from '@anlan/journeys';

/** Bytes on disk for each reading, and the sums they come from. */
export interface Bytes {
  readonly journal: number;
  /** In the history as it was written, and once its parts are merged. */
  readonly history: number;
  readonly merged: number;
  readonly rows: number;
  /** What the intake has written so far. */
  readonly written: number;
}

/** What readings take on disk; the journal by what the intake has written since `before`, for it forgets what is stored. */
export async function bytesOf(platform: Platform, before?: Bytes): Promise<Bytes> {
  const ask = await clickhouseOf(platform.home);
  const size = async (): Promise<{ rows: number; bytes: number }> => {
    const text = await ask(
      `SELECT sum(rows) AS rows, sum(bytes_on_disk) AS bytes FROM system.parts WHERE active AND database = 'anlan' AND table = 'reading' FORMAT TSV`,
    );
    const [rows = 0, bytes = 0] = text.trim().split('\t').map(Number);
    return { rows, bytes };
  };
  const now = await size();
  const written = await writtenBy(platform);
  if (before === undefined) return { journal: 0, history: 0, merged: 0, rows: now.rows, written };
  const journal = (written - before.written) / Math.max(1, now.rows - before.rows);
  await ask('OPTIMIZE TABLE anlan.reading FINAL');
  const merged = await size();
  return { journal, history: now.bytes / now.rows, merged: merged.bytes / merged.rows, rows: now.rows, written };
}

async function writtenBy(platform: Platform): Promise<number> {
  const ingest = (await platform.processes()).find(({ role }) => role === 'ingest');
  const text = ingest === undefined ? '' : await readFile(`/proc/${ingest.pid}/io`, 'utf8');
  return Number(/^write_bytes: (\d+)/m.exec(text)?.[1] ?? Number.NaN);
}

/** Asks the history of a platform as its owner; resolves with the text of the answer. */
export async function clickhouseOf(home: string): Promise<(query: string) => Promise<string>> {
  const { password, port } = JSON.parse(await readFile(join(home, 'clickhouse.json'), 'utf8')) as {
    password: string;
    port: number;
  };
  const headers = { authorization: `Basic ${Buffer.from(`anlan:${password}`).toString('base64')}` };
  return async (query) => {
    const response = await fetch(`http://127.0.0.1:${port}/?database=anlan`, { method: 'POST', headers, body: query });
    const text = await response.text();
    if (!response.ok) throw new Error(`history answered ${response.status}: ${text.slice(0, 300)}`);
    return text;
  };
}
