import { dayOf, shift } from '@anlan/domain/calendar';
import type { CaseDetail } from '@anlan/kernel/case';
import type { RunDetail, RunView } from '@anlan/kernel/checklist';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Api } from './api.ts';
import { shown, type Page } from './browser.ts';
import { button, fillForm, photoOf } from './case-steps.ts';
import { installed, prepareDay, waitingOn } from './field.ts';
import { openStage, type Stage } from './stage.ts';
import { until } from './wait.ts';

const PHONE = { width: 390, height: 844, field: true };
const CITY = 'cn.36.11.';

interface Identity {
  readonly key: string;
  readonly mark: string;
  readonly jurisdiction: string;
}

describe('hidden dangers and checks are worked on all day without a signal; what several people wrote is merged', () => {
  let stage: Stage;
  let phone: Page;
  let url: string;
  let [officer, manager, inspector, team] = ['', '', '', ''];
  let asOfficer: Api;
  let inspecting: Api;
  let firm: string;
  let danger: string;

  const read = (id: string): Promise<CaseDetail> => inspecting.get(`/api/cases/${id}`);
  const cut = (on: boolean): Promise<void> => phone.context().setOffline(on);
  const arrived = (page = phone) =>
    until('an empty queue', async () => ((await waitingOn(page)) === 0 ? true : undefined), 60_000, 300);
  const act = async (api: Api, id: string, action: string, input: object): Promise<CaseDetail> => {
    const { version } = (await read(id)).case;
    return api.post(`/api/cases/${id}/acts/${action}`, { version, input });
  };
  /** One more danger of the enterprise, graded and with a day to be rectified by. */
  const assigned = async (title: string): Promise<string> => {
    const found = await inspecting.post<CaseDetail>('/api/cases', {
      kind: 'hidden-danger',
      input: { enterprise: firm, title, class: 'equipment' },
    });
    const { id } = found.case;
    const grade = { grade: 'general', level: 'yellow', class: 'equipment' };
    await act(inspecting, id, 'grade', { ...grade, basis: '现场判定', gradeReason: '以现场所见为准' });
    await act(inspecting, id, 'assign', {
      responsible: '张三',
      rectifyBy: shift(dayOf(Date.now()), 2),
      measures: '更换并试压',
    });
    return id;
  };

  beforeAll(async () => {
    stage = await openStage();
    url = stage.platform.url;
    const identities = (await (await fetch(`${url}/api/platform/demonstration`)).json()) as readonly Identity[];
    const keyOf = (mark: string): string =>
      (identities.find((one) => one.mark === mark && one.jurisdiction === CITY) as Identity).key;
    [officer, manager, inspector, team] = ['企', '负', '执', '班'].map(keyOf) as [string, string, string, string];
    [asOfficer, inspecting] = await Promise.all([stage.api(officer), stage.api(inspector)]);
    firm = (await asOfficer.get<{ scope: { organisationId: string } }>('/api/session')).scope.organisationId;
    danger = await assigned('液氨管线阀门渗漏');
    phone = await stage.page('/home', officer, PHONE);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await stage.shotAll('acts-offline-failed');
  });
  afterAll(() => stage.close());

  it('a danger is rectified without a signal, with photo and place; a reload loses nothing, and nothing is begun on top of it', async () => {
    await installed(phone);
    await prepareDay(phone, url);
    await cut(true);
    await phone.goto(`${url}/case/${danger}`);
    await button(phone.getByRole('group', { name: '现在可以做' }), '提交整改').click();
    const form = phone.locator('form').first();
    await form.getByLabel('整改情况', { exact: true }).fill('已更换阀门并试压合格');
    await form
      .locator('input[type=file]')
      .last()
      .setInputFiles(await photoOf(phone, '整改后.png'));
    await form.getByText(/28\.40000/).waitFor();
    await form.locator('li[data-state=failed]').waitFor();
    await stage.shot(phone, 'acts-offline-form');
    await button(form, '提交整改').click();
    expect(await shown(phone.getByText('已存在本机，有信号后自动上传'))).toBe(true);
    await phone.reload();
    expect(await shown(phone.getByText('已办，等待上传'))).toBe(true);
    expect(await phone.getByRole('group', { name: '现在可以做' }).count()).toBe(0);
    expect(await waitingOn(phone)).toBe(1);
    await stage.shot(phone, 'acts-offline-kept');
  });

  it('arrives once, signed, on top of what others did meanwhile', async () => {
    await act(inspecting, danger, 'urge', { demand: '两日内办结' });
    await cut(false);
    await arrived();
    const { case: view, detail, trail } = await read(danger);
    expect([view.state, detail['result']]).toEqual(['submitted', '已更换阀门并试压合格']);
    expect(trail.map(({ action }) => action).slice(-2)).toEqual(['urge', 'submit']);
    const last = trail.at(-1);
    expect(last?.made?.signed).toBe(true);
    expect(last?.files).toHaveLength(1);
    await phone.goto(`${url}/case/${danger}`);
    expect(await shown(phone.getByText('待复查').first())).toBe(true);
  });

  it('two who report differently: both texts are shown, a person chooses, the other stays in the trail', async () => {
    const second = await assigned('二层平台护栏松动');
    await prepareDay(phone, url);
    await cut(true);
    await phone.goto(`${url}/case/${second}`);
    await button(phone.getByRole('group', { name: '现在可以做' }), '报告治理情况').click();
    const form = await fillForm(phone, { fill: { 治理进度: '60', 治理情况: '护栏已焊好一半' } });
    await button(form, '报告治理情况').click();
    await phone.getByText('已办，等待上传').waitFor();
    const asManager = await stage.api(manager);
    await act(asManager, second, 'progress', { progress: 60, progressNote: '等材料，明天开工' });
    await cut(false);
    await phone.goto(`${url}/offline`);
    const mine = phone.getByRole('button', { name: '用我的「护栏已焊好一半」' });
    await mine.waitFor();
    expect(await shown(phone.getByText(/已被改为「等材料，明天开工」/))).toBe(true);
    await stage.shot(phone, 'acts-offline-clash');
    await mine.click();
    await arrived();
    const { detail, trail } = await read(second);
    expect(detail).toMatchObject({ progress: 60, progressNote: '护栏已焊好一半' });
    expect(trail.at(-1)?.text).toContain('未采用的一份：治理情况「等材料，明天开工」');
  });

  it('too late, and not allowed any more: the platform’s words stand at the kept act, which is not lost', async () => {
    const third = await assigned('配电箱门缺失');
    await prepareDay(phone, url);
    await cut(true);
    await phone.goto(`${url}/case/${third}`);
    await button(phone.getByRole('group', { name: '现在可以做' }), '提交整改').click();
    const form = phone.locator('form').first();
    await form.getByLabel('整改情况', { exact: true }).fill('门已装好');
    await form
      .locator('input[type=file]')
      .last()
      .setInputFiles(await photoOf(phone, '箱门.png'));
    await form.locator('li[data-state=failed]').waitFor();
    await button(form, '提交整改').click();
    await phone.getByText('已办，等待上传').waitFor();
    // A colleague at the desk has submitted it meanwhile.
    const asManager = await stage.api(manager);
    const bytes = (await photoOf(phone, 'desk.png')).buffer;
    const { sha256 } = (await (
      await fetch(`${url}/api/files`, {
        method: 'POST',
        headers: { 'x-anlan': '1', 'content-type': 'image/png', cookie: `anlan_session=${asManager.cookie}` },
        body: new Uint8Array(bytes),
      })
    ).json()) as { sha256: string };
    const { version } = (await read(third)).case;
    await asManager.post(`/api/cases/${third}/acts/submit`, {
      version,
      input: { result: '已装' },
      files: [{ sha256 }],
    });
    await cut(false);
    await phone.goto(`${url}/offline`);
    expect(await shown(phone.getByText('平台没有接受'))).toBe(true);
    expect(await shown(phone.getByText(/待复查.*提交整改/))).toBe(true);
    expect(await waitingOn(phone)).toBe(1);
    // Somebody who may not act on it at all is refused as well, without being told what it is.
    const stranger = await stage.api('chongqing.duty');
    expect(
      (await stranger.ask('POST', `/api/cases/${third}/acts/urge`, { version: 1, input: { demand: 'x' } })).status,
    ).toBe(404);
    expect((await read(third)).detail).toMatchObject({ result: '已装' });
    // Its maker may give it up; then the case can be worked on from this phone again.
    await phone.getByRole('button', { name: '不传了' }).click();
    await button(phone.getByRole('tooltip'), '确定').click();
    await arrived();
    await phone.goto(`${url}/case/${third}`);
    expect(await shown(phone.getByText('待复查').first())).toBe(true);
    expect(await phone.getByText('已办，等待上传').count()).toBe(0);
  });

  it('two phones answer the same round: photos side by side, a clash stands until one chooses; voice, code and signature go along', async () => {
    const asTeam = await stage.api(team);
    const round = (await asTeam.get<RunView[]>('/api/checks/mine')).find(
      ({ state, tier }) => state === 'open' && tier === 'shift',
    ) as RunView;
    const pages = [await stage.page('/home', team, PHONE), await stage.page('/home', team, PHONE)] as [Page, Page];
    for (const page of pages) {
      await installed(page);
      await prepareDay(page, url);
      await page.context().setOffline(true);
      await page.goto(`${url}/checks/${round.id}`);
    }
    const { items, riskPoints } = await asTeam.get<RunDetail>(`/api/checks/${round.id}`);
    const [first] = items;
    for (const [index, page] of pages.entries()) {
      await page.getByRole('button', { name: '不符合', exact: true }).click();
      await page.getByRole('textbox', { name: '哪里不对' }).fill(index === 0 ? '漏油' : '渗水');
      await page.getByRole('textbox', { name: '哪里不对' }).blur();
      await page
        .getByLabel('拍照')
        .last()
        .setInputFiles(await photoOf(page, `现场${index}.png`));
      await page.getByRole('img', { name: '照片 1' }).waitFor();
    }
    const [, second] = pages;
    await second.getByRole('button', { name: '按一下，说哪里不对' }).click();
    await second.getByRole('button', { name: /正在录 [1-9]/ }).click();
    await second.locator('audio').waitFor();
    await stage.shot(second, 'acts-offline-check');
    for (const page of pages) {
      await page.context().setOffline(false);
      await page.goto(`${url}/offline`);
      await arrived(page);
    }
    const answer = async () =>
      (await asTeam.get<RunDetail>(`/api/checks/${round.id}`)).answers.find(({ itemId }) => itemId === first?.id);
    const both = await answer();
    expect([both?.result, both?.photos.length, both?.voices.length]).toEqual(['bad', 2, 1]);
    expect(both?.conflicts.map(({ field }) => field)).toEqual(['note']);
    await second.goto(`${url}/checks/${round.id}`);
    await second.getByRole('alert').filter({ hasText: '两个人答得不同' }).waitFor();
    await stage.shot(second, 'acts-offline-torn');
    await second.getByRole('button', { name: /漏油/ }).click();
    await until(
      'the choice on the platform',
      async () => ((await answer())?.conflicts.length === 0 ? true : undefined),
      20_000,
      300,
    );
    expect((await answer())?.note).toBe('漏油');
    // The code on a risk card is read from a picture of it, as a phone without a camera would.
    if (riskPoints[0] !== undefined) {
      await scan(second, `/api/risk-points/${riskPoints[0].id}/qr.svg`);
      await until(
        'the risk point',
        async () => ((await answer())?.riskPoint === riskPoints[0]?.id ? true : undefined),
        20_000,
        300,
      );
    }
    await asTeam.post(`/api/checks/${round.id}/answers`, {
      changes: items
        .slice(1)
        .map(({ id }) => ({ id: crypto.randomUUID(), item: id, field: 'result', value: 'na', at: Date.now() })),
    });
    await second.goto(`${url}/checks/${round.id}`);
    await second.getByLabel('谁签', { exact: true }).fill('周班长');
    const pad = await second.getByRole('img', { name: '在此处写' }).boundingBox();
    if (pad === null) throw new Error('no pad');
    await second.mouse.move(pad.x + 40, pad.y + 40);
    await second.mouse.down();
    await second.mouse.move(pad.x + 180, pad.y + 80, { steps: 6 });
    await second.mouse.up();
    await second.getByRole('button', { name: '确认签名' }).click();
    await second.getByText('周班长 已签名').waitFor();
    await second.getByRole('button', { name: '查完，提交' }).click();
    expect(await shown(second.getByRole('img', { name: '周班长 已签名' }))).toBe(true);
    await stage.shot(second, 'acts-offline-signed');
    const ended = await asTeam.get<RunDetail>(`/api/checks/${round.id}`);
    expect(ended.signature).toMatchObject({ who: '周班长' });
    expect(ended.run.bad).toBe(1);
  });

  it('no page threw an error', () => {
    expect(stage.faults).toEqual([]);
  });

  async function scan(page: Page, code: string): Promise<void> {
    const poster = await page.context().newPage();
    await poster.goto(`${url}${code}`);
    const printed = await poster.locator('svg').screenshot();
    await poster.close();
    await page.getByRole('button', { name: '扫码' }).click();
    await page.getByLabel('从照片里读码').setInputFiles({ name: '码.png', mimeType: 'image/png', buffer: printed });
  }
});
