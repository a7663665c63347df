import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ClickHouseClient } from '@clickhouse/client';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { destination } from '@anlan/domain/geo';
import type { CaseDetail } from '@anlan/kernel/case';
import type { Database } from '../access/scoped.ts';
import { caseRoutes } from '../case/routes.ts';
import { uploadRoutes } from '../case/uploads.ts';
import { buildApp, type App } from '../http/index.ts';
import { askAs, enterPerson, openStage, type Ask, type Stage } from '../http/testing/stage.ts';
import { openLatest } from '../ingest/latest.ts';
import { openLink } from '../ingest/link.ts';
import { batchOfRecord, type SignalRecord } from '../ingest/record.ts';
import { openRegister } from '../ingest/register.ts';
import { openRules } from '../ingest/rules.ts';
import { uuid } from '../ingest/testing/devices.ts';
import { enterPlant, forgetMonitoring, type Plant } from '../ingest/testing/plant.ts';
import { openMirror, type Mirror } from '../live/mirror.ts';
import { openFiles } from '../store/index.ts';
import { openClickhouse, splitStatements, type ClickhouseHandle } from '../store/clickhouse/index.ts';
import { temporaryHome } from '../store/testing/folders.ts';
import { supervisionRoutes } from './routes.ts';

const CITY = 'cn.36.11.';
const TOWN = 'cn.36.11.02.001.';
const NEXT_TOWN = 'cn.36.11.02.002.';
const MINUTE = 60_000;
const DAY = 86_400_000;
const NOW = Math.floor(Date.now() / 1000) * 1000;
const START = NOW - 20 * MINUTE;
const HERE = { lon: 117.9, lat: 28.4 };
const PNG = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.from('违法查处文书')]);
const log = pino({ level: 'silent' });

let home: Awaited<ReturnType<typeof temporaryHome>>;
let folder: string;
let store: ClickhouseHandle;
let clickhouse: ClickHouseClient;
let stage: Stage;
let db: Database;
let link: Awaited<ReturnType<typeof openLink>>;
let mirror: Mirror;
let app: App;
let ours: Plant;
let officer: Ask;
let stranger: Ask;
let carrier: Ask;

beforeAll(async () => {
  [stage, home] = await Promise.all([openStage(), temporaryHome()]);
  folder = await mkdtemp(join(tmpdir(), 'anlan-supervision-'));
  store = await openClickhouse({ home: home.home, clickhouseUrl: undefined });
  ({ client: clickhouse } = store);
  const history = await readFile(new URL('../../sql/clickhouse/0001-history.sql', import.meta.url), 'utf8');
  for (const query of splitStatements(history)) await clickhouse.command({ query });
  ({ db } = stage);
  ours = await enterPlant(db, 1, TOWN);
  const silent = { state: () => ({}), device: () => undefined, instruct: () => undefined };
  link = await openLink({ port: 0, token: 't', latest: openLatest(), answers: silent });
  mirror = openMirror({ port: link.port, token: 't' }, stage.context.log);
  const files = await openFiles(pathToFileURL(`${folder}/`).href);
  app = await buildApp({ ...stage.context, clickhouse, mirror, files }, [supervisionRoutes, caseRoutes, uploadRoutes]);
  const people = [
    { id: uuid(901), account: '值班', role: 'duty-officer', region: CITY },
    { id: uuid(902), account: '邻镇', role: 'town-officer', region: NEXT_TOWN },
    { id: uuid(903), account: '承运', role: 'safety-officer', organisation: ours.enterprise },
  ];
  for (const person of people) await enterPerson(db, person);
  [officer, stranger, carrier] = (await Promise.all(people.map(({ id }) => askAs(app, db, id)))) as [Ask, Ask, Ask];
}, 120_000);
beforeEach(async () => {
  await forgetMonitoring(db);
  await sql`TRUNCATE waybill CASCADE`.execute(db);
});
afterAll(async () => {
  await app.close();
  mirror.close();
  await link.close();
  await store.stop();
  await home.remove();
  await stage.close();
  await rm(folder, { recursive: true, force: true });
});

const get = async (ask: Ask, url: string) => (await ask('GET', url)).json();
const at = (seconds: number): number => START + seconds * 1000;

