import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dayOf, shift } from '@anlan/domain/calendar';
import type { Fund, LedgerEntry } from '@anlan/systems/prevention';
import { caseRoutes } from '../case/routes.ts';
import { uploadRoutes } from '../case/uploads.ts';
import { buildApp } from '../http/index.ts';
import { askAs, enterPerson, openStage, type Ask, type Stage } from '../http/testing/stage.ts';
import { uuid } from '../ingest/testing/devices.ts';
import { registryRoutes } from '../registry/index.ts';
import { openFiles } from '../store/index.ts';
import { fundRoutes } from './routes.ts';

const COUNTY = 'cn.36.11.02.';
const TOWN = 'cn.36.11.02.001.';
const [FIRM, NEXT] = [uuid(561), uuid(562)] as [string, string];
const FUND = uuid(571);
const PROJECT = uuid(572);
const PNG = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.from('y')]);
const TODAY = dayOf(Date.now());
const before = (days: number): string => shift(TODAY, -days);

let stage: Stage;
let folder: string;
let asks: Record<'first' | 'second' | 'payer' | 'far' | 'boss' | 'other', Ask>;
let danger: string;
beforeAll(async () => {
  stage = await openStage();
  folder = await mkdtemp(join(tmpdir(), 'anlan-fund-'));
  const files = await openFiles(pathToFileURL(`${folder}/`).href);
  const app = await buildApp({ ...stage.context, files }, [caseRoutes, uploadRoutes, registryRoutes, fundRoutes]);
  const { db } = stage;
  for (const [id, name] of [
    [FIRM, '远山化工'],
    [NEXT, '近水烟花'],
  ])
    await sql`
      INSERT INTO enterprise (id, name, region_path, organisation_id, sector, credit_code, risk_level)
      VALUES (${id}, ${name}, ${TOWN}, ${id}, 'hazchem-production', ${name}, 'red')`.execute(db);
  await newFund(FUND);
  await sql`
    INSERT INTO renovation_project (id, name, region_path, organisation_id, enterprise, kind, cost, stage)
    VALUES (${PROJECT}, '自动化改造', ${TOWN}, ${FIRM}, ${FIRM}, 'automation', 500000, 'building')`.execute(db);
  const people = {
    first: { id: uuid(581), account: '初审', role: 'inspector', region: COUNTY },
    second: { id: uuid(582), account: '复审', role: 'inspector', region: COUNTY },
    payer: { id: uuid(583), account: '拨付', role: 'inspector', region: COUNTY },
    far: { id: uuid(584), account: '邻县', role: 'inspector', region: 'cn.36.11.04.' },
    boss: { id: uuid(585), account: '负责人', role: 'enterprise-manager', organisation: FIRM },
    other: { id: uuid(586), account: '别家', role: 'enterprise-manager', organisation: NEXT },
  };
  for (const person of Object.values(people)) await enterPerson(db, person);
  const entries = await Promise.all(
    Object.entries(people).map(async ([key, { id }]) => [key, await askAs(app, db, id)] as const),
  );
  asks = Object.fromEntries(entries) as typeof asks;
  const found = await asks.first('POST', '/api/cases', {
    kind: 'hidden-danger',
    input: { enterprise: FIRM, title: '联锁缺失' },
  });
  danger = found.json().case.number;
});
afterAll(async () => {
  await stage.close();
  await rm(folder, { recursive: true, force: true });
});

async function newFund(id: string): Promise<void> {
  await sql`
    INSERT INTO rectification_fund (id, name, region_path, share) VALUES (${id}, '县整改基金', ${COUNTY}, 50)`.execute(
    stage.db,
  );
}
const payIn = (yuan: number, onDate = before(30), fund = FUND) =>
  asks.payer('POST', `/api/funds/${fund}/entries`, { yuan, onDate, note: '财政拨入' });
const apply = (ask: Ask, over: object = {}) =>
  ask('POST', '/api/fund-applications', {
    requestId: randomUUID(),
    fund: FUND,
    title: '联锁改造',
    danger,
    cost: 100_000,
    amount: 50_000,
    ...over,
  });
