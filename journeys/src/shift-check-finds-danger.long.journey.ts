import { dayOf } from '@anlan/domain/calendar';
import type { CaseDetail } from '@anlan/kernel/case';
import type { CheckPlan, RunDetail, RunView } from '@anlan/kernel/checklist';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Api } from './api.ts';
import { shown, type Page } from './browser.ts';
import { act, button, photoOf } from './case-steps.ts';
import { openStage, type Stage } from './stage.ts';

const PHONE = { width: 390, height: 844 };
/** What a round takes to be answered here; the day and night shifts change at 08:00 and 20:00. */
const LONG_ENOUGH = 10 * 60_000;
const WRONG = '空呼缺一套，出口有纸箱';

interface Identity {
  readonly key: string;
  readonly mark: string;
  readonly jurisdiction: string;
}
interface Clearing {
  readonly rows: readonly { id: string; tier: string; foundAt: number; moves: readonly { text: string }[] }[];
}

/** A further shift that begins with the next minute and goes on for six hours: the calendar sets its round. */
async function addShift(asOfficer: Api, enterprise: string): Promise<void> {
  const { plan } = await asOfficer.get<{ plan: CheckPlan }>(`/api/enterprises/${enterprise}/check-plan`);
  const clock = (at: number) =>
    new Date(at).toLocaleTimeString('en-GB', { timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit' });
  const begins = Date.now() + 60_000;
  const shift = { name: '加班', from: clock(begins), to: clock(begins + 6 * 3_600_000) };
  await asOfficer.post(`/api/enterprises/${enterprise}/check-plan`, { ...plan, shifts: [...plan.shifts, shift] });
}

describe('a team’s shift check finds a danger on a phone, and what is not cleared goes up to the next list', () => {
  let stage: Stage;
  let phone: Page;
  let team: string;
  let officer: string;
  let inspector: string;
  let asTeam: Api;
  let inspecting: Api;
  let run: RunView;
  let danger: string;

  const read = (id: string): Promise<RunDetail> => asTeam.get(`/api/checks/${id}`);
  /** The team's open round with the latest end. */
  const openRound = async (): Promise<RunView | undefined> =>
    (await asTeam.get<RunView[]>('/api/checks/mine'))
      .filter(({ state, tier }) => state === 'open' && tier === 'shift')
      .sort((a, b) => b.dueAt - a.dueAt)[0];
  const enough = async (): Promise<RunView> => {
    for (const until = Date.now() + 90_000; Date.now() < until; await pause(1000)) {
      const round = await openRound();
      if (round !== undefined && round.dueAt > Date.now() + LONG_ENOUGH) return round;
    }
    throw new Error('the calendar set no round for the shift');
  };
  const goTo = (page: Page, path: string) => page.goto(`${stage.platform.url}${path}`);

  beforeAll(async () => {
    stage = await openStage();
    const identities = (await (
      await fetch(`${stage.platform.url}/api/platform/demonstration`)
    ).json()) as readonly Identity[];
    const keyOf = (mark: string): string =>
      (identities.find((one) => one.mark === mark && one.jurisdiction === 'cn.36.11.') as Identity).key;
    [team, officer, inspector] = [keyOf('班'), keyOf('企'), keyOf('执')];
    [asTeam, inspecting] = await Promise.all([stage.api(team), stage.api(inspector)]);
    phone = await stage.page('/checks', team, PHONE);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await stage.shotAll('shift-check-failed');
  });
  afterAll(() => stage.close());

  it('[S60.1] has its round set by the calendar, for this shift and no other level', async () => {
    const own = (await asTeam.get<{ scope: { organisationId: string } }>('/api/session')).scope.organisationId;
    if ((await openRound())!.dueAt < Date.now() + LONG_ENOUGH) await addShift(await stage.api(officer), own);
    run = await enough();
    expect(run.dueAt).toBeGreaterThan(Date.now());
    const mine = await asTeam.get<RunView[]>('/api/checks/mine');
    expect(mine.every(({ tier }) => tier === 'shift')).toBe(true);
    await goTo(phone, '/checks');
    const round = phone.getByRole('link', { name: new RegExp(run.title) }).first();
    await round.waitFor();
    await stage.shot(phone, 'shift-check-mine');
    await round.click();
    await phone.waitForURL(`**/checks/${run.id}*`);
    expect(await shown(phone.getByRole('heading', { level: 2 }).first())).toBe(true);
  });

  it('[S60.2] is answered with one thumb: met by one tap, not met with a photo and what is wrong', async () => {
    const { items } = await read(run.id);
    const bad = items.findIndex(({ photo }) => photo === 'bad');
    for (const [index, item] of items.entries()) {
      await phone.getByRole('heading', { name: item.title, exact: true }).waitFor();
      const verdict = index === bad ? '不符合' : item.photo === 'always' ? '不适用' : '符合';
      await phone.getByRole('button', { name: verdict, exact: true }).click();
      if (index !== bad) continue;
      expect(await shown(phone.getByText('这一项要拍照'))).toBe(true);
      await phone
        .getByLabel('拍照')
        .last()
        .setInputFiles(await photoOf(phone, '现场.png'));
      await phone.getByRole('img', { name: '照片 1' }).waitFor();
      await phone.getByRole('textbox', { name: '哪里不对' }).fill(WRONG);
      await stage.shot(phone, 'shift-check-item');
      await phone.getByRole('button', { name: /存好，下一项/ }).click();
    }
    const finish = phone.getByRole('button', { name: '查完，提交' });
    await finish.click();
    await phone.getByText(/查完$/).first().waitFor();
    await stage.shot(phone, 'shift-check-done');
    const ended = await read(run.id);
    expect(ended.run).toMatchObject({ state: 'done', bad: 1 });
    const answer = ended.answers.find(({ result }) => result === 'bad');
    danger = answer?.caseId as string;
    const { case: view, detail, trail } = await inspecting.get<CaseDetail>(`/api/cases/${danger}`);
    expect(view).toMatchObject({ title: WRONG, source: 'self', organisationId: run.organisationId });
    expect(view.dueAt).toBeGreaterThan(Date.now());
    expect(detail).toMatchObject({ round: 'shift', class: ended.items[bad]?.class, level: ended.items[bad]?.level });
    expect(trail[0]?.files).toHaveLength(1);
  });

  it('sent again it stays one danger, and nobody else may answer a team’s round', async () => {
    const again = await asTeam.ask('POST', `/api/checks/${run.id}/answers`, { changes: [], finish: true });
    expect(again.status).toBe(200);
    const found = await inspecting.get<{ total: number }>(
      `/api/cases?kind=hidden-danger&search=${encodeURIComponent(WRONG)}`,
    );
    expect(found.total).toBe(1);
    const officers = await inspecting.ask('POST', `/api/checks/${run.id}/answers`, { changes: [] });
    expect([officers.status, (officers.body as { code: string }).code]).toEqual([403, 'check-tier']);
    const rows = (await asTeam.get<{ rows: RunView[] }>('/api/checks?tier=department&size=1')).rows;
    const above = await asTeam.ask('POST', `/api/checks/${rows[0]?.id}/answers`, { changes: [] });
    expect((above.body as { code: string }).code).toBe('check-tier');
    const neighbour = await stage.api('chongqing.duty');
    expect((await neighbour.ask('GET', `/api/checks/${run.id}`)).status).toBe(404);
  });

  it('a round that was missed and is made up for later stays counted as missed', async () => {
    const { rows } = await asTeam.get<{ rows: RunView[] }>('/api/checks?tier=shift&state=missed&size=50');
    const missed = rows.find(({ doneAt }) => doneAt === null);
    if (missed === undefined) throw new Error('the demonstration has no missed round of this team');
    const count = async () =>
      (
        await asTeam.get<{ tiers: { tier: string; missed: number; late: number }[] }>(
          '/api/checks/figures?from=2020-01-01',
        )
      ).tiers.find(({ tier }) => tier === 'shift')!;
    const before = await count();
    const { items } = await read(missed.id);
    const changes = items.map(({ id }) => ({
      id: crypto.randomUUID(),
      item: id,
      field: 'result',
      value: 'na',
      at: Date.now(),
    }));
    await asTeam.post(`/api/checks/${missed.id}/answers`, { changes, finish: true });
    expect(await count()).toMatchObject({ missed: before.missed, late: before.late + 1 });
    await goTo(phone, `/checks/${missed.id}`);
    expect(await shown(phone.getByText('超过时限，计为漏查'))).toBe(true);
    const desk = await stage.page('/checks/missed', inspector);
    expect(await shown(desk.getByText('按企业，漏查多的在前'))).toBe(true);
    await stage.shot(desk, 'shift-check-missed');
    await desk.close();
  });

  it('[S60.3] what earlier rounds did not clear stands on the next list, with its path and its day of origin', async () => {
    const desk = await stage.page('/checks/clearing?tier=week', inspector);
    await desk.getByRole('group', { name: '分色分类清单' }).waitFor();
    const lists = await inspecting.get<Clearing>('/api/checks/clearing?size=200');
    const today = dayOf(Date.now());
    for (const row of lists.rows) {
      const age = dayOf(row.foundAt) < today;
      // Whatever is older than its day is on no day list any more, and says since when.
      if (age) expect(row.moves.length > 0 || row.tier !== 'day').toBe(true);
      else expect(row.moves).toEqual([]);
    }
    const carried = lists.rows.find(({ moves }) => moves.length > 0);
    expect(carried?.moves[0]?.text).toContain(`首次发现：${dayOf(carried!.foundAt)}`);
    const { trail } = await inspecting.get<CaseDetail>(`/api/cases/${carried?.id}`);
    expect(trail.filter(({ action }) => action === 'carry')).toHaveLength(carried!.moves.length);
    await stage.shot(desk, 'shift-check-clearing');
    await desk.close();
  });

  it('the danger is rectified by the officer and closed by another', async () => {
    const desk = await stage.page(`/case/${danger}`, officer);
    const { detail } = await inspecting.get<CaseDetail>(`/api/cases/${danger}`);
    const level = { red: '重大', orange: '较大', yellow: '一般', blue: '低' }[detail['level'] as string] as string;
    // The item's own level may be another than the one the enterprise's grading standard proposes.
    const fill = { 定级依据: '检查条目不符合', 与建议不同的理由: '以检查条目的等级为准' };
    await act(desk, '定级', { pick: { 分级: '一般隐患', 类别: '场所' }, level, fill });
    const due = dayOf(Date.now() + 3 * 86_400_000);
    await act(desk, '派单', { fill: { 整改责任人: '班组长', 整改期限: due, 整改措施: '补足空呼，清走纸箱' } });
    await act(desk, '提交整改', { fill: { 整改情况: '已补足、已清走' }, photo: '整改后.png' });
    await desk.close();
    const manager = await stage.page(`/case/${danger}`, `${officer}.manager`);
    await act(manager, '复查通过并销号', { fill: { 复查意见: '现场核对属实' }, photo: '复查.png' });
    expect((await inspecting.get<CaseDetail>(`/api/cases/${danger}`)).case.state).toBe('closed');
    await manager.close();
    await goTo(phone, `/checks/${run.id}`);
    expect(await shown(button(phone, '查完，提交')).catch(() => false)).toBe(false);
  });

  it('no page threw an error', () => {
    expect(stage.faults).toEqual([]);
  });
});
