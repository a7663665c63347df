import { pino } from 'pino';
import { createClient } from '@clickhouse/client';
import { openDatabase } from '../access/scoped.ts';
import { openBus, openBusMirror } from '../bus/index.ts';
import type { Configuration } from '../configuration/index.ts';
import { buildApp } from '../http/index.ts';
import { startPulse } from '../health/pulse.ts';
import { followOutbox } from '../live/outbox.ts';
import { openMirror } from '../live/mirror.ts';
import { openMediaLink } from '../media/index.ts';
import { ROUTES } from '../routes.ts';
import { openFiles } from '../store/index.ts';
import { exitWithParent, startWithParent } from '../supervise/index.ts';
import { logCause } from '../trace/index.ts';
import { openTimers } from '../work/timers.ts';

interface Handed {
  readonly configuration: Configuration;
  readonly postgres: string;
  readonly clickhouse: string;
  readonly startedAt: number;
  readonly link: { readonly port: number; readonly token: string };
  readonly media: { readonly port: number; readonly token: string };
  readonly keys: { readonly notify: string };
}

startWithParent();
const handed = JSON.parse(process.env['ANLAN_HANDED'] ?? 'null') as Handed;
const { configuration, startedAt } = handed;
const log = pino({ level: configuration.logLevel, name: 'api', mixin: logCause });
const { db, pool } = openDatabase(handed.postgres, 12);
const clickhouse = createClient({
  url: handed.clickhouse,
  request_timeout: 20_000,
  clickhouse_settings: { async_insert: 0 },
});
const bus = configuration.nats === undefined ? undefined : await openBus(configuration.nats, 'api');
const mirror = bus === undefined ? openMirror(handed.link, log) : await openBusMirror(bus, { db, clickhouse, log });
const outbox = await followOutbox(handed.postgres, db, log);
const files = await openFiles(configuration.filesUrl);
const context = {
  configuration,
  db,
  clickhouse,
  log,
  demonstration: configuration.demo,
  startedAt,
  mirror,
  outbox,
  files,
  media: openMediaLink(handed.media),
  notifySecret: handed.keys.notify,
};
const app = await buildApp(context, ROUTES);
const sockets = (): number => app.websocketServer.clients.size;
const pulse = await startPulse({ ...handed, db, role: 'api', log, sockets, outbox: () => outbox.cursor() });
await app.listen({ host: configuration.host, port: configuration.port });
// On one machine what happens by the clock happens here; of several machines one with the role `work` does it.
const timers =
  bus === undefined ? openTimers({ ...handed, db, outbox, log, notifySecret: handed.keys.notify }) : undefined;

exitWithParent(async () => {
  await timers?.close();
  mirror.close();
  outbox.close();
  await app.close();
  await pulse.stop();
  await clickhouse.close();
  await pool.end();
});
process.send?.({ ready: true });