async function act(ask: Ask, id: string, action: string, input: object, files: object[] = []) {
  return ask('POST', `/api/cases/${id}/acts/${action}`, { version: await versionOf(id), input, files });
}
async function versionOf(id: string): Promise<number> {
  const { rows } = await sql<{ version: number }>`SELECT version FROM case_file WHERE id = ${id}`.execute(stage.db);
  return rows[0]!.version;
}
const pay = async (ask: Ask, id: string, yuan: number, onDate = TODAY, way = 'disbursements', more: object = {}) =>
  ask('POST', `/api/fund-applications/${id}/${way}`, {
    version: await versionOf(id),
    yuan,
    onDate,
    note: '第一期',
    ...more,
  });
const balance = async (on: string): Promise<number> =>
  (await asks.first('GET', `/api/funds/${FUND}/balance?on=${on}`)).json().yuan;
async function approved(over: object = {}): Promise<string> {
  const made = await apply(asks.boss, over);
  expect(made.statusCode, made.body).toBe(201);
  const { id } = made.json().detail.case;
  const { amount } = made.json().detail.detail;
  const opinion = { opinion: '属实', approved: amount };
  expect((await act(asks.first, id, 'review', opinion)).statusCode).toBe(200);
  expect((await act(asks.second, id, 'approve', opinion)).statusCode).toBe(200);
  return id;
}

