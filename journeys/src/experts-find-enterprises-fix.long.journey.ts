import { dayOf, shift } from '@anlan/domain/calendar';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Api } from './api.ts';
import { shown, type Page } from './browser.ts';
import { button, fillForm } from './case-steps.ts';
import { openStage, type Stage } from './stage.ts';

const PHONE = { width: 390, height: 844 };
const FOUND = '储罐高液位联锁未投用';

interface Visit {
  readonly id: string;
  readonly contract: string;
  readonly enterprise: string;
  readonly enterpriseName: string;
  readonly state: string;
}
interface Contract {
  readonly id: string;
  readonly own: boolean;
  readonly mode: string;
  readonly covered: number;
  readonly found: number;
}

describe('government buys, an expert looks, the enterprise puts right: one loop, and nobody closes what he found', () => {
  let stage: Stage;
  let phone: Page;
  let expert: Api;
  let buyer: Api;
  let visit: Visit;
  let before: Contract;

  beforeAll(async () => {
    stage = await openStage();
    expert = await stage.api('shangrao.expert');
    buyer = await stage.api('shangrao.finance');
    visit = (await expert.get<Visit[]>('/api/expert/visits')).find(({ state }) => state === 'assigned')!;
    before = (await buyer.get<Contract[]>('/api/expert/contracts')).find(({ id }) => id === visit.contract)!;
    phone = await stage.page('/expert-service/mine', 'shangrao.expert', PHONE);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await stage.shotAll('expert-failed');
  });
  afterAll(() => stage.close());

  it('[S66.2] the expert sees what was given to him, and no other enterprise', async () => {
    expect(await shown(phone.getByRole('link', { name: visit.enterpriseName }))).toBe(true);
    await stage.shot(phone, 'expert-mine');
    const seen = await expert.get<{ rows: { id: string }[] }>('/api/enterprises?size=200');
    const given = await expert.get<Visit[]>('/api/expert/visits');
    expect(new Set(seen.rows.map(({ id }) => id))).toEqual(new Set(given.map(({ enterprise }) => enterprise)));
  });

  it('[S66.3] what he enters on his phone is a hidden danger of source 专家, which he may not close', async () => {
    await phone.getByRole('link', { name: visit.enterpriseName }).first().click();
    await button(phone, '登记一条隐患').click();
    const form = await fillForm(phone, { fill: { 隐患: FOUND, 部位: '罐区' }, pick: { 类别: '设备' } });
    await button(form, '登记一条隐患').click();
    expect(await shown(phone.getByText(FOUND))).toBe(true);
    await stage.shot(phone, 'expert-visit');
    const { findings } = await expert.get<{
      findings: { id: string; source: string; version: number; owner: string }[];
    }>(`/api/expert/visits/${visit.id}`);
    expect(findings.at(-1)).toMatchObject({ source: 'expert', owner: 'authority' });
    const close = await expert.ask('POST', `/api/cases/${findings.at(-1)!.id}/acts/accept`, {
      version: 1,
      input: { opinion: '好' },
    });
    expect(close.status).toBe(403);
  });

  it('[S66.1] the report of the contract counts it, and no more is paid than the contract holds', async () => {
    await expert.post(`/api/expert/visits/${visit.id}/report`, { summary: '查出 1 条' });
    expect((await expert.ask('POST', `/api/expert/visits/${visit.id}/report`, { summary: '再报' })).status).toBe(409);
    const after = (await buyer.get<Contract[]>('/api/expert/contracts')).find(({ id }) => id === visit.contract)!;
    expect([after.covered - before.covered, after.found - before.found]).toEqual([1, 1]);
    const tooMuch = { stage: '加付', yuan: 900_000_000, paidOn: dayOf(Date.now()) };
    expect((await buyer.ask('POST', `/api/expert/contracts/${visit.contract}/payments`, tooMuch)).status).toBe(409);
    const desk = await stage.page(`/expert-service/contracts/${visit.contract}`, 'shangrao.finance');
    expect(await shown(desk.getByText(visit.enterpriseName))).toBe(true);
    await stage.shot(desk, 'expert-contract');
    await desk.goto(`${stage.platform.url}/expert-service`);
    expect(await shown(desk.getByText('查出隐患'))).toBe(true);
    await stage.shot(desk, 'expert-contracts');
  });

  it('an enterprise outside the contract is not inspected under it, and a past day is no time limit', async () => {
    const outside = {
      expert: '00000000-0000-4000-8000-000000000000',
      enterprise: visit.enterprise,
      dueOn: shift(dayOf(Date.now()), 5),
    };
    expect((await buyer.ask('POST', `/api/expert/contracts/${visit.contract}/assignments`, outside)).status).toBe(422);
    const past = { ...outside, dueOn: '2020-01-01' };
    expect((await buyer.ask('POST', `/api/expert/contracts/${visit.contract}/assignments`, past)).status).toBe(422);
    expect(stage.faults).toEqual([]);
  });
});
