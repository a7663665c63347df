import { createServer, type Server } from 'node:http';
import { randomUUID } from 'node:crypto';
import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { readWarning } from '@anlan/gateways';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { askAs, asker, enterPerson, openStage, type Ask, type Stage } from '../http/testing/stage.ts';
import { uuid } from '../ingest/testing/devices.ts';
import { enterPlant, type Plant } from '../ingest/testing/plant.ts';
import { fetchDue } from './fetch.ts';
import type { Concerned } from './places.ts';
import { warningRoutes } from './routes.ts';
import { tell } from './tell.ts';

const CITY = 'cn.36.11.';
const COUNTY = 'cn.36.11.02.';
const TOWN = 'cn.36.11.02.001.';
const OTHER = 'cn.36.11.29.';
const HOUR = 3_600_000;
const formatTime = (at: number): string => `${new Date(at + 8 * HOUR).toISOString().slice(0, 19)}+08:00`;

let stage: Stage;
let plant: Plant;
let nobody: Ask;
let city: Ask;
let county: Ask;
let elsewhere: Ask;
let firm: Ask;
let administrator: Ask;
let token: string;
let seat: { lon: number; lat: number };
let serial = 0;

beforeAll(async () => {
  stage = await openStage();
  const { db } = stage;
  plant = await enterPlant(db, 1, TOWN, 'hazchem-production');
  const { rows } = await sql<{ lon: number; lat: number }>`SELECT lon, lat FROM region WHERE path = ${TOWN}`.execute(
    db,
  );
  seat = rows[0]!;
  await sql`UPDATE enterprise SET lon = ${seat.lon}, lat = ${seat.lat}`.execute(db);
  Object.assign(stage.context, { mirror: { fixes: new Map() } });
  const app = await stage.app({ modules: [warningRoutes] });
  const people = [
    { account: '市值班', role: 'duty-officer', region: CITY },
    { account: '县值班', role: 'duty-officer', region: COUNTY },
    { account: '邻县值班', role: 'duty-officer', region: OTHER },
    { account: '安全员', role: 'safety-officer', organisation: plant.enterprise },
    { account: '系统管理员', role: 'system-administrator', region: CITY },
  ];
  for (const [index, person] of people.entries()) await enterPerson(db, { id: uuid(921 + index), ...person });
  [city, county, elsewhere, firm, administrator] = (await Promise.all(
    people.map((_, index) => askAs(app, db, uuid(921 + index))),
  )) as [Ask, Ask, Ask, Ask, Ask];
  nobody = asker(app);
  const made = await administrator('POST', '/api/warning-sources', {
    name: '市气象台',
    kind: 'push',
    regionPath: CITY,
  });
  ({ token } = made.json<{ token: string }>());
});

afterAll(() => stage.close());

beforeEach(() => {
  serial += 1;
});

interface Alert {
  readonly id?: string;
  readonly type?: string;
  readonly status?: string;
  readonly severity?: string;
  readonly sent?: number;
  readonly expires?: number;
  readonly references?: string;
  readonly headline?: string;
  readonly area?: string;
}

const areaHere = () => `<circle>${seat.lat},${seat.lon} 2</circle>`;
const sentAt = Math.floor(Date.now() / 1000) * 1000 - 60_000;

function cap(alert: Alert = {}): string {
  const { id = `W${serial}`, type = 'Alert', status = 'Actual', severity = 'Extreme', sent = sentAt } = alert;
  const { expires = Date.now() + 6 * HOUR, references, headline = '暴雨红色预警信号', area = areaHere() } = alert;
  return `<?xml version="1.0" encoding="UTF-8"?><alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
<identifier>${id}</identifier><sender>qx@shangrao</sender><sent>${formatTime(sent)}</sent><status>${status}</status>
<msgType>${type}</msgType><scope>Public</scope>${references === undefined ? '' : `<references>${references}</references>`}
<info><language>zh-CN</language><category>Met</category><event>暴雨</event><urgency>Immediate</urgency><severity>${severity}</severity>
<certainty>Likely</certainty><expires>${formatTime(expires)}</expires><senderName>上饶市气象台</senderName><headline>${headline}</headline>
<area><areaDesc>信州区</areaDesc>${area}</area></info></alert>`;
}

const refOf = (id: string, sent = sentAt): string => `qx@shangrao,${id},${formatTime(sent)}`;

function push(document: string, bearer = token) {
  return nobody('POST', '/api/cap', document, {
    authorization: `Bearer ${bearer}`,
    'content-type': 'application/cap+xml',
  });
}

