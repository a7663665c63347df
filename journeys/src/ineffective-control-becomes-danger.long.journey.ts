import { randomUUID } from 'node:crypto';
import { dayOf } from '@anlan/domain/calendar';
import type { CaseDetail } from '@anlan/kernel/case';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Api } from './api.ts';
import { shown, type Page } from './browser.ts';
import { button, photoOf } from './case-steps.ts';
import { openStage, type Stage } from './stage.ts';

const PHONE = { width: 390, height: 844 };
const MEASURE = '紧急切断阀每班试动';

interface Identity {
  readonly key: string;
  readonly mark: string;
  readonly jurisdiction: string;
}
interface RiskPoint {
  readonly id: string;
  readonly name: string;
  readonly level: string;
}
interface Control {
  readonly point: { readonly level: string; readonly control: string };
  readonly measures: readonly { readonly id: string; readonly text: string; readonly missedNow: number }[];
  readonly checks: readonly { readonly result: string; readonly caseId: string | null }[];
  readonly dangers: readonly { readonly id: string }[];
}
interface Distances {
  readonly rows: readonly {
    readonly id: string;
    readonly verdict: string;
    readonly caseId: string | null;
    readonly facts: readonly { readonly verdict: string }[];
  }[];
  readonly counts: { readonly enterprises: number; readonly measured: number };
}

