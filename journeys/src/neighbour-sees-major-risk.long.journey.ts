import { dayOf } from '@anlan/domain/calendar';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { enrol, inspectorOf, type Account } from './accounts.ts';
import type { Api } from './api.ts';
import { shown, type Page } from './browser.ts';
import { button } from './case-steps.ts';
import { openStage, type Stage } from './stage.ts';
import { until } from './wait.ts';

const HOME = 'cn.36.11.02.';
const NEIGHBOUR = 'cn.36.11.04.';
const WUYUAN = 'cn.36.11.30.';
const NAME = '界边液氯库（联防）';
const GROUP = '液氯使用单位同类联防组';

interface Shared {
  readonly id: string;
  readonly name: string;
  readonly via: string;
  readonly group: string | null;
  readonly distance: number | null;
}
interface Action {
  readonly id: string;
  readonly closedAt: number | null;
  readonly sides: readonly {
    id: string;
    name: string;
    own: boolean;
    state: string;
    caseId: string | null;
    tasks: readonly { id: string }[];
  }[];
}

describe('a major risk at a border is the neighbour’s concern as well, read-only, and they act on it together', () => {
  let stage: Stage;
  let home: Api;
  let neighbour: Api;
  let stranger: Api;
  let inspector: Account;
  let page: Page;
  let risk: { id: string; version: number };

  const sharedTo = async (api: Api): Promise<Shared | undefined> =>
    (await api.get<{ rows: Shared[] }>('/api/joint/risks?kind=risk-point')).rows.find(({ name }) => name === NAME);

  beforeAll(async () => {
    stage = await openStage();
    const accounts = await enrol(stage, {
      home: inspectorOf('信州区', HOME, 'xinzhou.zhifa3'),
      neighbour: inspectorOf('广信区', NEIGHBOUR, 'guangxin.zhifa3'),
      stranger: inspectorOf('婺源县', WUYUAN, 'wuyuan.zhifa3'),
    });
    inspector = accounts.neighbour;
    home = await stage.api(accounts.home);
    neighbour = await stage.api(accounts.neighbour);
    stranger = await stage.api(accounts.stranger);
    page = await stage.page('/joint', inspector);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await stage.shotAll('neighbour-failed');
  });
  afterAll(() => stage.close());

  it('[S65.2] a red risk point within reach of the border appears for the neighbour by itself, and for nobody else', async () => {
    const firms = await home.get<{ rows: { id: string; regionPath: string }[] }>(
      `/api/enterprises?region=${HOME}&size=20`,
    );
    const firm = firms.rows[0]!;
    risk = await home.post('/api/risk-points', {
      name: NAME,
      regionPath: firm.regionPath,
      enterprise: firm.id,
      object: 'facility',
      hazard: '液氯',
      accident: 'poisoning',
      level: 'red',
      control: 'company',
      measures: '联锁切断、负压收集',
      responsible: '车间主任',
      lon: 117.971,
      lat: 28.465,
    });
    const seen = await until('the risk at the neighbour', () => sharedTo(neighbour), 30_000);
    expect(seen).toMatchObject({ via: 'border' });
    expect(seen.distance).toBeLessThan(2000);
    expect(await sharedTo(stranger)).toBeUndefined();
    expect((await neighbour.ask('GET', `/api/risk-points/${risk.id}`)).status).toBe(404);
    expect(
      (
        await neighbour.ask('PATCH', `/api/risk-points/${risk.id}`, {
          version: risk.version,
          changes: { level: 'blue' },
        })
      ).status,
    ).toBe(404);
    await page.reload();
    await page.getByTestId('shared-risks').waitFor();
    await stage.shot(page, 'joint-risks');
    const trail = await home.get<{ rows: { name: string; to: string; until: number | null }[] }>('/api/joint/trail');
    expect(trail.rows).toEqual(
      expect.arrayContaining([expect.objectContaining({ name: NAME, to: '广信区', until: null })]),
    );
  });

  it('[S65.1] a group of places with the same trade shows it to a member far away, while the group lasts', async () => {
    const city = await stage.api('shangrao.leader');
    const group = await city.post<{ id: string }>('/api/joint/groups', {
      name: GROUP,
      kind: 'trade',
      about: '两地都有液氯使用企业',
      from: dayOf(Date.now()),
      members: [{ regionPath: HOME }, { regionPath: WUYUAN }],
    });
    expect(await sharedTo(stranger)).toMatchObject({ via: 'group', group: GROUP });
    const end = { because: '行业调整' };
    expect((await stranger.ask('POST', `/api/joint/groups/${group.id}/end`, end)).status).toBe(404);
    expect(await sharedTo(stranger)).toBeDefined();
    await city.post(`/api/joint/groups/${group.id}/end`, end);
    expect(await sharedTo(stranger)).toBeUndefined();
    expect(await sharedTo(neighbour)).toMatchObject({ via: 'border' });
  });

  let action: Action;
  const read = (api: Api): Promise<Action> => api.get(`/api/joint/actions/${action.id}`);
  const own = (one: Action) => one.sides.find((side) => side.own)!;

  it('[S65.3] a joint action has both as owners; each sees the other’s tasks and writes its own', async () => {
    await page.goto(`${stage.platform.url}/joint?tab=actions`);
    await button(page, '发起联合行动').click();
    const form = page.locator('form');
    await form.getByLabel('行动名称', { exact: true }).fill('两区交界危化品联合检查');
    await form
      .getByLabel('完成期限', { exact: true })
      .fill(new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10));
    await form.getByLabel('行动安排', { exact: true }).fill('两区同日出动，互派人员');
    await form.getByRole('combobox', { name: '共同牵头' }).click();
    await page.locator('.ant-select-item-option').filter({ hasText: '信州区' }).first().click();
    await page.keyboard.press('Escape');
    await button(form, '发起').click();
    await page.waitForURL(/\/joint\/actions\/[0-9a-f-]{36}/);
    action = await neighbour.get(`/api/joint/actions/${new URL(page.url()).pathname.split('/').at(-1)}`);
    expect(action.sides.map(({ name, state }) => [name, state])).toEqual([
      ['信州区', 'proposed'],
      ['广信区', 'working'],
    ]);
    expect((await stranger.ask('GET', `/api/joint/actions/${action.id}`)).status).toBe(404);
    const theirs = await read(home);
    expect(
      (await home.ask('POST', `/api/joint/actions/${action.id}/tasks`, { side: own(action).id, title: 'x' })).status,
    ).toBe(404);
    const accepted = await home.get<{ case: { version: number } }>(`/api/cases/${own(theirs).caseId}`);
    await home.post(`/api/cases/${own(theirs).caseId}/acts/accept`, { version: accepted.case.version, input: {} });
    const firms = await home.get<{ rows: { id: string }[] }>(`/api/enterprises?region=${HOME}&size=3`);
    await home.post(`/api/joint/actions/${action.id}/inspections`, { enterprises: firms.rows.map(({ id }) => id) });
    for (const api of [home, neighbour]) {
      const side = own(await read(api));
      await api.post(`/api/joint/actions/${action.id}/tasks`, { side: side.id, title: '检查边界 5 公里内企业' });
    }
    await page.reload();
    expect(await shown(page.getByText('检查 0/3，不合格 0 项'))).toBe(true);
    await stage.shot(page, 'joint-action');
  });

  it('[S65.3] closes only when both have confirmed, and nobody confirms with tasks open or twice', async () => {
    const confirm = async (api: Api) => {
      const { caseId } = own(await read(api));
      const { case: view } = await api.get<{ case: { version: number } }>(`/api/cases/${caseId}`);
      return api.ask('POST', `/api/cases/${caseId}/acts/confirm`, {
        version: view.version,
        input: { result: '已完成' },
      });
    };
    expect((await confirm(home)).body).toMatchObject({ code: 'joint-tasks-open' });
    for (const api of [home, neighbour]) {
      const side = own(await read(api));
      await api.post(`/api/joint/actions/${action.id}/tasks/${side.tasks[0]?.id}/done`, { result: '已查 3 家' });
    }
    expect((await confirm(home)).status).toBe(200);
    expect((await confirm(home)).status).toBe(409);
    expect((await read(home)).closedAt).toBeNull();
    await page.reload();
    await button(page, '确认本方完成').click();
    await page.locator('form').getByLabel('结果', { exact: true }).fill('本方已完成');
    await button(page.locator('form'), '确认本方完成').click();
    await until('both closed', async () => (await read(home)).closedAt, 30_000, 500);
    expect((await read(neighbour)).sides.map(({ state }) => state)).toEqual(['closed', 'closed']);
    await stage.shot(page, 'joint-action-closed');
  });

  it('[S65.4] mutual aid is on record for both, and the risk disappears for the neighbour when it ends', async () => {
    await neighbour.post('/api/joint/agreements', {
      name: '广信信州应急救援互助协议',
      signedOn: '2026-01-01',
      validTo: '2029-01-01',
      terms: '30 分钟内出动',
      partners: [HOME],
    });
    const agreements = await home.get<{ rows: { name: string; parties: { id: string; own: boolean }[] }[] }>(
      '/api/joint/agreements',
    );
    const signed = agreements.rows.find(({ name }) => name === '广信信州应急救援互助协议');
    const party = signed?.parties.find((one) => one.own);
    await home.post(`/api/joint/agreements/parties/${party?.id}/resources`, {
      kind: 'team',
      name: '信州危化救援队',
      quantity: 18,
      unit: '人',
      minutes: 25,
    });
    await page.goto(`${stage.platform.url}/joint?tab=aid`);
    expect(await shown(page.getByText('信州危化救援队'))).toBe(true);
    await stage.shot(page, 'joint-aid');
    await page.goto(`${stage.platform.url}/joint?tab=groups`);
    await page.waitForTimeout(600);
    await stage.shot(page, 'joint-groups');
    const changed = await home.ask('PATCH', `/api/risk-points/${risk.id}`, {
      version: risk.version,
      changes: { level: 'yellow' },
    });
    expect(changed.status, JSON.stringify(changed.body)).toBe(200);
    await until('the risk gone', async () => (await sharedTo(neighbour)) === undefined, 30_000, 500);
    expect(NEIGHBOUR.startsWith('cn.36.11.')).toBe(true);
  });

  it('reads on a phone, and no page threw an error', async () => {
    const phone = await stage.page('/joint', inspector, { width: 390, height: 844 });
    await phone.getByTestId('shared-risks').waitFor();
    await stage.shot(phone, 'joint-phone');
    expect(stage.faults).toEqual([]);
  });
});
