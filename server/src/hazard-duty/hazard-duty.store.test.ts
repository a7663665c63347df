import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dayOf, shift, startOf } from '@anlan/domain/calendar';
import {
  dutyPeriod,
  PROMISE_STATEMENT,
  type GuarantorBoard,
  type PromiseDay,
  type PromiseHistory,
} from '@anlan/systems/monitoring/major-hazard-monitoring';
import type { Comparison, DueComparison } from '@anlan/systems/monitoring/comparison';
import type { Context } from '../access/context.ts';
import { withScope, type Database } from '../access/scoped.ts';
import { comparisonRoutes } from '../comparison/routes.ts';
import { comparedShare } from '../comparison/read.ts';
import { homeRoutes } from '../home/routes.ts';
import { askAs, enterPerson, openStage, type Ask, type Stage } from '../http/testing/stage.ts';
import { buildApp, type App } from '../http/index.ts';
import { hazardDutyRoutes } from './routes.ts';
import { dutyShare, promiseShare, undoneOf } from './measures.ts';

const uuid = (number: number): string => `00000000-0000-8000-a000-${String(number).padStart(12, '0')}`;
const TOWN = 'cn.36.11.02.001.';
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ALL = { kind: 'all' } as const;
const today = dayOf(Date.now());
const readings = new Map<string, { at: number; value: number | null; quality: string; receivedAt: number }>();

let stage: Stage;
let app: App;
let db: Database;
let city: Ask;
let officer: Ask;
let stranger: Ask;
let neighbour: Ask;

async function enterFirm(number: number, sector: string, status: string | null) {
  await sql`
    INSERT INTO enterprise (id, name, region_path, organisation_id, sector, status, lon, lat, credit_code, risk_level)
    VALUES (${uuid(number)}, ${`企业${number}`}, ${TOWN}, ${uuid(number)}, ${sector}, ${status}, 117.97, 28.45, ${String(number).padStart(18, '9')}, 'blue')`.execute(
    db,
  );
}

beforeAll(async () => {
  stage = await openStage();
  ({ db } = stage);
  const context = { ...stage.context, mirror: { fixes: new Map(), readings } } as unknown as Context;
  app = await buildApp(context, [hazardDutyRoutes, comparisonRoutes, homeRoutes]);
  await enterFirm(1, 'hazchem-production', 'running');
  await enterFirm(2, 'hazchem-storage', null);
  await enterFirm(3, 'hazchem-production', 'closed');
  await enterFirm(4, 'machinery', 'running');
  await enterPerson(db, { id: uuid(91), account: 'city', role: 'duty-officer', region: 'cn.36.11.' });
  await enterPerson(db, { id: uuid(92), account: 'officer', role: 'safety-officer', organisation: uuid(1) });
  await enterPerson(db, { id: uuid(93), account: 'stranger', role: 'safety-officer', organisation: uuid(4) });
  await enterPerson(db, { id: uuid(94), account: 'neighbour', role: 'inspector', region: 'cn.36.11.03.' });
  [city, officer, stranger, neighbour] = (await Promise.all(
    [91, 92, 93, 94].map((id) => askAs(app, db, uuid(id))),
  )) as [Ask, Ask, Ask, Ask];
  await sql`
    INSERT INTO hazard_source (id, name, region_path, organisation_id, sector, enterprise, unit, registered_grade, population, filed_on, principal, operation)
    VALUES (${uuid(20)}, '罐区', ${TOWN}, ${uuid(1)}, 'hazchem-production', ${uuid(1)}, 'storage', 'three', 0, ${shift(today, -400)}::date, '王总', '李班长')`.execute(
    db,
  );
  await sql`
    INSERT INTO device (id, name, region_path, organisation_id, sector, enterprise, identity, protocol, origin, created_at)
    VALUES (${uuid(50)}, '网关', ${TOWN}, ${uuid(1)}, 'hazchem-production', ${uuid(1)}, 'mqtt:C-1', 'mqtt', 'generated', now() - interval '200 days')`.execute(
    db,
  );
  for (const [number, kind, unit] of [
    [51, 'level', '%'],
    [52, 'wind-speed', 'm/s'],
  ] as const)
    await sql`
      INSERT INTO public.point (id, device_id, key, name, kind, unit, expected_period, system, region_path, organisation_id, sector, limits)
      VALUES (${uuid(number)}, ${uuid(50)}, ${kind}, ${kind}, ${kind}, ${unit}, 60, 'S17', ${TOWN}, ${uuid(1)}, 'hazchem-production', '{}')`.execute(
      db,
    );
}, 120_000);
afterAll(async () => {
  await app.close();
  await stage.close();
});

const PLANTS = { plants: 3, running: 2, stopped: 0, repair: 1 };
const WORK = { hotSpecial: 0, hotFirst: 1, hotSecond: 0, confined: 2, blind: 0, height: 0, lifting: 0, electricity: 0 };
const REST = { earth: 0, road: 0, tankCleaning: 0, contractors: 0, trial: false, startStop: false, pilot: false };
const FIGURES = { ...PLANTS, ...WORK, ...REST, controlled: true, majorDanger: false, guarantors: true };
const promise = (more: object = {}) => ({
  level: 'yellow',
  figures: FIGURES,
  promisedBy: '王总',
  statement: PROMISE_STATEMENT,
  ...more,
});
const day = async (ask = city) => (await ask('GET', '/api/safety-promises')).json<PromiseDay>();

