import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ClickHouseLogLevel, createClient } from '@clickhouse/client';
import { openDatabase } from '../access/scoped.ts';
import { readConfiguration, type Configuration } from '../configuration/index.ts';
import { openClickhouse, openPostgres } from '../store/index.ts';
import { recall } from '../store/keep.ts';
import { overdue, retain, type Dropped, type Stores } from './retain.ts';
import { clusterOf } from './timer.ts';

const USAGE = `npm run retention -- --dry     what is older than it is kept; nothing is changed
npm run retention              lets it go now, as the platform does once a day`;

/** Exit code: 0 done, 2 it could not be done. */
async function main(): Promise<number> {
  const { values } = parseArgs({ options: { dry: { type: 'boolean', default: false } } });
  const read = readConfiguration(process.env);
  if (!read.ok) throw new Error(read.problems.join('\n'));
  const { configuration } = read;
  const opened = await openStores(configuration);
  try {
    const found = await (values.dry ? overdue : retain)(opened.stores, Date.now());
    for (const one of found) console.log(lineOf(one));
    console.log(
      values.dry
        ? `${found.length} 项到期 · due${found.length === 0 ? '' : '; npm run retention'}`
        : `已清理 ${found.length} 项 · let go`,
    );
    return 0;
  } finally {
    await opened.close();
  }
}

const lineOf = ({ table, part, rows, bytes, evidence }: Dropped): string =>
  `${table} ${part}: ${rows} 行 rows, ${(bytes / 1e6).toFixed(1)} MB${evidence === null ? '' : `, ${evidence} 行作为证据保留 kept as evidence`}`;

/** The stores of a running platform, or opened for this. */
async function openStores(configuration: Configuration): Promise<{ stores: Stores; close(): Promise<void> }> {
  const running = await runningStores(configuration);
  const postgres = running?.postgres ?? (await openPostgres(configuration, () => {}));
  const clickhouse = running?.clickhouse ?? (await openClickhouse(configuration));
  const { db } = openDatabase(postgres.url, 2);
  const client = createClient({
    url: clickhouse.url,
    request_timeout: 3_600_000,
    log: { level: ClickHouseLogLevel.OFF },
  });
  return {
    stores: { db, clickhouse: client, cluster: clusterOf(configuration) },
    async close() {
      await Promise.all([db.destroy(), client.close()]);
      await Promise.all([postgres.stop(), clickhouse.stop()]);
    },
  };
}

interface Opened {
  readonly url: string;
  stop(): Promise<void>;
}

async function runningStores({
  home,
  postgresUrl,
  clickhouseUrl,
}: Configuration): Promise<{ postgres: Opened; clickhouse: Opened } | undefined> {
  if (postgresUrl !== undefined || clickhouseUrl !== undefined) return undefined;
  const postgres = await recall<{ owner: string; port: number }>(join(home, 'postgres.json'));
  const clickhouse = await recall<{ password: string; port: number }>(join(home, 'clickhouse.json'));
  if (postgres === undefined || clickhouse === undefined) return undefined;
  const url = `http://anlan:${clickhouse.password}@127.0.0.1:${clickhouse.port}/anlan`;
  const client = createClient({ url, log: { level: ClickHouseLogLevel.OFF } });
  const { success } = await client.ping();
  await client.close();
  // No answer only means that the platform is stopped.
  if (!success) return undefined;
  const stop = async (): Promise<void> => {};
  return {
    postgres: { url: `postgres://anlan:${postgres.owner}@127.0.0.1:${postgres.port}/anlan`, stop },
    clickhouse: { url, stop },
  };
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? `${error.message}\n${USAGE}` : error);
  process.exitCode = 2;
}
