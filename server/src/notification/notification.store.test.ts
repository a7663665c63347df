import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseDetail } from '@anlan/kernel/case';
import { act, done, FIRM, inDays, TOWN } from '../case/testing/theatre.ts';
import { openDesk, SIGNATURE, type Desk } from '../document/testing/desk.ts';
import type { Ask } from '../http/testing/stage.ts';
import { uuid } from '../ingest/testing/devices.ts';

let desk: Desk;
const POINT = uuid(8101);
const WORKERS = [
  { id: uuid(8001), name: '周大海', post: '操作工' },
  { id: uuid(8002), name: '吴建平', post: '操作工' },
  { id: uuid(8003), name: '郑小军', post: '电工' },
];
beforeAll(async () => {
  desk = await openDesk();
  for (const worker of WORKERS)
    await sql`
      INSERT INTO worker (id, name, region_path, organisation_id, sector, enterprise, post)
      VALUES (${worker.id}, ${worker.name}, ${TOWN}, ${FIRM}, 'hazchem-production', ${FIRM}, ${worker.post})`.execute(
      desk.stage.db,
    );
  await sql`
    INSERT INTO risk_point (id, name, region_path, organisation_id, sector, enterprise, object, hazard, level, measures, responsible)
    VALUES (${POINT}, '反应釜区', ${TOWN}, ${FIRM}, 'hazchem-production', ${FIRM}, 'facility', '超温超压', 'red', '联锁投用', '赵建国')`.execute(
    desk.stage.db,
  );
}, 120_000);
afterAll(() => desk.close());

interface Firm {
  employees: number;
  signed: number;
  rate: number;
  cards: { id: string; version: number; documentId: string }[];
  unsigned: { workerId: string; name: string; cards: string[]; pin: boolean }[];
}
const firm = async (ask: Ask): Promise<Firm> => (await ask('GET', `/api/enterprises/${FIRM}/notification`)).json();
const publish = (ask: Ask, more: object = {}) =>
  ask('POST', '/api/risk-cards', {
    kind: 'post',
    post: '操作工',
    points: [POINT],
    emergency: ['撤离'],
    phone: '8201190',
    ...more,
  });
const sign = (ask: Ask, card: string, workerId: string, more: object = { signature: SIGNATURE }) =>
  ask('POST', `/api/risk-cards/${card}/signatures`, { workerId, device: 'phone', ...more });

describe('a risk card', () => {
  it('[S71.1] is published for a post out of the risk points, with a document anybody can verify', async () => {
    expect((await publish(desk.inspector)).statusCode).toBe(403);
    expect((await publish(desk.officer, { points: [] })).json()).toMatchObject({
      code: 'field-required',
      field: 'points',
    });
    const card = (await publish(desk.officer)).json<{ id: string; version: number; documentId: string }>();
    expect(card.version).toBe(1);
    const paper = (await desk.officer('GET', `/api/documents/${card.documentId}`)).json<{
      document: { code: string };
      paper: object;
    }>();
    expect(JSON.stringify(paper.paper)).toContain('联锁投用');
    const known = await desk.anybody('GET', `/api/public/verify?code=${paper.document.code}`);
    expect(known.json()).toMatchObject({ state: 'in-force', issuer: '远山化工' });
    const gas = await publish(desk.officer, { kind: 'gas', post: '', points: [] });
    expect(gas.statusCode).toBe(201);
  });

  it('[S71.2] [S71.3] is signed by hand or PIN once, counts for the rate, and who has not signed stands by name', async () => {
    const before = await firm(desk.officer);
    expect(before).toMatchObject({ employees: 3, signed: 0, rate: 0 });
    const [gas, post] = before.cards as [Firm['cards'][0], Firm['cards'][0]];
    const [one, two, three] = WORKERS.map(({ id }) => id) as [string, string, string];
    expect((await sign(desk.officer, post.id, three)).json()).toMatchObject({ code: 'card-worker' });
    expect((await sign(desk.inspector, post.id, one)).statusCode).toBe(403);
    expect((await sign(desk.officer, post.id, one, {})).json()).toMatchObject({ code: 'field-required' });
    expect((await sign(desk.officer, post.id, one, { signature: SIGNATURE, newPin: '2468' })).statusCode).toBe(200);
    expect((await sign(desk.officer, post.id, one)).json()).toMatchObject({ code: 'card-signed' });
    expect((await sign(desk.officer, gas.id, one, { pin: '1111' })).json()).toMatchObject({ code: 'pin-wrong' });
    expect((await sign(desk.officer, gas.id, one, { pin: '2468' })).statusCode).toBe(200);
    const requestId = uuid(8800);
    for (const twice of [1, 2])
      expect(
        (await sign(desk.officer, post.id, two, { signature: SIGNATURE, requestId })).statusCode,
        String(twice),
      ).toBe(200);
    const after = await firm(desk.officer);
    expect(after.signed).toBe(1);
    expect(after.rate).toBeCloseTo(1 / 3);
    expect(after.unsigned.map(({ name, cards }) => [name, cards])).toEqual([
      ['吴建平', [gas.id]],
      ['郑小军', [gas.id]],
    ]);
    expect(
      (await firm(desk.inspector)).unsigned.map(({ name }) => name),
      'masked outside the enterprise',
    ).toEqual(['吴**', '郑**']);
    expect((await desk.stranger('GET', `/api/enterprises/${FIRM}/notification`)).statusCode).toBe(404);
    const rates = (await desk.inspector('GET', '/api/notification/rates')).json<{ rows: object[] }>();
    expect(rates.rows).toEqual([expect.objectContaining({ id: FIRM, employees: 3, signed: 1, cards: 2 })]);
  });

  it('in a new version asks for the signatures again; the old one takes no more', async () => {
    const old = (await firm(desk.officer)).cards.find(({ version }) => version === 1 && true) as { id: string };
    const post = (await firm(desk.officer)).cards.at(-1) as { id: string };
    const next = (await publish(desk.officer)).json<{ id: string; version: number }>();
    expect(next.version).toBe(2);
    const after = await firm(desk.officer);
    expect(after.signed).toBe(0);
    expect(after.unsigned.find(({ workerId }) => workerId === WORKERS[0]?.id)?.cards).toEqual([next.id]);
    expect((await sign(desk.officer, post.id, WORKERS[0]!.id)).json()).toMatchObject({ code: 'card-superseded' });
    expect(old.id).not.toBe(next.id);
  });
});