const stateOf = async (id: string): Promise<string> =>
  (await city('GET', `/api/warnings/${id}`)).json<{ state: string }>().state;
const idOf = (answered: { json<T>(): T }): string => answered.json<{ id: string }>().id;

describe('a warning', () => {
  it('[S40.1] comes in by POST with a token, with its colour, area and time', async () => {
    const answered = await push(cap());
    expect(answered.statusCode).toBe(201);
    const found = (await city('GET', `/api/warnings/${idOf(answered)}`)).json();
    expect(found).toMatchObject({
      level: 'red',
      event: '暴雨',
      headline: '暴雨红色预警信号',
      state: 'running',
      sourceName: '市气象台',
      areas: [
        {
          kind: 'circle',
          centre: [seat.lon, seat.lat],
          radius: 2e3,
        },
      ],
    });
    expect(found).toMatchObject({ document: expect.stringContaining('<identifier>'), findings: [] });
  });

  it('[S40.2] reaches the places and enterprises in its area, and nobody else', async () => {
    const id = idOf(await push(cap()));
    const { places, recipients } = (await city('GET', `/api/warnings/${id}`)).json<{
      places: { name: string; organisationId: string | null }[];
      recipients: { name: string; place: string }[];
    }>();
    expect(places.some(({ organisationId }) => organisationId === plant.enterprise)).toBe(true);
    expect(recipients.map(({ name }) => name).sort()).toEqual(['县值班', '安全员']);
    expect((await county('GET', `/api/warnings/${id}`)).statusCode).toBe(200);
    expect((await firm('GET', `/api/warnings/${id}`)).statusCode).toBe(200);
    expect((await elsewhere('GET', `/api/warnings/${id}`)).statusCode).toBe(404);
  });

  it('[S40.2] that names an administrative code reaches that place', async () => {
    const area = '<geocode><valueName>GB/T 2260</valueName><value>361129</value></geocode>';
    const id = idOf(await push(cap({ area })));
    const { places } = (await elsewhere('GET', `/api/warnings/${id}`)).json<{
      places: { name: string; why: string }[];
    }>();
    // The county itself, and the towns below it.
    expect(places.length).toBeGreaterThan(1);
    expect(places[0]).toMatchObject({ name: '万年县', why: '行政区划代码' });
    expect((await county('GET', `/api/warnings/${id}`)).statusCode).toBe(404);
  });

  it('asks as few questions for a thousand enterprises as for one', async () => {
    const asked: string[] = [];
    const pool = new pg.Pool({ connectionString: stage.url, max: 1 });
    const db = new Kysely<unknown>({
      dialect: new PostgresDialect({ pool }),
      log: ({ query }) => void asked.push(query.sql),
    });
    const firms = Array.from({ length: 1000 }, (): Concerned => {
      const about = { regionPath: TOWN, organisationId: randomUUID(), sector: 'hazchem-production' };
      return { name: '受影响企业', why: '预警区域内', ...about };
    });
    const ours: Concerned = { ...firms[0]!, organisationId: plant.enterprise };
    const towns = [TOWN, COUNTY, CITY].map((regionPath): Concerned => ({ ...ours, regionPath, organisationId: null }));
    const read = readWarning(cap());
    if (!read.ok) throw new Error(read.detail);
    const questions = async (concerned: readonly Concerned[]): Promise<number> => {
      asked.length = 0;
      await db.transaction().execute((tx) => tell(tx, randomUUID(), read.warning, concerned, Date.now()));
      return asked.length;
    };
    const few = await questions([ours, ...towns]);
    expect(await questions([ours, ...towns, ...firms])).toBe(few);
    await db.destroy();
  });

  it('[S40.3] shows who was told and has not read it', async () => {
    const id = idOf(await push(cap()));
    await sql`UPDATE message SET read_at = now(), state = 'read' WHERE subject_id = ${id} AND person_name = '县值班'`.execute(
      stage.db,
    );
    const { told, read, recipients } = (await city('GET', `/api/warnings/${id}`)).json<{
      told: number;
      read: number;
      recipients: { name: string; readAt: number | null }[];
    }>();
    expect([told, read]).toEqual([2, 1]);
    expect(recipients.map(({ name, readAt }) => [name, readAt !== null])).toEqual([
      ['安全员', false],
      ['县值班', true],
    ]);
  });

  it('sent again is known; changed under the same name it is refused', async () => {
    const document = cap();
    const first = await push(document);
    const second = await push(document);
    expect([second.statusCode, second.json()]).toMatchObject([200, { id: idOf(first), result: 'duplicate' }]);
    const changed = await push(document.replace('暴雨红色预警信号', '无事'));
    expect(changed.json()).toMatchObject({ code: 'warning-refused', facts: { reason: 'changed' } });
    const told = await sql`SELECT FROM message WHERE subject_id = ${idOf(first)}`.execute(stage.db);
    expect(told.rows).toHaveLength(2);
  });

  it('twice at the same moment is one', async () => {
    const document = cap();
    const answers = await Promise.all(Array.from({ length: 5 }, () => push(document)));
    expect(answers.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b)).toEqual([200, 200, 200, 200, 201]);
    expect(new Set(answers.map(idOf)).size).toBe(1);
  });

  it('is updated and cancelled by what refers to it; those told hear of the end', async () => {
    const first = idOf(await push(cap({ id: `A${serial}` })));
    const second = idOf(
      await push(cap({ id: `B${serial}`, type: 'Update', severity: 'Severe', references: refOf(`A${serial}`) })),
    );
    expect([await stateOf(first), await stateOf(second)]).toEqual(['updated', 'running']);
    const third = idOf(
      await push(cap({ id: `C${serial}`, type: 'Cancel', references: refOf(`B${serial}`), area: '' })),
    );
    expect([await stateOf(second), await stateOf(third)]).toEqual(['cancelled', 'word']);
    const { rows } = await sql<{ text: string }>`
      SELECT text FROM message WHERE subject_id = ${third} AND person_name = '安全员'`.execute(stage.db);
    expect(rows[0]?.text).toContain('预警解除');
    expect((await city('GET', `/api/warnings/${second}`)).json()).toMatchObject({
      endedBy: { id: third },
      replaces: [{ id: first }],
    });
  });

  it('whose cancellation overtook it is over as it comes, and nobody is told', async () => {
    await push(cap({ id: `C${serial}`, type: 'Cancel', references: refOf(`A${serial}`) }));
    const late = idOf(await push(cap({ id: `A${serial}` })));
    expect(await stateOf(late)).toBe('cancelled');
    const told = await sql`SELECT FROM message WHERE subject_id = ${late}`.execute(stage.db);
    expect(told.rows).toEqual([]);
  });

  it('expires by itself; one that is over when it comes is told to nobody', async () => {
    const id = idOf(await push(cap({ sent: Date.now() - 8 * HOUR, expires: Date.now() - HOUR })));
    expect(await stateOf(id)).toBe('expired');
    expect((await city('GET', `/api/warnings/${id}`)).json()).toMatchObject({ told: 0 });
    const running = (await city('GET', '/api/warnings?running=true')).json<{ rows: { id: string }[] }>();
    expect(running.rows.some((row) => row.id === id)).toBe(false);
  });

  it('cannot be ended by another source', async () => {
    const first = idOf(await push(cap({ id: `A${serial}` })));
    const other = await administrator('POST', '/api/warning-sources', {
      name: '另一来源',
      kind: 'push',
      regionPath: CITY,
    });
    await push(
      cap({ id: `X${serial}`, type: 'Cancel', references: refOf(`A${serial}`) }),
      other.json<{ token: string }>().token,
    );
    expect(await stateOf(first)).toBe('running');
  });
});

