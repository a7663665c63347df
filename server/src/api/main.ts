import { pino } from 'pino';
import { createClient } from '@clickhouse/client';
import { openDatabase } from '../access/scoped.ts';
import { startStatementTimers } from '../alarm-quality/index.ts';
import { startTimers } from '../alarm/timers.ts';
import { startBackTests } from '../back-test/index.ts';
import { startCaseTimers } from '../case/timers.ts';
import { startReviewTimers } from '../catalogue/index.ts';
import { startCheckTimers } from '../checklist/calendar.ts';
import { startGradingTimers } from '../grading/timers.ts';
import type { Configuration } from '../configuration/index.ts';
import { buildApp } from '../http/index.ts';
import { followOutbox } from '../live/outbox.ts';
import { openMirror } from '../live/mirror.ts';
import { openChannels } from '../notify/channels.ts';
import { openPostOffice } from '../notify/post-office.ts';
import { ROUTES } from '../routes.ts';
import { openFiles } from '../store/index.ts';
import { exitWithParent } from '../supervise/index.ts';

interface Handed {
  readonly configuration: Configuration;
  readonly postgres: string;
  readonly clickhouse: string;
  readonly startedAt: number;
  readonly link: { readonly port: number; readonly token: string };
  readonly keys: { readonly notify: string };
}

const handed = JSON.parse(process.env['ANLAN_HANDED'] ?? 'null') as Handed;
const { configuration, startedAt } = handed;
const log = pino({ level: configuration.logLevel, name: 'api' });
const { db, pool } = openDatabase(handed.postgres, 12);
const clickhouse = createClient({
  url: handed.clickhouse,
  request_timeout: 20_000,
  clickhouse_settings: { async_insert: 0 },
});
const mirror = openMirror(handed.link, log);
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
  notifySecret: handed.keys.notify,
};
const app = await buildApp(context, ROUTES);
await app.listen({ host: configuration.host, port: configuration.port });
const timers = startTimers(db, log, () => Date.now());
const caseTimers = startCaseTimers(db, log, () => Date.now());
const gradingTimers = startGradingTimers(db, log, () => Date.now());
const checkTimers = startCheckTimers(db, log, () => Date.now());
const backTests = startBackTests(db, handed, log);
const statementTimers = startStatementTimers(db, log, () => Date.now());
const reviewTimers = startReviewTimers(db, log, () => Date.now());
const channels = openChannels(configuration, handed.keys.notify);
const postOffice = openPostOffice(db, channels, configuration.publicUrl, log, () => Date.now());
outbox.onEvent(() => postOffice.wake());

exitWithParent(async () => {
  timers.stop();
  caseTimers.stop();
  gradingTimers.stop();
  checkTimers.stop();
  reviewTimers.stop();
  statementTimers.stop();
  await backTests.stop();
  await postOffice.close();
  mirror.close();
  outbox.close();
  await app.close();
  await clickhouse.close();
  await pool.end();
});
process.send?.({ ready: true });
