import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Duplicates } from '@anlan/kernel/registry';
import { askAs, enterPerson, openStage, type Ask, type Stage } from '../http/testing/stage.ts';
import { tableName } from '@anlan/kernel/entity';
import { ENTITIES, entityOf } from './index.ts';
import { apartOf, compareWaiting } from './matching.ts';
import { creditCode, sampleOf } from './testing/sample.ts';

const TOWN = 'cn.36.11.02.001.';
const NEXT = 'cn.36.11.02.002.';
const uuid = (number: number): string => `00000000-0000-4000-8000-${number.toString().padStart(12, '0')}`;
/** What used to be compared at once; the pair under test lies beyond. */
const MANY = 20_000;

let stage: Stage;
let city: Ask;
let town: Ask;
let next: Ask;
let trade: Ask;
let system: Ask;

interface Firm {
  readonly id: string;
  readonly version: number;
}

async function firm(number: number, members: object, region = NEXT): Promise<Firm> {
  const answer = await city('POST', '/api/enterprises', {
    // Numbers in a row are codes a slip apart.
    ...sampleOf(entityOf('enterprise'), number * 11_111, region, null),
    ...members,
  });
  expect(answer.statusCode, answer.body).toBe(201);
  return answer.json<Firm>();
}
const change = (one: Firm, version: number, changes: object) =>
  city('PATCH', `/api/enterprises/${one.id}`, { version, changes });

async function page(ask: Ask, wish = ''): Promise<Duplicates> {
  const answer = await ask('GET', `/api/registry/duplicates?entity=enterprise${wish}`);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json<Duplicates>();
}
/** All pages, as long as there is a next one. */
async function pairsOf(ask: Ask, wish = ''): Promise<Duplicates['pairs']> {
  const pairs: Duplicates['pairs'] = [];
  for (let after: string | null = ''; after !== null;) {
    const got: Duplicates = await page(ask, after === '' ? wish : `${wish}&after=${after}`);
    pairs.push(...got.pairs);
    after = got.next;
  }
  return pairs;
}
async function told(ask: Ask, one: Firm, other: Firm): Promise<readonly string[] | undefined> {
  const ids = new Set([one.id, other.id]);
  const pairs = await pairsOf(ask);
  return pairs.find((pair) => ids.has(pair.one.id) && ids.has(pair.other.id))?.reasons;
}

beforeAll(async () => {
  stage = await openStage();
  const app = await stage.app();
  const { db } = stage;
  const people = [
    { id: uuid(1), account: '市', role: 'inspector', region: 'cn.36.11.' },
    { id: uuid(2), account: '镇', role: 'town-officer', region: TOWN },
    { id: uuid(3), account: '邻镇', role: 'town-officer', region: NEXT },
    { id: uuid(4), account: '条线', role: 'inspector', region: 'cn.36.11.', sectors: ['fireworks'] },
    { id: uuid(5), account: '系统', role: 'system-administrator', region: 'cn.36.11.' },
  ] as const;
  for (const person of people) await enterPerson(db, person);
  [city, town, next, trade, system] = (await Promise.all(people.map(({ id }) => askAs(app, db, id)))) as [
    Ask,
    Ask,
    Ask,
    Ask,
    Ask,
  ];
  // A register of its own kind: three letters of six thousand make the name, so that hardly two are alike by chance.
  await sql`
    INSERT INTO enterprise (id, name, region_path, organisation_id, sector, risk_level, credit_code, initials, lon, lat)
    SELECT ('00000000-0000-4000-9000-' || lpad(n::text, 12, '0'))::uuid,
      chr(19968 + n % 6007) || chr(19968 + (n * 7919) % 6011) || chr(19968 + (n * 104729) % 6029) || '机械厂', ${TOWN},
      ('00000000-0000-4000-9000-' || lpad(n::text, 12, '0'))::uuid, 'machinery', 'blue', 'FILL' || n, 'x', 117 + (n % 200) * 0.01, 28 + (n / 200) * 0.01
    FROM generate_series(1, ${MANY}::int) n`.execute(db);
}, 120_000);
afterAll(() => stage.close());