describe('what is refused', () => {
  it.each<[string, () => string, string]>([
    ['no alert', () => '<html/>', 'malformed'],
    [
      'external entities',
      () => `<!DOCTYPE alert [<!ENTITY x SYSTEM "file:///etc/passwd">]>${cap().slice(38)}`,
      'malformed',
    ],
    ['an update of nothing', () => cap({ type: 'Update' }), 'rules'],
    ['a drill, unless the source is to bring them', () => cap({ status: 'Exercise' }), 'exercise'],
    ['a time to come', () => cap({ sent: Date.now() + 3 * HOUR }), 'future'],
  ])('%s', async (_, document, reason) => {
    expect((await push(document())).json()).toMatchObject({ code: 'warning-refused', facts: { reason } });
    const sources = (await administrator('GET', '/api/warning-sources')).json<
      { name: string; refusals: { reason: string }[] }[]
    >();
    const source = sources.find(({ name }) => name === '市气象台');
    expect(source?.refusals.map((one) => one.reason)).toContain(reason);
  });

  it('without the token, with a wrong one, from a source switched off, larger than a mebibyte', async () => {
    expect((await push(cap(), 'anlan_cap_wrong')).statusCode).toBe(401);
    expect((await nobody('POST', '/api/cap', cap(), { 'content-type': 'application/cap+xml' })).statusCode).toBe(401);
    const made = (
      await administrator('POST', '/api/warning-sources', { name: '暂停的', kind: 'push', regionPath: CITY })
    ).json<{ id: string; token: string }>();
    await administrator('POST', `/api/warning-sources/${made.id}`, { enabled: false });
    expect((await push(cap(), made.token)).statusCode).toBe(401);
    expect((await push(cap({ headline: 'x'.repeat(1 << 20) }))).statusCode).toBe(413);
  });

  it('sources are made by those who may, within their own jurisdiction', async () => {
    const wish = { name: '气象', kind: 'push', regionPath: CITY };
    expect((await county('POST', '/api/warning-sources', wish)).statusCode).toBe(403);
    expect((await administrator('POST', '/api/warning-sources', { ...wish, regionPath: 'cn.50.' })).statusCode).toBe(
      404,
    );
    expect((await administrator('POST', '/api/warning-sources', { ...wish, kind: 'feed' })).statusCode).toBe(422);
    expect(
      (await administrator('POST', '/api/warning-sources', { ...wish, kind: 'feed', url: 'file:///etc/passwd' }))
        .statusCode,
    ).toBe(422);
  });
});

