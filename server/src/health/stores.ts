import { sql } from 'kysely';
import type { Diagnostics } from '@anlan/kernel/diagnostics';
import type { Context } from '../access/context.ts';
import type { Database } from '../access/scoped.ts';

const TABLES = 12;

/** The system of record: its size, its connections, how its clock differs from ours. */
export async function postgresOf(db: Database): Promise<NonNullable<Diagnostics['postgres']>> {
  const asked = Date.now();
  const { rows } = await sql<{
    version: string;
    started: number;
    bytes: number;
    connections: number;
    most: number;
    longest: number | null;
    clock: number;
  }>`
    SELECT current_setting('server_version') AS version, extract(epoch FROM pg_postmaster_start_time())::float8 * 1000 AS started,
      pg_database_size(current_database())::float8 AS bytes, count(*)::int AS connections,
      current_setting('max_connections')::int AS most,
      max(extract(epoch FROM clock_timestamp() - xact_start) * 1000) FILTER (WHERE pid <> pg_backend_pid())::float8 AS longest,
      extract(epoch FROM clock_timestamp())::float8 * 1000 AS clock
    FROM pg_stat_activity WHERE datname = current_database()`.execute(db);
  const answered = Date.now();
  const row = rows[0]!;
  const tables = await sql<{ name: string; bytes: number; rows: number }>`
    SELECT c.relname AS name, pg_total_relation_size(c.oid)::float8 AS bytes, greatest(c.reltuples, 0)::float8 AS rows
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public' WHERE c.relkind = 'r'
    ORDER BY bytes DESC LIMIT ${TABLES}`.execute(db);
  return {
    version: row.version,
    startedAt: row.started,
    bytes: row.bytes,
    connections: row.connections,
    mostConnections: row.most,
    longestMs: Math.max(0, Math.round(row.longest ?? 0)),
    clockOffsetMs: Math.round(row.clock - (asked + answered) / 2),
    tables: tables.rows,
  };
}

/** The history: its size and how many parts it is in. */
export async function clickhouseOf({ clickhouse }: Context): Promise<NonNullable<Diagnostics['clickhouse']>> {
  const ask = async <T>(query: string): Promise<T[]> =>
    (await clickhouse.query({ query, format: 'JSONEachRow' })).json<T>();
  const [about] = await ask<{ version: string; uptime: string | number; memory: string }>(`
    SELECT version() AS version, uptime() AS uptime,
      (SELECT value FROM system.metrics WHERE metric = 'MemoryTracking') AS memory`);
  const tables = await ask<{ name: string; bytes: string; rows: string; parts: string }>(`
    SELECT table AS name, sum(bytes_on_disk) AS bytes, sum(rows) AS rows, count() AS parts FROM system.parts
    WHERE active AND database = currentDatabase() GROUP BY table ORDER BY sum(bytes_on_disk) DESC LIMIT ${TABLES}`);
  return {
    version: about!.version,
    uptime: Number(about!.uptime),
    memory: Number(about!.memory),
    tables: tables.map(({ name, bytes, rows, parts }) => {
      return { name, bytes: Number(bytes), rows: Number(rows), parts: Number(parts) };
    }),
  };
}
