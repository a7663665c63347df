import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askAs, enterPerson, openStage, type Ask, type Stage } from '../http/testing/stage.ts';
import { uuid } from '../ingest/testing/devices.ts';
import { creditCode } from '../registry/testing/sample.ts';
import { orderRoutes } from '../supervision/water-orders.ts';
import type { Inbox } from './keep.ts';
import { receive } from './receive.ts';
import { warningRoutes } from './routes.ts';

const CITY = 'cn.36.11.';
const TOWN = 'cn.36.11.02.001.';
const OTHER = 'cn.36.11.29.';
const GRID = 'cn.36.11.02.001.901.';
const HOUR = 3_600_000;
const NOW = Date.now();
const FLEET = uuid(7700);
const [NEAR, AWAY, SILENT, STRANGER] = [uuid(7701), uuid(7702), uuid(7703), uuid(7704)];

let stage: Stage;
let inbox: Inbox;
let origin: Parameters<typeof receive>[1];
let duty: Ask;
let owner: Ask;
let grid: Ask;
let seat: { lon: number; lat: number };
let serial = 0;

beforeAll(async () => {
  stage = await openStage();
  const { db } = stage;
  const { rows } = await sql<{
    lon: number;
    lat: number;
  }>`SELECT lon, lat FROM region WHERE path = ${TOWN}`.execute(db);
  seat = rows[0]!;
  await sql`
    INSERT INTO region (path, id, parent_path, code, name, kind, lon, lat) VALUES (${GRID}, '361102001901', ${TOWN}, '361102001901', '沿江网格', 'grid', ${seat.lon}, ${seat.lat})`.execute(
    db,
  );
  await sql`
    INSERT INTO enterprise (id, name, region_path, organisation_id, sector, risk_level, credit_code, employees)
    VALUES (${FLEET}, '信江渔业合作社', ${TOWN}, ${FLEET}, 'fishery', 'blue', ${creditCode(77)}, 12)`.execute(db);
  const boats = [
    [NEAR, '赣渔001', 413_900_001, TOWN],
    [AWAY, '赣渔002', 413_900_002, TOWN],
    [SILENT, '赣渔003', 413_900_003, TOWN],
    [STRANGER, '赣渔004', 413_900_004, OTHER],
  ] as const;
  for (const [id, name, mmsi, path] of boats)
    await sql`
      INSERT INTO vessel (id, name, mmsi, region_path, organisation_id, sector)
      VALUES (${id}, ${name}, ${String(mmsi)}, ${path}, ${id === STRANGER ? null : FLEET}, 'fishery')`.execute(db);
  const people = [
    { account: '水上值班', role: 'duty-officer', region: CITY },
    { account: '船老大', role: 'safety-officer', organisation: FLEET },
    { account: '网格员', role: 'town-officer', region: GRID },
  ];
  for (const [index, person] of people.entries()) await enterPerson(db, { id: uuid(7710 + index), ...person });
  Object.assign(stage.context, { mirror: { fixes: new Map() } });
  const app = await stage.app({ modules: [warningRoutes, orderRoutes] });
  [duty, owner, grid] = (await Promise.all(people.map((_, index) => askAs(app, db, uuid(7710 + index))))) as [
    Ask,
    Ask,
    Ask,
  ];
  const source = uuid(7720);
  await sql`INSERT INTO warning_source (id, name, kind, region_path, made_by) VALUES (${source}, '省气象局', 'push', ${CITY}, '系统管理员')`.execute(
    db,
  );
  origin = { id: source, name: '省气象局', regionPath: CITY, exercises: false };
  inbox = {
    db,
    fixes: () =>
      new Map([
        [NEAR, { lon: seat.lon + 0.01, lat: seat.lat, at: NOW - HOUR }],
        [AWAY, { lon: seat.lon + 1, lat: seat.lat, at: NOW - HOUR }],
        [STRANGER, { lon: seat.lon, lat: seat.lat + 0.01, at: NOW - HOUR }],
        [SILENT, { lon: seat.lon, lat: seat.lat, at: NOW - 13 * HOUR }],
      ]),
  };
});
afterAll(() => stage.close());

const timeText = (at: number): string => `${new Date(at + 8 * HOUR).toISOString().slice(0, 19)}+08:00`;
const SENT = Math.floor(NOW / 1000) * 1000 - 60_000;

