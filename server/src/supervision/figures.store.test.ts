import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { ClickHouseClient } from '@clickhouse/client';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../access/scoped.ts';
import { raise } from '../alarm/testing/raise.ts';
import { buildApp, type App } from '../http/index.ts';
import { askAs, enterPerson, openStage, type Ask, type Stage } from '../http/testing/stage.ts';
import { openLatest } from '../ingest/latest.ts';
import { openLink } from '../ingest/link.ts';
import { uuid } from '../ingest/testing/devices.ts';
import { openMirror, type Mirror } from '../live/mirror.ts';
import { fenceRoutes } from '../position/fences.ts';
import { withinRoutes } from '../position/within.ts';
import { registryRoutes } from '../registry/index.ts';
import { openClickhouse, splitStatements, type ClickhouseHandle } from '../store/clickhouse/index.ts';
import { temporaryHome } from '../store/testing/folders.ts';
import { supervisionRoutes } from './routes.ts';

const COUNTY = 'cn.36.11.02.';
const TOWNS = ['cn.36.11.02.001.', 'cn.36.11.02.002.'] as const;
const ELSEWHERE = 'cn.36.11.04.';
const CLASSES = ['dangerous-goods', 'tourist-bus', 'line-bus'] as const;
const MINUTE = 60_000;
const DAY = 86_400_000;
const NOW = Math.floor(Date.now() / 1000) * 1000;
const FIRMS = [uuid(501), uuid(502), uuid(503)];
const KEYS = ['online', 'installed', 'handled', 'responded'] as const;

/** A fleet whose figures are known beforehand: every seventh without a terminal, every eleventh out of service, … */
const FLEET = Array.from({ length: 300 }, (_, index) => ({
  id: uuid(10_000 + index),
  name: `赣E${String(20_000 + index)}`,
  firm: FIRMS[index % 3]!,
  town: TOWNS[index % 2]!,
  category: CLASSES[Math.floor(index / 3) % 3]!,
  installed: index % 7 !== 0,
  suspended: index % 11 === 0,
  /** Heard within a day, or forty hours ago. */
  heard: index % 5 === 0 ? 'before' : index % 5 === 1 ? 'never' : 'today',
}));

let home: Awaited<ReturnType<typeof temporaryHome>>;
let store: ClickhouseHandle;
let clickhouse: ClickHouseClient;
let stage: Stage;
let db: Database;
let link: Awaited<ReturnType<typeof openLink>>;
let mirror: Mirror;
let app: App;
let officer: Ask;
let inspector: Ask;
let town: Ask;

beforeAll(async () => {
  [stage, home] = await Promise.all([openStage(), temporaryHome()]);
  store = await openClickhouse({ home: home.home, clickhouseUrl: undefined });
  ({ client: clickhouse } = store);
  const history = await readFile(new URL('../../sql/clickhouse/0001-history.sql', import.meta.url), 'utf8');
  for (const query of splitStatements(history)) await clickhouse.command({ query });
  ({ db } = stage);
  const silent = { state: () => ({}), device: () => undefined, instruct: () => undefined };
  link = await openLink({ port: 0, token: 't', latest: openLatest(), answers: silent });
  mirror = openMirror({ port: link.port, token: 't' }, stage.context.log);
  const modules = [supervisionRoutes, fenceRoutes, withinRoutes, registryRoutes];
  app = await buildApp({ ...stage.context, clickhouse, mirror }, modules);
  const people = [
    { id: uuid(901), account: '值班', role: 'duty-officer', region: 'cn.36.11.' },
    { id: uuid(902), account: '执法', role: 'inspector', region: COUNTY },
    { id: uuid(903), account: '镇', role: 'town-officer', region: TOWNS[1] },
  ];
  for (const person of people) await enterPerson(db, person);
  [officer, inspector, town] = (await Promise.all(people.map(({ id }) => askAs(app, db, id)))) as [Ask, Ask, Ask];
  await enterFleet();
}, 120_000);
afterAll(async () => {
  await app.close();
  mirror.close();
  await link.close();
  await store.stop();
  await home.remove();
  await stage.close();
});