describe('likely duplicates of a large register', () => {
  it('[S01.1] are told before all is compared, and say how many wait; in the end none does', async () => {
    const first = await page(city);
    expect(first.waiting).toBeGreaterThan(0);
    await compareWaiting(stage.db, 300_000);
    expect(await page(city)).toMatchObject({ waiting: 0, atLeast: false });
  }, 300_000);

  it('[S01.1] are found anywhere in it: by name, by code, by name and place, and told in both towns’ city only', async () => {
    const { rows } = await sql<{ name: string; lon: number; lat: number }>`
      SELECT name, lon, lat FROM enterprise WHERE credit_code = ${`FILL${MANY - 7}`}`.execute(stage.db);
    const last = { id: `00000000-0000-4000-9000-${String(MANY - 7).padStart(12, '0')}`, version: 1 };
    const { name, lon, lat } = rows[0]!;
    const same = await firm(1, { name: `上饶市${name.replace('厂', '厂（有限公司）')}` });
    const near = await firm(2, { name: `${name}一`, lon: lon + 0.001, lat }, TOWN);
    expect(await told(city, same, last)).toEqual(['name']);
    expect(await told(city, near, last)).toEqual(['near']);
    expect(await told(town, near, last)).toEqual(['near']);
    expect(await told(town, same, last)).toBeUndefined();
    expect(await told(next, same, last)).toBeUndefined();
    expect(await told(trade, same, last)).toBeUndefined();
    expect((await page(town)).total).toBeLessThan((await page(city)).total);
  });

  it('are told to a department only where both are of its trade', async () => {
    const name = '跨行业同名厂';
    const firms = [];
    for (let n = 60; n < 66; n += 1) firms.push(await firm(n, { name, sector: n < 62 ? 'fireworks' : 'machinery' }));
    const [one, other, ...foreign] = firms as [Firm, Firm, ...Firm[]];
    expect(await told(trade, one, other)).toEqual(['name']);
    expect((await page(trade)).total).toBe(1);
    for (const third of foreign) {
      expect(await told(trade, one, third)).toBeUndefined();
      expect(await told(city, one, third)).toEqual(['name']);
    }
  });

  it('come page by page, the most alike first, none twice and none left out', async () => {
    // One twin with a slip in its code and the same name: two reasons.
    await firm(10, { name: '众多一号孪生厂', creditCode: creditCode(11 * 11_111 + 1) });
    for (let n = 11; n < 22; n += 1) await firm(n, { name: '众多一号孪生厂' });
    const pairs = await pairsOf(city);
    const keys = pairs.map(({ one, other }) => `${one.id} ${other.id}`);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys).toHaveLength((await page(city)).total);
    expect(keys.length).toBeGreaterThan(60);
    expect((await page(city)).pairs).toHaveLength(50);
    const reasons = pairs.map((pair) => pair.reasons.length);
    expect(reasons).toEqual(reasons.toSorted((a, b) => b - a));
    expect(new Set(reasons)).toEqual(new Set([1, 2]));
    expect((await city('GET', '/api/registry/duplicates?after=1_2_3')).statusCode).toBe(422);
  });

  it('follow their records: renamed, moved, retired, told apart', async () => {
    const one = await firm(30, { name: '甲乙丙丁厂', lon: 100, lat: 30 });
    const other = await firm(31, { name: '戊己庚辛厂', lon: 100, lat: 30 });
    expect(await told(city, one, other)).toBeUndefined();
    await change(other, 1, { name: '甲乙丙丁厂' });
    expect(await told(city, one, other)).toEqual(['name']);
    expect(await told(next, one, other)).toEqual(['name']);
    await change(other, 2, { regionPath: TOWN });
    expect(await told(city, one, other)).toEqual(['name']);
    expect(await told(next, one, other)).toBeUndefined();
    await change(other, 3, { name: '甲乙丙丁厂三' });
    expect(await told(city, one, other)).toEqual(['near']);
    await change(other, 4, { lat: 31 });
    expect(await told(city, one, other)).toBeUndefined();
    await change(other, 5, { lat: 30 });
    await city('POST', '/api/registry/duplicates/distinct', {
      entity: 'enterprise',
      one: one.id,
      other: other.id,
      reason: '',
    });
    expect(await told(city, one, other)).toBeUndefined();
    await change(other, 6, { name: '甲乙丙丁厂' });
    expect(await told(city, one, other)).toBeUndefined();
    const third = await firm(32, { name: '甲乙丙丁厂' });
    expect(await told(city, one, third)).toEqual(['name']);
    await city('POST', `/api/enterprises/${third.id}/retire`, { reason: '关停' });
    expect(await told(city, one, third)).toBeUndefined();
  });

  it('take a name of more than two hundred for a chain', async () => {
    await sql`
      INSERT INTO enterprise (id, name, region_path, organisation_id, sector, risk_level, credit_code, initials)
      SELECT id, '连锁便利店', ${TOWN}, id, 'machinery', 'blue', 'CHAIN' || n, 'x'
      FROM (SELECT gen_random_uuid() AS id, n FROM generate_series(1, 260) AS n) x`.execute(stage.db);
    await compareWaiting(stage.db, 60_000);
    const chained = async () => (await pairsOf(town)).filter(({ one }) => one.name === '连锁便利店');
    expect(await chained()).toEqual([]);
    // Two of a chain at one place may be one all the same.
    const here = { name: '连锁便利店', lon: 101, lat: 31 };
    const [one, other] = [await firm(50, here, TOWN), await firm(51, here, TOWN)];
    expect(await chained()).toMatchObject([{ reasons: ['name'] }]);
    expect(await told(town, one, other)).toEqual(['name']);
  });

  it('know a region’s new name as a prefix of names entered before', async () => {
    const plain = await firm(40, { name: '鸿远铸造厂' });
    const placed = await firm(41, { name: '云溪新区鸿远铸造厂' });
    expect(await told(city, plain, placed)).toBeUndefined();
    const zone = { parent: 'cn.36.11.', name: '云溪新区', kind: 'zone', reason: '设立' };
    expect((await system('POST', '/api/registry/regions', zone)).statusCode).toBe(200);
    // Only what the new name says otherwise is compared again, not the whole register.
    const again = await compareWaiting(stage.db, 300_000);
    expect([again > 0, again < 50]).toEqual([true, true]);
    expect(await told(city, plain, placed)).toEqual(['name']);
  }, 300_000);
});