describe('a control that does not hold becomes a hidden danger, and a plant that is too near goes on the list', () => {
  let stage: Stage;
  let phone: Page;
  let desk: Page;
  let own: Api;
  let inspecting: Api;
  let stranger: Api;
  let firm: { id: string; name: string; lon: number; lat: number; regionPath: string };
  let risk: RiskPoint;
  let officer: string;

  const control = (): Promise<Control> => own.get(`/api/dual-prevention/points/${risk.id}`);

  beforeAll(async () => {
    stage = await openStage();
    const identities = (await (
      await fetch(`${stage.platform.url}/api/platform/demonstration`)
    ).json()) as readonly Identity[];
    const keyOf = (mark: string, place = 'cn.36.11.'): string =>
      (identities.find((one) => one.mark === mark && one.jurisdiction === place) as Identity).key;
    officer = keyOf('企');
    own = await stage.api(officer);
    inspecting = await stage.api(keyOf('执'));
    stranger = await stage.api(keyOf('执', 'cn.50.'));
    const session = await own.get<{ scope: { organisationId: string } }>('/api/session');
    firm = await own.get(`/api/enterprises/${session.scope.organisationId}`);
    const { rows } = await own.get<{ rows: RiskPoint[] }>(`/api/risk-points?enterprise=${firm.id}&size=50`);
    risk = rows.find(({ level }) => level !== 'blue') as RiskPoint;
    desk = await stage.page(`/control/points/${risk.id}`, keyOf('执'));
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await stage.shotAll('control-failed');
  });
  afterAll(() => stage.close());

  it('[S64.2] a job is analysed step by step; the worst decides, and a high one needs the enterprise’s own owner', async () => {
    const id = randomUUID();
    const row = { step: '装卸', hazard: '脱管泄漏', scale: 'LS', l: 4, s: 5 };
    await own.post('/api/risk-assessments', {
      id,
      riskPoint: risk.id,
      method: 'JHA',
      title: '装卸作业 JHA',
      rows: [row, { ...row, step: '交底', l: 2, s: 2 }],
    });
    await desk.goto(`${stage.platform.url}/risk-assessments/${id}`);
    expect(await shown(desk.getByText('4 × 5'))).toBe(true);
    await stage.shot(desk, 'risk-assessment');
    const refused = await own.ask('POST', `/api/risk-assessments/${id}/complete`, { version: 1, control: 'team' });
    expect(refused.body).toMatchObject({ code: 'risk-owner' });
    await own.post(`/api/risk-assessments/${id}/complete`, {
      version: 1,
      control: 'company',
      responsible: '主要负责人',
    });
    expect((await control()).point).toMatchObject({ level: 'red', control: 'company' });
  });

  it('[S64.5] found ineffective on the phone with a photo, it is a danger of that risk point; twice sent is once', async () => {
    const added = await own.post<Control>(`/api/dual-prevention/points/${risk.id}/measures`, {
      kind: 'engineering',
      text: MEASURE,
    });
    const measure = added.measures.find(({ text }) => text === MEASURE)!;
    const url = `/api/dual-prevention/measures/${measure.id}/checks`;
    expect((await own.ask('POST', url, { id: randomUUID(), result: 'ineffective' })).body).toMatchObject({
      code: 'evidence-required',
    });
    expect((await stranger.ask('POST', url, { id: randomUUID(), result: 'effective' })).status).toBe(404);

    phone = await stage.page(`/control/checks?measure=${measure.id}&point=${risk.id}`, officer, PHONE);
    const card = phone.getByTestId('measure').filter({ hasText: MEASURE });
    await card.getByRole('button', { name: '失效' }).click();
    expect(await card.getByRole('button', { name: '提交检查' }).isDisabled()).toBe(true);
    const chooser = phone.waitForEvent('filechooser');
    await card.getByRole('button', { name: '拍照' }).click();
    await (await chooser).setFiles(await photoOf(phone, '切断阀.png'));
    await card.locator('li[data-state=there]').waitFor();
    await card.getByLabel('情况说明').fill('试动不到位，行程开关松动');
    await stage.shot(phone, 'measure-check-phone');
    await button(phone, '提交检查').click();
    expect(await shown(card.getByText('已生成隐患'))).toBe(true);
    const after = await control();
    expect(after.checks[0]).toMatchObject({ result: 'ineffective' });
    const { case: view, detail } = await inspecting.get<CaseDetail>(`/api/cases/${after.checks[0]!.caseId}`);
    expect(view).toMatchObject({ kind: 'hidden-danger', source: 'self', title: `管控措施失效：${MEASURE}` });
    expect(detail).toMatchObject({ riskPoint: risk.id });
    await desk.goto(`${stage.platform.url}/control/points/${risk.id}`);
    expect(await shown(desk.getByText(`管控措施失效：${MEASURE}`))).toBe(true);
    await stage.shot(desk, 'risk-point-control');
    await phone.close();
  });

  it('[S72.1] every hazchem enterprise is measured; a school built beside one puts it on the list', async () => {
    const first = await inspecting.get<Distances>('/api/city-risk/distances?size=200');
    expect(first.counts.measured).toBe(first.counts.enterprises);
    expect((await own.ask('POST', '/api/city-risk/distances', {})).status).toBe(403);
    const listedBefore = first.rows.find(({ id }) => id === firm.id)?.verdict;
    await inspecting.post('/api/protected-objects', {
      name: '园区职工子弟幼儿园',
      regionPath: firm.regionPath,
      lon: firm.lon + 0.0003,
      lat: firm.lat,
      kind: 'school',
      class: 'first',
      people: 180,
    });
    // Distances are kept by whoever has a required one: its own report says what that is.
    await own.post('/api/distance-reports', {
      name: '外部安全防护距离评估报告',
      regionPath: firm.regionPath,
      enterprise: firm.id,
      method: 'qra',
      determinedOn: dayOf(Date.now()),
      firstClass: 300,
    });
    await inspecting.post('/api/city-risk/distances', { enterprise: firm.id });
    const after = await inspecting.get<Distances>(`/api/city-risk/distances?q=${encodeURIComponent(firm.name)}`);
    expect(listedBefore).not.toBe('short');
    expect(after.rows[0]).toMatchObject({ id: firm.id, verdict: 'short' });
    const { case: view } = await inspecting.get<CaseDetail>(`/api/cases/${after.rows[0]!.caseId}`);
    expect(view).toMatchObject({ kind: 'relocation', state: 'identified' });
    await desk.goto(`${stage.platform.url}/city-risk?verdict=short`);
    expect(await shown(desk.getByText('园区职工子弟幼儿园'))).toBe(true);
    await stage.shot(desk, 'city-risk');
    expect(stage.faults).toEqual([]);
  });
});
