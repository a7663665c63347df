import type { AlarmView } from '@anlan/kernel/alarm';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Api } from './api.ts';
import { shown, type Page } from './browser.ts';
import { button } from './case-steps.ts';
import { gatewayOf, levelPoints, type DrivenPoint } from './city.ts';
import type { Gateway } from './gateway.ts';
import { openStage, type Stage } from './stage.ts';
import { until } from './wait.ts';

const OFFICER = 'shangrao.duty';
const [gauge] = levelPoints('shangrao') as [DrivenPoint];
/** Well below LL and well above HH of the city's tanks. */
const LOW = 4;
const HIGH = 96;
/** Seconds after which a low level is an alarm, and a little more. */
const LONG_ENOUGH = 14;

describe('what is out of service or being cleaned does not ring, is seen by everybody, and rings again by itself', () => {
  let stage: Stage;
  let api: Api;
  let page: Page;
  let gateway: Gateway;

  const alarms = async (): Promise<AlarmView[]> =>
    (await api.get<{ alarms: AlarmView[] }>(`/api/alarms?state=all&subject=${gauge.point.id}`)).alarms;
  /** Samples of one value as they are taken, until so many seconds have gone by: what is out of service is so from now on. */
  const hold = async (value: number, seconds = 2): Promise<void> => {
    for (const end = Date.now() + seconds * 1000; Date.now() < end; await pause(1000))
      await gateway.publish(Date.now(), [{ point: gauge.key, value }]);
    await pause(1500);
  };

  beforeAll(async () => {
    stage = await openStage();
    api = await stage.api(OFFICER);
    gateway = await gatewayOf(stage.platform, gauge.device);
    await hold(50);
    page = await stage.page(`/registry/devices/${gauge.device.id}`, OFFICER);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await stage.shotAll('service-failed');
  });
  afterAll(async () => {
    gateway.end();
    await stage.close();
  });

  it('a point out of service, with reason and end, is on everybody’s list and does not ring', async () => {
    await page.getByRole('button', { name: '停用…' }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel('理由').fill('校验液位计');
    await stage.shot(page, 'service-form');
    await button(form, '确定').click();
    await form.waitFor({ state: 'detached' });
    expect(await shown(page.getByText(/校验液位计/))).toBe(true);
    const list = await stage.page('/out-of-service', 'shangrao.commander');
    expect(await shown(list.getByRole('cell', { name: '校验液位计' }))).toBe(true);
    expect(await list.getByRole('button', { name: '提前结束' }).count()).toBe(0);
    await stage.shot(list, 'service-list');
    await list.close();
    await hold(HIGH);
    expect(await alarms()).toEqual([]);
  });

  it('back in service it rings', async () => {
    await page.getByRole('button', { name: '恢复使用' }).first().click();
    await page.getByText(/校验液位计/).waitFor({ state: 'detached' });
    await hold(50);
    await hold(HIGH);
    await until('the alarm', async () => ((await alarms()).length === 1 ? true : undefined), 20_000, 300);
  });

  it('a tank declared as being cleaned may be empty: by design, only the rule of low levels is silent', async () => {
    await hold(50);
    await page.getByRole('button', { name: '声明状态…' }).first().click();
    const form = page.getByRole('dialog');
    await form.getByRole('combobox', { name: '状态' }).click();
    await page.locator('.ant-select-item-option').filter({ hasText: '清罐检修' }).click();
    expect(await shown(form.getByText(/此状态下按设计不报/))).toBe(true);
    await form.getByLabel('理由').fill('年度清罐');
    await button(form, '确定').click();
    await form.waitFor({ state: 'detached' });
    const before = (await alarms()).length;
    await hold(LOW, LONG_ENOUGH);
    expect(await alarms()).toHaveLength(before);
    const list = await stage.page('/out-of-service', OFFICER);
    expect(await shown(list.getByRole('cell', { name: '年度清罐' }))).toBe(true);
    await list.close();
    // The cleaning is over earlier than was thought: the tank is still empty, and now that is said.
    await page.bringToFront();
    await button(page, '结束').first().click();
    await page.getByText(/年度清罐/).waitFor({ state: 'detached' });
    await hold(LOW, LONG_ENOUGH);
    await until('the low level', async () => ((await alarms()).length === before + 1 ? true : undefined), 20_000, 300);
    expect(stage.faults).toEqual([]);
  });
});
