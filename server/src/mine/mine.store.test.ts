import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { watchMineFiles, type Listener } from '@anlan/gateways';
import type { MineDetail } from '@anlan/kernel/mine';
import type { Envelope, Intake } from '@anlan/kernel/telemetry';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askAs, asker, enterPerson, openStage, type Ask, type Stage } from '../http/testing/stage.ts';
import { uuid } from '../ingest/testing/devices.ts';
import { openMineMemory } from './memory.ts';
import { mineRoutes } from './routes.ts';
import { tidyMineFiles } from './tidy.ts';
import { mineFolder } from './upload.ts';

const CODE = '620823009203';
const DEVICE = uuid(951);
const TOWN = 'cn.36.11.02.001.';
const SECRET = '0123456789abcdef';
const HOUR = 3_600_000;

let stage: Stage;
let listener: Listener;
let officer: Ask;
let stranger: Ask;
let nobody: Ask;
const envelopes: Envelope[] = [];

const stamp = (at: number): string => new Date(at + 8 * HOUR).toISOString().slice(0, 19).replace('T', ' ');
const nameOf = (type: string, at: number): string => `${CODE}_${type}_${stamp(at).replaceAll(/\D/g, '')}.txt`;
const point = (code: string, alarm: string) =>
  `${code};01;001;0001;MN;%CH4;4;0;${alarm};0.9;;;1.5;1;;;;;3201 工作面;;;;;${stamp(Date.now())}`;
const definition = (at: number, ...points: string[]) =>
  `${CODE};测试煤矿;KJ90;监控系统;厂家;2030-01-01;${stamp(at)}~${points.map((one) => `${one}~`).join('')}||`;
const real = (at: number, value: string) =>
  `${CODE};测试煤矿;${stamp(at)}~P1;环境瓦斯;3201;${value};%CH4;0;${stamp(at)}~||`;

beforeAll(async () => {
  stage = await openStage();
  const { db, context } = stage;
  await sql`
    INSERT INTO device (id, name, region_path, identity, protocol, origin) VALUES (${DEVICE}, '测试煤矿', ${TOWN}, ${`coal:${CODE}`}, 'coal', 'live')`.execute(
    db,
  );
  const mirror = {
    ask: async (_: string, { identity, given }: { identity: string; given: string }) => ({
      proven: identity === `coal:${CODE}` && given === SECRET,
    }),
  };
  Object.assign(context, { mirror });
  const app = await stage.app({ modules: [mineRoutes] });
  await enterPerson(db, { id: uuid(952), account: '县监管员', role: 'inspector', region: 'cn.36.11.02.' });
  await enterPerson(db, { id: uuid(953), account: '邻县监管员', role: 'inspector', region: 'cn.36.11.29.' });
  officer = await askAs(app, db, uuid(952));
  stranger = await askAs(app, db, uuid(953));
  nobody = asker(app);
  const intake = {
    find: (identity: string) => (identity === `coal:${CODE}` ? { id: DEVICE, identity, secretHash: null } : undefined),
    accept: (envelope: Envelope) => (envelopes.push(envelope), Promise.resolve({ accepted: true as const })),
    refused: () => {},
    connected: () => {},
    disconnected: () => {},
  } satisfies Intake;
  const log = { info: () => {}, warn: () => {} };
  const folder = mineFolder(context.configuration.home);
  listener = await watchMineFiles({ intake, clock: Date.now, log, folder, memory: openMineMemory(db), every: 20 });
});

afterAll(async () => {
  await listener.close();
  await stage.close();
});

function upload(name: string, text: string | Buffer, secret = SECRET) {
  const headers = { authorization: `Bearer ${secret}`, 'content-type': 'text/plain' };
  return nobody('POST', `/api/mine-files/${CODE}/${name}`, text, headers);
}
const mine = async () =>
  (await officer('GET', `/api/mines/${DEVICE}`)).json<{
    points: number;
    proposed: number | null;
    people: number | null;
    definition: { id: string; changes: { key: string; what: string; detail: string }[] } | null;
    files: { verdict: string; way: string; type: string }[];
    underground: object[];
  }>();
