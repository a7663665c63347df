import { readXlsx } from 'hucre/xlsx';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  alarmQualitySchema,
  floodDetailSchema,
  qualityReportSchema,
  statementHeadSchema,
  statementSchema,
} from '@anlan/kernel/alarm-quality';
import type { Database } from '../access/scoped.ts';
import { raise, recover, type Raised } from '../alarm/testing/raise.ts';
import { writeChange } from '../alarm/write.ts';
import { excursionId, type Happened } from '../alarm/change.ts';
import { ruleOf } from '../alarm/row.ts';
import type { App } from '../http/index.ts';
import { askAs, enterPerson, openStage, type Ask, type Stage } from '../http/testing/stage.ts';
import { openLatest } from '../ingest/latest.ts';
import { batchOfRecord } from '../ingest/record.ts';
import { openRegister } from '../ingest/register.ts';
import { subject, uuid } from '../ingest/testing/devices.ts';
import { enterPlant, forgetMonitoring, type Plant } from '../ingest/testing/plant.ts';
import { publicationRoutes } from '../publication/routes.ts';
import { alarmQualityRoutes, openObserving, statementRoutes } from './index.ts';
import { monthSpan, restate } from './statement.ts';

const TOWN = 'cn.36.11.02.001.';
const COUNTY = 'cn.36.11.02.';
const NEXT_COUNTY = 'cn.36.11.03.';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let stage: Stage;
let db: Database;
let app: App;
let plant: Plant;
let other: Plant;
let city: Ask;
let neighbour: Ask;
let inspector: Ask;
let enterprise: Ask;
let now: number;

beforeAll(async () => {
  stage = await openStage();
  ({ db } = stage);
  plant = await enterPlant(db, 1, TOWN);
  other = await enterPlant(db, 2, 'cn.36.11.03.001.');
  app = await stage.app({ modules: [alarmQualityRoutes, statementRoutes, publicationRoutes] });
  const people = [
    { account: '市值班', role: 'duty-officer', region: 'cn.36.11.' },
    { account: '邻县', role: 'duty-officer', region: NEXT_COUNTY },
    { account: '县执法', role: 'inspector', region: COUNTY },
    { account: '厂安全员', role: 'safety-officer', organisation: plant.enterprise },
    { account: '化工执法', role: 'inspector', region: COUNTY, sectors: ['chemical'] },
  ];
  for (const [index, person] of people.entries()) await enterPerson(db, { id: uuid(901 + index), ...person });
  [city, neighbour, inspector, enterprise] = (await Promise.all(
    people.map((_, index) => askAs(app, db, uuid(901 + index))),
  )) as [Ask, Ask, Ask, Ask];
});
beforeEach(async () => {
  await forgetMonitoring(db);
  now = Date.now();
  await observe(plant, TOWN, now - 400 * DAY);
  await observe(other, 'cn.36.11.03.001.', now - 400 * DAY);
});
afterAll(() => stage.close());

const of = (owner: Plant, regionPath: string) => ({
  regionPath,
  organisationId: owner.enterprise,
  deviceId: owner.gateway,
});
const ring = (point: string, at: number, change: Partial<Parameters<typeof raise>[2]> = {}): Promise<Raised> =>
  raise(db, point, { at, ...of(plant, TOWN), ...change });
/** The first device of a plant was heard then. */
const observe = (owner: Plant, regionPath: string, at: number) =>
  sql`
    INSERT INTO observed_since (region_path, organisation_id, sector, at)
    VALUES (${regionPath}, ${owner.enterprise}, 'chemical', ${new Date(at)})
    ON CONFLICT (region_path, organisation_id, sector) DO UPDATE SET at = excluded.at`.execute(db);
const span = (days = 2) => `from=${now - days * DAY}&to=${now}`;
const report = async (ask: Ask, more = '') =>
  qualityReportSchema.parse((await ask('GET', `/api/alarm-quality?${span()}${more}`)).json());