describe('likely duplicates of things', () => {
  it('[S01.1] are told of one owner only, and follow the owner and what tells them apart', async () => {
    const [ours, theirs] = [await firm(80, { name: '东溪制药厂' }), await firm(81, { name: '西溪酿造厂' })];
    const enter = async (kind: string, number: number, members: object) => {
      const entity = entityOf(kind);
      const answer = await city('POST', `/api/${entity.plural}`, {
        ...sampleOf(entity, number, NEXT, ours.id, () => undefined),
        ...members,
      });
      expect(answer.statusCode, answer.body).toBe(201);
      return answer.json<Firm>();
    };
    const pairs = async (kind: string) => {
      await compareWaiting(stage.db, 60_000);
      const list = (await city('GET', `/api/registry/duplicates?entity=${kind}`)).json<Duplicates>().pairs;
      return list.map(({ one, other }) => [one.id, other.id].toSorted().join(' '));
    };
    const of = (...records: Firm[]) =>
      records
        .map(({ id }) => id)
        .toSorted()
        .join(' ');

    const place = { name: '反应釜区', lon: 117.9, lat: 28.4 };
    const one = await enter('risk-point', 90, { ...place, enterprise: ours.id });
    const foreign = await enter('risk-point', 91, { ...place, enterprise: theirs.id });
    expect(await pairs('risk-point')).toEqual([]);
    const twice = await enter('risk-point', 92, { ...place, enterprise: ours.id });
    expect(await pairs('risk-point')).toEqual([of(one, twice)]);
    const moved = await city('PATCH', `/api/risk-points/${foreign.id}`, {
      version: foreign.version,
      changes: { enterprise: ours.id },
    });
    expect(moved.statusCode, moved.body).toBe(200);
    expect(new Set(await pairs('risk-point'))).toEqual(new Set([of(one, twice), of(one, foreign), of(twice, foreign)]));

    const [east, west] = [await enter('building', 93, { name: '东楼' }), await enter('building', 94, { name: '西楼' })];
    const hydrant = { name: '三层消火栓', lon: null, lat: null };
    const first = await enter('fire-fitting', 95, { ...hydrant, building: east.id });
    const second = await enter('fire-fitting', 96, { ...hydrant, building: west.id });
    expect(await pairs('fire-fitting')).toEqual([]);
    const change = { version: second.version, changes: { building: east.id } };
    expect((await city('PATCH', `/api/fire-fittings/${second.id}`, change)).statusCode).toBe(200);
    expect(await pairs('fire-fitting')).toEqual([of(first, second)]);
  });

  it('wait again whenever anything changes by which they are compared', async () => {
    const { rows } = await sql<{ table: string; definition: string }>`
      SELECT tgrelid::regclass::text AS table, pg_get_triggerdef(oid) AS definition FROM pg_trigger WHERE tgname = 'compared_changed'`.execute(
      stage.db,
    );
    const watched = new Map(
      rows.map(({ table, definition }) => [
        table,
        new Set([...definition.matchAll(/old\.(\w+)/g)].map(([, column]) => column)),
      ]),
    );
    const base = ['name', 'region_path', 'lon', 'lat', 'retired_at'];
    for (const entity of ENTITIES.values()) {
      const own = entity.fields['creditCode'] === undefined ? ['organisation_id', ...apartOf(entity)] : ['credit_code'];
      expect([entity.key, watched.get(tableName(entity))]).toEqual([entity.key, new Set([...base, ...own])]);
    }
  });
});