describe('the rectification fund', () => {
  it('[S73.1] pays for a danger what two have reviewed, a third pays in stages, and the effect is shown by its closure', async () => {
    expect((await payIn(200_000)).statusCode).toBe(201);
    const made = await apply(asks.boss);
    const { id } = made.json().detail.case;
    const opinion = { opinion: '属实', approved: 40_000 };
    expect((await pay(asks.payer, id, 1)).json().code).toBe('case-state');
    expect((await act(asks.first, id, 'review', { ...opinion, approved: 60_000 })).json().field).toBe('approved');
    expect((await act(asks.first, id, 'review', opinion)).statusCode).toBe(200);
    expect((await act(asks.first, id, 'approve', opinion)).json().code).toBe('same-person');
    expect((await act(asks.second, id, 'approve', opinion)).statusCode).toBe(200);
    expect((await pay(asks.second, id, 10_000)).json().code).toBe('same-person');
    expect((await pay(asks.payer, id, 25_000)).statusCode).toBe(200);
    expect((await pay(asks.payer, id, 20_000)).json()).toMatchObject({
      code: 'funds-exceeded',
      facts: { left: 15_000 },
    });
    expect((await pay(asks.payer, id, 15_000)).statusCode).toBe(200);
    const photo = (await asks.boss('POST', '/api/files', PNG, { 'content-type': 'image/png' })).json();
    expect((await act(asks.boss, id, 'show', { result: '已改造' }, [{ sha256: photo.sha256 }])).statusCode).toBe(200);
    const confirmed = async () =>
      asks.second('POST', `/api/fund-applications/${id}/confirmation`, {
        version: await versionOf(id),
        opinion: '见效',
      });
    expect((await confirmed()).json().code).toBe('fund-unverified');
    await sql`UPDATE case_file SET state = 'closed' WHERE number = ${danger}`.execute(stage.db);
    expect((await confirmed()).json()).toMatchObject({ paid: 40_000, danger: { closed: true } });
    expect(await balance(TODAY)).toBe(160_000);
    const [fund] = (await asks.first('GET', '/api/funds')).json() as Fund[];
    expect(fund!.ledger).toEqual({ paidIn: 200_000, disbursed: 40_000, returned: 0, balance: 160_000, committed: 0 });
  });

  it('is not asked for what belongs to nobody, to another, or beyond its share', async () => {
    expect((await apply(asks.boss, { danger: undefined })).json().code).toBe('fund-unreferenced');
    expect((await apply(asks.boss, { danger: 'YH-20200101-0001' })).json().code).toBe('fund-unreferenced');
    expect((await apply(asks.other)).json().code).toBe('fund-unreferenced');
    expect((await apply(asks.other, { danger: undefined, project: PROJECT })).json().code).toBe('fund-unreferenced');
    expect((await apply(asks.boss, { amount: 50_001 })).json()).toMatchObject({ field: 'amount' });
    expect((await apply(asks.first)).json().code).toBe('not-permitted');
    const requestId = randomUUID();
    const both = await Promise.all([1, 2].map(() => apply(asks.boss, { requestId })));
    expect(new Set(both.map((answer) => answer.json().detail.case.id)).size).toBe(1);
    // The ordinary form would not look the danger up: it does not know the fund either.
    const ordinary = await asks.boss('POST', '/api/cases', {
      kind: 'fund-application',
      input: { fund: FUND, title: 'x', danger, cost: 1, amount: 1 },
    });
    expect(ordinary.statusCode).toBe(422);
  });

  it('shows an enterprise its own payments and nothing of the ledger', async () => {
    const funds = (await asks.boss('GET', '/api/funds')).json() as Fund[];
    expect(funds.map(({ id, ledger }) => ({ id, ledger }))).toContainEqual({ id: FUND, ledger: null });
    expect((await asks.boss('GET', `/api/funds/${FUND}/entries`)).statusCode).toBe(404);
    expect((await asks.far('GET', `/api/funds/${FUND}/balance?on=${TODAY}`)).statusCode).toBe(404);
    expect((await asks.far('GET', `/api/funds/${FUND}/statement.csv`)).statusCode).toBe(404);
  });

  it('is put right by a line against the wrong one, never by changing it', async () => {
    const wrong = (await payIn(7777, before(3))).json().id;
    const before_ = await balance(TODAY);
    const note = { entry: wrong, note: '记错' };
    const done = await Promise.all([1, 2].map(() => asks.payer('POST', `/api/funds/${FUND}/corrections`, note)));
    expect(done.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b)).toEqual([201, 409]);
    expect(await balance(TODAY)).toBe(before_ - 7777);
    const lines = (await asks.first('GET', `/api/funds/${FUND}/entries`)).json() as LedgerEntry[];
    expect(lines.find(({ id }) => id === wrong)).toMatchObject({ corrected: true, yuan: 7777 });
    await expect(sql`UPDATE fund_entry SET amount = 1 WHERE id = ${wrong}`.execute(stage.db)).rejects.toThrow(
      'never changed',
    );
    await expect(sql`DELETE FROM fund_entry WHERE id = ${wrong}`.execute(stage.db)).rejects.toThrow(/added, never/);
  });

  it('is not overdrawn by many who pay at once, nor behind the back of a later day', async () => {
    const left = await balance(TODAY);
    const ids: string[] = [];
    for (let n = 0; n < 4; n += 1)
      ids.push(await approved({ danger: undefined, project: PROJECT, cost: 1_000_000, amount: 60_000 }));
    const paid = await Promise.all(ids.map((id) => pay(asks.payer, id, 60_000)));
    const good = paid.filter(({ statusCode }) => statusCode === 200).length;
    expect(good).toBe(Math.floor(left / 60_000));
    expect(await balance(TODAY)).toBe(left - good * 60_000);
    const late = ids.find((_, index) => paid[index]!.statusCode !== 200)!;
    expect((await payIn(60_000, TODAY)).statusCode).toBe(201);
    // Enough today, but not yet on the day it is said to have been paid.
    expect((await pay(asks.payer, late, 60_000, before(40))).json().code).toBe('funds-exceeded');
    expect((await pay(asks.payer, late, 60_000, shift(TODAY, 1))).json().field).toBe('onDate');
    expect((await pay(asks.payer, late, 60_000)).statusCode).toBe(200);
    const part = { yuan: 10_000, onDate: TODAY, note: '多付退回', end: false };
    const repaying = { ...part, version: await versionOf(late) };
    const twice = [
      await asks.payer('POST', `/api/fund-applications/${late}/returns`, repaying),
      await asks.payer('POST', `/api/fund-applications/${late}/returns`, repaying),
    ];
    expect(twice.map(({ statusCode }) => statusCode)).toEqual([200, 409]);
    const back = await pay(asks.payer, late, 50_000, TODAY, 'returns', { end: true });
    expect(back.json()).toMatchObject({ paid: 0, detail: { case: { state: 'recovered' } } });
  });

  it('has on any day what came in less what went out, whatever was entered in whatever order', async () => {
    const operation = fc.record({
      kind: fc.constantFrom('in' as const, 'out' as const, 'back' as const, 'correct' as const),
      fen: fc.integer({ min: 1, max: 500_000 }),
      days: fc.integer({ min: 0, max: 20 }),
      which: fc.nat({ max: 50 }),
    });
    const application = await sql<{
      id: string;
    }>`SELECT id FROM case_file WHERE kind = 'fund-application' LIMIT 1`.execute(stage.db);
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { maxLength: 25 }), async (operations) => {
        const fund = randomUUID();
        await newFund(fund);
        const kept: { id: string; day: string; fen: number; countered: boolean }[] = [];
        const onDay = (day: string) => kept.filter((line) => line.day <= day).reduce((sum, { fen }) => sum + fen, 0);
        const days = Array.from({ length: 21 }, (_, index) => before(20 - index));
        for (const { kind, fen, days: ago, which } of operations) {
          const original = kind === 'correct' ? kept.filter(({ countered }) => !countered)[which] : undefined;
          if (kind === 'correct' && original === undefined) continue;
          const day = before(ago);
          const signed = kind === 'correct' ? -original!.fen : kind === 'out' ? -fen : fen;
          const allowed = signed > 0 || days.filter((one) => one >= day).every((one) => onDay(one) + signed >= 0);
          const id = randomUUID();
          const name = { in: 'paid-in', out: 'disbursed', back: 'repaid', correct: 'correction' }[kind];
          const entering = sql`
            INSERT INTO fund_entry (id, fund, on_date, kind, amount, application, project, counter_of, note, by, region_path)
            VALUES (${id}, ${fund}, ${day}, ${name}, ${signed}, ${kind === 'out' ? application.rows[0]!.id : null},
              ${kind === 'out' ? PROJECT : null}, ${original?.id ?? null}, 'x', 'x', ${COUNTY})`.execute(stage.db);
          const entered = await entering.then(
            () => true,
            (error: Error) => (expect(error.message).toContain('does not hold'), false),
          );
          expect(entered).toBe(allowed);
          if (!entered) continue;
          kept.push({ id, day, fen: signed, countered: kind === 'correct' });
          if (original !== undefined) original.countered = true;
        }
        for (const day of days) {
          const { rows } = await sql<{ fen: number }>`
            SELECT coalesce(sum(amount), 0)::bigint AS fen FROM fund_entry WHERE fund = ${fund} AND on_date <= ${day}`.execute(
            stage.db,
          );
          expect(rows[0]!.fen).toBe(onDay(day));
          expect(rows[0]!.fen).toBeGreaterThanOrEqual(0);
        }
        const lines = (await asks.first('GET', `/api/funds/${fund}/entries`)).json() as LedgerEntry[];
        if (lines.length > 0) expect(lines[0]!.balance * 100).toBeCloseTo(onDay(TODAY), 4);
      }),
      { numRuns: 25 },
    );
  }, 60_000);

  it('refuses a payment that refers to nothing even where the platform would not', async () => {
    const raw = sql`
      INSERT INTO fund_entry (id, fund, on_date, kind, amount, note, by, region_path)
      VALUES (${randomUUID()}, ${FUND}, ${TODAY}, 'disbursed', -1, 'x', 'x', ${COUNTY})`.execute(stage.db);
    await expect(raw).rejects.toThrow('fund_entry_referenced');
  });

  it('gives its statement away as a file that adds up', async () => {
    const answer = await asks.first('GET', `/api/funds/${FUND}/statement.csv?from=${before(60)}&to=${TODAY}`);
    const lines = answer.body.replace('\uFEFF', '').trim().split('\r\n');
    expect(lines[0]).toContain('县整改基金');
    const amounts = lines.slice(3, -1).map((line) => Number(line.split(',')[2]));
    const closing = Number(lines.at(-1)!.split(',')[3]);
    expect(amounts.reduce((sum, one) => sum + one, 0)).toBeCloseTo(closing, 6);
    expect(closing).toBe(await balance(TODAY));
    expect(answer.body).toContain(danger);
  });
});