describe('alarm quality over the rows in scope', () => {
  it('is broken down by enterprise, county and rule, each an operator position of its own', async () => {
    // Ten points of one plant within five minutes are its flood; the other plant's one alarm is none.
    for (let number = 0; number < 10; number += 1)
      await recover(db, await ring(uuid(5100 + number), now - 5 * HOUR + number * 20_000), now - 4 * HOUR);
    await raise(db, other.point('level'), { at: now - 30 * HOUR, level: 'red', ...of(other, 'cn.36.11.03.001.') });
    const whole = await report(city);
    expect(whole.whole).toMatchObject({ count: 11, peakTen: 10, floods: 1, standing: 1, stale: 1, perDay: 5.5 });
    expect(whole.levels).toEqual({ red: 1, orange: 10, yellow: 0, blue: 0 });
    expect(whole.enterprises.map(({ name, count, floods }) => [name, count, floods])).toEqual([
      ['信江化工1厂', 10, 1],
      ['信江化工2厂', 1, 0],
    ]);
    expect(whole.counties.map(({ key, count }) => [key, count])).toEqual([
      [COUNTY, 10],
      [NEXT_COUNTY, 1],
    ]);
    expect(whole.rules.map(({ key, count }) => [key, count])).toEqual([['level-high', 11]]);
    expect(whole.floods).toEqual([
      expect.objectContaining({ key: plant.enterprise, count: 10, from: now - 5 * HOUR, lasting: false }),
    ]);
    expect(whole.rows.find(({ key }) => key === 'peakTen')).toMatchObject({ met: true, clause: '16.5.2' });
    expect(whole.trend.counts.reduce((sum, count) => sum + count, 0)).toBe(11);
    // Nobody sees beyond their scope, whatever they ask for.
    expect((await report(neighbour)).whole.count).toBe(1);
    expect((await report(enterprise)).enterprises).toHaveLength(1);
    expect((await report(city, `&region=${NEXT_COUNTY}`)).whole.count).toBe(1);
    expect((await report(city, `&organisation=${plant.enterprise}`)).name).toBe('信江化工1厂');
    expect((await neighbour('GET', `/api/alarm-quality?${span()}&organisation=${plant.enterprise}`)).statusCode).toBe(
      404,
    );
    expect((await city('GET', `/api/alarm-quality?from=${now}&to=${now - 1}`)).json()).toMatchObject({
      code: 'span-days',
    });
  });

  it('judges by the numbers the place has set', async () => {
    for (let number = 0; number < 4; number += 1) await ring(uuid(5100 + number), now - HOUR + number * 1000);
    expect((await report(city)).enterprises[0]!.floods).toBe(0);
    await sql`
      INSERT INTO parameter_setting (id, key, region_path, valid_from, value, reason, by)
      VALUES (gen_random_uuid(), 'alarm.quality.floodBegin', 'cn.36.11.', now() - interval '1 day', '4', '试行', '市'),
             (gen_random_uuid(), 'alarm.quality.floodEnd', 'cn.36.11.', now() - interval '1 day', '2', '试行', '市')`.execute(
      db,
    );
    expect((await report(city)).enterprises[0]!.floods).toBe(1);
    await sql`
      INSERT INTO parameter_setting (id, key, region_path, valid_from, value, reason, by)
      SELECT gen_random_uuid(), key, region_path, now(), NULL, '恢复', '市' FROM parameter_setting`.execute(db);
    expect((await report(city)).enterprises[0]!.floods).toBe(0);
  });

  it('lists nuisances with their names, and what was silenced', async () => {
    for (let times = 0; times < 4; times += 1)
      await recover(
        db,
        await ring(plant.point('level'), now - HOUR + times * 15_000),
        now - HOUR + times * 15_000 + 5000,
      );
    const standing = await ring(plant.point('pressure'), now - 26 * HOUR, { rule: 'pressure-high' });
    await sql`UPDATE alarm SET shelved_until = now() + interval '1 hour' WHERE id = ${standing.id}`.execute(db);
    await sql`
      INSERT INTO alarm_entry (alarm_id, seq, at, by, kind, text, region_path, organisation_id)
      VALUES (${standing.id}, 90, now() - interval '1 minute', '值班', 'shelved', '检修', ${TOWN}, ${plant.enterprise}),
             (${standing.id}, 91, now() - interval '1 hour', '系统', 'recovered', '按设计抑制：清罐检修', ${TOWN}, ${plant.enterprise})`.execute(
      db,
    );
    await sql`
      INSERT INTO out_of_service (id, subject_kind, subject_id, subject_name, reason, from_at, until_at, by, region_path, organisation_id)
      VALUES (${uuid(77)}, 'point', ${plant.point('toxic')}, 'GT-1', '标定', now() - interval '1 hour', now() + interval '1 hour', '厂', ${TOWN}, ${plant.enterprise})`.execute(
      db,
    );
    const { nuisances, suppression } = await report(enterprise);
    expect(nuisances.map(({ subjectName, nuisances: why }) => [typeof subjectName, ...why])).toEqual([
      ['string', 'frequent', 'chattering'],
      ['string', 'stale'],
    ]);
    expect(suppression).toEqual({
      shelvings: 1,
      shelvedNow: 1,
      outages: 1,
      outNow: 1,
      states: 0,
      statesNow: 0,
      byDesign: 1,
    });
    expect((await report(neighbour)).suppression).toMatchObject({ shelvings: 0, outNow: 0 });
  });

  it('shows a flood under what began first in its unit', async () => {
    const unit = uuid(60);
    const points = [1, 2, 3].map((number) => uuid(6000 + number));
    for (const [index, point] of points.entries())
      await ring(point, now - HOUR + (3 - index) * 10_000, { unitId: unit, name: `测点${index}` });
    await ring(uuid(6100), now - HOUR, { unitId: uuid(61), name: '别的储罐' });
    const flood = floodDetailSchema.parse(
      (await city('GET', `/api/alarm-quality/flood?${span()}&organisation=${plant.enterprise}`)).json(),
    );
    expect(
      flood.groups.map(({ first, followers }) => [first.subjectName, ...followers.map((one) => one.subjectName)]),
    ).toEqual([['测点2', '测点1', '测点0'], ['别的储罐']]);
  });

  it('exports what is on the screen, harmless to a spreadsheet', async () => {
    await sql`UPDATE enterprise SET name = '=HYPERLINK("x")' WHERE id = ${other.enterprise}`.execute(db);
    await raise(db, other.point('level'), { at: now - HOUR, ...of(other, 'cn.36.11.03.001.') });
    const file = await city('GET', `/api/alarm-quality/enterprise/csv?${span()}`);
    expect(file.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(file.body.split('\r\n')[0]).toContain('名称,报警数,10分钟平均');
    expect(file.body).toContain(`"'=HYPERLINK(""x"")",1,`);
    await sql`UPDATE enterprise SET name = '信江化工2厂' WHERE id = ${other.enterprise}`.execute(db);
    for (const by of ['county', 'rule', 'nuisance', 'flood'])
      expect((await city('GET', `/api/alarm-quality/${by}/csv?${span()}`)).statusCode).toBe(200);
    expect((await city('GET', `/api/alarm-quality/anything/csv?${span()}`)).statusCode).toBe(404);
  });

  it('gives the desk its own figures of thirty days', async () => {
    for (let number = 0; number < 12; number += 1)
      await recover(db, await ring(uuid(5100 + (number % 4)), now - 1000 - number), now);
    const quality = alarmQualitySchema.parse((await city('GET', '/api/alarms/quality?days=7')).json());
    const figure = (key: string) => quality.rows.find((item) => item.key === key);
    expect(quality.levels).toEqual({ red: 0, orange: 12, yellow: 0, blue: 0 });
    expect(figure('top10')).toMatchObject({ numerator: 12, denominator: 12, value: 100, met: false });
    expect(figure('acknowledge')).toMatchObject({ value: null, met: null });
    expect(figure('stale')).toMatchObject({ value: 0, met: true });
    expect(figure('perTen')!.trend).toHaveLength(12);
    expect(quality.floodBegin).toBe(10);
    expect((await neighbour('GET', '/api/alarms/quality')).json().levels.orange).toBe(0);
  });

  it('says the same beside the desk and in the report: since when it is observed, and no verdict before a day', async () => {
    await observe(plant, TOWN, now - HOUR);
    await observe(other, 'cn.36.11.03.001.', now - HOUR / 2);
    for (let number = 0; number < 3; number += 1) await ring(uuid(5100 + number), now - 10 * MINUTE + number * 1000);
    const desk = alarmQualitySchema.parse((await city('GET', '/api/alarms/quality?days=30')).json());
    const whole = qualityReportSchema.parse((await city('GET', `/api/alarm-quality?${span(30)}`)).json());
    for (const one of [desk, whole]) {
      expect(one.observedFrom).toBe(now - HOUR);
      expect(one.rows.filter(({ met }) => met !== null)).toEqual([]);
    }
    for (const { key, value, numerator } of desk.rows.filter((row) => row.key.startsWith('per'))) {
      const same = whole.rows.find((row) => row.key === key)!;
      expect(value, key).toBeCloseTo(same.value!, 1);
      expect(numerator).toBe(same.numerator);
    }
    expect(whole.whole).toMatchObject({ perDay: null, judged: 0 });
    expect(whole.whole.perHour).toBeCloseTo(3);
    // Each enterprise is a desk of its own, and so is a neighbour that was heard later.
    expect(whole.enterprises[0]!.observed).toBeCloseTo(1);
    const next = qualityReportSchema.parse((await neighbour('GET', `/api/alarm-quality?${span(30)}`)).json());
    expect(next).toMatchObject({ observedFrom: now - HOUR / 2, whole: { judged: 0 } });
    // What late data found before anything was heard counts all the same; it makes nothing observed.
    const missed = await ring(uuid(5200), now - 3 * DAY);
    await sql`UPDATE alarm SET retrospective = true, recovered_at = raised_at + interval '2 hours' WHERE id = ${missed.id}`.execute(
      db,
    );
    const late = qualityReportSchema.parse((await city('GET', `/api/alarm-quality?${span(30)}`)).json());
    expect(late).toMatchObject({ observedFrom: now - HOUR, whole: { count: 3, retrospective: 1 } });
    expect(late.whole.hoursBeyond).toBeGreaterThan(2);
    await sql`TRUNCATE observed_since`.execute(db);
    const unheard = qualityReportSchema.parse((await neighbour('GET', `/api/alarm-quality?${span(30)}`)).json());
    expect(unheard.observedFrom).toBeNull();
    expect(unheard.rows.filter(({ value }) => value !== null)).toEqual([]);
  });

  it('notes once of every place when its first device was heard', async () => {
    await sql`TRUNCATE observed_since`.execute(db);
    const register = await openRegister(db);
    const latest = openLatest();
    const round = async () => {
      const observing = openObserving(db, pino({ level: 'silent' }));
      for (const device of register.devices()) observing.look(device, latest);
      await observing.keep();
      return (
        await sql<{ organisation_id: string; at: Date }>`SELECT organisation_id, at FROM observed_since`.execute(db)
      ).rows;
    };
    const hear = (receivedAt: number) =>
      latest.take(batchOfRecord({ device: plant.gateway, receivedAt, readings: [], fixes: [] }));
    expect(await round()).toEqual([]);
    hear(now - HOUR);
    expect(await round()).toEqual([{ organisation_id: plant.enterprise, at: new Date(now - HOUR) }]);
    hear(now);
    expect(await round()).toEqual([{ organisation_id: plant.enterprise, at: new Date(now - HOUR) }]);
  });
});

/** The month before the last one, so that it is over whatever the day. */
const past = (): string => {
  const day = new Date(Date.now() + 8 * HOUR);
  return new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() - 2, 15)).toISOString().slice(0, 7);
};