async function enterFleet(): Promise<void> {
  for (const [index, id] of FIRMS.entries())
    await sql`
      INSERT INTO enterprise (id, name, region_path, organisation_id, lon, lat, credit_code, risk_level)
      VALUES (${id}, ${`第${index + 1}运输公司`}, ${TOWNS[0]}, ${id}, 117.9, 28.4, ${`X${index}`}, 'yellow')`.execute(
      db,
    );
  for (const one of FLEET) {
    await sql`
      INSERT INTO vehicle (id, name, region_path, organisation_id, enterprise, category, terminal_installed, suspended, speed_limit)
      VALUES (${one.id}, ${one.name}, ${one.town}, ${one.firm}, ${one.firm}, ${one.category}, ${one.installed}, ${one.suspended}, 80)`.execute(
      db,
    );
    if (one.installed)
      await sql`
        INSERT INTO device (id, name, region_path, organisation_id, identity, protocol, enterprise, origin, vehicle)
        VALUES (${randomUUID()}, '车载终端', ${one.town}, ${one.firm}, ${`jt808:${one.id.slice(-12)}`}, 'jt808', ${one.firm}, 'generated', ${one.id})`.execute(
        db,
      );
  }
  const fixes = FLEET.filter(({ heard }) => heard !== 'never').map(({ id, heard }) =>
    fix(id, heard === 'today' ? NOW - 60 * MINUTE : NOW - 40 * 60 * MINUTE, 118.5, 29),
  );
  await clickhouse.insert({ table: 'fix', values: fixes, format: 'JSONEachRow' });
}

const fix = (object: string, at: number, lon: number, lat: number, speed = 50) => ({
  object,
  at,
  lon,
  lat,
  speed,
  positioned: 1,
  live: 1,
  received: at,
});
const get = async (ask: Ask, url: string) => (await ask('GET', url)).json();

interface Rate {
  key: (typeof KEYS)[number];
  numerator: number;
  denominator: number;
  value: number | null;
  missing: { id: string; name: string }[];
}
async function ratesOf(ask: Ask, wish = ''): Promise<Record<string, Rate>> {
  const found = (await get(ask, `/api/vehicles/rates?${wish}`)) as Rate[];
  expect(found.map(({ key }) => key)).toEqual(KEYS);
  return Object.fromEntries(found.map((rate) => [rate.key, rate]));
}

