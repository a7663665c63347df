import { dayOf, shift } from '@anlan/domain/calendar';
import type { CaseDetail } from '@anlan/kernel/case';
import type { ShownItem, Statement, Technology } from '@anlan/kernel/catalogue';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Api } from './api.ts';
import { shown, type Page } from './browser.ts';
import { act, button, fillForm } from './case-steps.ts';
import { openStage, type Stage } from './stage.ts';

const OFFICER = 'shangrao.dem102803';
const INSPECTOR = 'shangrao.361129.inspector';
const TODAY = dayOf(Date.now());

describe("an enterprise's own rules grade its dangers and settle its month; what is new waits for the experts", () => {
  let stage: Stage;
  let phone: Page;
  let desk: Page;
  let officer: Api;
  let manager: Api;
  let inspector: Api;
  let firm: string;

  beforeAll(async () => {
    stage = await openStage();
    [officer, manager, inspector] = (await Promise.all(
      [OFFICER, `${OFFICER}.manager`, INSPECTOR].map((who) => stage.api(who)),
    )) as [Api, Api, Api];
    firm = (await officer.get<{ scope: { organisationId: string } }>('/api/session')).scope.organisationId;
    phone = await stage.page('/prevention/report', OFFICER, { width: 390, height: 844 });
    desk = await stage.page('/internal-rules', OFFICER);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await stage.shotAll('own-rules-failed');
  });
  afterAll(() => stage.close());

  it('[S61.1] is offered the criterion while typing; class, grade and basis come with it', async () => {
    await phone.bringToFront();
    await phone.getByRole('textbox', { name: '点一个最像的，或自己写' }).fill('可燃有毒气体泄漏处没有检测报警');
    await phone.getByTestId('criteria').getByRole('button').first().click();
    expect(await shown(phone.getByTestId('criterion-chosen'))).toBe(true);
    await stage.shot(phone, 'criterion-chosen');
    await button(phone.locator('footer'), '提交').or(phone.locator('footer button')).first().click();
    await phone.waitForURL(/\/case\/[0-9a-f-]{36}/);
    const id = new URL(phone.url()).pathname.split('/')[2] as string;
    const found = await officer.get<CaseDetail>(`/api/cases/${id}`);
    expect(found.detail).toMatchObject({ proposedGrade: 'major', proposedLevel: 'red' });
    expect(String(found.detail['proposedBasis'])).toContain('-criteria/');
    await phone.bringToFront();
    await button(phone.getByRole('group', { name: '现在可以做' }), '定级').click();
    expect(await shown(phone.getByTestId('grade-proposal'))).toBe(true);
    await stage.shot(phone, 'grade-proposal');
    const form = await fillForm(phone, { pick: { 分级: '一般隐患' }, level: '一般' });
    await button(form, '定级').click();
    expect(await shown(phone.getByText(/与分级标准的建议.*不同，请写明理由/))).toBe(true);
    await fillForm(phone, { fill: { 与建议不同的理由: '该区域已停用并排空' } });
    await button(form, '定级').click();
    await phone.getByText('已办：定级').first().waitFor();
    const graded = await inspector.get<CaseDetail>(`/api/cases/${id}`);
    expect(graded.detail).toMatchObject({ grade: 'general', gradeReason: '该区域已停用并排空' });
  });

  it('[S61.1] keeps its own standard: the changed item holds from its day, and nobody else may change it', async () => {
    await desk.bringToFront();
    const rows = desk.getByTestId('items-grading-standard');
    await rows
      .getByRole('row', { name: /G-10/ })
      .getByRole('button', { name: /修\s*改/ })
      .click();
    const drawer = desk.locator('.ant-drawer');
    await drawer.getByLabel('内容').fill('其他可当班整改的一般隐患');
    await button(drawer, '保存').click();
    await desk.getByText(`已保存，自 ${TODAY} 起施行`).waitFor();
    expect(await shown(rows.getByText('其他可当班整改的一般隐患'))).toBe(true);
    const read = (day: string) =>
      officer.get<ShownItem[]>(`/api/catalogues/grading-standard/items?organisation=${firm}&day=${day}`);
    const before = (await read(shift(TODAY, -1))).find(({ code }) => code === 'G-10');
    expect(before?.title).toBe('其他可立即整改的一般隐患');
    const item = { code: 'G-10', title: 'x', when: { all: [] }, effect: { kind: 'propose', values: {} }, from: TODAY };
    const { status } = await (
      await stage.api('shangrao.leader')
    ).ask('POST', '/api/catalogues/grading-standard/items', item);
    expect(status).toBe(403);
    const { regionPath } = await officer.get<{ regionPath: string }>(`/api/enterprises/${firm}`);
    await officer.post('/api/safety-posts', {
      name: '消防控制室值班岗',
      enterprise: firm,
      area: '消防控制室',
      tier: 'shift',
      regionPath,
    });
    await desk.goto(`${stage.platform.url}/internal-rules?tab=posts`);
    expect(await shown(desk.getByTestId('posts-without').getByText('消防控制室值班岗'))).toBe(true);
    await stage.shot(desk, 'own-rules-posts');
  });

  it('[S61.2] settles a month: the statement is the sum over the rules and is approved by somebody else', async () => {
    const months = Array.from({ length: 6 }, (_, back) => shift(`${TODAY.slice(0, 7)}-01`, -1 - back * 30).slice(0, 7));
    let open: Statement | undefined;
    for (const month of new Set(months)) {
      const statement = await officer.get<Statement>(`/api/internal-rules/${firm}/rewards/${month}`);
      const sum = statement.rules.reduce((total, { amount }) => total + amount, 0);
      expect(Math.round(sum * 100)).toBe(Math.round(statement.total.amount * 100));
      if (open === undefined && statement.may.submit) open = statement;
    }
    const { month } = open as Statement;
    const path = `/api/internal-rules/${firm}/rewards/${month}`;
    await desk.goto(`${stage.platform.url}/internal-rules?tab=statement&month=${month}`);
    await button(desk.locator('main'), '提交结算').click();
    await button(desk.locator('.ant-popover'), '提交结算').click();
    expect(await shown(desk.getByTestId('statement-state').getByText('待审批'))).toBe(true);
    expect((await officer.ask('POST', `${path}/decide`, { approve: true })).status).toBe(403);
    const approving = await stage.page(`/internal-rules?tab=statement&month=${month}`, `${OFFICER}.manager`);
    await button(approving.locator('main'), '审批通过').click();
    expect(await shown(approving.getByTestId('statement-state').getByText('已审批'))).toBe(true);
    expect((await manager.ask('POST', `${path}/decide`, { approve: true })).status).toBe(404);
    const line = (await manager.get<Statement>(path)).lines[0]!;
    await approving.getByTestId('reward-lines').getByRole('link', { name: line.caseNumber }).first().click();
    await approving.waitForURL(`**/case/${line.caseId}*`);
  });

  it('[S70.1] shows what is new as not permitted until experts accepted it, and makes the conditions a check', async () => {
    const made = await officer.post<{ id: string }>('/api/novel-items', {
      name: '低温等离子除臭',
      enterprise: firm,
      category: 'process',
      description: '替代活性炭吸附',
      regionPath: (await officer.get<{ regionPath: string }>(`/api/enterprises/${firm}`)).regionPath,
    });
    const permission = async () =>
      (
        await inspector.get<Technology>(
          `/api/new-technology?enterprise=${firm}&search=${encodeURIComponent('低温等离子')}`,
        )
      ).rows[0]?.permission;
    expect(await permission()).toBe('forbidden');
    await desk.goto(
      `${stage.platform.url}/cases/new-technology/new?item=${made.id}&title=${encodeURIComponent('低温等离子除臭安全风险评估')}`,
    );
    const form = await fillForm(desk, {
      fill: { 自行辨识的危险: '可燃气体进入放电区引燃', 拟采取的措施: '前置浓度联锁停机' },
      photo: '论证.png',
    });
    await button(form, '申请评估').click();
    await desk.waitForURL(/\/case\/[0-9a-f-]{36}/);
    const id = new URL(desk.url()).pathname.split('/')[2] as string;
    const authority = await stage.page(`/case/${id}`, INSPECTOR);
    await act(authority, '受理并委托专家', { fill: { 评估专家: '环保、化工专家各一名', 评估期限: shift(TODAY, 20) } });
    await act(authority, '提交评估意见', {
      fill: { '可能性 L': '3', '后果 S': '4', 评估意见: '可接受', 使用条件: '1. 浓度联锁投用\n2. 每周校验探测器' },
      level: '一般',
      pick: { 评估结论: '有条件接受' },
      photo: '评估报告.png',
    });
    const bare = await inspector.get<CaseDetail>(`/api/cases/${id}`);
    const own = { version: bare.case.version, input: { monitorUntil: shift(TODAY, 60) } };
    expect((await inspector.ask('POST', `/api/cases/${id}/acts/approve`, own)).status).toBe(403);
    const leader = await stage.page(`/case/${id}`, 'shangrao.leader');
    await act(leader, '批准使用', { fill: { 监控期至: shift(TODAY, 60) } });
    expect(await permission()).toBe('monitored');
    const runs = await officer.get<{ rows: { sourceId: string | null; items: number }[] }>(
      '/api/checks?use=conditions',
    );
    expect(runs.rows.some(({ items }) => items === 2)).toBe(true);
    await authority.goto(`${stage.platform.url}/new-technology?permission=monitored`);
    expect(await shown(authority.getByTestId('technology').getByText('低温等离子除臭'))).toBe(true);
    await stage.shot(authority, 'new-technology');
    expect(stage.faults).toEqual([]);
  });
});
