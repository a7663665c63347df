import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { AlarmDetail } from '@anlan/kernel/alarm';
import type { Diagnostics } from '@anlan/kernel/diagnostics';
import { pushSchema } from '@anlan/kernel/live';
import type { Trace } from '@anlan/kernel/trace';
import { openDatabase, type Database } from '../access/scoped.ts';
import { alarmRoutes } from '../alarm/routes.ts';
import { diagnosticsRoutes } from '../health/diagnostics-routes.ts';
import { metricsRoutes } from '../health/metrics.ts';
import { startPulse } from '../health/pulse.ts';
import type { App } from '../http/index.ts';
import { askAs, enterPerson, openStage, type Ask, type Stage } from '../http/testing/stage.ts';
import { SESSION_COOKIE } from '../identity/index.ts';
import { openSession } from '../identity/session.ts';
import { openLatest } from '../ingest/latest.ts';
import { openLink } from '../ingest/link.ts';
import { batchOfRecord } from '../ingest/record.ts';
import { openRegister } from '../ingest/register.ts';
import { openRules } from '../ingest/rules.ts';
import { uuid } from '../ingest/testing/devices.ts';
import { enterPlant, forgetMonitoring, type Plant } from '../ingest/testing/plant.ts';
import { openMirror } from '../live/mirror.ts';
import { followOutbox } from '../live/outbox.ts';
import { liveRoutes } from '../live/routes.ts';
import { openChannels } from '../notify/channels.ts';
import { sendDue, takeEvents } from '../notify/post-office.ts';
import { causeOfEntry, logCause, note, startTracing } from './index.ts';
import { openCollector, type Collected } from './testing/collector.ts';

const TOWN = 'cn.36.11.02.001.';
const HEX = /^[0-9a-f]{32}$/;

let stage: Stage;
let db: Database;
let plant: Plant;
let app: App;
let duty: Ask;
let administrator: Ask;
let lines: { cause?: string; alarm?: string }[];
const closing: (() => unknown)[] = [];

beforeAll(async () => {
  stage = await openStage();
  ({ db } = stage);
  plant = await enterPlant(db, 1, TOWN);
  const { link: inner, mirror } = await openInner();
  const outbox = await followOutbox(stage.url, db, stage.context.log);
  Object.assign(stage.context, { mirror, outbox });
  app = await stage.app({ modules: [alarmRoutes, liveRoutes, diagnosticsRoutes, metricsRoutes] });
  await app.listen({ host: '127.0.0.1', port: 0 });
  await enterPerson(db, { id: uuid(901), account: '值班', role: 'duty-officer', region: 'cn.36.11.' });
  await enterPerson(db, { id: uuid(902), account: '系统', role: 'system-administrator', region: 'cn.36.11.' });
  await enterPerson(db, { id: uuid(903), account: '张安全', role: 'safety-officer', organisation: plant.enterprise });
  await sql`INSERT INTO contact (person_id, channel, address) SELECT id, 'test', '13812345678' FROM person`.execute(db);
  [duty, administrator] = [await askAs(app, db, uuid(901)), await askAs(app, db, uuid(902))];
  closing.push(
    () => outbox.close(),
    () => mirror.close(),
    () => inner.close(),
  );
});
beforeEach(async () => {
  await forgetMonitoring(db);
  await sql`TRUNCATE trace_span, process_pulse`.execute(db);
  // The post office begins with what happens from now on.
  await sql`DELETE FROM journal_cursor WHERE consumer = 'notify'`.execute(db);
  await takeEvents(db, Date.now());
  lines = [];
});
afterEach(() => {
  stage.errors.length = 0;
});
afterAll(async () => {
  for (const close of closing) await close();
  await stage.close();
});

/** What an api process hears of the intake. */
async function openInner() {
  const latest = openLatest();
  const lane = { position: 7, behind: 5, waiting: 5, trouble: null };
  const listeners = [{ name: 'mqtt', port: 1883, sessions: 2, accepted: 9, refused: { malformed: 2, overload: 0 } }];
  const state = () => ({
    accepted: 9,
    journal: { last: 12, backlog: 40, trouble: null },
    history: { ...lane, trouble: 'connect ECONNREFUSED 10.1.2.3:9000' },
    rules: { ...lane, behind: 0, position: 12 },
    listeners,
  });
  const link = await openLink({ port: 0, token: 't', latest, answers: { state } });
  return { link, mirror: openMirror({ port: link.port, token: 't' }, stage.context.log) };
}