describe('[S33.5] the four rates over HTTP', () => {
  const due = FLEET.filter(({ installed, suspended }) => installed && !suspended);
  const share = (numerator: number, denominator: number) => ({
    numerator,
    denominator,
    value: numerator / denominator,
  });

  it('count a fleet of 300 as it was entered, each rate by itself', async () => {
    const rates = await ratesOf(officer);
    expect(rates['online']).toMatchObject({ label: '“两客一危”上线率（期内有定位 / 已装终端、未报停）' });
    expect((await ratesOf(officer, 'category=freight'))['handled']).toMatchObject({
      label: '重型货车违法查处率（已查处 / 期内违法）',
    });
    expect(rates['online']).toMatchObject(share(due.filter(({ heard }) => heard === 'today').length, due.length));
    expect(rates['installed']).toMatchObject(share(FLEET.filter(({ installed }) => installed).length, 300));
    expect(rates['handled']).toMatchObject({ numerator: 0, denominator: 0, value: null });
    expect(rates['responded']).toMatchObject({ numerator: 0, denominator: 0, value: null });
  });

  it('drill down to exactly those that are missing, page by page', async () => {
    const rates = await ratesOf(officer);
    for (const key of KEYS) {
      const { numerator, denominator } = rates[key]!;
      const first = await get(officer, `/api/vehicles/rates/missing?key=${key}`);
      expect(first.total).toBe(denominator - numerator);
      const pages = await Promise.all(
        Array.from({ length: Math.ceil(first.total / 100) }, (_, page) =>
          get(officer, `/api/vehicles/rates/missing?key=${key}&page=${page + 1}`),
        ),
      );
      const missing = pages.flatMap(({ rows }) => rows as { id: string }[]);
      for (const [part, count] of [
        ['met', numerator],
        ['all', denominator],
      ] as const) {
        const url = `/api/vehicles/rates/missing?key=${key}&part=${part}`;
        const seen = new Set<string>();
        for (let page = 1; page === 1 || seen.size < count; page += 1) {
          const { total, rows } = await get(officer, `${url}&page=${page}`);
          expect([total, page * 100 - 99 <= Math.max(1, count)], `${key} ${part}`).toEqual([count, true]);
          for (const { id } of rows as { id: string }[]) seen.add(id);
        }
        expect(seen.size, `${key} ${part}`).toBe(count);
      }
      expect(new Set(missing.map(({ id }) => id)).size).toBe(denominator - numerator);
    }
    const absent = due.filter(({ heard }) => heard !== 'today').map(({ id }) => id);
    expect(absent.length).toBeGreaterThan(80);
    const told = await get(officer, '/api/vehicles/rates/missing?key=online');
    expect(absent).toEqual(expect.arrayContaining(told.rows.map(({ id }: { id: string }) => id)));
  });

  it.each(['enterprise', 'region', 'category'] as const)(
    'by %s add up to the whole, and to what the filter says',
    async (by) => {
      const whole = await ratesOf(officer);
      const groups = (await get(inspector, `/api/vehicles/rates/groups?by=${by}`)) as {
        group: string;
        name: string;
        rates: Rate[];
      }[];
      expect(groups.map(({ group }) => group)).toEqual(
        { enterprise: FIRMS, region: [...TOWNS], category: CLASSES.toSorted() }[by],
      );
      for (const [index, key] of KEYS.entries()) {
        const sum = (part: 'numerator' | 'denominator') =>
          groups.reduce((total, { rates }) => total + rates[index]![part], 0);
        expect([sum('numerator'), sum('denominator')]).toEqual([whole[key]!.numerator, whole[key]!.denominator]);
      }
      for (const { group, rates } of groups) {
        const filtered = await ratesOf(officer, `${by}=${group}`);
        for (const rate of rates) expect(filtered[rate.key]).toMatchObject(rate);
      }
    },
  );

  it('are of a period: who was heard then, and which violations fell into it', async () => {
    const [one, two] = FLEET;
    const about = { rule: 'overspeed', kind: 'vehicle', quantity: 'speed' } as const;
    for (const [vehicle, at] of [
      [one!, NOW - 30 * MINUTE],
      [two!, NOW - 3 * DAY],
    ] as const)
      await raise(db, vehicle.id, {
        ...about,
        at,
        name: vehicle.name,
        organisationId: vehicle.firm,
        regionPath: vehicle.town,
      });
    const period = (from: number, to: number) => ratesOf(officer, `from=${from}&to=${to}`);
    expect((await period(NOW - DAY, NOW))['handled']).toMatchObject({
      numerator: 0,
      denominator: 1,
      missing: [{ name: expect.stringContaining(one!.name) }],
    });
    expect((await period(NOW - 4 * DAY, NOW - 2 * DAY))['handled']).toMatchObject({
      denominator: 1,
      missing: [{ name: expect.stringContaining(two!.name) }],
    });
    expect((await period(NOW - 4 * DAY, NOW))['handled']).toMatchObject({ denominator: 2 });
    const heard = (wanted: string) => due.filter((vehicle) => vehicle.heard === wanted).length;
    expect((await period(NOW - 2 * DAY, NOW - DAY))['online']).toMatchObject(share(heard('before'), due.length));
    expect((await period(NOW - 2 * DAY, NOW))['online']).toMatchObject(
      share(heard('before') + heard('today'), due.length),
    );
    expect(
      (await ratesOf(officer, `enterprise=${two!.firm}&from=${NOW - 4 * DAY}&to=${NOW}`))['handled'],
    ).toMatchObject({ denominator: 1 });
  });

  it('are of the asker’s own scope', async () => {
    const own = FLEET.filter((vehicle) => vehicle.town === TOWNS[1]);
    expect((await ratesOf(town))['installed']).toMatchObject({ denominator: own.length });
  });
});