function cap(area: string, { type = 'Alert', references = '' } = {}): string {
  serial += 1;
  return `<?xml version="1.0" encoding="UTF-8"?><alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
<identifier>B${serial}</identifier><sender>qx@jiangxi</sender><sent>${timeText(SENT)}</sent><status>Actual</status>
<msgType>${type}</msgType><scope>Public</scope>${references === '' ? '' : `<references>${references}</references>`}
<info><language>zh-CN</language><category>Met</category><event>暴雨</event><urgency>Immediate</urgency><severity>Extreme</severity>
<certainty>Likely</certainty><expires>${timeText(NOW + 6 * HOUR)}</expires><headline>暴雨红色预警信号</headline>
<area><areaDesc>信江</areaDesc>${area}</area></info></alert>`;
}

async function sent(document: string): Promise<string> {
  const outcome = await receive(inbox, origin, document, NOW);
  if (outcome.result === 'refused') throw new Error(outcome.reason);
  return outcome.id;
}

interface Detail {
  readonly told: number;
  readonly read: number;
  readonly boats: {
    order: string;
    vessel: string;
    state: string;
    owner: string | null;
    telegrams: string[];
    answer: string | null;
  }[];
  readonly recipients: { name: string }[];
}
const read = async (ask: Ask, id: string): Promise<Detail> => (await ask('GET', `/api/warnings/${id}`)).json<Detail>();
const CIRCLE = () => `<circle>${seat.lat},${seat.lon} 5</circle>`;

describe('a red rainstorm warning over the water', () => {
  it('[S40.2] goes to every ship inside, wherever her home is, to her owner and to the grid member, and to none outside', async () => {
    const found = await read(duty, await sent(cap(CIRCLE())));
    expect(found.boats.map(({ vessel }) => vessel).toSorted()).toEqual([NEAR, STRANGER].toSorted());
    expect(found.recipients.map(({ name }) => name)).toEqual(expect.arrayContaining(['船老大', '网格员']));
    for (const { telegrams } of found.boats) expect(telegrams[0]).toMatch(/^!ABVDM,/);
  });

  it('[S40.2] by a code goes to those at home there, the silent ones too', async () => {
    const found = await read(
      duty,
      await sent(cap('<geocode><valueName>GB/T 2260</valueName><value>361102</value></geocode>')),
    );
    expect(found.boats.map(({ vessel }) => vessel).toSorted()).toEqual([NEAR, AWAY, SILENT].toSorted());
    expect(found.recipients.map(({ name }) => name)).toContain('网格员');
  });

  it('[S40.3] lists the ships that have not answered first; an answer is logged by the desk and counted', async () => {
    const id = await sent(cap(CIRCLE()));
    const before = await read(duty, id);
    const { order } = before.boats.find(({ vessel }) => vessel === NEAR)!;
    expect((await owner('POST', `/api/waterways/orders/${order}/answer`, { state: 'confirmed' })).statusCode).toBe(403);
    const logged = await duty('POST', `/api/waterways/orders/${order}/answer`, {
      state: 'confirmed',
      answer: '已返港',
    });
    expect(logged.statusCode).toBe(200);
    const after = await read(duty, id);
    expect([after.told, after.read]).toEqual([before.told, before.read + 1]);
    expect(after.boats.map(({ vessel, state, answer }) => [vessel, state, answer])).toEqual([
      [STRANGER, 'given', null],
      [NEAR, 'confirmed', '已返港'],
    ]);
    expect((await read(owner, id)).boats.map(({ vessel }) => vessel)).toEqual([NEAR]);
    expect((await grid('GET', `/api/warnings/${id}`)).statusCode).toBe(200);
  });

  it('[S40.2] when it is cancelled, those told hear of it, wherever they are by then', async () => {
    const id = await sent(cap(CIRCLE()));
    const reference = `qx@jiangxi,B${serial},${timeText(SENT)}`;
    const elsewhere = { ...inbox, fixes: () => new Map([[NEAR, { lon: seat.lon + 2, lat: seat.lat, at: NOW }]]) };
    const end = await receive(
      elsewhere,
      origin,
      cap('<circle>25,115 1</circle>', { type: 'Cancel', references: reference }),
      NOW,
    );
    if (end.result === 'refused') throw new Error(end.reason);
    const ending = await read(duty, end.id);
    expect(ending.boats.map(({ vessel }) => vessel).toSorted()).toEqual([NEAR, STRANGER].toSorted());
    expect((await read(duty, id)).boats).toHaveLength(2);
  });
});