const intoLines = { write: (line: string) => void lines.push(JSON.parse(line) as object) };

/** A level above its limits comes in as the journal's entry `seq`, and is judged and stored. */
async function breach(seq: number): Promise<{ readonly cause: string; readonly alarm: string }> {
  const log = pino({ level: 'info', mixin: logCause }, intoLines);
  const rules = await openRules(db, await openRegister(db), log, Date.now);
  const at = Date.now() - 2000;
  const record = { device: plant.gateway, receivedAt: at + 500, fixes: [] };
  rules.take(seq, batchOfRecord({ ...record, readings: [[plant.point('level'), at, 95, 'good']] }));
  await rules.close();
  const { rows } = await sql<{ id: string }>`SELECT id FROM alarm`.execute(db);
  return { cause: causeOfEntry(seq, at + 500, plant.gateway), alarm: rows[0]!.id };
}

/** A screen that follows live events and confirms those it is asked to. */
async function screen(): Promise<{ confirmed: string[]; close(): void }> {
  const token = await db.transaction().execute((tx) => openSession(tx, uuid(901), 'test'));
  const { port } = app.server.address() as AddressInfo;
  const socket = new WebSocket(`ws://127.0.0.1:${port}/api/live`, {
    headers: { cookie: `${SESSION_COOKIE}=${token}` },
  });
  const confirmed: string[] = [];
  let greeted = false;
  socket.on('message', (data) => {
    const push = pushSchema.parse(JSON.parse(String(data)));
    if (push.kind === 'hello') greeted = true;
    if (push.kind !== 'event' || push.trace === undefined) return;
    confirmed.push(push.trace);
    socket.send(JSON.stringify({ seen: { cursor: push.cursor, at: Date.now() + 60_000 } }));
  });
  await once(socket, 'open');
  for (let round = 0; round < 150 && !greeted; round += 1) await pause(20);
  return { confirmed, close: () => socket.terminate() };
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let round = 0; round < 200; round += 1) {
    if (await holds()) return;
    await pause(25);
  }
  expect(await holds()).toBe(true);
}

const traceOf = async (cause: string): Promise<Trace> => (await administrator('GET', `/api/traces/${cause}`)).json();

