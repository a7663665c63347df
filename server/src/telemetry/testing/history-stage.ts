import '../../store/testing/run-source.ts';
import { readdir, readFile } from 'node:fs/promises';
import type { ClickHouseClient } from '@clickhouse/client';
import type { Context } from '../../access/context.ts';
import { buildApp, type App, type RouteModule } from '../../http/index.ts';
import { openStage, type Stage } from '../../http/testing/stage.ts';
import { openClickhouse, splitStatements } from '../../store/clickhouse/index.ts';
import { temporaryHome } from '../../store/testing/folders.ts';

const SQL = new URL('../../../sql/clickhouse/', import.meta.url);

/** The web server of `modules` on both stores with all their tables, and nothing in them. */
export interface HistoryStage {
  readonly stage: Stage;
  readonly app: App;
  readonly context: Context;
  readonly clickhouse: ClickHouseClient;
  close(): Promise<void>;
}

/** Makes all tables of the history. */
export async function makeTables(clickhouse: ClickHouseClient): Promise<void> {
  const files = (await readdir(SQL)).filter((name) => name.endsWith('.sql')).toSorted();
  for (const file of files)
    for (const query of splitStatements(await readFile(new URL(file, SQL), 'utf8')))
      await clickhouse.command({ query });
}

export async function openHistoryStage(modules: readonly RouteModule[]): Promise<HistoryStage> {
  const [stage, home] = await Promise.all([openStage(), temporaryHome()]);
  const store = await openClickhouse({ home: home.home, clickhouseUrl: undefined });
  await makeTables(store.client);
  const mirror = { fixes: new Map(), readings: new Map() };
  const context = { ...stage.context, clickhouse: store.client, mirror } as unknown as Context;
  const app = await buildApp(context, modules);
  return {
    stage,
    app,
    context,
    clickhouse: store.client,
    async close() {
      await app.close();
      await store.stop();
      await stage.close();
      await home.remove();
    },
  };
}