/** The lorry (limit 80) at a speed, moving along its road; `from` keeps the journal's positions apart. */
async function drive(speeds: readonly (readonly [seconds: number, speed: number])[], from = 0): Promise<void> {
  const rules = await openRules(db, await openRegister(db), log, () => START);
  for (const [index, [seconds, speed]] of speeds.entries()) {
    const place = destination(HERE, 90, seconds * 25);
    const fix = { at: at(seconds), ...place, speed, heading: 90, altitude: null, positioned: true, live: true };
    const record: SignalRecord = {
      device: ours.terminal,
      receivedAt: at(seconds),
      readings: [],
      fixes: [{ object: ours.vehicle, fix }],
    };
    rules.take(from + index + 1, batchOfRecord(record));
  }
  await rules.close();
}

/** A hundred in a limit of eighty for two minutes, then slow again. */
const FAST = [
  [0, 75],
  ...Array.from({ length: 12 }, (_, i) => [10 + i * 10, 100 + (i % 5)] as const),
  ...Array.from({ length: 4 }, (_, i) => [130 + i * 10, 60] as const),
] as const;

interface Queued {
  alarm: { id: string; rule: string; peak: number };
  caseId: string;
  caseState: string;
  dueAt: number;
  police: Record<string, number | string | null> | null;
}
const queue = (ask = officer): Promise<Queued[]> => get(ask, '/api/vehicles/violations');
const rates = async (): Promise<Record<string, { numerator: number; denominator: number }>> =>
  Object.fromEntries(
    (await get(officer, '/api/vehicles/rates')).map(({ key, ...rate }: { key: string }) => [key, rate]),
  );

async function act(id: string, action: string, input: object = {}, files: readonly object[] = []) {
  const { version } = ((await get(officer, `/api/cases/${id}`)) as CaseDetail).case;
  const answered = await officer('POST', `/api/cases/${id}/acts/${action}`, { version, input, files });
  return answered.json() as CaseDetail & { code?: string };
}

async function evidence(): Promise<{ sha256: string; name: string }> {
  const sent = await officer('POST', '/api/files', PNG, { 'content-type': 'image/png' });
  return { sha256: sent.json<{ sha256: string }>().sha256, name: '现场.png' };
}

describe('[S33.3] a violation', () => {
  it('opens exactly one case, and stays in the queue until it is handled with evidence', async () => {
    await drive(FAST);
    const { rows: cases } =
      await sql`SELECT kind, state, origin_kind, subject_id, level, source FROM case_file`.execute(db);
    expect(cases).toEqual([
      {
        kind: 'vehicle-violation',
        state: 'detected',
        origin_kind: 'alarm',
        subject_id: ours.vehicle,
        level: 'red',
        source: 'alarm',
      },
    ]);
    const [only] = await queue();
    expect(await queue()).toHaveLength(1);
    expect(only).toMatchObject({ alarm: { rule: 'overspeed', peak: 104 }, caseState: 'detected', police: null });
    expect(only!.dueAt).toBeGreaterThan(NOW + 14 * DAY);
    expect(await queue(stranger)).toEqual([]);
    // Slowing down, an acknowledged and a closed alarm end nothing of the violation.
    await sql`UPDATE alarm SET response = 'closed', closed_at = now()`.execute(db);
    expect(await queue()).toMatchObject([{ caseState: 'detected' }]);

    const id = only!.caseId;
    const how = { measure: 'penalty', handling: '罚款二百元，记六分' };
    expect((await act(id, 'handle', how)).code).toBe('case-state');
    await act(id, 'notify', { notice: '三日内说明情况' });
    expect((await act(id, 'handle', how)).code).toBe('evidence-required');
    expect(await queue()).toMatchObject([{ caseState: 'notified' }]);
    expect((await rates())['handled']).toMatchObject({ numerator: 0, denominator: 1 });
    const handled = await act(id, 'handle', how, [await evidence()]);
    expect(handled.case.state).toBe('handled');
    expect(handled.trail.at(-1)).toMatchObject({ action: 'handle', by: '值班', files: [{ name: '现场.png' }] });
    expect(await queue()).toEqual([]);
    expect((await rates())['handled']).toMatchObject({ numerator: 1, denominator: 1 });
    expect(await get(officer, '/api/vehicles/violations?state=all')).toHaveLength(1);
  });

  const again = (later: number) =>
    drive(
      FAST.slice(1).map(([seconds, speed]) => [seconds + later, speed] as const),
      FAST.length,
    );

  it('that goes on within five minutes is one case and one violation, though two alarms', async () => {
    await drive(FAST);
    await again(300);
    const { rows } = await sql`SELECT FROM alarm WHERE rule = 'overspeed'`.execute(db);
    expect(rows).toHaveLength(2);
    expect(await queue()).toMatchObject([{ caseState: 'detected', joined: 1 }]);
    expect((await rates())['handled']).toMatchObject({ numerator: 0, denominator: 1 });
  });

  it('of a second excursion is a second case, and a false one leaves queue and rate', async () => {
    await drive(FAST);
    await again(600);
    const found = await queue();
    expect(new Set(found.map(({ caseId }) => caseId)).size).toBe(2);
    expect((await rates())['handled']).toMatchObject({ numerator: 0, denominator: 2 });
    await act(found[0]!.caseId, 'dismiss', { reason: '定位漂移' });
    expect((await queue()).map(({ caseId }) => caseId)).toEqual([found[1]!.caseId]);
    expect((await rates())['handled']).toMatchObject({ numerator: 0, denominator: 1 });
  });

  it('is acted on by the authority only; another town does not know it, the operator reads it', async () => {
    await drive(FAST);
    const [{ caseId }] = (await queue()) as [Queued];
    const notify = (ask: Ask) =>
      ask('POST', `/api/cases/${caseId}/acts/notify`, { version: 1, input: { notice: '请说明' } });
    expect((await notify(stranger)).json().code).toBe('not-found');
    expect((await notify(carrier)).statusCode).toBe(403);
    expect(((await get(carrier, `/api/cases/${caseId}`)) as CaseDetail).case.state).toBe('detected');
  });
});

