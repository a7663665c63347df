import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FlashReport, HandOver } from '@anlan/kernel/notify';
import { buildApp, type App } from '../http/index.ts';
import { askAs, enterPerson, openStage, type Ask, type Stage } from '../http/testing/stage.ts';
import { uuid } from '../ingest/testing/devices.ts';
import { handOverRoutes } from '../notify/hand-over-routes.ts';
import { messageRoutes } from '../notify/message-routes.ts';
import { rosterRoutes } from '../notify/roster-routes.ts';
import { flashRoutes } from './flash-routes.ts';
import { deskRoutes } from './routes.ts';

const COUNTY = 'cn.36.11.02.';
const MINUTE = 60_000;
let stage: Stage;
let app: App;
let officer: Ask;
let second: Ask;
let inspector: Ask;
let neighbour: Ask;

beforeAll(async () => {
  stage = await openStage();
  const modules = [flashRoutes, deskRoutes, handOverRoutes, rosterRoutes, messageRoutes];
  app = await buildApp({ ...stage.context, notifySecret: 's' }, modules);
  const people = [
    { id: uuid(811), account: '甲', role: 'duty-officer', region: COUNTY },
    { id: uuid(812), account: '乙', role: 'duty-officer', region: COUNTY },
    { id: uuid(813), account: '丙', role: 'inspector', region: COUNTY },
    { id: uuid(814), account: '丁', role: 'duty-officer', region: 'cn.36.11.04.' },
  ];
  for (const person of people) await enterPerson(stage.db, person);
  const asks = await Promise.all(people.map(({ id }) => askAs(app, stage.db, id)));
  [officer, second, inspector, neighbour] = asks as [Ask, Ask, Ask, Ask];
}, 120_000);

afterAll(async () => {
  await app.close();
  await stage.close();
});

const call = (members: object = {}) => ({
  kind: 'work',
  place: '2 号路',
  occurredAt: Date.now() - 18 * MINUTE,
  what: '管线泄漏',
  dead: null,
  injured: 1,
  missing: 0,
  trapped: null,
  measures: '关阀',
  reporter: '王师傅',
  reporterPhone: '13812340000',
  ...members,
});