describe('one causal id', () => {
  it('[S17.1] runs from a frame over journal, rules, alarm, event and push to the receipts of a browser and a channel', async () => {
    const collector = await openCollector();
    const { log } = stage.context;
    const tracing = await startTracing({ db, role: 'test', otlp: collector.url, log });
    const own = await screen();
    const { cause, alarm } = await breach(41);
    await until(() => own.confirmed.length > 0);
    expect(own.confirmed).toEqual([cause]);
    await takeEvents(db, Date.now());
    await sendDue(db, openChannels(stage.context.configuration, 's'), 'http://here', Date.now);
    await pause(50);
    own.close();
    await tracing.stop();

    const { spans } = await traceOf(cause);
    const names = ['frame', 'judge', 'store', 'outbox', 'push', 'browser', 'notice', 'channel'];
    expect([...new Set(spans.map(({ name }) => name))].toSorted()).toEqual(names.toSorted());
    for (const { began, ended } of spans) expect(ended).toBeGreaterThanOrEqual(began - 5);
    const browser = spans.find(({ name }) => name === 'browser')!;
    expect(Number(browser.facts['clockOffsetMs'])).toBeGreaterThan(59_000);
    expect(spans.find(({ name }) => name === 'channel')!.facts).toMatchObject({ channel: 'test', attempts: 1 });

    // In the alarm's own trail, with its way there, and in the log.
    const detail = (await duty('GET', `/api/alarms/${alarm}`)).json() as AlarmDetail;
    const [raised] = detail.trail;
    expect(raised).toMatchObject({ kind: 'raised', cause });
    const { since, at, received, durable, judged, written } = raised!.stages!;
    expect([since, at, received]).toEqual([at, received - 500, received]);
    expect([received, durable, judged, written].toSorted((a, b) => a - b)).toEqual([
      received,
      durable,
      judged,
      written,
    ]);
    expect(lines.find((line) => line.alarm === alarm)).toMatchObject({ cause, rule: 'level-high' });

    // At the collector: one trace, every step below another, the root below none.
    const sent = collector.spans.filter(({ traceId }) => traceId === cause);
    expect(new Set(sent.map(({ name }) => name))).toEqual(new Set(names));
    const ids = new Set(sent.map(({ spanId }) => spanId));
    const orphans = (all: readonly Collected[]) =>
      all.filter(({ parentSpanId }) => parentSpanId === undefined || parentSpanId === '' || !ids.has(parentSpanId));
    expect(orphans(sent).map(({ name }) => name)).toEqual(['frame']);
    expect(new Set(sent.map(({ service }) => service))).toEqual(new Set(['anlan-test']));
    await collector.close();
  });

  it('runs from a request over its transaction and event to the screens; the answer names it', async () => {
    const { alarm } = await breach(42);
    const tracing = await startTracing({ db, role: 'test', otlp: undefined, log: stage.context.log });
    const own = await screen();
    const answer = await duty('POST', `/api/alarms/${alarm}/acknowledge`, {});
    expect(answer.statusCode).toBe(200);
    const cause = answer.headers['x-trace-id'] as string;
    expect(cause).toMatch(HEX);
    await until(() => own.confirmed.includes(cause));
    await pause(50);
    own.close();
    await tracing.stop();
    const { spans } = await traceOf(cause);
    expect(spans.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['request', 'transaction', 'outbox', 'browser']),
    );
    const request = spans.find(({ name }) => name === 'request')!;
    expect(request.facts).toMatchObject({ route: 'POST /api/alarms/:id/acknowledge', status: 200 });
    expect(Number(request.facts['queries'])).toBeGreaterThan(5);
    const acknowledged = answer.json<AlarmDetail>().trail.find(({ kind }) => kind === 'acknowledged');
    expect(acknowledged).toMatchObject({ cause });
    // With the number as an incident shows it, too.
    const incident = cause.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');
    expect((await traceOf(incident)).spans).toHaveLength(spans.length);
  });

  it('is the same when an entry is judged again after a crash', async () => {
    const first = await breach(43);
    expect((await breach(43)).alarm).toBe(first.alarm);
    const { rows } = await sql<{ cause: string }>`SELECT DISTINCT cause FROM outbox ORDER BY cause`.execute(db);
    expect(rows.map(({ cause }) => cause)).toContain(first.cause);
  });
});

describe('what is kept of traces', () => {
  it('waits in bounded memory while the database is away', async () => {
    const lost = openDatabase('postgres://nobody@127.0.0.1:1/none', 1);
    const tracing = await startTracing({ db: lost.db, role: 'test', otlp: undefined, log: stage.context.log });
    for (let number = 0; number < 6000; number += 1)
      note({ cause: 'a'.repeat(32), name: 'frame', key: String(number), began: 0, ended: 0 });
    expect(tracing.dropped()).toBe(1000);
    await tracing.stop();
    await lost.pool.end();
  });

  it('is bounded in the database', async () => {
    await sql`
      INSERT INTO trace_span (cause, name, key, process, began, ended, facts)
      SELECT md5(n::text), 'frame', '', 'test', n, n, '{}' FROM generate_series(1, 25000) n`.execute(db);
    const tracing = await startTracing({ db, role: 'test', otlp: undefined, log: stage.context.log });
    note({ cause: 'b'.repeat(32), name: 'frame', began: 1, ended: 2 });
    await tracing.stop();
    const { rows } = await sql<{ n: number }>`SELECT count(*)::int AS n FROM trace_span`.execute(db);
    expect(rows[0]!.n).toBe(20_000);
  });
});

