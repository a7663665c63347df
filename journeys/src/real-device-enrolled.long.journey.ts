import type { AlarmView } from '@anlan/kernel/alarm';
import { creditCodeCheck } from '@anlan/domain/identity-codes';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { enterAdministrator } from './accounts.ts';
import type { Api } from './api.ts';
import { shown, type Page } from './browser.ts';
import { connectGateway, type Gateway } from './gateway.ts';
import { openStage, type Stage } from './stage.ts';
import { totpCode } from './totp.ts';
import { until } from './wait.ts';

const PASSWORD = 'Jieru-2026-shebei';
const CITY = 'cn.36.11.';
const SERIAL = 'AX-2026-0042';
const CODE = `91361102MA35ABCD1${creditCodeCheck('91361102MA35ABCD1') ?? ''}`;
const HIGH = 80;

/** Without the demonstration: whatever measures here, somebody has enrolled. */
describe('a real device is enrolled on an empty platform', () => {
  let stage: Stage;
  let safety: Page;
  let duty: Api;
  let device: string;
  let town: string;
  let secret: string;
  let gateway: Gateway;
  const accounts = { safety: 'liu.anquan', duty: 'chen.zhiban' };

  const alarms = async (): Promise<AlarmView[]> =>
    (await duty.get<{ alarms: AlarmView[] }>('/api/alarms?state=all')).alarms;
  const connect = (password: string): Promise<Gateway> =>
    connectGateway({ port: stage.platform.ports.mqtt, serial: SERIAL, secret: password });

  beforeAll(async () => {
    stage = await openStage({ demo: false });
    const system = await firstAdministrator(stage);
    const regions = await system.get<{ path: string; kind: string; name: string }[]>('/api/regions');
    const place = regions.find(({ path, kind }) => kind === 'town' && path.startsWith(CITY));
    const regionPath = place?.path;
    town = place?.name ?? '';
    const enterprise = await system.post<{ id: string }>('/api/enterprises', {
      name: '上饶市信州区安心化工有限公司',
      creditCode: CODE,
      regionPath,
      sector: 'hazchem-production',
      riskLevel: 'yellow',
    });
    const tank = { name: 'V-101 甲醇储罐', regionPath, enterprise: enterprise.id, substance: '甲醇' };
    await system.post('/api/tanks', tank);
    const security = await administrator(stage, system, 'security-administrator', 'li.anguan');
    const own = { organisationId: enterprise.id };
    await enter(stage, security, { account: accounts.safety, name: '刘安全', role: 'safety-officer', ...own });
    await enter(stage, security, { account: accounts.duty, name: '陈值班', role: 'duty-officer', regionPath: CITY });
    duty = await stage.api({ account: accounts.duty, password: PASSWORD });
    safety = await stage.page('/registry/devices?open=new', { account: accounts.safety, password: PASSWORD });
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await stage.shotAll('enrolled-failed');
  });
  afterAll(async () => {
    gateway?.end();
    await stage.close();
  });

  it('[S16.1] its enterprise registers it and takes its secret once, with what to type into it', async () => {
    await safety.getByLabel('设备名称').fill('罐区采集网关');
    await safety.getByLabel('接入标识').fill(`mqtt:${SERIAL}`);
    await choose(safety, '协议', 'MQTT');
    await choose(safety, '信号来源', '实时接入');
    await safety.getByRole('combobox', { name: '辖区' }).fill(town);
    await safety.locator('.ant-select-item-option').filter({ hasText: town }).first().click();
    await safety.getByRole('button', { name: '保存', exact: true }).click();
    device = await until('the device', async () => {
      const { rows } = await duty.get<{ rows: { id: string; identity: string }[] }>('/api/devices');
      return rows.find(({ identity }) => identity === `mqtt:${SERIAL}`)?.id;
    });
    await safety.goto(`${stage.platform.url}/registry/devices/${device}`);
    expect(await shown(safety.getByText('还没有取用过'))).toBe(true);
    await stage.shot(safety, 'enrolled-device-empty');
    await safety.getByRole('button', { name: '查看密钥' }).click();
    const lines = safety.getByTestId('secret');
    expect(await lines.locator('[data-line=user]').textContent()).toBe(SERIAL);
    expect(await lines.locator('[data-line=topic]').textContent()).toBe(`anlan/v1/${SERIAL}/readings`);
    expect(await lines.locator('[data-line=address]').textContent()).toContain(String(stage.platform.ports.mqtt));
    secret = (await lines.locator('[data-line=password]').textContent()) ?? '';
    await stage.shot(safety, 'enrolled-secret');
  });

  it('[S16.1] what it sends at first is shown as not registered, and registered by one press with tank and limits', async () => {
    gateway = await connect(secret);
    await gateway.publish(Date.now(), [{ point: 'level', value: 41.5 }]);
    expect(await shown(safety.getByTestId('undeclared').getByText('41.5'))).toBe(true);
    await stage.shot(safety, 'enrolled-undeclared');
    await safety.getByRole('button', { name: '登记 level' }).click();
    const form = safety.getByRole('dialog');
    await form.getByLabel('点位名称').fill('V-101 液位');
    await choose(safety, '测在', 'V-101 甲醇储罐');
    await form.getByLabel('量程下限').fill('0');
    await form.getByLabel('量程上限').fill('100');
    await form.getByLabel('上报周期（秒）').fill('10');
    await form.getByLabel('高限', { exact: true }).fill(String(HIGH));
    await form.getByLabel('高高限').fill('90');
    await form.getByLabel('限值依据').fill('储罐设计文件');
    await stage.shot(safety, 'enrolled-point');
    await form.getByRole('button', { name: '保存' }).click();
    await safety.getByTestId('point-settings').getByText('V-101 甲醇储罐').waitFor();
    await until('the empty list', async () => (await safety.getByTestId('undeclared').count()) === 0, 20_000);
    await stage.shot(safety, 'enrolled-points');
  });

  it('its value above the limit rings on the desk, at the tank', async () => {
    await gateway.publish(Date.now(), [{ point: 'level', value: 84.2 }]);
    const [alarm] = await until('the alarm', async () => {
      const found = await alarms();
      return found.length > 0 ? found : undefined;
    });
    expect(alarm).toMatchObject({
      rule: 'level-high',
      level: 'orange',
      value: 84.2,
      limit: HIGH,
      unit: '%',
      system: 'S17',
    });
    expect(alarm?.subjectName).toContain('V-101 甲醇储罐');
    const desk = await stage.page(`/desk?alarm=${alarm?.id}`, { account: accounts.duty, password: PASSWORD });
    await desk.locator(`[data-testid=alarm-row][data-alarm="${alarm?.id}"]`).waitFor();
    expect(await shown(desk.getByTestId('alarm-card').getByText('84.2'))).toBe(true);
    await stage.shot(desk, 'enrolled-desk');
    await desk.close();
  });

  it('its secret rotated at once, the old one ends the connection and signs nobody on; the new one does', async () => {
    await safety.getByRole('button', { name: '更换密钥…' }).click();
    const form = safety.getByRole('dialog');
    await form.getByLabel('旧密钥再用（小时）').fill('0');
    await form.getByLabel('理由').fill('调试人员离场');
    await form.getByRole('button', { name: '更换', exact: true }).click();
    const password = safety.getByTestId('secret').locator('[data-line=password]');
    const next = await until('another secret', async () => {
      const text = await password.textContent();
      return text === secret ? undefined : text;
    });
    await stage.shot(safety, 'enrolled-rotated');
    await until('the end of the connection', async () => {
      const sent = gateway.publish(Date.now(), [{ point: 'level', value: 12 }]);
      return sent.then(() => false).catch(() => true);
    });
    await expect(connect(secret)).rejects.toThrow('Not authorized');
    gateway = await connect(next);
    await gateway.publish(Date.now(), [{ point: 'level', value: 33.3 }]);
    expect(await shown(safety.getByText('33.3'))).toBe(true);
  });

  it('on a phone the page holds together', async () => {
    const phone = await stage.page(
      `/registry/devices/${device}`,
      { account: accounts.safety, password: PASSWORD },
      { width: 390, height: 844 },
    );
    await phone.getByTestId('point-settings').waitFor();
    const wide = await phone.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(wide).toBeLessThanOrEqual(0);
    await stage.shot(phone, 'enrolled-phone');
    await phone.close();
  });

  it('no page threw an error', () => {
    expect(stage.faults).toEqual([]);
  });
});