describe('a telephone report', () => {
  let first: FlashReport;

  it('is written down with its clocks, stands in the log, and keeps unknown apart from nought', async () => {
    const answer = await officer('POST', '/api/flash-reports', call());
    expect(answer.statusCode, answer.body).toBe(201);
    first = answer.json<FlashReport>();
    expect(first).toMatchObject({ seq: 1, dead: null, missing: 0, receiver: '甲' });
    expect(first.clocks.map(({ key, late }) => [key, late])).toEqual([
      ['unit', false],
      ['pass-on', false],
      ['supplement', false],
    ]);
    const log = (await officer('GET', '/api/desk/log?kind=call&q=管线')).json<{ text: string }[]>();
    expect(log).toEqual([expect.objectContaining({ text: expect.stringContaining(first.number) as string })]);
    expect((await officer('GET', '/api/desk/log?kind=note')).json()).toEqual([]);
  });

  it('is followed by supplements of one chain, each with its own number, also at once', async () => {
    const answers = await Promise.all(
      [0, 1, 2].map(() => officer('POST', '/api/flash-reports', call({ follows: first.id, dead: 1 }))),
    );
    expect(new Set(answers.map(({ json }) => json<FlashReport>().seq))).toEqual(new Set([2, 3, 4]));
    const chain = (await officer('GET', `/api/flash-reports/${first.id}`)).json<FlashReport[]>();
    expect(chain.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
    expect(new Set(chain.map(({ number }) => number)).size).toBe(4);
  });

  it('shows the caller in full to the desk alone, and says in the audit who looked', async () => {
    const [full] = (await officer('GET', `/api/flash-reports/${first.id}`)).json<FlashReport[]>();
    expect(full).toMatchObject({ reporter: '王师傅', reporterPhone: '13812340000' });
    const [masked] = (await inspector('GET', `/api/flash-reports/${first.id}`)).json<FlashReport[]>();
    expect(masked).toMatchObject({ reporter: '王**', reporterPhone: '138****0000' });
    expect((await neighbour('GET', `/api/flash-reports/${first.id}`)).statusCode).toBe(404);
    expect((await inspector('POST', '/api/flash-reports', call())).statusCode).toBe(403);
  });

  it('is passed on once by each way, and refuses times that cannot be', async () => {
    const pass = (way: string) => officer('POST', `/api/flash-reports/${first.id}/passed-on`, { way, to: '市应急局' });
    const answer = await pass('phone');
    expect(answer.statusCode, answer.body).toBe(200);
    expect(answer.json<FlashReport>()).toMatchObject({ passedOnTo: '市应急局' });
    expect((await pass('phone')).json()).toMatchObject({ code: 'flash-passed' });
    expect((await pass('written')).statusCode).toBe(200);
    const future = await officer('POST', '/api/flash-reports', call({ occurredAt: Date.now() + 60 * MINUTE }));
    expect(future.json()).toMatchObject({ code: 'flash-time' });
    const elsewhere = await officer('POST', '/api/flash-reports', call({ regionPath: 'cn.36.11.04.' }));
    expect(elsewhere.statusCode).toBe(404);
  });
});

describe('an offer of the desk', () => {
  const offer = (ask: Ask, toId: string) => ask('POST', '/api/duty/hand-overs', { toId, summary: '无' });

  it('goes only to somebody who may hold a desk', async () => {
    expect((await offer(officer, uuid(813))).json()).toMatchObject({ code: 'duty-stranger' });
  });

  it('is taken back by the one who made it, and then another can be made', async () => {
    const { id } = (await offer(officer, uuid(812))).json<HandOver>();
    expect((await second('DELETE', `/api/duty/hand-overs/${id}`)).json()).toMatchObject({
      code: 'hand-over-not-yours',
    });
    expect((await officer('DELETE', `/api/duty/hand-overs/${id}`)).statusCode).toBe(204);
    expect((await second('POST', `/api/duty/hand-overs/${id}/accept`, { confirmed: [] })).statusCode).toBe(404);
    const again = (await offer(officer, uuid(812))).json<HandOver>();
    expect((await second('POST', `/api/duty/hand-overs/${again.id}/accept`, { confirmed: [] })).statusCode).toBe(200);
  });

  it('is the holder’s to make, unless the roster says otherwise', async () => {
    expect((await offer(officer, uuid(812))).json()).toMatchObject({
      code: 'hand-over-not-holder',
      facts: { person: '乙' },
    });
    const now = Date.now();
    await officer('POST', '/api/duty/shifts', {
      shifts: [{ personId: uuid(811), post: 'main', from: now, to: now + 60 * MINUTE }],
    });
    expect((await offer(officer, uuid(812))).statusCode).toBe(201);
  });
});

it('a test message goes to oneself, by a channel that has an address', async () => {
  expect((await officer('POST', '/api/contacts/test/test', {})).json()).toMatchObject({ code: 'channel-absent' });
  await officer('PUT' as 'POST', '/api/contacts/test', { address: '手机' });
  expect((await officer('POST', '/api/contacts/test/test', {})).statusCode).toBe(202);
  const { rows } = await sql`SELECT state FROM message WHERE person_id = ${uuid(811)} AND topic = 'test'`.execute(
    stage.db,
  );
  expect(rows).toEqual([{ state: 'queued' }]);
  expect((await officer('GET', '/api/contacts/tests')).json()).toMatchObject([{ channel: 'test', state: 'queued' }]);
});

it('a roster with one stranger enters nobody', async () => {
  const from = Date.now() + 100 * 60 * MINUTE;
  const shift = (personId: string, start: number) => ({
    personId,
    post: 'second',
    from: start,
    to: start + 60 * MINUTE,
  });
  const answer = await officer('POST', '/api/duty/shifts', {
    shifts: [shift(uuid(812), from), shift(uuid(814), from + 90 * MINUTE)],
  });
  expect(answer.json()).toMatchObject({ code: 'duty-stranger' });
  const { rows } = await sql`SELECT FROM duty_shift WHERE person_id = ${uuid(812)}`.execute(stage.db);
  expect(rows).toEqual([]);
});
