import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dayOf, shift, startOf } from '@anlan/domain/calendar';
import type { Announcement } from '@anlan/kernel/registry';
import { askAs, enterPerson, openStage, type Ask, type Stage } from '../http/testing/stage.ts';
import { applyAnnounced } from './announcements.ts';
import { entityOf } from './index.ts';
import { sampleOf } from './testing/sample.ts';

const TOWN = 'cn.36.11.02.001.';
const ID = (n: number) => `00000000-0000-4000-8000-00000000000${n}`;
const today = dayOf(Date.now());
const NEXT = shift(today, 10);
const LATER = shift(today, 20);

interface Vehicle {
  readonly id: string;
  readonly version: number;
  readonly speedLimit: number;
}

let stage: Stage;
let ask: Ask;
let elsewhere: Ask;

const vehicle = async (number: number, members: object): Promise<Vehicle> => {
  const answer = await ask('POST', '/api/vehicles', {
    ...sampleOf(entityOf('vehicle'), number, TOWN, null),
    ...members,
  });
  expect(answer.statusCode, answer.body).toBe(201);
  return answer.json<Vehicle>();
};
const announce = (id: string, from: string, changes: object, reason: string | undefined = '交警〔2026〕12号') =>
  ask('PATCH', `/api/vehicles/${id}`, { version: 1, changes, from, reason });
const coming = async (id: string) => (await ask('GET', `/api/vehicles/${id}/announcements`)).json<Announcement[]>();
const now = async (id: string) => (await ask('GET', `/api/vehicles/${id}`)).json<Vehicle>();

beforeAll(async () => {
  stage = await openStage();
  const app = await stage.app();
  await enterPerson(stage.db, { id: ID(1), account: '李监察', role: 'inspector', region: 'cn.36.11.' });
  await enterPerson(stage.db, { id: ID(2), account: '外县', role: 'inspector', region: 'cn.36.11.04.' });
  ask = await askAs(app, stage.db, ID(1));
  elsewhere = await askAs(app, stage.db, ID(2));
});
afterAll(() => stage.close());