/** An excursion that a back-fill brought, as the rules write it. */
async function found(since: number, until: number, seenAt: number): Promise<void> {
  const about = subject(plant.point('level'), of(plant, TOWN));
  const happening = {
    kind: 'found',
    at: until,
    since,
    raisedAt: since,
    level: 'orange',
    label: '高限',
    value: 82,
    limit: 80,
    peak: 85,
  } as const;
  const alarmId = excursionId('~level-high', about.id, since);
  await db.transaction().execute((tx) =>
    writeChange(
      tx,
      {
        rule: ruleOf('level-high')!,
        subject: about,
        happening,
        alarmId,
        peak: 85,
        lon: null,
        lat: null,
        retrospective: true,
      },
      seenAt,
    ),
  );
}

const statement = async (id: string, who = inspector) =>
  statementSchema.parse((await who('GET', `/api/alarm-quality/statements/${id}`)).json());
const issuedOf = async (month: string) =>
  statementSchema.parse(
    (await inspector('POST', '/api/alarm-quality/statements', { month, reason: '按月公布' })).json(),
  );
/** So that the next test issues the month again. */
const forgetStatements = () =>
  sql`
    ALTER TABLE alarm_quality_statement DISABLE TRIGGER USER; TRUNCATE alarm_quality_statement;
    ALTER TABLE alarm_quality_statement ENABLE TRIGGER USER`.execute(db);

