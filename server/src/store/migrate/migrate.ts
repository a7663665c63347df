import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ClickHouseClient } from '@clickhouse/client';
import type pg from 'pg';
import { distributed, splitStatements } from '../clickhouse/index.ts';
import { withClient } from '../postgres/index.ts';
import { type Applied, type Migration, planMigrations, readMigrations } from './plan.ts';

export type MigrationResult = { ok: true; applied: string[] } | { ok: false; problem: string };

export interface MigrationInput {
  /** Address of the owner of the PostgreSQL database. */
  postgres: string;
  clickhouse?: ClickHouseClient;
  /** Name of a cluster of ClickHouse servers that the tables are to be spread over. */
  clickhouseCluster?: string;
  /** Holds `postgres/` and `clickhouse/`; default `server/sql`. */
  folder?: string;
}

/** A number of our own for pg_advisory_lock: the bytes of "anlan". */
const lockNumber = '418464424302';

const ownFolder = fileURLToPath(new URL('../../../sql', import.meta.url));

/**
 * Brings both stores to this program's version, under a lock in PostgreSQL so that of several servers starting at once
 * one does the work. In PostgreSQL each file is one transaction. ClickHouse has none, so its statements must bear to be
 * run again. Expected refusals, and a file's SQL error, are values.
 */
export async function migrate({
  postgres,
  clickhouse,
  clickhouseCluster,
  folder = ownFolder,
}: MigrationInput): Promise<MigrationResult> {
  return withClient(postgres, async (client) => {
    await client.query('select pg_advisory_lock($1)', [lockNumber]);
    // The lock ends with the connection, also when that ends by a crash.
    const first = await run('postgres', join(folder, 'postgres'), postgresTarget(client));
    if (!first.ok || !clickhouse) return first;
    const second = await run('clickhouse', join(folder, 'clickhouse'), clickhouseTarget(clickhouse, clickhouseCluster));
    return second.ok ? { ok: true, applied: [...first.applied, ...second.applied] } : second;
  });
}

interface Target {
  applied(): Promise<Applied[]>;
  apply(migration: Migration): Promise<void>;
}

async function run(store: string, folder: string, target: Target): Promise<MigrationResult> {
  const { migrations, problem } = await readMigrations(folder);
  if (problem !== undefined) return { ok: false, problem: `${store}: ${problem}` };
  const plan = planMigrations(migrations, await target.applied());
  if (!plan.ok) return { ok: false, problem: `${store}: ${plan.problem}` };
  for (const migration of plan.pending) {
    try {
      await target.apply(migration);
    } catch (error) {
      return {
        ok: false,
        problem: `${store}: ${migration.name} 失败 · failed: ${(error as Error).message}${placeOf(error, migration)}`,
      };
    }
  }
  return { ok: true, applied: plan.pending.map(({ name }) => `${store}/${name}`) };
}

/** PostgreSQL says at which character it stumbled; a line number is what one looks for. */
function placeOf(error: unknown, { sql }: Migration): string {
  const position = Number((error as pg.DatabaseError).position);
  return position > 0 ? ` (line ${sql.slice(0, position).split('\n').length})` : '';
}

function postgresTarget(client: pg.Client): Target {
  return {
    applied: async () => {
      await client.query(`create table if not exists migration (
        number integer primary key, name text not null, sha256 text not null, applied_at timestamptz not null default now())`);
      return (await client.query<Applied>('select number, name, sha256 from migration')).rows;
    },
    apply: async ({ number, name, sql, sha256 }) => {
      await client.query('begin');
      try {
        await client.query(sql);
        await client.query('insert into migration (number, name, sha256) values ($1, $2, $3)', [number, name, sha256]);
        await client.query('commit');
      } catch (error) {
        await client.query('rollback');
        throw error;
      }
    },
  };
}

function clickhouseTarget(client: ClickHouseClient, cluster: string | undefined): Target {
  // What was applied is the same on all servers of all shards.
  const [onCluster, engine] =
    cluster === undefined
      ? ['', 'MergeTree']
      : [`ON CLUSTER '${cluster}'`, `ReplicatedMergeTree('/clickhouse/tables/all/{database}/migration', '{replica}')`];
  const statementsOf = (sql: string): string[] =>
    cluster === undefined ? splitStatements(sql) : distributed(sql, cluster);
  return {
    applied: async () => {
      await client.command({
        query: `CREATE TABLE IF NOT EXISTS migration ${onCluster} (number UInt32, name String, sha256 String,
          applied_at DateTime DEFAULT now()) ENGINE = ${engine} ORDER BY number`,
      });
      const result = await client.query({ query: 'SELECT number, name, sha256 FROM migration', format: 'JSONEachRow' });
      return result.json<Applied>();
    },
    apply: async ({ number, name, sql, sha256 }) => {
      for (const query of statementsOf(sql)) await client.command({ query });
      await client.insert({
        table: 'migration',
        values: [{ number, name, sha256 }],
        columns: ['number', 'name', 'sha256'],
        format: 'JSONEachRow',
      });
    },
  };
}