/** Sets the platform up by its link; an administrator's second factor comes before all else. */
async function firstAdministrator(stage: Stage): Promise<Api> {
  const link = new URL(/set up once: (\S+)/.exec(stage.platform.log())?.[1] as string);
  const who = { account: 'wang.system', password: PASSWORD };
  const body = { token: link.searchParams.get('token'), jurisdiction: CITY, name: '王建国', ...who };
  const answer = await fetch(`${stage.platform.url}/api/setup`, {
    method: 'POST',
    headers: { 'x-anlan': '1', 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(answer.status).toBe(200);
  return strengthened(stage, who);
}

/** Signs in for the first time and binds an authenticator. */
async function strengthened(stage: Stage, who: { account: string; password: string }): Promise<Api> {
  const api = await stage.api(who);
  const { secret } = await api.post<{ secret: string }>('/api/account/totp', {});
  await api.post('/api/account/totp/confirm', { code: totpCode(secret, Date.now()) });
  return api;
}

interface Newcomer {
  readonly account: string;
  readonly name: string;
  readonly role: string;
  readonly regionPath?: string;
  readonly organisationId?: string;
}

/** Enters somebody, who chooses a password by the link. */
async function enter(stage: Stage, by: Api, who: Newcomer): Promise<void> {
  const { link } = await by.post<{ link: { href: string } }>('/api/people', who);
  const api = await fetch(`${stage.platform.url}/api/session/reset`, {
    method: 'POST',
    headers: { 'x-anlan': '1', 'content-type': 'application/json' },
    body: JSON.stringify({ token: new URL(link.href).searchParams.get('token'), password: PASSWORD }),
  });
  expect(api.status).toBe(200);
}

async function administrator(stage: Stage, by: Api, role: string, account: string): Promise<Api> {
  await enterAdministrator(stage, by, { account, name: '李安', role, regionPath: CITY }, PASSWORD);
  return strengthened(stage, { account, password: PASSWORD });
}

/** Chooses an option of a select by its label. */
async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: label }).last().click();
  await page
    .locator('.ant-select-item-option')
    .filter({ hasText: new RegExp(`^${option}$`) })
    .last()
    .click();
}