const pointRows = async () =>
  (
    await sql<{
      key: string;
      limits: object;
    }>`SELECT key, limits FROM public.point WHERE device_id = ${DEVICE} ORDER BY key`.execute(stage.db)
  ).rows;

describe('a mine', () => {
  it('uploads a file and hears what became of it', async () => {
    const at = Date.now() - 300_000;
    expect((await upload(nameOf('CDSS', at), real(at, '0.42'))).json()).toEqual({
      name: nameOf('CDSS', at),
      verdict: 'apply',
      detail: '',
    });
    expect(envelopes.at(-1)).toMatchObject({ signals: [{ point: 'P1', value: 0.42 }] });
    expect((await upload(nameOf('CDSS', at), real(at, '0.42'))).json()).toMatchObject({ verdict: 'duplicate' });
    const late = at - HOUR;
    expect((await upload(nameOf('CDSS', late), real(late, '0.3'))).json()).toMatchObject({ verdict: 'stale' });
    // An upload without its end is refused at once: nothing more of it will come.
    expect((await upload(nameOf('CDSS', late), 'half')).json()).toMatchObject({ verdict: 'malformed' });
    expect((await mine()).files.map(({ verdict, way }) => [verdict, way])).toEqual(
      ['malformed', 'stale', 'duplicate', 'apply'].map((verdict) => [verdict, 'upload']),
    );
  });

  it('cannot be spoken for by somebody else, nor bring another name', async () => {
    const at = Date.now();
    expect((await upload(nameOf('CDSS', at), real(at, '1'), 'wrong')).statusCode).toBe(401);
    expect((await upload('..%2F..%2Fetc_passwd.txt', 'x')).statusCode).toBe(404);
    expect((await upload(nameOf('CDSS', at).toLowerCase(), 'x')).statusCode).toBe(404);
    expect((await stranger('GET', `/api/mines/${DEVICE}`)).statusCode).toBe(404);
    expect((await stranger('GET', '/api/mines')).json()).toEqual([]);
  });

  it('proposes points by its definition file; they become points when somebody confirms', async () => {
    const at = Date.now() - 200_000;
    await upload(nameOf('CDDY', at), definition(at, point('P1', '1'), point('P2', '1')));
    const before = await mine();
    expect([before.points, before.proposed]).toEqual([0, 2]);
    expect(before.definition?.changes.map(({ key, what }) => [key, what])).toEqual([
      ['P1', 'new'],
      ['P2', 'new'],
    ]);
    const path = `/api/mines/${DEVICE}/definitions/${before.definition?.id}`;
    expect((await stranger('POST', path, { decision: 'confirm' })).statusCode).toBe(404);
    expect((await officer('POST', path, { decision: 'reject' })).statusCode).toBe(422);
    expect((await officer('POST', path, { decision: 'confirm' })).statusCode).toBe(204);
    expect((await officer('POST', path, { decision: 'confirm' })).statusCode).toBe(409);
    expect((await pointRows()).map(({ key }) => key)).toEqual(['P1', 'P2', 'people']);
    expect((await pointRows())[0]?.limits).toMatchObject({ alarm: 1, cutOff: 1.5 });
  });

  it('the same definition again proposes nothing; a new one is shown with what it changes, the limits stay ours', async () => {
    const at = Date.now() - 100_000;
    const points = [point('P1', '1'), point('P2', '1')];
    const same = definition(Date.now() - 200_000, ...points);
    await upload(nameOf('CDDY', at), same.replace(/~P1.*/, '').concat(`~${points.map((one) => `${one}~`).join('')}||`));
    const again = await mine();
    if (again.definition !== null) expect(again.definition.changes).toEqual([]);
    const newer = Date.now() - 50_000;
    await upload(nameOf('CDDY', newer), definition(newer, point('P1', '0.8')));
    const { definition: proposed } = await mine();
    expect(proposed?.changes).toEqual([
      { key: 'P1', name: '3201 工作面 环境瓦斯', what: 'changed', detail: 'alarm 1 → 0.8' },
      { key: 'P2', name: '3201 工作面 环境瓦斯', what: 'gone', detail: '' },
    ]);
    await officer('POST', `/api/mines/${DEVICE}/definitions/${proposed?.id}`, { decision: 'confirm' });
    expect((await pointRows())[0]).toMatchObject({ key: 'P1', limits: { alarm: 1 } });
  });

  it('says who is underground, by area, from folder and GBK alike; an empty list means nobody', async () => {
    const folder = join(mineFolder(stage.context.configuration.home), CODE, 'rydw');
    await mkdir(folder, { recursive: true });
    const person = (card: string, flag: string) => `${card};张三;${flag};;;A1;;;;;;;1;0;`;
    const file = (at: number, ...people: string[]) =>
      `${CODE};mine;${stamp(at)}~${people.map((one) => `${one}~`).join('')}||`;
    const first = Date.now() - 60_000;
    const areas = `${CODE};mine;${stamp(first)}~重点区域;A1;50;3201 工作面~||`;
    await writeFile(join(folder, nameOf('RYQY', first)), areas);
    await writeFile(
      join(folder, nameOf('RYSS', first)),
      file(first, person('C1', '1'), person('C2', '1'), person('C3', '2')),
    );
    await expect.poll(async () => (await mine()).people, { timeout: 20_000 }).toBe(2);
    expect((await mine()).underground).toEqual([{ area: '3201 工作面', people: 2, leaders: 2, quota: 50 }]);
    const second = Date.now() - 1000;
    await writeFile(join(folder, nameOf('RYSS', second)), file(second));
    await expect.poll(async () => (await mine()).people, { timeout: 20_000 }).toBe(0);
    expect(
      envelopes.filter(({ signals }) => signals.some((one) => 'point' in one && one.point === 'people')),
    ).toHaveLength(2);
    await expect.poll(() => readdir(join(folder, 'done')), { timeout: 20_000 }).toHaveLength(3);
  });
});

