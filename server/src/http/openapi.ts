import { createClient } from '@clickhouse/client';
import { pino } from 'pino';
import type { Context } from '../access/context.ts';
import { openDatabase } from '../access/scoped.ts';
import { readConfiguration } from '../configuration/index.ts';
import { ROUTES } from '../routes.ts';
import { buildApp } from './app.ts';
import type { App, RouteModule } from './types.ts';

/** Uses the application with all its routes, and `first` before them; neither store is asked anything. */
export async function withAllRoutes<T>(first: readonly RouteModule[], use: (app: App) => T): Promise<T> {
  const read = readConfiguration({});
  if (!read.ok) throw new Error(read.problems.join('\n'));
  const { db } = openDatabase('postgres://127.0.0.1:1/none', 1);
  const clickhouse = createClient({ url: 'http://127.0.0.1:1' });
  const log = pino({ level: 'silent' });
  // The feed and the outbox are first used by a live connection.
  const context = {
    configuration: read.configuration,
    db,
    clickhouse,
    log,
    demonstration: true,
    startedAt: 0,
  } as unknown as Context;
  const app = await buildApp(context, [...first, ...ROUTES]);
  try {
    return use(app);
  } finally {
    await app.close();
    await clickhouse.close();
    await db.destroy();
  }
}

/** The API description of all routes; neither store is asked anything. */
export function openapiDocument(): Promise<object> {
  return withAllRoutes([], (app) => app.swagger());
}