describe('[S33.4] a police response', () => {
  it('is asked for, sent, arrives and has a result, each step with its time, in this order only', async () => {
    await drive(FAST);
    const [{ caseId: id }] = (await queue()) as [Queued];
    // Beyond the limit by a fifth and more the police have to come, asked or not.
    expect((await rates())['responded']).toMatchObject({ numerator: 0, denominator: 1, value: 0 });
    for (const early of ['policeSent', 'policeArrived', 'policeDone'])
      expect((await act(id, early, early === 'policeSent' ? { policeUnit: '高速一大队' } : {})).code).toBe(
        'case-state',
      );
    expect((await act(id, 'requestPolice')).code).toBe('field-required');

    await act(id, 'requestPolice', { policeReason: '危货车持续超速，拒不减速' });
    expect((await rates())['responded']).toMatchObject({ numerator: 0, denominator: 1, value: 0 });
    expect((await act(id, 'policeArrived')).code).toBe('case-state');
    await act(id, 'policeSent', { policeUnit: '高速一大队' });
    expect((await rates())['responded']).toMatchObject({ numerator: 1, denominator: 1, value: 1 });
    await act(id, 'policeArrived');
    expect(await queue()).toMatchObject([
      { caseState: 'police-arrived', police: { unit: '高速一大队', result: null } },
    ]);
    await act(id, 'policeDone', { policeResult: '拦停，查验后放行' });

    const [{ police }] = (await queue()) as [Queued];
    expect(police).toMatchObject({
      reason: '危货车持续超速，拒不减速',
      requestedBy: '值班',
      unit: '高速一大队',
      result: '拦停，查验后放行',
    });
    const times = [
      police!['requestedAt'],
      police!['dispatchedAt'],
      police!['arrivedAt'],
      police!['resultAt'],
    ] as number[];
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times[0]).toBeGreaterThan(NOW - MINUTE);
    const { rows } = await sql<{
      verb: string;
    }>`SELECT verb FROM audit WHERE subject_id = ${id} AND verb LIKE 'case.%olice%' ORDER BY seq`.execute(db);
    expect(rows.map(({ verb }) => verb)).toEqual([
      'case.requestPolice',
      'case.policeSent',
      'case.policeArrived',
      'case.policeDone',
    ]);
    expect((await rates())['handled']).toMatchObject({ numerator: 0, denominator: 1 });
  });

  it('that is asked for again shows the new one and not the unit of the old', async () => {
    await drive(FAST);
    const [{ caseId: id }] = (await queue()) as [Queued];
    await act(id, 'requestPolice', { policeReason: '第一次' });
    await act(id, 'policeSent', { policeUnit: '一大队' });
    await act(id, 'policeDone', { policeResult: '未找到车辆' });
    await act(id, 'requestPolice', { policeReason: '第二次' });
    expect((await queue())[0]!.police).toMatchObject({
      reason: '第二次',
      unit: null,
      dispatchedAt: null,
      result: null,
    });
  });
});