describe('the page of a mine', () => {
  const head = (at: number, extra = ''): string => `${CODE};mine;${extra}${stamp(at)}~`;
  const bring = async (type: string, at: number, body: string, extra = ''): Promise<void> => {
    const answer = await upload(nameOf(type, at), `${head(at, extra)}${body}||`);
    expect(answer.json()).toMatchObject({ verdict: 'apply' });
  };
  const detailOf = async () => (await officer('GET', `/api/mines/${DEVICE}`)).json<MineDetail>();

  it('shows values beyond their limit first, alarms that go on first, and people against capacity and quota', async () => {
    // Not before what the tests above brought, and not ahead of now.
    const at = Date.now() - 100;
    const value = (code: string, number: string, status = '0') =>
      `${code};环境瓦斯;3201;${number};%CH4;${status};${stamp(at)}~`;
    await bring('CDSS', at, `${value('P2', '0.2')}${value('P1', '1.3')}${value('P9', '9')}${value('P8', '停', '4')}`);
    const alarm = (code: string, begin: number, end: string) =>
      `${code};环境瓦斯;3201;%CH4;001;${stamp(begin)};${end};1.3;${stamp(begin)};1.1;${stamp(begin)};1.2;;;;;${stamp(at)}~`;
    await bring('YCBJ', at, `${alarm('P2', at - HOUR, stamp(at))}${alarm('P1', at - 60_000, '')}`);
    await bring('RYXX', at, 'C1;张三;采煤;;;;;1;0~', '1;KJ90;系统;厂家;2030-01-01;');
    await bring('JZSS', at, `S1;0;;${stamp(at)}~S2;9;;${stamp(at)}~`);
    await bring('RYQY', at, '重点区域;A1;1;3201 工作面~');
    await bring('RYSS', at, 'C1;张三;1;;;A1;;;;;;;1;0;~C2;李四;1;;;A1;;;;;;;0;0;~');
    const mine = await detailOf();
    expect(mine.values.map(({ key, value: shown, limit, status }) => [key, shown, limit, status])).toEqual([
      ['P1', '1.3', 1, '0'],
      ['P2', '0.2', null, '0'],
      ['P8', '停', null, '4'],
      ['P9', '9', null, '0'],
    ]);
    expect(mine.abnormal.map(({ key, end, max, type }) => [key, end, max, type])).toEqual([
      ['P1', null, '1.3', '001'],
      ['P2', stamp(at), '1.3', '001'],
    ]);
    expect(mine).toMatchObject({ capacity: 1, people: 2, stations: { all: 2, faulty: 1 } });
    expect(mine.underground).toEqual([{ area: '3201 工作面', people: 2, leaders: 1, quota: 1 }]);
    // A snapshot without records says that nothing is out of order.
    await bring('YCBJ', at, '');
    expect((await detailOf()).abnormal).toEqual([]);
  });

  it('its head-count has the limits of the approved number once a definition is confirmed, and no other quantity’s names', async () => {
    const at = Date.now() - 5000;
    const gas = `P7;01;001;0004;MN;ppm;1000;0;24;;;;48;;;;;;回风巷;;;;;${stamp(at)}`;
    await upload(nameOf('CDDY', at), definition(at, point('P1', '0.8'), gas));
    const { definition: proposed } = await detailOf();
    await officer('POST', `/api/mines/${DEVICE}/definitions/${proposed?.id}`, { decision: 'confirm' });
    const rows = new Map((await pointRows()).map(({ key, limits }) => [key, limits]));
    expect(rows.get('people')).toEqual({});
    expect(rows.get('P7')).toEqual({ first: 24, second: 48 });
    await sql`DELETE FROM public.point WHERE device_id = ${DEVICE} AND key = 'people'`.execute(stage.db);
    await sql`UPDATE mine_snapshot SET header = jsonb_set(header, '{extras,capacity}', '"90"') WHERE type = 'RYXX'`.execute(
      stage.db,
    );
    const later = Date.now() - 1000;
    await upload(nameOf('CDDY', later), definition(later, point('P1', '0.7'), gas));
    const again = (await detailOf()).definition;
    await officer('POST', `/api/mines/${DEVICE}/definitions/${again?.id}`, { decision: 'confirm' });
    const people =
      await sql`SELECT kind, limits FROM public.point WHERE device_id = ${DEVICE} AND key = 'people'`.execute(stage.db);
    expect(people.rows).toEqual([{ kind: 'people-underground', limits: { H: 90, HH: 94, HHH: 108 } }]);
  });
});

