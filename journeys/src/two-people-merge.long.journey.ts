import type { Inspection, MergedView } from '@anlan/kernel/merge';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Api } from './api.ts';
import { shown, type Page } from './browser.ts';
import { beginInspection, installed, prepareDay, waitingOn } from './field.ts';
import { openStage, type Stage } from './stage.ts';
import { until } from './wait.ts';

const FIRST = 'shangrao.361129.inspector';
const SECOND = 'shangrao.duty';
const PHONE = { width: 390, height: 844, field: true };
const DESK = { width: 1440, height: 900, field: true };

describe('two people write one record without a signal: nothing is lost, and a person decides where they differ', () => {
  let stage: Stage;
  let phone: Page;
  let desk: Page;
  let api: Api;
  let record: string;
  let url: string;

  const read = (): Promise<MergedView> => api.get(`/api/changes?record=inspection/${record}`);
  const write = async (page: Page, field: string, text: string): Promise<void> => {
    await page.getByLabel(field, { exact: true }).fill(text);
    await page.getByLabel(field, { exact: true }).blur();
  };
  const arrived = (page: Page) =>
    until('an empty queue', async () => ((await waitingOn(page)) === 0 ? true : undefined), 60_000, 300);
  const cut = async (on: boolean): Promise<void> => {
    for (const page of [phone, desk]) await page.context().setOffline(on);
  };

  beforeAll(async () => {
    stage = await openStage();
    url = stage.platform.url;
    api = await stage.api(FIRST);
    phone = await stage.page('/home', FIRST, PHONE);
    desk = await stage.page('/home', SECOND, DESK);
    await Promise.all([installed(phone), installed(desk)]);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await stage.shotAll('merge-failed');
  });
  afterAll(() => stage.close());

  it('both open the same record and take it along', async () => {
    const plan = await api.get<{ enterprises: string[] }>('/api/offline/plan?lon=117.43&lat=28.4');
    const { name } = await api.get<{ name: string }>(`/api/enterprises/${plan.enterprises[0] as string}`);
    await prepareDay(phone, url);
    record = await beginInspection(phone, url, name);
    await write(phone, '检查场所', '速冻间');
    await arrived(phone);
    await desk.goto(`${url}/inspections/${record}`);
    await expect.poll(() => desk.getByLabel('检查场所', { exact: true }).inputValue()).toBe('速冻间');
  });

  it('different fields, written without a signal by both, are both kept', async () => {
    await phone.goto(`${url}/inspections/${record}`);
    await phone.getByLabel('现场负责人', { exact: true }).waitFor();
    await cut(true);
    await write(phone, '现场负责人', '周建国');
    await write(desk, '备注', '柜内清点');
    await cut(false);
    await Promise.all([arrived(phone), arrived(desk)]);
    const { fields, conflicts } = await read();
    expect(conflicts).toEqual([]);
    expect(fields).toMatchObject({ met: { value: '周建国' }, note: { value: '柜内清点' }, place: { value: '速冻间' } });
  });

  it('the same fields: both versions stand side by side on both screens, the same in either order', async () => {
    await cut(true);
    await phone.getByRole('button', { name: '符合', exact: true }).click();
    await write(phone, '应急器材数量', '应配 2 套，现有 2 套');
    await desk.getByRole('button', { name: '不符合', exact: true }).click();
    await write(desk, '应急器材数量', '应配 2 套，现有 1 套');
    // The later writer comes first: the order of arrival decides nothing.
    await desk.context().setOffline(false);
    await arrived(desk);
    await phone.context().setOffline(false);
    await arrived(phone);
    const { conflicts, history } = await read();
    expect(conflicts.map(({ field }) => field).sort()).toEqual(['equipment', 'result']);
    expect(
      history
        .filter(({ field }) => field === 'result')
        .map(({ value }) => String(value))
        .toSorted((a, b) => (a < b ? -1 : 1)),
    ).toEqual(['不符合', '符合']);
    for (const page of [phone, desk]) {
      await page.goto(`${url}/inspections/${record}/conflict`);
      expect(await shown(page.getByText('2 处不同'))).toBe(true);
      const table = page.getByRole('region', { name: '两个人改了同一处' });
      for (const text of ['符合', '不符合', '应配 2 套，现有 2 套', '应配 2 套，现有 1 套'])
        expect(await shown(table.getByText(text, { exact: true })), text).toBe(true);
    }
    await stage.shot(phone, 'merge-conflict-phone');
    await stage.shot(desk, 'merge-conflict-desk');
  });

  it('cannot be closed before somebody decided, and stands on the queue page as what needs a person', async () => {
    expect(await api.ask('POST', `/api/inspections/${record}/close`, { requestId: crypto.randomUUID() })).toMatchObject(
      { status: 409 },
    );
    await phone.goto(`${url}/offline`);
    const needs = phone.getByRole('region', { name: '需要你看一眼' });
    expect(await shown(needs.getByText('两个人改了同一处'))).toBe(true);
    await stage.shot(phone, 'merge-queue');
    await needs.getByText('去处理').first().click();
    await phone.waitForURL(/conflict/);
  });

  it('is decided one by one, against the suggestion only with a reason, and both versions stay in the history', async () => {
    await phone.goto(`${url}/inspections/${record}/conflict`);
    await phone.getByRole('radio', { name: /逐处选/ }).click();
    const result = phone.getByRole('radiogroup', { name: '结论' });
    await result.getByRole('radio').first().click();
    const decide = phone.getByRole('button', { name: /^确\s*定$/ });
    expect(await decide.isDisabled()).toBe(true);
    await phone.getByLabel('理由', { exact: true }).fill('复测合格');
    await decide.click();
    await phone.waitForURL(/\/inspections\/[0-9a-f-]{36}$/);
    await arrived(phone);
    const { conflicts, fields, history } = await read();
    expect(conflicts).toEqual([]);
    expect(fields['result']).toMatchObject({ value: '符合', settled: true });
    const results = history.filter(({ field }) => field === 'result');
    expect(results.map(({ value }) => value)).toHaveLength(3);
    expect(results.map(({ reason }) => reason)).toContain('复测合格');
    await desk.goto(`${url}/inspections/${record}/conflict`);
    expect(await shown(desk.getByText('没有两个人写得不同的地方'))).toBe(true);
    expect(await shown(desk.getByText(/理由：复测合格/))).toBe(true);
    expect((await api.get<Inspection>(`/api/inspections/${record}`)).conflicts).toBe(0);
  });

  it('what was written before the record was closed and arrives afterwards is not lost: it stands on the phone with the reason', async () => {
    await phone.goto(`${url}/inspections/${record}`);
    await phone.getByLabel('备注', { exact: true }).waitFor();
    await phone.context().setOffline(true);
    await write(phone, '备注', '离线补记：压力表已送检');
    expect((await api.ask('POST', `/api/inspections/${record}/close`, { requestId: crypto.randomUUID() })).status).toBe(
      200,
    );
    await phone.context().setOffline(false);
    await phone.goto(`${url}/offline`);
    expect(await shown(phone.getByText(/已归档/))).toBe(true);
    await stage.shot(phone, 'merge-late');
    expect(await waitingOn(phone)).toBe(1);
    expect((await read()).fields['note']).toMatchObject({ value: '柜内清点' });
  });

  it('is not there for somebody of another county', async () => {
    const stranger = await stage.api('chongqing.duty');
    expect(await stranger.ask('GET', `/api/changes?record=inspection/${record}`)).toMatchObject({ status: 404 });
    const send = { requestId: crypto.randomUUID(), record: `inspection/${record}`, changes: [] };
    expect((await stranger.ask('POST', '/api/changes', send)).status).toBeGreaterThanOrEqual(400);
  });

  it('no page threw an error', () => {
    expect(stage.faults).toEqual([]);
  });
});
