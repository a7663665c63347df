import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AlarmView, Notice } from '@anlan/kernel/alarm';
import { noticeRoutes } from '../alarm/notice-routes.ts';
import { alarmRoutes } from '../alarm/routes.ts';
import { raise } from '../alarm/testing/raise.ts';
import { runDue } from '../alarm/timers.ts';
import { buildApp } from '../http/index.ts';
import { askAs, enterPerson, openStage, type Ask, type Stage } from '../http/testing/stage.ts';
import { uuid } from '../ingest/testing/devices.ts';
import { enterPlant, type Plant } from '../ingest/testing/plant.ts';
import { followOutbox, type Outbox } from '../live/outbox.ts';
import { takeEvents } from './post-office.ts';

const HOUR = 3_600_000;
/** A county and a functional zone of one city, each with a town of its own: a zone reports like a county. */
const SIDES = [
  { name: '县', place: 'cn.36.11.02.', town: 'cn.36.11.02.001.' },
  { name: '区', place: 'cn.36.11.k1.', town: 'cn.36.11.k1.001.' },
] as const;

interface Side {
  readonly plant: Plant;
  readonly duty: Ask;
  readonly alarms: string[];
}

let stage: Stage;
let outbox: Outbox;
let county: Side;
let zone: Side;

beforeAll(async () => {
  stage = await openStage();
  outbox = await followOutbox(stage.url, stage.db, stage.context.log);
  const app = await buildApp({ ...stage.context, outbox }, [alarmRoutes, noticeRoutes]);
  const enter = async (index: 0 | 1): Promise<Side> => {
    const { name, place, town } = SIDES[index];
    const plant = await enterPlant(stage.db, index + 1, town);
    const id = (number: number): string => uuid(810 + index * 10 + number);
    await enterPerson(stage.db, { id: id(1), account: `${name}值班`, role: 'duty-officer', region: place });
    await enterPerson(stage.db, { id: id(2), account: `${name}镇`, role: 'town-officer', region: town });
    await enterPerson(stage.db, {
      id: id(3),
      account: `${name}企业`,
      role: 'safety-officer',
      organisation: plant.enterprise,
    });
    return { plant, duty: await askAs(app, stage.db, id(1)), alarms: [] };
  };
  county = await enter(0);
  zone = await enter(1);
  await enterPerson(stage.db, { id: uuid(840), account: '市值班', role: 'duty-officer', region: 'cn.36.11.' });
  await takeEvents(stage.db, Date.now());
}, 120_000);
afterAll(async () => {
  outbox.close();
  await stage.close();
});

/** The same things happen at both: an orange alarm nobody answers, and a red one of a rule that tells governments by level. */
async function happen({ plant, alarms }: Side, town: string): Promise<void> {
  const at = Date.now();
  const about = { at, regionPath: town, organisationId: plant.enterprise, deviceId: plant.gateway };
  alarms.push((await raise(stage.db, plant.point('level'), about)).id);
  alarms.push((await raise(stage.db, plant.point('pressure'), { ...about, rule: 'pond-freeboard', level: 'red' })).id);
}

/** What a duty officer sees on the desk, without what names the place. */
async function seen({ duty }: Side): Promise<unknown> {
  const { alarms, counts } = (await duty('GET', '/api/alarms')).json<{ alarms: AlarmView[]; counts: unknown }>();
  const notices = (await duty('GET', '/api/notices')).json<Notice[] | { notices: Notice[] }>();
  const list = Array.isArray(notices) ? notices : notices.notices;
  return {
    counts,
    alarms: alarms
      .map(({ rule, level, label, response, escalation }) => ({
        rule,
        level,
        label,
        response,
        rungs: escalation.map(({ to, reached }) => `${to} ${reached}`),
      }))
      .toSorted((a, b) => (a.rule < b.rule ? -1 : 1)),
    notices: list.map(({ government, level, cause }) => `${government} ${level} ${cause}`).toSorted(),
  };
}

/** Who was told of a side's alarms, by which way and why; people by their part, not by their side. */
async function told({ alarms }: Side, name: string): Promise<string[]> {
  const { rows } = await sql<{ person: string; channel: string; why: string; subject: string }>`
    SELECT person_name AS person, channel, why, subject_id::text AS subject FROM message WHERE subject_id = ANY (${alarms})`.execute(
    stage.db,
  );
  return rows
    .map(
      ({ person, channel, why, subject }) => `${alarms.indexOf(subject)} ${person.replace(name, '')} ${channel} ${why}`,
    )
    .toSorted();
}

describe('the duty officer of a functional zone', () => {
  it('lies in the tree where a county lies', async () => {
    const { rows } = await sql<{ path: string; kind: string }>`
      SELECT path, kind FROM region WHERE path = ANY (${SIDES.flatMap(({ place, town }) => [place, town])}) ORDER BY path`.execute(
      stage.db,
    );
    expect(rows.map(({ kind }) => kind)).toEqual(['county', 'town', 'zone', 'town']);
  });

  it('sees on the desk and is notified of exactly what a county’s would, at each rung, and neither of the other’s', async () => {
    await happen(county, SIDES[0].town);
    await happen(zone, SIDES[1].town);
    for (const after of [0, HOUR, HOUR, HOUR, HOUR]) {
      await runDue(stage.db, Date.now() + after);
      await takeEvents(stage.db, Date.now());
      expect(await seen(zone)).toEqual(await seen(county));
      expect(await told(zone, '区')).toEqual(await told(county, '县'));
    }
    const ofZone = await told(zone, '区');
    expect(ofZone.filter((line) => line.includes(' 值班 '))).not.toEqual([]);
    expect(ofZone.filter((line) => line.includes('市值班'))).not.toEqual([]);
    expect(await seen(zone)).toMatchObject({ notices: expect.arrayContaining(['county red level']) });
    for (const [side, other] of [
      [zone, county],
      [county, zone],
    ] as const)
      for (const id of other.alarms) expect((await side.duty('GET', `/api/alarms/${id}`)).statusCode).toBe(404);
  });
});
