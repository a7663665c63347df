import { statfs } from 'node:fs/promises';
import { sql } from 'kysely';
import type { HistoryState } from '@anlan/kernel/telemetry';
import type { Context } from '../access/context.ts';
import type { Database } from '../access/scoped.ts';
import { keptSince, longestOf, monthOf, TABLES, type TableName } from './keeping.ts';
import { partsOf, type Part } from './parts.ts';
import { clusterOf } from './timer.ts';

const DAY = 86_400_000;
const LATEST = 20;

/** What is stored by time, how long it is kept, what was let go, and when the disk will be full. */
export async function historyState({ db, clickhouse, configuration }: Context, now: number): Promise<HistoryState> {
  const [parts, dropped, outbox] = await Promise.all([
    partsOf({ clickhouse, cluster: clusterOf(configuration) }),
    latest(db),
    events(db, now),
  ]);
  const evidence = await sql<{ table: string; n: number }>`
    SELECT table_name AS "table", sum(evidence)::float8 AS n FROM history_drop WHERE done_at IS NOT NULL GROUP BY 1`.execute(
    db,
  );
  const stays = new Map(evidence.rows.map(({ table, n }) => [table, n]));
  const tables = [];
  for (const name of Object.keys(TABLES) as TableName[])
    tables.push(await tableOf(db, name, parts, stays.get(name) ?? 0, now));
  const perDay = growthOf(parts, now);
  const free = configuration.clickhouseUrl === undefined ? await freeOf(configuration.home) : null;
  const daysLeft = free === null || perDay === null || perDay === 0 ? null : Math.floor(free / perDay);
  return { tables: [...tables, outbox], dropped, perDay, free, daysLeft };
}

async function tableOf(
  db: Database,
  name: TableName,
  all: readonly Part[],
  evidence: number,
  now: number,
): Promise<HistoryState['tables'][number]> {
  const { label, labelEn, months } = TABLES[name];
  const parts = all.filter(({ table }) => table === name);
  const since = (await keptSince(db, name === 'fix_by_time' ? 'fix' : name, now)) ?? 0;
  // Of months that went only the evidence is there.
  const whole = parts.map(({ part }) => monthOf(part)).filter(({ to }) => to > since);
  const count =
    months === null
      ? await longestOf(db, TABLES.fix.months, now)
      : typeof months === 'number'
        ? months
        : await longestOf(db, months, now);
  return {
    name,
    label,
    labelEn,
    bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0),
    rows: parts.reduce((sum, { rows }) => sum + rows, 0),
    oldest: whole.length === 0 ? null : Math.min(...whole.map(({ from }) => from)),
    kept: count,
    unit: 'months',
    evidence,
  };
}

async function events(db: Database, now: number): Promise<HistoryState['tables'][number]> {
  const { rows } = await sql<{ bytes: number; n: number; oldest: Date | null }>`
    SELECT pg_total_relation_size('outbox')::float8 AS bytes, greatest(c.reltuples, 0)::float8 AS n,
      (SELECT at FROM outbox ORDER BY cursor LIMIT 1) AS oldest FROM pg_class c WHERE c.oid = 'outbox'::regclass`.execute(
    db,
  );
  const { bytes, n, oldest } = rows[0]!;
  return {
    name: 'outbox',
    label: '推送事件',
    labelEn: 'Pushed events',
    bytes,
    rows: n,
    oldest: oldest?.getTime() ?? null,
    kept: await longestOf(db, 'history.outbox-days', now),
    unit: 'days',
    evidence: 0,
  };
}

async function latest(db: Database): Promise<HistoryState['dropped']> {
  const { rows } = await sql<{ name: string; part: string; at: Date; rows: number; bytes: number; evidence: number }>`
    SELECT table_name AS name, part, done_at AS at, rows, bytes, evidence FROM history_drop
    WHERE done_at IS NOT NULL ORDER BY done_at DESC LIMIT ${LATEST}`.execute(db);
  return rows.map((row) => ({ ...row, at: row.at.getTime() }));
}

/** Bytes a day: of this month's partitions once it is two days old, else of the last month's. */
function growthOf(parts: readonly Part[], now: number): number | null {
  const named = (at: number): string => new Date(at).toISOString().slice(0, 7).replace('-', '');
  const spans = [now, monthOf(named(now)).from - DAY].map((at) => ({ ...monthOf(named(at)), part: named(at) }));
  for (const { part, from, to } of spans) {
    const bytes = parts.filter((one) => one.part === part).reduce((sum, one) => sum + one.bytes, 0);
    const days = (Math.min(now, to) - from) / DAY;
    if (bytes > 0 && days >= 2) return bytes / days;
  }
  return null;
}

async function freeOf(folder: string): Promise<number | null> {
  const { bavail, bsize } = await statfs(folder).catch(() => ({ bavail: 0, bsize: 0 }));
  return bsize === 0 ? null : bavail * bsize;
}
