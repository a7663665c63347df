import { ClickHouseLogLevel, createClient } from '@clickhouse/client';
import type { Logger } from 'pino';
import type { Database } from '../access/scoped.ts';
import type { Configuration } from '../configuration/index.ts';
import { readMarks, writeMark } from '../telemetry/rollup.ts';
import { retain, type Stores } from './retain.ts';

const LOOK_MS = 600_000;
const DAY = 86_400_000;
const RUN = 'retention';

/** Lets go what is too old, once a day; gives whether it was time. */
export async function retainDaily(stores: Stores, now: number, log: Pick<Logger, 'info'>): Promise<boolean> {
  const last = (await readMarks(stores.clickhouse)).get(RUN) ?? 0;
  if (now - last < DAY) return false;
  for (const dropped of await retain(stores, now)) log.info(dropped, 'history let go');
  await writeMark(stores.clickhouse, RUN, now);
  return true;
}

export function clusterOf({ clickhouseUrl }: Pick<Configuration, 'clickhouseUrl'>): string | undefined {
  return clickhouseUrl === undefined ? undefined : (new URL(clickhouseUrl).searchParams.get('cluster') ?? undefined);
}

interface Parts {
  readonly configuration: Configuration;
  readonly clickhouse: string;
  readonly db: Database;
}

/** Looks every ten minutes whether a day has passed. */
export function startRetention(parts: Parts, log: Logger, clock: () => number): { stop(): Promise<void> } {
  const clickhouse = createClient({
    url: parts.clickhouse,
    request_timeout: 3_600_000,
    log: { level: ClickHouseLogLevel.OFF },
  });
  const stores = { db: parts.db, clickhouse, cluster: clusterOf(parts.configuration) };
  let running: Promise<void> | undefined;
  const look = async (): Promise<void> => {
    try {
      await retainDaily(stores, clock(), log);
    } catch (error) {
      log.warn({ error: (error as Error).message }, 'history not let go');
    }
  };
  const timer = setInterval(() => {
    running ??= look().finally(() => (running = undefined));
  }, LOOK_MS);
  return {
    async stop() {
      clearInterval(timer);
      await running;
      await clickhouse.close();
    },
  };
}
