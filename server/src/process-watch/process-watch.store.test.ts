import '../store/testing/run-source.ts';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Envelope, Quality } from '@anlan/kernel/telemetry';
import { buildApp, type App } from '../http/index.ts';
import { askAs, enterPerson, openStage, type Ask, type Stage } from '../http/testing/stage.ts';
import { openRegister } from '../ingest/register.ts';
import { openRules } from '../ingest/rules.ts';
import { passThrough } from '../ingest/steps.ts';
import { uuid } from '../ingest/testing/devices.ts';
import { enterPlant, type Plant } from '../ingest/testing/plant.ts';
import type { Mirror } from '../live/mirror.ts';
import { openClickhouse, splitStatements, type ClickhouseHandle } from '../store/clickhouse/index.ts';
import { temporaryHome } from '../store/testing/folders.ts';
import { telemetryRoutes } from '../telemetry/routes.ts';
import { processWatchRoutes } from './routes.ts';
import { openWatches } from './runner.ts';

const TOWN = 'cn.36.11.02.001.';
const OTHER_TOWN = 'cn.36.11.04.001.';
const STEP = 10_000;
const KINDS = ['level', 'pressure', 'temperature', 'combustible'] as const;
const END = Math.floor(Date.now() / STEP) * STEP - 600_000;
const START = END - 2 * 3_600_000;
const log = pino({ level: 'silent' });

let home: Awaited<ReturnType<typeof temporaryHome>>;
let store: ClickhouseHandle;
let stage: Stage;
let app: App;
let plant: Plant;
let other: Plant;
let engineer: Ask;
let officer: Ask;
let elsewhere: Ask;
const mirror = { fixes: new Map(), readings: new Map<string, object>() };

/** Pressure and temperature follow the level; the gas detector hums by itself. */
function valueOf(kind: (typeof KINDS)[number], at: number): number {
  const slow = Math.sin(at / 400_000);
  const own = Math.sin(at / 31_000 + KINDS.indexOf(kind) * 2) + 0.3 * Math.sin(at / 7000 + KINDS.indexOf(kind));
  return (
    { level: 50 + 10 * slow, pressure: 30 + 5 * slow, temperature: 25 + 3 * slow, combustible: 4 }[kind] + 0.4 * own
  );
}

beforeAll(async () => {
  home = await temporaryHome();
  store = await openClickhouse({ home: home.home, clickhouseUrl: undefined });
  const text = await readFile(new URL('../../sql/clickhouse/0001-history.sql', import.meta.url), 'utf8');
  for (const query of splitStatements(text)) await store.client.command({ query });
  stage = await openStage();
  const { db } = stage;
  plant = await enterPlant(db, 1, TOWN);
  other = await enterPlant(db, 2, OTHER_TOWN);
  const values: object[] = [];
  for (let at = START; at <= END; at += STEP)
    for (const kind of KINDS)
      values.push({
        point: plant.point(kind),
        at,
        received: at,
        value: valueOf(kind, at),
        quality: 'good',
      });
  await store.client.insert({ table: 'reading', values, format: 'JSONEachRow' });
  const context = { ...stage.context, clickhouse: store.client, mirror: mirror as unknown as Mirror };
  app = await buildApp(context, [processWatchRoutes, telemetryRoutes]);
  const people = [
    { account: '市值班', role: 'duty-officer', region: 'cn.36.11.' },
    { account: '镇安监', role: 'town-officer', region: TOWN },
    { account: '外镇安监', role: 'town-officer', region: OTHER_TOWN },
  ];
  for (const [index, person] of people.entries()) await enterPerson(db, { id: uuid(901 + index), ...person });
  [engineer, officer, elsewhere] = (await Promise.all(people.map((_, index) => askAs(app, db, uuid(901 + index))))) as [
    Ask,
    Ask,
    Ask,
  ];
});
afterAll(async () => {
  await app.close();
  await stage.close();
  await store.stop();
  await home.remove();
});

const training = { from: START, to: END, lags: 0, confidence: 0.99, explained: 0.9 };
const wish = () => ({
  requestId: randomUUID(),
  name: 'V-101 罐组',
  points: KINDS.map((kind) => plant.point(kind)),
  step: 10,
  training,
});

