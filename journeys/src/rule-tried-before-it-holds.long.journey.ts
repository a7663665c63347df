import type { Point } from '@anlan/data';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Api } from './api.ts';
import { shown, type Page } from './browser.ts';
import { city, gatewayOf, levelPoints, type DrivenPoint } from './city.ts';
import type { Gateway } from './gateway.ts';
import { historyOf } from './history.ts';
import { openStage, type Stage } from './stage.ts';
import { until } from './wait.ts';

const DUTY = 'shangrao.duty';
const LEADER = 'shangrao.leader';
const MINUTE = 60_000;
const DAY = 86_400_000;
const STEP = 10_000;
const DAYS = 60;

const pointsOf = (device: string): Point[] => city().points.filter((point) => point.deviceId === device);
const limit = (device: string, kind: string): number =>
  pointsOf(device).find((point) => point.kind === kind)?.limits['H'] as number;
/** Tanks of one enterprise that measure level, temperature and pressure. */
const gauges = levelPoints('shangrao').filter(({ device }) =>
  ['temperature', 'pressure'].every((kind) => limit(device.id, kind) !== undefined),
);
const owner = gauges
  .map(({ point }) => point.enterpriseId)
  .find((id) => gauges.filter(({ point }) => point.enterpriseId === id).length > 3) as string;
const tanks = gauges.filter(({ point }) => point.enterpriseId === owner).slice(0, 4);
const [{ point: level }] = tanks as [DrivenPoint];
const high = level.limits['H'] as number;

describe('a rule that rings too often is found, tried on what was stored, and changed', () => {
  let stage: Stage;
  let api: Api;
  let page: Page;
  const gateways: Gateway[] = [];

  beforeAll(async () => {
    stage = await openStage();
    api = await stage.api(DUTY);
    // Two months at a reading every ten seconds: every six hours two minutes beyond the limit, once half an hour.
    const from = Math.floor((Date.now() - DAYS * DAY) / MINUTE) * MINUTE;
    const history = await historyOf(stage.platform.home);
    await history(`
      INSERT INTO reading (point, at, value, quality, received)
      SELECT toUUID('${level.id}'), fromUnixTimestamp64Milli(toInt64(${from} + number * ${STEP})) AS t,
        if(number % 2160 BETWEEN 600 AND 611 OR number BETWEEN 180000 AND 180180, ${high + 1}, ${high - 20}), 'good', t
      FROM numbers(${DAYS * 8640 - 360})`);
  }, 120_000);
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await stage.shotAll('back-test-failed');
  });
  afterAll(async () => {
    for (const gateway of gateways) gateway.end();
    await stage.close();
  });

  it('twelve alarms at once are a flood on the desk, each tank under what began first', async () => {
    const now = Date.now();
    for (const { device } of tanks) {
      const gateway = await gatewayOf(stage.platform, device);
      gateways.push(gateway);
      const beyond = (point: string) => ({ point, value: limit(device.id, point) * 1.02 });
      await gateway.publish(now - 70_000, [beyond('level')]);
      for (const before of [60_000, 30_000, 5000])
        await gateway.publish(now - before, [beyond('temperature'), beyond('pressure')]);
    }
    const raised = async () => (await api.get<{ alarms: { organisationId: string }[] }>('/api/alarms')).alarms;
    await until(
      'twelve alarms',
      async () => (await raised()).filter((one) => one.organisationId === owner).length === 12,
    );
    page = await stage.page('/desk', DUTY);
    await page.getByTestId('flood').waitFor();
    const folded = page.getByTestId('followers');
    await until('four groups', async () => (await folded.count()) === 4);
    const before = await page.getByTestId('alarm-row').count();
    await folded.first().click();
    await until('an open group', async () => (await page.getByTestId('alarm-row').count()) === before + 2);
    await stage.shot(page, 'desk-flood');
  });

  it('alarm quality names the enterprise, its flood and the first causes', async () => {
    await page.goto(`${stage.platform.url}/alarm-quality?days=1`);
    const flood = page.getByTestId('quality-floods').getByRole('button').first();
    await flood.waitFor();
    await stage.shot(page, 'alarm-quality');
    await flood.click();
    await until(
      'groups of the flood',
      async () => (await page.locator('section header').filter({ hasText: '首出' }).count()) === 4,
    );
    await stage.shot(page, 'alarm-quality-flood');
    const file = await api.ask(
      'GET',
      `/api/alarm-quality/enterprise/csv?from=${Date.now() - DAY}&to=${Date.now() + MINUTE}`,
    );
    expect(String(file.body)).toContain('泛滥次数');
  });

  it('a longer delay is run over two months and shows what would go, side by side on the trend', async () => {
    await page.goto(`${stage.platform.url}/back-tests?rule=level-high&point=${level.id}`);
    await page.getByRole('spinbutton', { name: '持续时间' }).fill('300');
    await page.getByRole('spinbutton', { name: '持续时间' }).press('Tab');
    await page.getByRole('button', { name: '开始回测' }).click();
    await page.getByTestId('back-test-removed').waitFor();
    // Every six hours one that is too short, and the one that has just begun; the one of half an hour stays, later.
    await until('the result', async () => (await page.getByTestId('back-test-removed').textContent()) === '241');
    expect(await page.getByTestId('back-test-added').textContent()).toBe('0');
    expect(await shown(page.getByText('现规则').first())).toBe(true);
    await page.locator('canvas').first().waitFor();
    await stage.shot(page, 'back-test');
  });

  it('what was tried is published with a reason, and the limits name the test', async () => {
    await page.getByRole('textbox', { name: '理由' }).fill('每 6 小时进料的短时越限不需要值班员处理');
    await page.getByRole('button', { name: '按此发布' }).click();
    await page
      .getByText(/由.+发布/)
      .first()
      .waitFor();
    const limits = await api.get<{
      limits: Record<string, number>;
      history: { key: string; backTest: string | null }[];
    }>(`/api/points/${level.id}/limits`);
    expect(limits.limits).toMatchObject({ H: high, 'level-high.onDelay': 300 });
    const id = page.url().split('/').at(-1)?.split('?')[0];
    expect(limits.history.find(({ key }) => key === 'level-high.onDelay')).toMatchObject({ backTest: id });
    // Who may not set limits reads the tests and starts none.
    const leader = await stage.page('/back-tests', LEADER);
    await leader.getByTestId('back-tests').waitFor();
    expect(await leader.getByText('新回测').count()).toBe(0);
    await leader.close();
    expect(stage.faults).toEqual([]);
  });
});