describe('fences over HTTP', () => {
  const square = (lon: number, lat: number, side: number) => [
    [lon, lat],
    [lon + side, lat],
    [lon + side, lat + side],
    [lon, lat + side],
    [lon, lat],
  ];
  const shape = { kind: 'circle', centre: [117.9, 28.4], radius: 400 };
  const listed = async (ask: Ask, search = '') =>
    (await get(ask, `/api/position/fences?search=${encodeURIComponent(search)}`)) as {
      id: string;
      name: string;
      version: number;
      shape: { kind: string } | null;
      periods: object[];
    }[];

  it('[S34.2] are registered, drawn, drawn anew, refused when somebody was quicker, and retired', async () => {
    const made = await inspector('POST', '/api/fences', {
      name: '信江取水口',
      regionPath: TOWNS[0],
      purpose: 'forbidden',
      categories: 'dangerous-goods',
    });
    expect(made.statusCode).toBe(201);
    const { id, version } = made.json<{ id: string; version: number }>();
    expect(await listed(officer, '信江取水口')).toMatchObject([{ id, shape: null }]);
    const draw = (body: object, ask = inspector) => ask('POST', `/api/position/fences/${id}/extent`, body);
    const periods = [{ from: '07:00', to: '20:00', weekdays: [1, 2, 3, 4, 5] }];
    expect((await draw({ shape, periods, version })).json()).toEqual({ version: version + 1 });
    expect((await draw({ shape, version })).json().code).toBe('version-conflict');
    expect(
      (
        await draw({
          shape: {
            kind: 'polygon',
            polygons: [
              [
                [
                  [0, 0],
                  [1, 1],
                  [0, 0],
                ],
              ],
            ],
          },
          version: version + 1,
        })
      ).json().code,
    ).toBe('shape-invalid');
    expect((await draw({ shape, version: version + 1 }, town)).json().code).toBe('not-found');
    expect(await listed(officer, '信江取水口')).toMatchObject([{ shape, periods, version: version + 1 }]);
    const { rows } =
      await sql`SELECT lon, lat, west < 117.9 AND east > 117.9 AND south < 28.4 AND north > 28.4 AS boxed FROM fence WHERE id = ${id}`.execute(
        db,
      );
    expect(rows).toEqual([{ lon: 117.9, lat: 28.4, boxed: true }]);
    await inspector('POST', `/api/fences/${id}/retire`, { reason: '取水口已迁' });
    expect(await listed(officer, '信江取水口')).toEqual([]);
  });

  it('[S34.2] come from GeoJSON: what can be judged is entered, of the rest it is said why not', async () => {
    const feature = (name: string, geometry: object | null, more: object = {}) => ({
      type: 'Feature',
      properties: { name, ...more },
      geometry,
    });
    const features = [
      feature('导入面', { type: 'Polygon', coordinates: [square(117.5, 28.2, 0.01)] }),
      feature(
        '导入线',
        {
          type: 'LineString',
          coordinates: [
            [117.5, 28.2],
            [117.6, 28.25],
          ],
        },
        { halfWidth: 80 },
      ),
      feature('导入点', { type: 'Point', coordinates: [117.5, 28.2] }, { radius: 200 }),
      feature('没有半径的点', { type: 'Point', coordinates: [117.5, 28.2] }),
      feature('', { type: 'Polygon', coordinates: [square(117.5, 28.2, 0.01)] }),
      feature('没有几何', null),
    ];
    const send = (regionPath: string) =>
      inspector('POST', '/api/position/fences/import', {
        purpose: 'forbidden',
        regionPath,
        collection: { type: 'FeatureCollection', features },
      });
    expect((await send(ELSEWHERE)).json()).toMatchObject({ code: 'field-invalid', field: 'regionPath' });
    expect((await send(`${TOWNS[0]}999.`)).json()).toMatchObject({ code: 'field-invalid', field: 'regionPath' });
    const answer = (await send(TOWNS[0])).json();
    expect(answer).toMatchObject({
      entered: 3,
      left: [{ index: 3, name: '没有半径的点' }, { index: 4 }, { index: 5 }],
    });
    const kinds = (await listed(officer, '导入')).map(({ name, shape: made }) => [name, made?.kind]);
    expect(Object.fromEntries(kinds)).toEqual({ 导入面: 'polygon', 导入线: 'corridor', 导入点: 'circle' });
    expect(await listed(town, '导入')).toEqual([]);
  });

  it('tell who was inside an area between two times, by its true edge and in one’s scope', async () => {
    // With a terminal each; the last is of the next town.
    const [a, b, c, other] = [FLEET[2]!, FLEET[4]!, FLEET[6]!, FLEET[1]!];
    // An L: the box's upper right quarter is outside.
    const ring = [
      [117, 27],
      [117.2, 27],
      [117.2, 27.1],
      [117.1, 27.1],
      [117.1, 27.2],
      [117, 27.2],
    ];
    const polygon = { kind: 'polygon', polygons: [[ring]] };
    const at = (minutes: number): number => NOW - 300 * MINUTE + minutes * MINUTE;
    await clickhouse.insert({
      table: 'fix',
      format: 'JSONEachRow',
      values: [
        ...[0, 5, 10].map((minute) => fix(a.id, at(minute), 117.05, 27.05, 40 + minute)),
        fix(a.id, at(20), 117.15, 27.15, 99),
        fix(b.id, at(5), 117.15, 27.15),
        fix(c.id, at(-30), 117.05, 27.05),
        fix(c.id, at(60), 117.05, 27.05),
        fix(other.id, at(6), 117.05, 27.15),
      ],
    });
    const ask = async (who: Ask, from: number, to: number) =>
      (await who('POST', '/api/position/within', { shape: polygon, from, to })).json();
    const answer = await ask(officer, at(0), at(60));
    expect(answer.rows).toEqual([
      { id: a.id, kind: 'vehicle', name: a.name, first: at(0), last: at(10), fixes: 3, maxSpeed: 50 },
      { id: other.id, kind: 'vehicle', name: other.name, first: at(6), last: at(6), fixes: 1, maxSpeed: 50 },
    ]);
    expect(answer.fixes).toBe(6);
    expect((await ask(officer, at(0), at(61))).rows).toHaveLength(3);
    expect((await ask(town, at(0), at(60))).rows.map(({ id }: { id: string }) => id)).toEqual([other.id]);
    expect((await ask(officer, at(0), at(0))).code).toBe('field-invalid');
    expect((await ask(officer, at(0), at(0) + 32 * DAY)).code).toBe('field-invalid');
  });
});