describe('a contracted job', () => {
  it('[S71.4] [S71.5] of high risk does not start before all its workers were told, and running is warned of', async () => {
    const input = {
      enterprise: FIRM,
      title: '污水池清淤',
      contractor: '众安检维修',
      job: 'confined-space',
      level: 'red',
      startsOn: inDays(0),
      endsOn: inDays(5),
    };
    const opened = await desk.officer('POST', '/api/cases', { kind: 'contractor-job', input });
    expect(opened.statusCode, opened.body).toBe(201);
    const job = opened.json<CaseDetail>();
    const { id } = job.case;
    const read = async (): Promise<CaseDetail> => (await desk.officer('GET', `/api/cases/${id}`)).json();
    expect((await act(desk.officer, job, 'start')).json()).toMatchObject({ code: 'job-empty' });
    const add = (name: string) => desk.officer('POST', `/api/contractor-jobs/${id}/workers`, { name, work: '清淤工' });
    await add('冯志强');
    expect((await add('冯志强')).json()).toMatchObject({ code: 'already-exists' });
    const people = (await add('陈水根')).json<{ id: string }[]>();
    expect((await act(desk.officer, await read(), 'start')).json()).toMatchObject({
      code: 'job-unnotified',
      facts: { workers: 2, notified: 0 },
    });
    const tell = (worker: string) =>
      desk.officer('POST', `/api/contractor-jobs/${id}/workers/${worker}/tell`, {
        signature: SIGNATURE,
        device: 'phone',
      });
    await tell(people[0]!.id);
    expect((await tell(people[0]!.id)).json()).toMatchObject({ code: 'card-signed' });
    expect((await act(desk.officer, await read(), 'start')).json()).toMatchObject({ code: 'job-unnotified' });
    expect(
      (await desk.inspector('POST', `/api/contractor-jobs/${id}/workers`, { name: '某某', work: '工' })).statusCode,
    ).toBe(403);
    await tell(people[1]!.id);
    const running = await done(desk.officer, await read(), 'start');
    expect(running.case.state).toBe('running');
    await add('后来者');
    const jobs = (await desk.inspector('GET', '/api/contractor-jobs')).json<
      { case: { id: string }; warnings: string[] }[]
    >();
    expect(jobs.find((one) => one.case.id === id)?.warnings).toEqual(['high-risk', 'unnotified']);
    expect((await desk.inspector('GET', `/api/contractor-jobs/${id}/workers`)).body).not.toContain('冯志强');
  });
});
