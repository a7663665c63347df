import { join } from 'node:path';
import { ClickHouseLogLevel, createClient, type ClickHouseClient } from '@clickhouse/client';
import type { Configuration } from '../configuration/index.ts';
import { openClickhouse, openPostgres } from './index.ts';
import { recall } from './keep.ts';

/** Addresses of both stores, for a command that works beside the platform or without it. */
export interface Joined {
  readonly postgres: string;
  readonly clickhouse: string;
  /** Ends what was opened for the command; a running platform's stores stay. */
  stop(): Promise<void>;
}

/** The stores of a running platform, or of a stopped one opened for this. */
export async function openOrJoin(configuration: Configuration): Promise<Joined> {
  const running = await runningStores(configuration);
  if (running !== undefined) return running;
  const postgres = await openPostgres(configuration, () => {});
  const clickhouse = await openClickhouse(configuration);
  return {
    postgres: postgres.url,
    clickhouse: clickhouse.url,
    stop: async () => void (await Promise.all([postgres.stop(), clickhouse.stop()])),
  };
}

async function runningStores({ home, postgresUrl, clickhouseUrl }: Configuration): Promise<Joined | undefined> {
  if (postgresUrl !== undefined || clickhouseUrl !== undefined) return undefined;
  const postgres = await recall<{ owner: string; port: number }>(join(home, 'postgres.json'));
  const clickhouse = await recall<{ password: string; port: number }>(join(home, 'clickhouse.json'));
  if (postgres === undefined || clickhouse === undefined) return undefined;
  const url = `http://anlan:${clickhouse.password}@127.0.0.1:${clickhouse.port}/anlan`;
  const client = clientOf(url);
  const { success } = await client.ping();
  await client.close();
  // No answer only means that the platform is stopped.
  if (!success) return undefined;
  return {
    postgres: `postgres://anlan:${postgres.owner}@127.0.0.1:${postgres.port}/anlan`,
    clickhouse: url,
    stop: async () => {},
  };
}

/** A client for a command: patient and silent. */
export function clientOf(url: string): ClickHouseClient {
  return createClient({ url, request_timeout: 3_600_000, log: { level: ClickHouseLogLevel.OFF } });
}