describe('[S34.1] the check of a waybill over HTTP', () => {
  const lorry = FLEET.find(
    ({ category, installed, suspended, town: at }) =>
      category === 'dangerous-goods' && installed && !suspended && at === TOWNS[0],
  )!;
  const bill = (part: object = {}) => ({
    enterprise: lorry.firm,
    consignor: '甲油库',
    consignee: '乙加油站',
    vehicle: lorry.id,
    cargo: '汽油',
    un: '1203',
    goodsClass: '3',
    quantity: 18,
    origin: '甲',
    destination: '乙',
    plannedStart: NOW + 60 * MINUTE,
    plannedEnd: NOW + 300 * MINUTE,
    ...part,
  });
  const issue = (part: object = {}) => inspector('POST', '/api/waybills', bill(part));

  it('names each finding with its clause, refuses, and lets it go when the papers are there', async () => {
    const checked = (await inspector('POST', '/api/waybills/check', bill())).json();
    expect(checked.blocked).toBe(true);
    const keys = checked.findings.map(({ check }: { check: string }) => check);
    expect(keys).toEqual(expect.arrayContaining(['licence', 'driver', 'escort', 'vehicle', 'load', 'route']));
    for (const { check, label, text, clause } of checked.findings)
      expect([check, label.length > 0, text.length > 0, /规定|条例|办法|GB|法/.test(clause)]).toEqual([
        check,
        true,
        true,
        true,
      ]);
    expect((await issue()).json()).toMatchObject({ code: 'waybill-blocked' });
    expect((await sql`SELECT FROM waybill`.execute(db)).rows).toHaveLength(0);

    await sql`UPDATE vehicle SET goods_classes = '3', load_tonnes = 20, inspection_until = '2099-01-01' WHERE id = ${lorry.id}`.execute(
      db,
    );
    await sql`
      INSERT INTO transport_licence (id, name, region_path, organisation_id, enterprise, number, classes, valid_until)
      VALUES (${randomUUID()}, '许可', ${TOWNS[0]}, ${lorry.firm}, ${lorry.firm}, 'L-1', '3', '2099-01-01')`.execute(
      db,
    );
    const person = async (kind: string) => {
      const id = randomUUID();
      await sql`
        INSERT INTO transport_person (id, name, region_path, organisation_id, enterprise, kind, number, classes, valid_until)
        VALUES (${id}, ${kind}, ${TOWNS[0]}, ${lorry.firm}, ${lorry.firm}, ${kind}, ${id}, '3', '2099-01-01')`.execute(
        db,
      );
      return id;
    };
    const crew = { driver: await person('driver'), escort: await person('escort') };
    const issued = await issue(crew);
    expect(issued.statusCode).toBe(201);
    const { id, version, findings } = issued.json();
    expect(findings).toMatchObject([{ check: 'route', blocking: false }]);
    expect((await issue(crew)).body).toContain('已有运单');

    // Papers that run out before the vehicle sets off stop it.
    await sql`UPDATE transport_licence SET valid_until = '2020-01-01'`.execute(db);
    const step = () => inspector('POST', `/api/waybills/${id}/step`, { to: 'in-transit', version });
    expect((await step()).json().code).toBe('waybill-blocked');
    await sql`UPDATE transport_licence SET valid_until = '2099-01-01'`.execute(db);
    expect((await step()).json()).toMatchObject({ state: 'in-transit' });
    expect((await get(officer, `/api/vehicles/${lorry.id}/card`)).waybill).toMatchObject({
      cargo: '汽油',
      quantity: 18,
    });
    expect((await town('POST', '/api/waybills/check', bill(crew))).json().code).toBe('field-invalid');
  });
});
