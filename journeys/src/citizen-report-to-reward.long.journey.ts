import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Api } from './api.ts';
import { shown, type Page } from './browser.ts';
import { act, button, fillForm, photoOf } from './case-steps.ts';
import { openStage, type Stage } from './stage.ts';

const PHONE = { width: 390, height: 844 };
const SAID = '后院仓库堆了三四十个气瓶，旁边在切割，冒火星。';
const WHERE = '石桥路46号后院仓库';

interface Report {
  readonly detail: {
    readonly case: { readonly id: string; readonly state: string; readonly version: number; readonly number: string };
  };
  readonly dossier: { readonly statement: string } | null;
  readonly reward: { readonly yuan: number } | null;
  readonly follow: { readonly id: string; readonly number: string } | null;
}
interface Late {
  readonly rows: readonly {
    readonly case: { readonly id: string; readonly version: number; readonly number: string };
  }[];
}
interface List {
  readonly rows: readonly { readonly case: { readonly id: string; readonly title: string } }[];
}

describe('a citizen reports without a name, is told by code, and is rewarded; the enterprise never sees who or that', () => {
  let stage: Stage;
  let phone: Page;
  let desk: Page;
  let handler: Api;
  let officer: string;
  let firm: { id: string; name: string };
  let inspectorKey: string;
  let code = '';
  let pin = '';
  let id = '';

  const lookUp = async (page: Page, wantedCode: string, wantedPin: string) => {
    await page.goto(`${stage.platform.url}/public/progress`);
    await page.getByLabel('回执码').fill(wantedCode);
    await page.getByLabel('查询口令').fill(wantedPin);
    await page.getByRole('button', { name: '查进度' }).click();
  };
  const state = async (): Promise<string> => {
    await lookUp(phone, code, pin);
    return (await phone.getByTestId('state').textContent()) ?? '';
  };
  const read = (): Promise<Report> => handler.get(`/api/public-reports/${id}`);

  beforeAll(async () => {
    stage = await openStage();
    const identities = (await (await fetch(`${stage.platform.url}/api/platform/demonstration`)).json()) as readonly {
      key: string;
      mark: string;
      jurisdiction: string;
    }[];
    const keyOf = (mark: string) =>
      identities.find((one) => one.mark === mark && one.jurisdiction === 'cn.36.11.')!.key;
    officer = keyOf('企');
    inspectorKey = keyOf('执');
    handler = await stage.api(inspectorKey);
    const session = await (await stage.api(officer)).get<{ scope: { organisationId: string } }>('/api/session');
    firm = await handler.get(`/api/enterprises/${session.scope.organisationId}`);
    // The code on the door of the enterprise leads here; nobody signs in.
    phone = await stage.page(`/public/report?enterprise=${firm.id}`, undefined, PHONE);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await stage.shotAll('citizen-failed');
  });
  afterAll(() => stage.close());

  it('is reported with a photo; without network it waits on the phone, a reload loses nothing, and then it goes by itself', async () => {
    expect(await shown(phone.getByText(firm.name))).toBe(true);
    await phone.getByRole('textbox', { name: '看到了什么' }).fill(SAID);
    await phone.locator('input[type=file]').setInputFiles(await photoOf(phone, '现场.png'));
    await phone.getByRole('img', { name: '照片 1' }).waitFor();
    await phone.getByRole('textbox', { name: '门牌、路口或旁边有什么' }).fill(WHERE);
    await stage.shot(phone, 'citizen-report');
    await phone.route('**/api/public/reports', (route) => route.abort());
    await phone.getByRole('button', { name: '提交，拿回执码' }).click();
    await phone.getByText('有信号自动提交').waitFor();
    await phone.waitForTimeout(600);
    await phone.reload();
    await phone.getByText('有信号自动提交').waitFor();
    expect(await phone.getByRole('textbox', { name: '看到了什么' }).inputValue()).toBe(SAID);
    expect(await phone.getByRole('img', { name: '照片 1' }).count()).toBe(1);
    await phone.unroute('**/api/public/reports');
    await phone.evaluate(() => window.dispatchEvent(new Event('online')));
    code = (await phone.getByTestId('code').textContent()) ?? '';
    pin = ((await phone.getByTestId('pin').textContent()) ?? '').replace(' ', '');
    expect(`${code} ${pin}`).toMatch(/^[2-9A-Z]{5}-[2-9A-Z]{5} \d{6}$/);
    await stage.shot(phone, 'citizen-receipt');
    await phone.getByRole('button', { name: '存好了，看进度' }).click();
    expect(await phone.getByTestId('state').textContent()).toBe('已收到，等待受理');
    // No cookie was set, and nothing of it is left on the phone.
    expect(await phone.context().cookies()).toEqual([]);
    await phone.goto(`${stage.platform.url}/public/report`);
    expect(await phone.getByRole('textbox', { name: '看到了什么' }).inputValue()).toBe('');
  });

  it('is not told to who has a wrong code or a wrong PIN', async () => {
    await lookUp(phone, 'QQQQQ-QQQQQ', pin);
    expect(await shown(phone.getByText('回执码不对，请核对每一位'))).toBe(true);
    await lookUp(phone, code, pin === '111111' ? '222222' : '111111');
    expect(await shown(phone.getByText('回执码或查询口令不对'))).toBe(true);
  });

  it('[S67.2] is read by the handler, whose reading is counted, and by no one of the enterprise', async () => {
    const { rows } = await handler.get<List>(`/api/public-reports?search=${encodeURIComponent(WHERE)}`);
    id = rows[0]!.case.id;
    for (const one of rows) {
      const { dossier } = await handler.get<Report>(`/api/public-reports/${one.case.id}`);
      if (dossier?.statement === SAID && one.case.title.includes(WHERE)) id = one.case.id;
      if (id === one.case.id) break;
    }
    desk = await stage.page(`/public-reports/${id}`, inspectorKey);
    expect(await shown(desk.getByText(SAID))).toBe(true);
    await stage.shot(desk, 'citizen-desk');
    const theirs = await stage.api(officer);
    for (const path of [`/api/public-reports/${id}`, `/api/cases/${id}`])
      expect((await theirs.ask('GET', path)).status).toBe(404);
    expect((await theirs.ask('POST', `/api/public-reports/${id}/identity`, { reason: '看看' })).status).toBe(403);
    const seen = await theirs.get<List>('/api/public-reports?open=1');
    expect(seen.rows).toEqual([]);
    await lookUp(phone, code, pin);
    expect(await shown(phone.getByText('核查人 1 名'))).toBe(true);
  });

  it('[S67.1] is accepted, found true and handed on as a hidden danger in one act, and the citizen is told', async () => {
    await act(desk, '受理', { fill: { 告诉举报人: '已受理，两日内到现场' } });
    expect(await state()).toBe('已受理，正在核查');
    expect(await shown(phone.getByText('已受理，两日内到现场'))).toBe(true);
    await desk.bringToFront();
    await button(desk, '核查属实并转办').first().click();
    const form = await fillForm(desk, {
      pick: { 核查认定: '违法生产经营建设' },
      fill: {
        核查情况: '现场气瓶37只，动火未审批',
        告诉举报人: '现场核查属实，已责令停止切割',
        隐患或线索标题: '气瓶无防倾倒措施，违规动火',
      },
    });
    await button(form, '核查属实并转办').click();
    await desk.getByText('已转成').waitFor();
    await stage.shot(desk, 'citizen-verified');
    expect(await state()).toBe('核查属实，正在处理');
    const { follow } = await read();
    const danger = await (
      await stage.api(officer)
    ).get<{ case: { source: string; number: string }; related: unknown[] }>(`/api/cases/${follow!.id}`);
    expect(danger.case).toMatchObject({ source: 'public', number: follow!.number });
    expect(danger.related).toEqual([]);
    await act(desk, '处理完毕', { fill: { 处理结果: '责令停止切割、清走气瓶，罚款5万元', 行政处罚金额: '50000' } });
    await act(desk, '反馈结果', { fill: { 告诉举报人: '已责令停止切割、清走气瓶，对单位罚款' } });
    expect(await state()).toBe('已答复，正在定奖励');
  });

  it('one that waits beyond its time rings above the handler, and stays counted as late when it is taken up at last', async () => {
    const figures = () =>
      handler.get<{ due: number; inTime: number }>('/api/public-reports/figures?from=0&to=9999999999999');
    const { rows } = await handler.get<Late>('/api/public-reports?overdue=1&state=received');
    const { id: lateId, version, number } = rows[0]!.case;
    const before = await figures();
    await desk.goto(`${stage.platform.url}/public-reports?overdue=1`);
    expect(await shown(desk.getByText(number).first())).toBe(true);
    await stage.shot(desk, 'citizen-late');
    await handler.post(`/api/cases/${lateId}/acts/accept`, {
      version,
      input: { answer: '迟复为歉，今日到现场' },
      requestId: crypto.randomUUID(),
    });
    expect(await figures()).toEqual(before);
    await desk.goto(`${stage.platform.url}/public-reports/${id}`);
  });

  it('the same matter told again goes on with the first', async () => {
    const again = await stage.page(`/public/report?enterprise=${firm.id}`, undefined, PHONE);
    await again.getByRole('textbox', { name: '看到了什么' }).fill('还是那个仓库，晚上又在切割');
    await again.getByRole('textbox', { name: '门牌、路口或旁边有什么' }).fill(WHERE);
    await again.getByText(firm.name).waitFor();
    await again.getByRole('button', { name: '提交，拿回执码' }).click();
    const own = [
      (await again.getByTestId('code').textContent()) ?? '',
      ((await again.getByTestId('pin').textContent()) ?? '').replace(' ', ''),
    ] as const;
    const { rows } = await handler.get<List>(`/api/public-reports?state=received&search=${encodeURIComponent(WHERE)}`);
    const second = await handler.get<Report & { dossier: { like: { id: string; number: string }[] } }>(
      `/api/public-reports/${rows[0]!.case.id}`,
    );
    const first = second.dossier.like.find((one) => one.id === id)!;
    await handler.post(`/api/public-reports/${rows[0]!.case.id}/merge`, {
      version: second.detail.case.version,
      into: first.number,
    });
    await lookUp(again, ...own);
    expect(await shown(again.getByText('同一件事之前已有人举报'))).toBe(true);
    expect(await again.getByTestId('reward').count()).toBe(0);
    await again.close();
  });

  it('[S67.1] the reward is reckoned, decided by somebody else, and paid against the code; the code shows it', async () => {
    await desk.bringToFront();
    await desk.reload();
    await button(desk, '按规定算出并提出奖励').click();
    await desk.getByText('待另一个人审定').waitFor();
    await stage.shot(desk, 'citizen-reward');
    const { reward, detail } = await read();
    expect(reward!.yuan).toBe(7500);
    const decision = { version: detail.case.version, granted: true, reason: '属实，同意' };
    expect((await handler.ask('POST', `/api/public-reports/${id}/reward/decision`, decision)).status).toBe(403);
    const leader = await stage.api('shangrao.leader');
    await leader.post(`/api/public-reports/${id}/reward/decision`, decision);
    await lookUp(phone, code, pin);
    expect(await shown(phone.getByText('奖励 7,500 元'))).toBe(true);
    const { version } = (await read()).detail.case;
    const payment = { version, voucher: `PZ-${Date.now()}` };
    expect((await handler.ask('POST', `/api/public-reports/${id}/reward/payment`, payment)).status).toBe(422);
    await handler.post(`/api/public-reports/${id}/reward/payment`, { ...payment, code, pin });
    expect(await state()).toBe('奖励已领取');
    expect(await shown(phone.getByText('已领奖励 7,500 元'))).toBe(true);
    await stage.shot(phone, 'citizen-paid');
  });

  it('too many tries pause the code', async () => {
    const ask = () =>
      fetch(`${stage.platform.url}/api/public/reports/progress`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-anlan': '1' },
        body: JSON.stringify({ code, pin: pin === '111111' ? '222222' : '111111' }),
      });
    const statuses: number[] = [];
    for (let n = 0; n < 7; n += 1) statuses.push((await ask()).status);
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(0);
    expect(stage.faults).toEqual([]);
  });
});