describe('records of files', () => {
  it('go when they are older than the place keeps them; the newest of a kind and what defined points stay', async () => {
    const { db } = stage;
    await sql`TRUNCATE mine_definition, mine_file`.execute(db);
    const kept = uuid(970);
    const file = (id: string, type: string, days: number, verdict: string) =>
      sql`
      INSERT INTO mine_file (id, device_id, name, type, way, file_time, received_at, verdict, sha256, region_path)
      SELECT ${id}, ${DEVICE}, 'f', ${type}, 'folder', t, t, ${verdict}, '', ${TOWN}
      FROM (SELECT now() - make_interval(days => ${days}) AS t) x`.execute(db);
    await file(kept, 'CDDY', 900, 'apply');
    await sql`
      INSERT INTO mine_definition (id, device_id, file_id, file_time, records, state, region_path)
      VALUES (${uuid(980)}, ${DEVICE}, ${kept}, now(), '[]', 'confirmed', ${TOWN})`.execute(db);
    await file(uuid(971), 'CDSS', 800, 'apply');
    await file(uuid(972), 'CDSS', 500, 'apply');
    await file(uuid(973), 'CDSS', 500, 'broken');
    await file(uuid(974), 'RYSS', 300, 'apply');
    await file(uuid(975), 'CDDY', 450, 'apply');
    await sql`
      INSERT INTO mine_file (id, device_id, name, type, way, file_time, received_at, verdict, sha256, region_path)
      SELECT gen_random_uuid(), ${DEVICE}, 'f', 'CDSS', 'folder', t, t, 'stale', '', ${TOWN}
      FROM generate_series(1, 6000) n, LATERAL (SELECT now() - interval '410 days' AS t) x`.execute(db);
    expect(await tidyMineFiles(db, Date.now())).toBe(6002);
    const left = await sql<{ id: string }>`SELECT id FROM mine_file ORDER BY id`.execute(db);
    expect(left.rows.map(({ id }) => id)).toEqual([kept, uuid(972), uuid(974), uuid(975)]);
    expect(await tidyMineFiles(db, Date.now())).toBe(0);
  });
});
