import { readFile } from 'node:fs/promises';
import type { Inspection, MergedView } from '@anlan/kernel/merge';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Api } from './api.ts';
import { shown, type Page } from './browser.ts';
import { photoOf } from './case-steps.ts';
import { beginInspection, installed, prepareDay, waitingOn } from './field.ts';
import { openStage, type Stage } from './stage.ts';
import { until } from './wait.ts';

const PHONE = { width: 390, height: 844, field: true };
const WHO = 'shangrao.361129.inspector';

describe('an inspector works a day without a signal, and everything arrives once and signed', () => {
  let stage: Stage;
  let phone: Page;
  let inspecting: Api;
  let enterprise: string;
  let record: string;
  let url: string;

  const read = (id: string): Promise<MergedView> => inspecting.get(`/api/changes?record=inspection/${id}`);
  const offline = (on: boolean): Promise<void> => phone.context().setOffline(on);
  const arrived = () =>
    until('an empty queue', async () => ((await waitingOn(phone)) === 0 ? true : undefined), 60_000, 300);

  beforeAll(async () => {
    stage = await openStage();
    url = stage.platform.url;
    inspecting = await stage.api(WHO);
    phone = await stage.page('/home', WHO, PHONE);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await stage.shotAll('offline-failed');
  });
  afterAll(() => stage.close());

  it('takes the day along, says how much that is, and opens without a signal', async () => {
    await installed(phone);
    expect(await prepareDay(phone, url)).toMatch(/\d+(\.\d)? MB，\d+ 份资料/);
    const plan = await inspecting.get<{ enterprises: string[]; cases: string[] }>(
      '/api/offline/plan?lon=117.43&lat=28.4',
    );
    expect(plan.enterprises.length).toBeGreaterThan(5);
    enterprise = (await inspecting.get<{ name: string }>(`/api/enterprises/${plan.enterprises[0] as string}`)).name;
    await offline(true);
    await phone.goto(`${url}/home`);
    expect(await shown(phone.getByText('照常办，都存在本机'))).toBe(true);
    expect(await shown(phone.getByText(/资料是 .*准备的/))).toBe(true);
    expect(await shown(phone.getByRole('heading', { name: /今天要办 \d+ 件|今天的都办完了/ }))).toBe(true);
    await stage.shot(phone, 'offline-home');
    await phone.goto(`${url}/enterprises/${plan.enterprises[0] as string}`);
    expect(await shown(phone.getByRole('main').getByText(enterprise))).toBe(true);
    await phone.goto(`${url}/case/${plan.cases[0] as string}`);
    expect(await shown(phone.getByText('办理经过'))).toBe(true);
  });

  it('searches the law without a signal', async () => {
    await phone.goto(`${url}/laws?search=${encodeURIComponent('隐患')}`);
    expect(await shown(phone.getByText(/第.+条/))).toBe(true);
  });

  it('fills in a record with photo, voice and signature; a killed tab and a reload lose nothing, not even a half-typed word', async () => {
    record = await beginInspection(phone, url, enterprise);
    await phone.getByLabel('检查场所', { exact: true }).fill('氨机房');
    await phone.getByRole('button', { name: '不符合', exact: true }).click();
    await phone.getByText(/已保存/).waitFor();
    await phone.locator('input[type=file]').setInputFiles(await photoOf(phone, '氨机房.png'));
    await phone.locator('figure img').waitFor();
    expect(await shown(phone.getByText(/28\.4000, 117\.4300 ±6 m/))).toBe(true);
    await phone.getByRole('button', { name: '按一下开始录音' }).click();
    await phone.getByRole('button', { name: /正在录 [1-9]/ }).click();
    await phone.locator('audio').waitFor();
    await phone.getByLabel('谁签', { exact: true }).fill('周建国');
    const pad = await phone.getByRole('img', { name: '在此处写' }).boundingBox();
    if (pad === null) throw new Error('no pad');
    await phone.mouse.move(pad.x + 40, pad.y + 40);
    await phone.mouse.down();
    await phone.mouse.move(pad.x + 200, pad.y + 90, { steps: 8 });
    await phone.mouse.up();
    await phone.getByRole('button', { name: '确认签名' }).click();
    await phone.getByRole('img', { name: '签名 周建国' }).waitFor();
    await stage.shot(phone, 'offline-inspection');
    // Half a word is typed when the app is killed.
    await phone.getByLabel('检查情况', { exact: true }).pressSequentially('压力表已过期');
    const killed = phone;
    phone = await killed.context().newPage();
    await killed.close({ runBeforeUnload: false });
    phone.setDefaultTimeout(20_000);
    await phone.goto(`${url}/inspections/${record}`);
    await expect
      .poll(() => phone.getByLabel('检查情况', { exact: true }).inputValue(), { timeout: 20_000 })
      .toBe('压力表已过期');
    expect(await phone.getByLabel('检查场所', { exact: true }).inputValue()).toBe('氨机房');
    await phone.locator('figure img').waitFor();
    await phone.goto(`${url}/offline`);
    expect(await shown(phone.getByText('离线中，没有丢失任何内容'))).toBe(true);
    await until('the half-typed word in line', async () => (await waitingOn(phone)) >= 7, 20_000, 200);
    await stage.shot(phone, 'offline-queue');
    expect(await inspecting.ask('GET', `/api/inspections/${record}`)).toMatchObject({ status: 404 });
  });

  it('arrives once and signed when the signal is back, in order, with time and place', async () => {
    await offline(false);
    await arrived();
    expect(await inspecting.get<Inspection>(`/api/inspections/${record}`)).toMatchObject({
      verdict: 'signed',
      enterpriseName: enterprise,
    });
    const { fields, history, conflicts } = await read(record);
    expect(conflicts).toEqual([]);
    expect(fields).toMatchObject({
      place: { value: '氨机房' },
      result: { value: '不符合' },
      findings: { value: '压力表已过期' },
    });
    const kinds = Object.keys(fields).map((field) => field.split(':')[0]);
    for (const kind of ['photo', 'voice', 'signature'])
      expect(
        kinds.filter((one) => one === kind),
        kind,
      ).toHaveLength(1);
    expect(new Set(history.map(({ id }) => id)).size).toBe(history.length);
    expect(history.every(({ verdict }) => verdict === 'signed')).toBe(true);
    const photo = Object.entries(fields).find(([field]) => field.startsWith('photo:'));
    expect(JSON.parse(photo?.[1].value as string)).toMatchObject({ lon: 117.43, lat: 28.4, accuracy: 6 });
    const file = await fetch(`${url}/api/inspections/${record}/files/${photo?.[0].slice(6) ?? ''}`, {
      headers: { cookie: `anlan_session=${inspecting.cookie}` },
    });
    expect(file.headers.get('content-type')).toBe('image/png');
  });

  it('an answer lost on the way is asked for again, and nothing is there twice', async () => {
    // The platform has it, the phone does not hear of it.
    await phone.addInitScript(() => {
      const ask = window.fetch;
      window.fetch = async (...asked) => {
        const answer = await ask(...asked);
        if (asked[0] !== '/api/envelopes') return answer;
        const times = Number(sessionStorage.getItem('asked') ?? 0) + 1;
        sessionStorage.setItem('asked', String(times));
        if (times === 1) throw new TypeError('Failed to fetch');
        return answer;
      };
    });
    const asked = (): Promise<number> => phone.evaluate(() => Number(sessionStorage.getItem('asked') ?? 0));
    await phone.goto(`${url}/inspections/${record}`);
    await phone.getByLabel('备注', { exact: true }).fill('已告知');
    await phone.getByLabel('备注', { exact: true }).blur();
    await until('sent again', async () => (await asked()) > 1, 30_000, 200);
    await arrived();
    const { history } = await read(record);
    expect(history.filter(({ field }) => field === 'note')).toHaveLength(1);
  });

  it('a danger reported without a signal waits in line; refused, it keeps the platform’s words and can be corrected', async () => {
    await phone.goto(`${url}/inspections/${record}`);
    await offline(true);
    await phone.getByLabel('职务', { exact: true }).fill('班长');
    await phone.getByLabel('职务', { exact: true }).blur();
    await until('kept', async () => ((await waitingOn(phone)) === 1 ? true : undefined), 20_000, 200);
    // Meanwhile a colleague closes the record: the platform will say no.
    await inspecting.post(`/api/inspections/${record}/close`, { requestId: crypto.randomUUID() });
    await offline(false);
    await phone.goto(`${url}/offline`);
    expect(await shown(phone.getByText('平台没有接受'))).toBe(true);
    expect(await shown(phone.getByText(/已归档/))).toBe(true);
    expect(await waitingOn(phone)).toBe(1);
    await stage.shot(phone, 'offline-refused');
    await phone.reload();
    expect(await shown(phone.getByText('平台没有接受'))).toBe(true);
  });

  it('a device without room says so and keeps what it has', async () => {
    const system = await stage.api('shangrao.system');
    const { regionPath } = (await inspecting.get<{ rows: { regionPath: string }[] }>('/api/enterprises?size=1'))
      .rows[0] as { regionPath: string };
    const city = regionPath.split('.').slice(0, 3).join('.').concat('.');
    await system.post('/api/parameters/offline.room/settings', {
      regionPath: city,
      value: 1,
      from: Date.now() + 1000,
      reason: '试验：小容量',
    });
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await prepareDay(phone, url);
    const second = await beginInspection(phone, url, enterprise);
    await arrivedBut(1);
    await offline(true);
    await phone.getByLabel('检查场所', { exact: true }).fill('冷库');
    await phone.getByLabel('检查场所', { exact: true }).blur();
    const noise = Buffer.alloc(1_400_000, 7);
    const picture = Buffer.concat([(await photoOf(phone, 'x')).buffer, noise]);
    await phone
      .locator('input[type=file]')
      .setInputFiles({ name: '大照片.png', mimeType: 'image/png', buffer: picture });
    expect(await shown(phone.getByRole('alert').filter({ hasText: '本机存满了' }))).toBe(true);
    await stage.shot(phone, 'offline-full');
    await offline(false);
    await arrivedBut(1);
    expect((await read(second)).fields).toMatchObject({ place: { value: '冷库' } });
  });

  it('a session that ended meanwhile: everything stays on the device and goes after the next sign-in', async () => {
    const third = await beginInspection(phone, url, enterprise);
    await arrivedBut(1);
    await offline(true);
    await phone.getByLabel('检查场所', { exact: true }).fill('锅炉房');
    await phone.getByLabel('检查场所', { exact: true }).blur();
    await until('kept', async () => ((await waitingOn(phone)) === 2 ? true : undefined), 20_000, 200);
    await phone.context().clearCookies();
    await offline(false);
    await phone.goto(`${url}/inspections/${third}`);
    await phone.waitForURL(/sign-in/);
    expect(await waitingOn(phone)).toBe(2);
    await phone
      .context()
      .addCookies([
        { name: 'anlan_session', value: (await stage.api(WHO)).cookie, url, httpOnly: true, sameSite: 'Lax' },
      ]);
    await phone.goto(`${url}/offline`);
    await arrivedBut(1);
    expect((await read(third)).fields).toMatchObject({ place: { value: '锅炉房' } });
  });

  it('what a revoked device signed is set aside for a colleague, and the copy stays on the device', async () => {
    const fourth = await beginInspection(phone, url, enterprise);
    await arrivedBut(1);
    const keys = await inspecting.get<{ id: string; revokedAt: number | null }[]>('/api/account/devices');
    for (const { id, revokedAt } of keys)
      if (revokedAt === null) await inspecting.ask('DELETE', `/api/account/devices/${id}`);
    await phone.getByLabel('检查场所', { exact: true }).fill('配电室');
    await phone.getByLabel('检查场所', { exact: true }).blur();
    await phone.getByText(/已保存/).waitFor();
    await phone.goto(`${url}/offline`);
    expect(await shown(phone.getByText('等同事核收'))).toBe(true);
    expect((await read(fourth)).history).toEqual([]);
    const chief = await stage.api('shangrao.duty');
    const [held] = await chief.get<{ id: string; verdict: string }[]>('/api/envelopes');
    expect(held?.verdict).toBe('revoked-key');
    await stage.shot(phone, 'offline-quarantined');
    await chief.post(`/api/envelopes/${held?.id ?? ''}/decide`, { take: true, reason: '已与本人核对' });
    expect((await read(fourth)).fields).toMatchObject({ place: { value: '配电室' } });
    await phone.getByRole('button', { name: '现在重试' }).click();
    await arrivedBut(1);
  });

  it('an account closed while offline: nothing is lost on the device, and it says what to do', async () => {
    const fifth = await beginInspection(phone, url, enterprise);
    await arrivedBut(1);
    await offline(true);
    await phone.getByLabel('检查场所', { exact: true }).fill('水泵房');
    await phone.getByLabel('检查场所', { exact: true }).blur();
    await until('kept', async () => ((await waitingOn(phone)) === 2 ? true : undefined), 20_000, 200);
    const { person } = await inspecting.get<{ person: { id: string } }>('/api/session');
    await (await stage.api('shangrao.security')).ask('POST', `/api/people/${person.id}/retire`, { reason: '调离' });
    await offline(false);
    await phone.goto(`${url}/inspections/${fifth}`);
    await phone.waitForURL(/sign-in/);
    expect(await shown(phone.getByText(/账号若已停用，请导出备份交给单位/))).toBe(true);
    expect(await waitingOn(phone)).toBe(2);
    const download = phone.waitForEvent('download');
    await phone.getByRole('button', { name: '导出备份' }).click();
    const path = await (await download).path();
    expect(await readFile(path, 'utf8')).toContain('水泵房');
    await stage.shot(phone, 'offline-account-closed');
  });

  it('no page threw an error', () => {
    expect(stage.faults).toEqual([]);
  });

  /** Everything arrived but what the platform refused. */
  function arrivedBut(count: number): Promise<unknown> {
    return until(
      'a queue with only the refused',
      async () => ((await waitingOn(phone)) === count ? true : undefined),
      60_000,
      300,
    );
  }
});