describe('diagnostics', () => {
  it('tell of every part in one answer, to the system administrator only', async () => {
    const pulse = await startPulse({
      db,
      role: 'ingest',
      configuration: stage.context.configuration,
      startedAt: Date.now() - 60_000,
      log: stage.context.log,
      sockets: () => 3,
    });
    await until(async () => (await sql`SELECT FROM process_pulse`.execute(db)).rows.length > 0);
    await sql`
      INSERT INTO process_pulse (host, pid, started_at, role, supervisor, at, figures)
      SELECT host, 1, now() - interval '50 seconds', role, supervisor, now() - interval '45 seconds', figures FROM process_pulse
      ON CONFLICT DO NOTHING`.execute(db);
    const { alarm } = await breach(44);
    await sql`UPDATE alarm SET escalate_at = now() - interval '90 seconds' WHERE id = ${alarm}`.execute(db);
    const seen = (await administrator('GET', '/api/diagnostics')).json() as Diagnostics;
    expect(seen.processes).toMatchObject([
      { role: 'ingest', gone: false, restarts: 1, sockets: 3, pid: process.pid },
      { role: 'ingest', gone: true, restarts: 0, pid: 1 },
    ]);
    expect(seen.processes[0]!.resident).toBeGreaterThan(10_000_000);
    expect(seen.intake).toMatchObject({
      up: true,
      last: 12,
      followers: [
        { name: 'history', behind: 5 },
        { name: 'rules', behind: 0 },
      ],
      listeners: [{ name: 'mqtt', refused: [{ reason: 'malformed', label: '格式错误', count: 2 }] }],
    });
    expect(seen.postgres!.tables.length).toBeGreaterThan(5);
    expect(Math.abs(seen.postgres!.clockOffsetMs)).toBeLessThan(1000);
    expect(seen.clickhouse).toBeNull();
    const escalation = seen.timers.find(({ key }) => key === 'alarm-escalation')!;
    expect(escalation.due).toBe(1);
    expect(escalation.oldestMs).toBeGreaterThan(89_000);
    expect(seen.statements.length).toBeGreaterThan(3);
    expect((await duty('GET', '/api/diagnostics')).statusCode).toBe(403);
    expect((await duty('GET', '/api/traces')).statusCode).toBe(403);

    const metrics = (await duty('GET', '/api/metrics')).body;
    expect(metrics).toContain('anlan_journal_behind{follower="history"} 5');
    expect(metrics).toContain('anlan_timers_due{timer="alarm-escalation"} 1');
    expect(metrics).toMatch(/anlan_process_resident_bytes\{host="[^"]+",role="ingest",pid="\d+"\} \d{8,}/);
    expect(metrics).toContain('anlan_store_up{store="clickhouse"} 0');
    await pulse.stop();
  });

  it('leave the house without secrets, names, addresses or telephone numbers', async () => {
    const tracing = await startTracing({ db, role: 'test', otlp: undefined, log: stage.context.log });
    note({
      cause: 'c'.repeat(32),
      name: 'request',
      began: 1,
      ended: 900_000,
      trouble: 'no answer of 13812345678 at sms.example.org via smtp://user:secret@10.1.1.1 for zhang@example.org',
    });
    await tracing.stop();
    const { configuration } = stage.context;
    const secret = {
      oidcClientSecret: 'very-secret',
      smtpUrl: 'smtps://u:p4ss@mail.example.org',
      otlp: 'http://inner.example',
    };
    Object.assign(configuration, secret);
    const answer = await administrator('GET', '/api/diagnostics/bundle');
    expect(answer.headers['content-disposition']).toMatch(/^attachment; filename="anlan-diagnostics-\d{14}\.json"$/);
    const text = answer.body;
    const hidden = [
      ...Object.values(secret),
      configuration.home,
      stage.url,
      new URL(stage.url).password,
      'p4ss',
      '13812345678',
      'zhang@',
      '10.1.1.1',
      '10.1.2.3',
      '张安全',
      '信江化工',
    ];
    for (const one of hidden.filter((value) => value !== '')) expect(text, one).not.toContain(one);
    const bundle = JSON.parse(text) as { migrations: string[]; configuration: object; traces: Trace[]; rows: object };
    expect(bundle.migrations).toContain('0037-traces');
    expect(bundle.configuration).toMatchObject({ ANLAN_SMTP_URL: 'set', ANLAN_SMS_URL: 'unset', ANLAN_PORT: 8420 });
    expect(bundle.traces[0]!.spans[0]!.trouble).toContain('no answer of …');
    expect(bundle.rows).toHaveProperty('alarm');
    const { rows } = await sql`SELECT FROM audit WHERE verb = 'platform.diagnose'`.execute(db);
    expect(rows.length).toBeGreaterThan(0);
    for (const key of Object.keys(secret)) delete (configuration as unknown as Record<string, unknown>)[key];
  });
});