describe('安全承诺公告', () => {
  it('[S17.1] names who owes one: those of the sectors, not the closed, not other trades', async () => {
    const before = await day();
    expect(before).toMatchObject({ should: 2, announced: 0 });
    expect(before.missing.map(({ name }) => name)).toEqual(['企业1', '企业2']);
    expect(before.dueAt).toBe(startOf(today) + 10 * HOUR);
    expect((await stranger('POST', '/api/safety-promises', promise())).json()).toMatchObject({
      code: 'promise-not-owed',
    });
    expect((await city('POST', '/api/safety-promises', promise())).statusCode).toBe(403);
    expect((await day(neighbour)).should).toBe(0);
  });

  it('[S17.1] is announced once a day by the enterprise, refused where it contradicts itself, and corrected in the open', async () => {
    const wrong = await officer('POST', '/api/safety-promises', promise({ figures: { ...FIGURES, running: 3 } }));
    expect(wrong.json()).toMatchObject({ code: 'promise-plants' });
    expect((await officer('POST', '/api/safety-promises', promise())).statusCode).toBe(201);
    expect((await officer('POST', '/api/safety-promises', promise())).json()).toMatchObject({
      code: 'promise-announced',
    });
    const corrected = await officer('POST', '/api/safety-promises', promise({ level: 'orange', corrects: true }));
    expect(corrected.statusCode).toBe(201);
    const after = await day();
    expect(after).toMatchObject({ announced: 1, specialWork: 3, levels: { orange: 1, yellow: 0 } });
    expect(after.promises[0]).toMatchObject({ corrected: true, promisedBy: '王总', enterprise: { name: '企业1' } });
    const kept = await sql`SELECT level FROM safety_promise WHERE superseded_at IS NOT NULL`.execute(db);
    expect(kept.rows).toEqual([{ level: 'yellow' }]);
    const history = (await officer('GET', `/api/enterprises/${uuid(1)}/safety-promises`)).json<PromiseHistory>();
    expect(history).toMatchObject({ owes: true, principal: '王总', today });
    expect(history.promises).toHaveLength(1);
    expect((await neighbour('GET', `/api/enterprises/${uuid(1)}/safety-promises`)).statusCode).toBe(404);
  });

  it('[S17.1] its share is that of the last day whose hour is over', async () => {
    const share = (at: number) => withScope(db, ALL, (tx) => promiseShare(tx, '', at));
    const afternoon = await share(startOf(today) + 15 * HOUR);
    expect(afternoon).toMatchObject({ numerator: 1, denominator: 2, missing: [{ name: '企业2' }] });
    expect(await share(startOf(today) + 8 * HOUR)).toMatchObject({ numerator: 0, denominator: 2 });
  });

  it('[S17.1] stands among what an enterprise has to do, until it is announced', async () => {
    const { now, today: due } = (await officer('GET', '/api/home')).json<{
      now: { id: string }[];
      today: { id: string }[];
    }>();
    expect([...now, ...due].some(({ id }) => id.startsWith('promise-'))).toBe(false);
    await sql`UPDATE safety_promise SET superseded_at = now() WHERE superseded_at IS NULL`.execute(db);
    const again = (await officer('GET', '/api/home')).json<{ now: { id: string }[]; today: { id: string }[] }>();
    expect([...again.now, ...again.today].filter(({ id }) => id.startsWith('promise-'))).toHaveLength(1);
  });
});

const board = async (ask = city) => (await ask('GET', '/api/guarantors')).json<GuarantorBoard>();