describe('a limit announced for a later day', () => {
  it('holds from the beginning of that day in China and not a moment before, without anybody there', async () => {
    const one = await vehicle(1, { speedLimit: 80, cargo: '砂石' });
    const said = await announce(one.id, NEXT, { speedLimit: 60, cargo: '汽油' });
    expect(said.statusCode, said.body).toBe(200);
    // What is no limit changes at once.
    expect(await now(one.id)).toMatchObject({ speedLimit: 80, cargo: '汽油', version: 2 });
    expect(await coming(one.id)).toMatchObject([
      {
        standing: 'coming',
        from: startOf(NEXT),
        changes: [{ field: 'speedLimit', from: 80, to: 60 }],
        reason: '交警〔2026〕12号',
      },
    ]);
    expect(startOf(NEXT)).toBe(Date.parse(`${NEXT}T00:00:00+08:00`));
    expect(await applyAnnounced(stage.db, startOf(NEXT) - 1)).toBe(0);
    expect(await now(one.id)).toMatchObject({ speedLimit: 80 });
    // As long after it as the platform was down: nothing is forgotten, nothing is done twice.
    expect(await applyAnnounced(stage.db, startOf(NEXT) + 86_400_000)).toBe(1);
    expect(await applyAnnounced(stage.db, startOf(NEXT) + 86_400_001)).toBe(0);
    expect(await now(one.id)).toMatchObject({ speedLimit: 60, version: 3 });
    const history = (await ask('GET', `/api/vehicles/${one.id}/history`)).json<
      { version: number; source: string; reason: string; by: string }[]
    >();
    expect(history.find(({ version }) => version === 3)).toMatchObject({
      by: '李监察',
      reason: '交警〔2026〕12号',
      source: expect.stringMatching(/^announced:/),
    });
    expect((await coming(one.id))[0]).toMatchObject({ standing: 'applied' });
  });

  it('tells the intake as any change does, at the commit that makes it hold', async () => {
    const one = await vehicle(2, { speedLimit: 80 });
    await announce(one.id, NEXT, { speedLimit: 70 });
    const { rows } = await sql<{
      n: number;
    }>`SELECT count(*)::int AS n FROM vehicle WHERE id = ${one.id} AND speed_limit = 80`.execute(stage.db);
    expect(rows).toEqual([{ n: 1 }]);
    await Promise.all([applyAnnounced(stage.db, startOf(NEXT)), applyAnnounced(stage.db, startOf(NEXT))]);
    expect(await now(one.id)).toMatchObject({ speedLimit: 70, version: 2 });
  });

  it('is withdrawn with a reason before its day, by whoever may write the record, and then does nothing', async () => {
    const one = await vehicle(3, { speedLimit: 80 });
    await announce(one.id, NEXT, { speedLimit: 50 });
    const [first] = await coming(one.id);
    const withdraw = (by: Ask, reason: string) =>
      by('POST', `/api/vehicles/${one.id}/announcements/${first!.id}/withdraw`, { reason });
    expect((await withdraw(ask, '  ')).statusCode).toBe(422);
    expect((await withdraw(elsewhere, '不归我管')).statusCode).toBe(404);
    const taken = await withdraw(ask, '另行研究');
    expect(taken.statusCode, taken.body).toBe(200);
    expect(taken.json()).toMatchObject([{ standing: 'withdrawn', withdrawn: { by: '李监察', reason: '另行研究' } }]);
    expect((await withdraw(ask, '再来一次')).json()).toMatchObject({ code: 'announce-over' });
    await applyAnnounced(stage.db, startOf(LATER));
    expect(await now(one.id)).toMatchObject({ speedLimit: 80, version: 1 });
  });

  it('is compared with what holds on its day: back to today’s after another announced one', async () => {
    const one = await vehicle(4, { speedLimit: 80 });
    await announce(one.id, NEXT, { speedLimit: 60 });
    expect((await announce(one.id, LATER, { speedLimit: 80 })).statusCode).toBe(200);
    expect((await coming(one.id)).map(({ changes }) => changes[0])).toEqual([
      { field: 'speedLimit', from: 60, to: 80 },
      { field: 'speedLimit', from: 80, to: 60 },
    ]);
    expect((await announce(one.id, NEXT, { speedLimit: 40 })).json()).toMatchObject({
      code: 'already-exists',
      field: 'from',
    });
    await applyAnnounced(stage.db, startOf(LATER));
    expect(await now(one.id)).toMatchObject({ speedLimit: 80, version: 3 });
  });

  it('is refused without a reason, for today or before, for what is no limit, and out of bounds; nothing of it is kept', async () => {
    const one = await vehicle(5, { speedLimit: 80, cargo: '砂石' });
    expect((await announce(one.id, NEXT, { speedLimit: 60, cargo: '汽油' }, '')).json()).toMatchObject({
      code: 'limit-reason',
    });
    expect((await announce(one.id, today, { speedLimit: 60 })).json()).toMatchObject({
      code: 'announce-past',
      field: 'from',
    });
    expect((await announce(one.id, NEXT, { cargo: '汽油' })).json()).toMatchObject({ code: 'announce-no-limit' });
    expect((await announce(one.id, NEXT, { speedLimit: -4 })).statusCode).toBe(422);
    const stale = await ask('PATCH', `/api/vehicles/${one.id}`, {
      version: 7,
      changes: { speedLimit: 60, cargo: '汽油' },
      from: NEXT,
      reason: '晚了',
    });
    expect(stale.json()).toMatchObject({ code: 'version-conflict' });
    expect(await coming(one.id)).toEqual([]);
    expect(await now(one.id)).toMatchObject({ version: 1, cargo: '砂石' });
  });

  it('says why it could not take effect where the record is gone by then', async () => {
    const one = await vehicle(6, { speedLimit: 80 });
    await announce(one.id, NEXT, { speedLimit: 60 });
    expect((await ask('POST', `/api/vehicles/${one.id}/retire`, { reason: '报废' })).statusCode).toBe(200);
    expect(await applyAnnounced(stage.db, startOf(NEXT))).toBe(1);
    expect(await coming(one.id)).toMatchObject([{ standing: 'failed', failed: { zh: '记录已注销' } }]);
  });

  it('is seen by nobody outside the record’s place', async () => {
    const one = await vehicle(7, { speedLimit: 80 });
    await announce(one.id, NEXT, { speedLimit: 60 });
    expect((await elsewhere('GET', `/api/vehicles/${one.id}/announcements`)).statusCode).toBe(404);
  });
});
