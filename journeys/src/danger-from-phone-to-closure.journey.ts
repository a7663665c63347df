import { createHash } from 'node:crypto';
import { dayOf, shift } from '@anlan/domain/calendar';
import type { CaseDetail } from '@anlan/kernel/case';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Api } from './api.ts';
import { shown, type Page } from './browser.ts';
import { act, barred, button, figure, fillForm, photoOf } from './case-steps.ts';
import { openStage, type Stage } from './stage.ts';

const PHONE = { width: 390, height: 844 };
const TODAY = dayOf(Date.now());
const FOUND = '通道出口堵塞';
const MAJOR = '反应釜紧急切断阀拆除未恢复';
const PERIOD = nextMonth(TODAY);

interface Identity {
  readonly key: string;
  readonly mark: string;
  readonly jurisdiction: string;
}
interface Board {
  readonly figures: { readonly found: number; readonly closed: number; readonly listed: number };
}
interface Risks {
  readonly regions: readonly { readonly path: string; readonly name: string }[];
  readonly cells: readonly { readonly region: string; readonly sector: string; readonly open: number }[];
}
interface RiskPoint {
  readonly id: string;
  readonly name: string;
  readonly regionPath: string;
  readonly measures: string;
}

describe('a hidden danger goes from a phone to its closing, and what was found false has its price', () => {
  let stage: Stage;
  let phone: Page;
  let desk: Page;
  let officer: string;
  let inspector: string;
  let inspecting: Api;
  let firm: { id: string; name: string; sector: string };
  let risk: RiskPoint;
  let before: Board;
  let openBefore: number;
  let hotBefore: number;
  let own: string;
  let major: string;

  const goTo = (page: Page, path: string) => page.goto(`${stage.platform.url}${path}`);
  const caseIdOf = (page: Page): string => new URL(page.url()).pathname.split('/')[2] as string;
  /** Open dangers under the heat map, all places together. */
  const hotOpen = async (): Promise<number> =>
    (await inspecting.get<{ open: number[] }>('/api/prevention/risks/heat')).open.reduce((sum, one) => sum + one, 0);
  const openIn = ({ cells }: Risks): number =>
    cells.filter(({ sector }) => sector === firm.sector).reduce((sum, { open }) => sum + open, 0);
  const read = (id: string): Promise<CaseDetail> => inspecting.get(`/api/cases/${id}`);

  beforeAll(async () => {
    stage = await openStage();
    const identities = (await (
      await fetch(`${stage.platform.url}/api/platform/demonstration`)
    ).json()) as readonly Identity[];
    const keyOf = (mark: string): string =>
      (identities.find((one) => one.mark === mark && one.jurisdiction === 'cn.36.11.') as Identity).key;
    officer = keyOf('企');
    inspector = keyOf('执');
    inspecting = await stage.api(inspector);
    const session = await (await stage.api(officer)).get<{ scope: { organisationId: string } }>('/api/session');
    firm = await inspecting.get(`/api/enterprises/${session.scope.organisationId}`);
    const points = await inspecting.get<{ rows: RiskPoint[] }>(`/api/risk-points?enterprise=${firm.id}&size=50`);
    risk = points.rows.find(({ name }) => name === '反应釜区') as RiskPoint;
    before = await inspecting.get('/api/prevention/board');
    openBefore = openIn(await inspecting.get<Risks>('/api/prevention/risks'));
    hotBefore = await hotOpen();
    phone = await stage.page('/home', officer, PHONE);
    desk = await stage.page('/prevention', inspector);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await stage.shotAll('danger-failed');
  });
  afterAll(() => stage.close());

  it('is reported in three taps, and neither a dead network nor a reload loses the photo', async () => {
    await phone.route('**/api/files', (route) => route.abort());
    const chooser = phone.waitForEvent('filechooser');
    await phone.getByRole('button', { name: '拍一张，报隐患' }).click();
    await (await chooser).setFiles(await photoOf(phone, '现场.png'));
    await phone.waitForURL('**/prevention/report');
    await phone.locator('li[data-state=failed]').waitFor();
    await phone.getByRole('button', { name: FOUND }).click();
    await phone.unroute('**/api/files');
    await phone.reload();
    await phone.locator('li[data-state=there] img').waitFor();
    expect(await phone.getByRole('button', { name: FOUND }).getAttribute('aria-pressed')).toBe('true');
    await stage.shot(phone, 'danger-report');
    await button(phone, '提交').click();
    await phone.waitForURL('**/case/*');
    own = caseIdOf(phone);
    const { case: view, trail } = await read(own);
    expect(view).toMatchObject({ state: 'registered', source: 'self', organisationId: firm.id, title: FOUND });
    expect(trail[0]?.files).toHaveLength(1);
  });

  it('[S59.1] is graded, assigned and rectified by the officer, who may not accept the own work; the manager does', async () => {
    const grading = { pick: { 分级: '一般隐患' }, level: '一般', fill: { 定级依据: '堵塞一处安全出口，当日可改' } };
    await act(phone, '定级', grading);
    await act(phone, '派单', {
      fill: { 整改责任人: '仓储班班长', 整改期限: shift(TODAY, 3), 整改措施: '清空通道，划黄色禁停线' },
    });
    await act(phone, '提交整改', { fill: { 整改情况: '已清空并划线' }, photo: '整改后.png' });
    expect(await barred(phone, '复查通过并销号')).toContain('请换人');
    await stage.shot(phone, 'danger-own-work');

    const manager = await stage.page(`/case/${own}`, `${officer}.manager`);
    await act(manager, '复查通过并销号', { fill: { 复查意见: '现场核对，通道畅通' }, photo: '复查.png' });
    expect(await shown(manager.getByText('已销号'))).toBe(true);
    await stage.shot(manager, 'danger-closed');
    await manager.close();
    const { trail } = await read(own);
    expect(trail.map(({ action }) => action)).toEqual(['open', 'grade', 'assign', 'submit', 'accept']);
    expect(new Set(trail.map(({ by }) => by)).size).toBe(2);
  });

  it('[S59.3] moves the authority’s figures by one, and its file carries a hash anyone can compute again', async () => {
    await desk.reload();
    expect((await figure(desk, '本月发现')).value).toBe(String(before.figures.found + 1));
    expect((await figure(desk, '本月销号')).value).toBe(String(before.figures.closed + 1));
    await stage.shot(desk, 'danger-board');
    await goTo(desk, `/case/${own}`);
    await desk.getByRole('link', { name: '档案' }).click();
    const bundle = await inspecting.get<{ sha256: string; content: object }>(`/api/cases/${own}/bundle`);
    expect(createHash('sha256').update(JSON.stringify(bundle.content)).digest('hex')).toBe(bundle.sha256);
    expect(await shown(desk.getByText(bundle.sha256, { exact: true }))).toBe(true);
    expect(await desk.locator('figure img').count()).toBe(3);
    await stage.shot(desk, 'danger-file');
  });

  it('[S58.1] [S58.2] an inspector’s own is linked to a risk point with its grade, measure and person', async () => {
    await goTo(desk, `/registry/risk-points/${risk.id}`);
    for (const words of [risk.measures, '责任人', '重大']) expect(await shown(desk.getByText(words)), words).toBe(true);
    await goTo(desk, `/cases/hidden-danger/new?enterprise=${firm.id}`);
    const pick = { 关联风险点: risk.name, 类别: '工艺' };
    const form = await fillForm(desk, { fill: { 隐患: MAJOR, 部位: '二车间' }, pick });
    await button(form, '上报').click();
    await desk.waitForURL(/\/case\/[0-9a-f-]{36}/);
    major = caseIdOf(desk);
    expect(await shown(desk.getByRole('link', { name: risk.name }))).toBe(true);
    expect((await read(major)).detail['riskPoint']).toBe(risk.id);
  });

  it('[S58.3] [S58.4] it is counted where the area meets the trade, the cell opens exactly its records, and the place grows hot', async () => {
    const risks = await inspecting.get<Risks>('/api/prevention/risks');
    const { regions, cells } = risks;
    expect(openIn(risks)).toBe(openBefore + 1);
    const region = regions.find(({ path }) => risk.regionPath.startsWith(path)) as Risks['regions'][number];
    const cell = cells.find((one) => one.region === region.path && one.sector === firm.sector);
    const count = cell?.open as number;
    await goTo(desk, '/prevention/risks');
    await desk.locator('label').filter({ hasText: '在办隐患' }).first().click();
    const name = new RegExp(`^${region.name} · 危险化学品生产，.*在办隐患 ${count} 条`);
    await desk.getByRole('button', { name }).click();
    await stage.shot(desk, 'danger-matrix');
    await desk.getByRole('link', { name: '看这些在办隐患' }).click();
    await desk.getByRole('link', { name: MAJOR }).waitFor();
    expect(await desk.getByRole('table', { name: '事项' }).getByRole('row').count()).toBe(count + 1);

    expect(await hotOpen()).toBe(hotBefore + 1);
    await goTo(desk, '/prevention/risks');
    expect(await shown(desk.locator('canvas'))).toBe(true);
    await stage.shot(desk, 'danger-heat');
  });

  it('[S59.2] [S59.4] a major one is worked on only with five in place, is listed and urged, and the enterprise cannot close it', async () => {
    await goTo(phone, `/case/${major}`);
    expect(await barred(phone, '定级')).toContain('监管部门查出的隐患不能由企业定级');
    await goTo(desk, `/case/${major}`);
    const basis = { 定级依据: '重大生产安全事故隐患判定标准：切断装置未投用' };
    await act(desk, '定级', { pick: { 分级: '重大隐患' }, level: '重大', fill: basis });
    await button(desk.getByRole('group', { name: '现在可以做' }), '派单').click();
    const fill = { 整改责任人: '生产副总', 整改期限: shift(TODAY, 20), 整改措施: '恢复紧急切断阀并做联锁试验' };
    const form = await fillForm(desk, { fill });
    await button(form, '派单').click();
    expect(await shown(desk.getByText(/还缺：整改资金、应急预案与临时防范/))).toBe(true);
    await stage.shot(desk, 'danger-five');
    await fillForm(desk, { fill: { 整改资金: '12', 应急预案与临时防范: '停用二车间，专人值守' } });
    await button(form, '派单').click();
    await desk.getByText('已办：派单').waitFor();
    await form.waitFor({ state: 'detached' });
    const number = `县级〔${TODAY.slice(0, 4)}〕1 号`;
    await act(desk, '挂牌督办', { pick: { 挂牌督办: '县级挂牌' }, fill: { 督办号: number, 理由: '重大隐患' } });
    await act(desk, '督办', { fill: { 督办要求: '三日内报进度' } });
    await goTo(desk, '/prevention');
    expect(await shown(desk.getByText(number))).toBe(true);
    const after = await inspecting.get<Board>('/api/prevention/board');
    expect(after.figures.listed).toBe(before.figures.listed + 1);
    await goTo(phone, `/case/${major}`);
    await act(phone, '提交整改', { fill: { 整改情况: '已恢复并试验' }, photo: '恢复后.png' });
    const manager = await stage.page(`/case/${major}`, `${officer}.manager`);
    expect(await barred(manager, '复查通过并销号')).toContain('监管部门查出的隐患不能由企业复查销号');
    await stage.shot(manager, 'danger-not-own');
    await manager.close();
  });

  it('[S62.1] [S62.2] the authority sets the month’s task, the enterprise reports, the rate’s numerator goes up by one', async () => {
    await goTo(desk, `/prevention/self-checks?period=${PERIOD}`);
    await desk.getByRole('button', { name: '下达本期任务' }).click();
    await desk.getByRole('tooltip').getByRole('button', { name: '下达本期任务' }).click();
    await desk.getByText(/新下达 \d+ 家/).waitFor();
    const rate = async (): Promise<string> => (await figure(desk, '自报率')).note;
    const first = await rate();
    expect(first).toMatch(/^0 \/ \d+ 家/);
    await goTo(phone, '/home');
    await phone.getByText(`${PERIOD} 自查自改自报`).click();
    await phone.waitForURL(/act=report/);
    const fill = { 自查项数: '42', 发现隐患: '2', 已自改: '2', 自查说明与承诺: '如实自查' };
    // What is said to be corrected without a case is shown by a picture.
    await button(await fillForm(phone, { fill, photo: '自改.png' }), '自报').click();
    await phone.getByText('已办：自报').waitFor();
    await desk.reload();
    await expect.poll(rate).toBe(first.replace(/^0/, '1'));
  });

  it('[S62.3] a spot-check that contradicts it flags it false, costs credit and becomes a lead', async () => {
    await goTo(desk, `/case/${caseIdOf(phone)}`);
    await act(desk, '抽查不实', { fill: { 抽查情况: '现场另有三处未报' }, photo: '抽查.png' });
    for (const words of ['虚报', '诚信扣 10 分：自查自报虚报', '执法线索'])
      expect(await shown(desk.getByText(words)), words).toBe(true);
    await stage.shot(desk, 'danger-false');
    await goTo(desk, `/prevention/self-checks?period=${PERIOD}`);
    expect((await figure(desk, '虚报')).value).toBe('1');
    expect(await shown(desk.getByTitle(firm.name))).toBe(true);
  });

  it('no page threw an error', () => {
    expect(stage.faults).toEqual([]);
  });
});

/** `2026-12` for a day of November 2026. */
function nextMonth(day: string): string {
  return shift(`${day.slice(0, 7)}-28`, 5).slice(0, 7);
}