describe('包保履职', () => {
  const done = (more: object = {}) => ({
    id: randomUUID(),
    source: uuid(20),
    duty: 'operation-dangers',
    note: '逐罐排查',
    found: 1,
    files: [],
    ...more,
  });

  it('[S17.1] is open in its running period, done once in it, and by the person the register names', async () => {
    const before = await board();
    expect(before).toMatchObject({ sources: 1, unnamed: 1, openTotal: 7 });
    const week = before.open.find(({ duty }) => duty === 'operation-dangers')!;
    expect(week).toMatchObject({ person: '李班长', ...dutyPeriod('operation-dangers', today, () => 1) });
    const sent = done();
    expect((await officer('POST', '/api/guarantors/records', sent)).statusCode).toBe(201);
    // Sent twice it is one; another of the same period is refused.
    expect((await officer('POST', '/api/guarantors/records', sent)).statusCode).toBe(201);
    expect((await officer('POST', '/api/guarantors/records', done())).json()).toMatchObject({ code: 'duty-done' });
    const after = await board();
    expect(after.openTotal).toBe(6);
    expect(after.records).toMatchObject([{ duty: 'operation-dangers', person: '李班长', found: 1, by: 'officer' }]);
  });

  it('[S17.1] asks for the name in the register first, and is nobody else’s', async () => {
    const unnamed = await officer('POST', '/api/guarantors/records', done({ duty: 'technical-dangers' }));
    expect(unnamed.json()).toMatchObject({ code: 'duty-unnamed' });
    expect((await stranger('POST', '/api/guarantors/records', done())).statusCode).toBe(404);
    expect((await neighbour('POST', '/api/guarantors/records', done())).json()).toMatchObject({ code: 'case-side' });
    expect((await board(neighbour)).sources).toBe(0);
  });

  it('[S17.1] what ended undone is missed, counted and named; what a source owed before it was filed is not', async () => {
    const weeks = (await board()).missed.filter(({ duty }) => duty === 'operation-dangers');
    expect(weeks.length).toBeGreaterThanOrEqual(4);
    const [last] = weeks;
    await sql`
      INSERT INTO guarantor_record (id, source, enterprise, duty, period_from, due_on, person, note, found, done_at, by, region_path, organisation_id)
      VALUES (${uuid(70)}, ${uuid(20)}, ${uuid(1)}, 'operation-dangers', ${last!.from}::date, ${last!.until}::date, '李班长', 'x', 0, now(), 'x', ${TOWN}, ${uuid(1)})`.execute(
      db,
    );
    const now = Date.now();
    const { share, undone } = await withScope(db, ALL, async (tx) => ({
      share: await dutyShare(tx, '', now),
      undone: await undoneOf(tx, { id: uuid(20), enterprise: uuid(1), regionPath: TOWN }, startOf(today) + 15 * HOUR),
    }));
    expect(share.denominator).toBe((await board()).due);
    expect(share.numerator).toBe(1);
    expect(share.missing[0]!.name).toContain('罐区');
    // The last week was done: what is undone just now is today's promise, and what else ended within seven days.
    const ended = (await board()).missed.filter(({ until }) => until >= shift(today, -7)).length;
    expect(undone).toBe(1 + ended);
    await sql`UPDATE hazard_source SET filed_on = ${today}::date WHERE id = ${uuid(20)}`.execute(db);
    expect(await board()).toMatchObject({ due: 0, missedTotal: 0 });
  });
});

describe('人工比测', () => {
  const made = (more: object = {}) => ({
    id: randomUUID(),
    point: uuid(51),
    manual: 80.2,
    instrument: '量油尺 3 号',
    ...more,
  });
  const due = async (ask = city) =>
    (await ask('GET', '/api/comparisons/due')).json<{ rows: DueComparison[]; total: number; late: number }>();

  it('[S21.1] is due one round after the signal was entered, of the quantities that are compared', async () => {
    expect(await due()).toMatchObject({
      total: 1,
      late: 1,
      rows: [{ name: 'level', tolerance: 1.5, lastAt: null, due: shift(today, -20) }],
    });
    expect((await due(neighbour)).total).toBe(0);
    expect((await officer('POST', '/api/comparisons', made({ point: uuid(52) }))).json()).toMatchObject({
      code: 'comparison-kind',
    });
  });

  it('[S21.1] takes the shown value from the platform: a silent signal cannot be compared', async () => {
    expect((await officer('POST', '/api/comparisons', made())).json()).toMatchObject({ code: 'comparison-silent' });
    readings.set(uuid(51), { at: Date.now() - DAY, value: 81, quality: 'good', receivedAt: Date.now() - DAY });
    expect((await officer('POST', '/api/comparisons', made())).json()).toMatchObject({ code: 'comparison-silent' });
  });

  it('[S21.1] that passes sets the next day; one that fails becomes a hidden danger, once', async () => {
    readings.set(uuid(51), { at: Date.now() - 1000, value: 81, quality: 'good', receivedAt: Date.now() });
    const passed = await officer('POST', '/api/comparisons', made());
    expect(passed.json()).toMatchObject({ passed: true, shown: 81, tolerance: 1.5, caseId: null });
    expect((await due()).total).toBe(0);
    const sent = made({ manual: 70 });
    const failed = (await officer('POST', '/api/comparisons', sent)).json<{ passed: boolean; caseId: string }>();
    expect(failed.passed).toBe(false);
    expect((await officer('POST', '/api/comparisons', sent)).json()).toMatchObject({ caseId: failed.caseId });
    const cases = await sql`SELECT title, organisation_id FROM case_file WHERE id = ${failed.caseId}`.execute(db);
    expect(cases.rows).toEqual([{ title: '人工比测不合格：level', organisation_id: uuid(1) }]);
    const list = (await city('GET', '/api/comparisons?failed=1')).json<{ rows: Comparison[]; total: number }>();
    expect(list).toMatchObject({ total: 1, rows: [{ manual: 70, difference: 11, nextDue: shift(today, 180) }] });
    const share = await withScope(db, ALL, (tx) => comparedShare(tx, 'S17', '', Date.now() - DAY, Date.now()));
    expect(share).toMatchObject({ numerator: 1, denominator: 2 });
    expect((await stranger('POST', '/api/comparisons', made())).statusCode).toBe(404);
  });
});
