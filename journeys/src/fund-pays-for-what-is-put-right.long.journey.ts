import { randomUUID } from 'node:crypto';
import { dayOf } from '@anlan/domain/calendar';
import type { CaseDetail } from '@anlan/kernel/case';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Api } from './api.ts';
import { shown } from './browser.ts';
import { act, button, fillForm } from './case-steps.ts';
import { openStage, type Stage } from './stage.ts';

const TODAY = dayOf(Date.now());

interface Fund {
  readonly id: string;
  readonly ledger: { readonly balance: number } | null;
}
interface Application {
  readonly detail: CaseDetail;
  readonly paid: number;
}

describe('the fund pays for a danger that is put right: two decide, a third pays, and the balance follows', () => {
  let stage: Stage;
  let boss: Api;
  let first: Api;
  let leader: Api;
  let payer: Api;
  let inspectorKey: string;
  let fund: Fund;
  let before: number;
  let danger: CaseDetail;
  let id: string;

  const balance = async (): Promise<number> =>
    (await payer.get<{ yuan: number }>(`/api/funds/${fund.id}/balance?on=${TODAY}`)).yuan;
  const read = (): Promise<Application> => payer.get(`/api/fund-applications/${id}`);
  const pay = async (who: Api, yuan: number) =>
    who.ask('POST', `/api/fund-applications/${id}/disbursements`, {
      version: (await read()).detail.case.version,
      yuan,
      onDate: TODAY,
      note: '首期',
    });

  beforeAll(async () => {
    stage = await openStage();
    const identities = (await (await fetch(`${stage.platform.url}/api/platform/demonstration`)).json()) as readonly {
      key: string;
      mark: string;
      jurisdiction: string;
      label: string;
    }[];
    const own = identities.filter(({ jurisdiction }) => jurisdiction === 'cn.36.11.');
    inspectorKey = own.find(({ mark, label }) => mark === '执' && label === '执法人员')!.key;
    boss = await stage.api(own.find(({ mark }) => mark === '负')!.key);
    [first, leader, payer] = await Promise.all([
      stage.api(inspectorKey),
      stage.api('shangrao.leader'),
      stage.api('shangrao.finance'),
    ]);
    fund = (await payer.get<Fund[]>('/api/funds'))[0]!;
    before = await balance();
    const { scope } = await boss.get<{ scope: { organisationId: string } }>('/api/session');
    danger = await first.post('/api/cases', {
      kind: 'hidden-danger',
      input: { enterprise: scope.organisationId, title: '可燃气体报警器老化' },
    });
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await stage.shotAll('fund-failed');
  });
  afterAll(() => stage.close());

  it('[S73.1] is asked for by the enterprise for a danger of its own, on its page', async () => {
    const wish = { requestId: randomUUID(), fund: fund.id, title: '更换报警器', cost: 80_000, amount: 40_000 };
    expect((await boss.ask('POST', '/api/fund-applications', wish)).status).toBe(422);
    const page = await stage.page(`/funds?danger=${danger.case.number}`, await bossKey());
    const form = await fillForm(page, { fill: { 申请事项: '更换报警器', 总费用: '80000', 申请金额: '40000' } });
    await button(form, '申请基金').click();
    await page.waitForURL(/\/fund-applications\/[0-9a-f-]{36}/);
    id = new URL(page.url()).pathname.split('/')[2] as string;
    await stage.shot(page, 'fund-application');
    await page.close();
  });

  it('[S73.1] two decide, a third pays in stages, never more than was approved or than there is', async () => {
    expect((await pay(payer, 1)).status).toBe(409);
    const desk = await stage.page(`/fund-applications/${id}`, inspectorKey);
    await act(desk, '初审', { fill: { 核定金额: '40000', 审核意见: '属实' } });
    const { version } = (await read()).detail.case;
    const input = { approved: 40_000, opinion: '同意' };
    expect((await first.ask('POST', `/api/cases/${id}/acts/approve`, { version, input })).status).toBe(403);
    await leader.post(`/api/cases/${id}/acts/approve`, { version, input });
    expect((await pay(leader, 10_000)).status).toBe(403);
    expect((await pay(payer, 30_000)).status).toBe(200);
    expect((await pay(payer, 30_000)).status).toBe(409);
    expect(await balance()).toBe(before - 30_000);
    const confirmation = { version: (await read()).detail.case.version, opinion: '见效' };
    expect((await payer.ask('POST', `/api/fund-applications/${id}/confirmation`, confirmation)).status).toBe(409);
    const ledger = await stage.page('/funds', 'shangrao.finance');
    expect(await shown(ledger.getByText(danger.case.number))).toBe(true);
    await stage.shot(ledger, 'fund-ledger');
  });

  it('[S73.1] without effect the money comes back, and the day’s balance is what it was', async () => {
    const { version } = (await read()).detail.case;
    const back = { version, yuan: 30_000, onDate: TODAY, note: '未按期整改', end: true };
    await payer.post(`/api/fund-applications/${id}/returns`, back);
    expect(await balance()).toBe(before);
    expect((await read()).detail.case.state).toBe('recovered');
    const statement = await payer.ask('GET', `/api/funds/${fund.id}/statement.csv?from=${TODAY}&to=${TODAY}`);
    expect(String(statement.body)).toContain(danger.case.number);
    expect((await boss.ask('GET', `/api/funds/${fund.id}/entries`)).status).toBe(404);
    expect(stage.faults).toEqual([]);
  });

  async function bossKey(): Promise<string> {
    const identities = (await (await fetch(`${stage.platform.url}/api/platform/demonstration`)).json()) as readonly {
      key: string;
      mark: string;
      jurisdiction: string;
    }[];
    return identities.find(({ mark, jurisdiction }) => mark === '负' && jurisdiction === 'cn.36.11.')!.key;
  }
});
