import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askAs, enterPerson, openStage, OWN_ROUTES, type Ask, type Stage } from '../http/testing/stage.ts';
import { uuid } from '../ingest/testing/devices.ts';
import { waybillRoutes } from './waybills.ts';

const [FIRM, VEHICLE, DRIVER, BILL] = [uuid(701), uuid(702), uuid(703), uuid(704)];
const TOWN = 'cn.36.11.02.001.';
const REVEAL = { 'x-anlan-reveal': '1' };

let stage: Stage;
const asks = new Map<string, Ask>();

beforeAll(async () => {
  stage = await openStage();
  const { db } = stage;
  const app = await stage.app({ modules: [...OWN_ROUTES, waybillRoutes] });
  await sql`
    INSERT INTO enterprise (id, name, region_path, organisation_id, sector, credit_code, risk_level)
    VALUES (${FIRM}, '远山运输', ${TOWN}, ${FIRM}, 'hazchem-transport', 'P1', 'red')`.execute(db);
  await sql`
    INSERT INTO vehicle (id, name, region_path, organisation_id, enterprise, category)
    VALUES (${VEHICLE}, '赣E12345', ${TOWN}, ${FIRM}, ${FIRM}, 'dangerous-goods')`.execute(db);
  await sql`
    INSERT INTO transport_person (id, name, region_path, organisation_id, enterprise, kind, number)
    VALUES (${DRIVER}, '欧阳明月', ${TOWN}, ${FIRM}, ${FIRM}, 'driver', 'N1')`.execute(db);
  await sql`
    INSERT INTO waybill (id, number, enterprise, consignor, consignee, vehicle, driver, cargo, goods_class, quantity, origin,
      destination, planned_start, planned_end, state, region_path, organisation_id)
    VALUES (${BILL}, 'YD1', ${FIRM}, '甲', '乙', ${VEHICLE}, ${DRIVER}, '甲醇', '3', 20, '甲地', '乙地', now(), now() + interval '5 hours',
      'delivered', ${TOWN}, ${FIRM})`.execute(db);
  const people = [
    { account: 'firm', role: 'safety-officer', organisation: FIRM },
    { account: 'duty', role: 'duty-officer', region: 'cn.36.11.' },
    { account: 'inspector', role: 'inspector', region: 'cn.36.11.' },
    { account: 'commander', role: 'commander', region: 'cn.36.11.' },
  ];
  for (const [index, person] of people.entries()) {
    await enterPerson(db, { id: uuid(711 + index), ...person });
    asks.set(person.account, await askAs(app, db, uuid(711 + index)));
  }
});
afterAll(() => stage.close());

const bill = async (who: string, headers: Record<string, string> = {}) =>
  (await asks.get(who)!('GET', `/api/waybills/${BILL}`, undefined, headers)).json();
const audited = async (): Promise<string[]> =>
  (
    await sql<{ line: string }>`
      SELECT actor || ' ' || (detail ->> 'why') AS line FROM audit WHERE verb = 'personal.reveal' ORDER BY seq`.execute(
      stage.db,
    )
  ).rows.map(({ line }) => line);

describe('names of people in hand-made answers', () => {
  it('leave masked, in clear for their own enterprise and for whoever may ask and does; one line of the audit each', async () => {
    expect(await bill('inspector')).toMatchObject({ driverName: '欧**' });
    expect(await audited()).toEqual([]);
    expect(await bill('firm')).toMatchObject({ driverName: '欧阳明月' });
    expect(await bill('inspector', REVEAL)).toMatchObject({ driverName: '欧阳明月' });
    expect(await bill('commander', REVEAL)).toMatchObject({ code: 'not-permitted' });
    expect(await audited()).toEqual(['firm own', 'inspector asked']);
    for (const _ of [1, 2]) await asks.get('firm')!('GET', '/api/waybills');
    const list = (await asks.get('inspector')!('GET', '/api/waybills')).json();
    expect(list.rows).toMatchObject([{ driverName: '欧**' }]);
    expect(await audited()).toEqual(['firm own', 'inspector asked', 'firm own']);
  });

  it('are shown to the duty officer while an alarm runs about the vehicle, and not before', async () => {
    expect(await bill('duty')).toMatchObject({ driverName: '欧**' });
    await sql`
      INSERT INTO alarm (id, number, rule, rule_label, system, level, label, subject_kind, subject_id, subject_name, place_name, region_path,
        region_name, limit_value, unit, origin, since, raised_at, seen_at)
      VALUES (gen_random_uuid(), 'A1', 'speed', '超速', 'S31', 'red', '红', 'vehicle', ${VEHICLE}, '赣E12345', 'x', ${TOWN}, 'x', 80, 'km/h',
        'device', now(), now(), now())`.execute(stage.db);
    expect(await bill('duty')).toMatchObject({ driverName: '欧阳明月' });
    expect(await bill('commander')).toMatchObject({ driverName: '欧**' });
    expect((await audited()).at(-1)).toBe('duty incident');
  });
});

describe('people in the register', () => {
  const found = async (who: string, url: string) => (await asks.get(who)!('GET', url)).json();

  it('are masked by name in list, record, search and export, but not for their own enterprise', async () => {
    expect((await found('inspector', '/api/transport-people')).rows).toMatchObject([{ name: '欧**' }]);
    expect(await found('inspector', `/api/transport-people/${DRIVER}`)).toMatchObject({ name: '欧**' });
    const sought = `/api/search?q=${encodeURIComponent('欧阳')}`;
    expect(await found('inspector', sought)).toMatchObject([{ kind: 'transport-person', label: '欧**' }]);
    const csv = async (who: string) => (await asks.get(who)!('GET', '/api/transport-people/export.csv')).body;
    expect(await csv('inspector')).not.toContain('欧阳');
    expect(await csv('firm')).toContain('欧阳明月');
    expect((await found('firm', '/api/transport-people')).rows).toMatchObject([{ name: '欧阳明月' }]);
    expect(await found('firm', sought)).toMatchObject([{ label: '欧阳明月' }]);
    expect(await found('inspector', `/api/transport-people/${DRIVER}?reveal=1`)).toMatchObject({ name: '欧阳明月' });
  });
});