describe('a feed', () => {
  let server: Server;
  let port: number;
  const asked: string[] = [];
  const documents = new Map<string, string>();

  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(`${request.url} ${request.headers['if-none-match'] ?? ''}`.trim());
      const body = documents.get(request.url ?? '');
      if (request.headers['if-none-match'] === '"1"') response.writeHead(304).end();
      else if (body === undefined) response.writeHead(500).end();
      else response.writeHead(200, { etag: '"1"' }).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as { port: number }).port;
  });
  afterAll(() => void server.close());

  it('is fetched when it is due: linked and carried alerts once each, foreign addresses never', async () => {
    const carried = cap({ id: 'F2' }).slice(38);
    documents.set('/one.cap', cap({ id: 'F1' }));
    documents.set(
      '/feed',
      `<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id><link href="/one.cap"/></entry>
       <entry><id>2</id><content type="application/cap+xml">${carried}</content></entry>
       <entry><id>3</id><link href="http://169.254.169.254/latest"/></entry></feed>`,
    );
    const url = `http://127.0.0.1:${port}/feed`;
    await administrator('POST', '/api/warning-sources', { name: '省预警订阅', kind: 'feed', url, regionPath: CITY });
    const seen = new Map<string, Set<string>>();
    let now = Date.now();
    const round = async () => {
      asked.length = 0;
      return fetchDue({ db: stage.db, fixes: () => new Map() }, () => now, seen);
    };
    expect(await round()).toBe(1);
    expect(asked).toEqual(['/feed', '/one.cap']);
    const source = async () =>
      (await administrator('GET', '/api/warning-sources'))
        .json<{ name: string; accepted: number; duplicates: number; trouble: string | null }[]>()
        .find(({ name }) => name === '省预警订阅');
    expect(await source()).toMatchObject({
      accepted: 2,
      duplicates: 0,
      trouble: expect.stringContaining('foreign address'),
    });
    expect(await round()).toBe(0);
    documents.set('/feed', documents.get('/feed')!.replace(/<entry><id>3.*<\/entry>/, ''));
    now += 400_000;
    await round();
    expect(asked).toEqual(['/feed']);
    now += 400_000;
    await round();
    expect(asked).toEqual(['/feed "1"']);
    // After a start nothing is remembered: what is fetched again is known by its name.
    seen.clear();
    now += 400_000;
    await round();
    expect(await source()).toMatchObject({ accepted: 2, duplicates: 2, trouble: null });
  });

  it('that cannot be reached or is none says so', async () => {
    const url = `http://127.0.0.1:${port}/broken`;
    await administrator('POST', '/api/warning-sources', { name: '坏的订阅', kind: 'feed', url, regionPath: CITY });
    await fetchDue({ db: stage.db, fixes: () => new Map() }, Date.now, new Map());
    const sources = (await administrator('GET', '/api/warning-sources')).json<{ name: string; trouble: string }[]>();
    expect(sources.find(({ name }) => name === '坏的订阅')?.trouble).toBe('HTTP 500');
  });
});