describe('a watch over several points', () => {
  let id = '';

  it('is tried first: what it would be, without keeping anything', async () => {
    const { requestId: _, name: __, ...asked } = wish();
    const trial = await engineer('POST', '/api/process-watches/trial', asked);
    expect(trial.statusCode).toBe(200);
    const { model, beyond, deviation } = trial.json();
    expect(model).toMatchObject({ samples: 720, incomplete: 0, still: [] });
    expect(beyond).toBeLessThan(0.03);
    // The last values are held for three periods.
    expect(deviation.filter((value: number | null) => value !== null)).toHaveLength(723);
    expect((await engineer('GET', '/api/process-watches')).json()).toMatchObject({ total: 0 });
  });

  it('is made once, however often it is sent, and speaks as a device of the enterprise', async () => {
    const asked = wish();
    const make = () => engineer('POST', '/api/process-watches', asked);
    const [made, twin] = await Promise.all([make(), make()]);
    expect(made.statusCode).toBe(201);
    ({ id } = made.json());
    expect(twin.json()).toMatchObject({ id });
    expect((await make()).json()).toMatchObject({ id });
    const { computed, points, models } = made.json();
    expect(computed.map(({ kind }: { kind: string }) => kind).sort()).toEqual([
      'process-deviation',
      'process-spe',
      'process-t2',
    ]);
    expect(points.map((point: { id: string }) => point.id)).toEqual(asked.points);
    expect(points[0].mean).toBeCloseTo(50, -1);
    expect(models).toMatchObject([{ number: 1, reason: '首次训练' }]);
  });

  it('refuses whoever may only look, points of two enterprises, computed points, strange points and a span too short', async () => {
    expect((await officer('POST', '/api/process-watches', wish())).statusCode).toBe(403);
    const codeOf = async (change: object) =>
      (await engineer('POST', '/api/process-watches', { ...wish(), ...change })).json();
    expect(await codeOf({ points: [plant.point('level'), other.point('level')] })).toMatchObject({
      code: 'field-invalid',
      field: 'points',
    });
    const { computed } = (await engineer('GET', `/api/process-watches/${id}`)).json();
    expect(await codeOf({ points: [plant.point('level'), computed[0].id] })).toMatchObject({
      code: 'field-invalid',
      field: 'points',
    });
    expect(await codeOf({ points: [plant.point('level'), randomUUID()] })).toMatchObject({ code: 'field-invalid' });
    expect(await codeOf({ training: { ...training, from: END - 60_000 } })).toMatchObject({ code: 'watch-untrained' });
    expect(await codeOf({ training: { ...training, to: Date.now() + 3_600_000 } })).toMatchObject({
      code: 'watch-untrained',
    });
  });

  it('exists for its place only', async () => {
    expect((await officer('GET', `/api/process-watches/${id}`)).statusCode).toBe(200);
    expect((await elsewhere('GET', `/api/process-watches/${id}`)).statusCode).toBe(404);
    expect((await elsewhere('GET', '/api/process-watches')).json()).toEqual({ rows: [], total: 0 });
  });

  it('stays quiet in normal running and calls when the points no longer relate, though none passes its own limit', async () => {
    const { db } = stage;
    const register = await openRegister(db);
    const readings = new Map<string, { at: number; value: number; quality: Quality }>();
    const rules = await openRules(db, register, log, () => END);
    let seq = rules.position();
    const sent: Envelope[] = [];
    const accept = (envelope: Envelope) => {
      sent.push(envelope);
      const { batch } = passThrough(envelope, register.find(envelope.device)!);
      rules.take((seq += 1), batch);
      return Promise.resolve({ accepted: true } as const);
    };
    const watches = await openWatches(db, readings, { accept }, log);
    const run = async (from: number, to: number, change: Partial<Record<string, number>>) => {
      for (let at = from; at <= to; at += STEP) {
        for (const kind of KINDS)
          readings.set(plant.point(kind), {
            at: at - 500,
            value: valueOf(kind, at) + (change[kind] ?? 0),
            quality: 'good',
          });
        await watches.tick(at + 2500);
        await watches.tick(at + 3500);
      }
    };
    await run(END + STEP, END + 30 * STEP, {});
    expect(sent).toHaveLength(30);
    await run(END + 31 * STEP, END + 60 * STEP, { pressure: 9 });
    await rules.close();
    const { rows } = await sql<{
      rule: string;
      level: string;
      subject_name: string;
      unit_id: string;
    }>`SELECT * FROM alarm`.execute(db);
    expect(rows).toMatchObject([{ rule: 'process-deviation', unit_id: plant.gateway }]);
    const last = sent.at(-1)!.signals.map((signal) => (signal.kind === 'reading' ? signal.value : 0));
    expect(Math.max(last[1]!, last[2]!)).toBeCloseTo(last[0]!, 9);
    expect((await engineer('GET', '/api/process-watches')).json().rows).toMatchObject([
      { id, alarm: { level: rows[0]!.level } },
    ]);
  });

  it('says nothing while too many points are silent, nor of values marked as doubtful', async () => {
    const sent: Envelope[] = [];
    const readings = new Map<string, { at: number; value: number; quality: Quality }>();
    const accept = (envelope: Envelope) => (sent.push(envelope), Promise.resolve({ accepted: true } as const));
    const watches = await openWatches(stage.db, readings, { accept }, log);
    for (const kind of KINDS) readings.set(plant.point(kind), { at: END, value: valueOf(kind, END), quality: 'good' });
    await watches.tick(END + 2500);
    expect(sent).toHaveLength(1);
    for (const kind of ['level', 'pressure'] as const)
      readings.set(plant.point(kind), { at: END + STEP, value: 50, quality: 'suspect' });
    await watches.tick(END + STEP + 2500);
    await watches.tick(END + 600_000);
    expect(sent).toHaveLength(1);
  });

  it('judges an instant by what was said until then, not by what came while it waited', async () => {
    const deviations: number[] = [];
    const accept = ({ signals: [first] }: Envelope) => {
      deviations.push(first?.kind === 'reading' ? (first.value ?? 0) : 0);
      return Promise.resolve({ accepted: true } as const);
    };
    const readings = new Map<string, { at: number; value: number; quality: Quality }>();
    const say = (at: number, pressure = 0) => {
      for (const kind of KINDS)
        readings.set(plant.point(kind), {
          at,
          value: valueOf(kind, at) + (kind === 'pressure' ? pressure : 0),
          quality: 'good',
        });
    };
    const watches = await openWatches(stage.db, readings, { accept }, log);
    say(END);
    await watches.tick(END + 2500);
    say(END + STEP);
    await watches.tick(END + STEP + 500);
    say(END + STEP + 1000, 9);
    await watches.tick(END + STEP + 2500);
    await watches.tick(END + 2 * STEP + 2500);
    expect(deviations.map((deviation) => deviation > 1)).toEqual([false, false, true]);
  });

  it('tells which points make a moment what it is', async () => {
    const values = KINDS.map((kind) => ({
      point: plant.point(kind),
      at: END + STEP,
      received: END + STEP,
      value: valueOf(kind, END + STEP) + (kind === 'pressure' ? 9 : 0),
      quality: 'good',
    }));
    await store.client.insert({ table: 'reading', values, format: 'JSONEachRow' });
    const at = (await engineer('GET', `/api/process-watches/${id}/contributions?at=${END + STEP + 3000}`)).json();
    expect(at).toMatchObject({ at: END + STEP, rows: [{ pointId: plant.point('pressure') }, {}, {}, {}] });
    const sum = at.rows.reduce((total: number, row: { spe: number }) => total + row.spe, 0);
    expect(sum).toBeCloseTo(at.spe, 6);
    const long = (await engineer('GET', `/api/process-watches/${id}/contributions?at=${START - 3_600_000}`)).json();
    expect(long).toMatchObject({ t2: null, spe: null });
  });

  it('is trained anew with a reason; the former model stays to be seen', async () => {
    const { version } = (await engineer('GET', `/api/process-watches/${id}`)).json();
    const asked = { version, training: { ...training, from: START + 1_800_000 }, reason: '换热器清洗后' };
    const done = await engineer('POST', `/api/process-watches/${id}/models`, asked);
    expect(done.json()).toMatchObject({ model: 2, models: [{ number: 2, reason: '换热器清洗后' }, { number: 1 }] });
    // What was before is explained by the model that judged then.
    const before = (await engineer('GET', `/api/process-watches/${id}/contributions?at=${END}`)).json();
    const { rows } = await sql<{ mean: number }>`
      SELECT (model->'mean'->>0)::float8 AS mean FROM process_model WHERE watch_id = ${id} ORDER BY number`.execute(
      stage.db,
    );
    const level = before.rows.find((row: { pointId: string }) => row.pointId === plant.point('level'));
    expect(level.mean).toBe(rows[0]!.mean);
    expect(level.mean).not.toBe(rows[1]!.mean);
    expect((await engineer('POST', `/api/process-watches/${id}/models`, asked)).json()).toMatchObject({
      code: 'version-conflict',
    });
  });

  it('is retired with a reason; then it is silent, and cannot be trained', async () => {
    const { version } = (await engineer('GET', `/api/process-watches/${id}`)).json();
    const done = await engineer('POST', `/api/process-watches/${id}/retire`, { version, reason: '装置停产' });
    expect(done.json()).toMatchObject({ model: null, retiredBecause: '装置停产' });
    const sent: Envelope[] = [];
    const accept = (envelope: Envelope) => (sent.push(envelope), Promise.resolve({ accepted: true } as const));
    const watches = await openWatches(stage.db, new Map(), { accept }, log);
    await watches.tick(Date.now());
    expect(sent).toEqual([]);
    const again = await engineer('POST', `/api/process-watches/${id}/models`, {
      version: version + 1,
      training,
      reason: '再开',
    });
    expect(again.json()).toMatchObject({ code: 'watch-retired' });
  });
});