describe('a statement of a month', () => {
  beforeEach(forgetStatements);

  it('is issued once by the place, and restated by late data with its revisions kept', async () => {
    const month = past();
    const { from, to } = monthSpan(month);
    await recover(db, await ring(plant.point('level'), from + DAY), from + DAY + HOUR);
    const issued = await inspector('POST', '/api/alarm-quality/statements', { month, reason: '按月公布' });
    expect(issued.statusCode).toBe(201);
    const first = statementSchema.parse(issued.json());
    expect(first).toMatchObject({
      revision: 1,
      from,
      to,
      regionPath: COUNTY,
      whole: { count: 1, hoursBeyond: 1, retrospective: 0 },
    });
    expect((await inspector('POST', '/api/alarm-quality/statements', { month, reason: '再来' })).json()).toMatchObject({
      code: 'statement-issued',
    });
    expect(await restate(db, Date.now())).toBe(0);

    await found(from + 2 * DAY, from + 2 * DAY + 3 * HOUR, Date.now() + 1000);
    expect(await restate(db, Date.now() + 2000)).toBe(1);
    expect(await restate(db, Date.now() + 3000)).toBe(0);
    const all = (await inspector('GET', '/api/alarm-quality/statements'))
      .json()
      .map((one: unknown) => statementHeadSchema.parse(one));
    expect(all.map((one: { revision: number }) => one.revision)).toEqual([2, 1]);
    expect(all[0]).toMatchObject({
      number: first.number,
      reason: '补传数据中发现 1 条越限',
      by: '系统',
      whole: { count: 1, hoursBeyond: 4, retrospective: 1 },
    });
    expect(await statement(all[1].id)).toEqual(first);
    expect(all[0].hash).not.toBe(first.hash);
    // What was issued is never changed, not even by the owner of the tables.
    await expect(sql`UPDATE alarm_quality_statement SET reason = ''`.execute(db)).rejects.toThrow('never changed');
    expect((await neighbour('GET', '/api/alarm-quality/statements')).json()).toEqual([]);
  });

  it('is restated when an alarm that late data had found turns out to last, which changes what it counts as', async () => {
    const month = past();
    const { from } = monthSpan(month);
    const level = subject(plant.point('level'), of(plant, TOWN));
    const began = from + 2 * DAY;
    const alarmId = excursionId('level-high', level.id, began);
    const tell = (happening: Happened, retrospective: boolean, seenAt: number) =>
      db.transaction().execute((tx) =>
        writeChange(
          tx,
          {
            rule: ruleOf('level-high')!,
            subject: level,
            happening,
            alarmId,
            peak: 90,
            lon: null,
            lat: null,
            retrospective,
          },
          seenAt,
        ),
      );
    const breach = {
      kind: 'raised',
      at: began,
      since: began,
      level: 'orange',
      label: '高限',
      value: 90,
      limit: 80,
    } as const;
    await tell(breach, true, Date.now() - HOUR);
    const first = await issuedOf(month);
    expect(first.whole).toMatchObject({ count: 0, retrospective: 1 });
    expect(await restate(db, Date.now())).toBe(0);
    // Live data goes on with it, by a device whose clock is a little behind.
    await tell({ kind: 'came-live', at: Date.now() - MINUTE }, false, Date.now() + 1000);
    expect(await restate(db, Date.now() + 2000)).toBe(1);
    expect(await restate(db, Date.now() + 3000)).toBe(0);
    const [second] = (await inspector('GET', '/api/alarm-quality/statements')).json();
    expect(statementHeadSchema.parse(second)).toMatchObject({
      number: first.number,
      revision: 2,
      reason: '补传数据中发现的 1 条越限转为实时报警',
      whole: { count: 1, retrospective: 0 },
    });
  });

  it('speaks of every monitored enterprise, also of those without any alarm, and is a file', async () => {
    const month = past();
    const { from } = monthSpan(month);
    await sql`UPDATE device SET created_at = ${new Date(from)} WHERE enterprise IN (${plant.enterprise}, ${other.enterprise})`.execute(
      db,
    );
    await sql`UPDATE enterprise SET created_at = ${new Date(from)} WHERE id IN (${plant.enterprise}, ${other.enterprise})`.execute(
      db,
    );
    const issued = await issuedOf(month);
    expect(issued.enterprises).toMatchObject([
      { key: plant.enterprise, name: '信江化工1厂', count: 0, hoursBeyond: 0 },
    ]);
    const [head] = (await inspector('GET', '/api/alarm-quality/statements')).json();
    expect(head).toMatchObject({ enterprises: 1, quiet: 1 });
    const book = await inspector('GET', `/api/alarm-quality/statements/${issued.id}/file.xlsx`);
    const { sheets } = await readXlsx(book.rawPayload);
    expect(sheets[1]!.rows.map((row) => row.slice(0, 2))).toEqual([
      ['名称', '报警数'],
      ['信江化工1厂', 0],
    ]);
    const pdf = await inspector('GET', `/api/alarm-quality/statements/${issued.id}/file.pdf`);
    expect(pdf.rawPayload.subarray(0, 5).toString()).toBe('%PDF-');
    for (const form of ['', '/file.pdf', '/file.xlsx'])
      expect((await neighbour('GET', `/api/alarm-quality/statements/${issued.id}${form}`)).statusCode).toBe(404);
  });

  it('is proposed for publication once, and read outside only after somebody else approved it', async () => {
    const issued = await issuedOf(past());
    const path = `/api/alarm-quality/statements/${issued.id}/publication`;
    const drafted = await inspector('POST', path);
    expect(drafted.statusCode).toBe(201);
    expect((await inspector('POST', path)).json()).toMatchObject({ code: 'already-exists' });
    expect((await city('POST', path)).json()).toMatchObject({ code: 'not-permitted' });
    const { id } = drafted.json() as { id: string };
    const detail = (await inspector('GET', `/api/publications/${id}`)).json();
    expect(detail).toMatchObject({
      publication: { kind: 'notice', state: 'drafted', sourceKind: 'alarm-quality-statement' },
      mine: true,
    });
    expect(detail.preview.title).toContain('报警质量月报');
  });

  it('is not issued by those who see a part, before its month is over, nor without the verb', async () => {
    const ask = async (who: Ask, month: string) =>
      (await who('POST', '/api/alarm-quality/statements', { month, reason: '公布' })).json().code;
    expect(await ask(inspector, '2199-12')).toBe('month-not-over');
    expect(await ask(city, past())).toBe('not-permitted');
    expect(await ask(await askAs(app, db, uuid(905)), past())).toBe('statement-scope');
  });
});
