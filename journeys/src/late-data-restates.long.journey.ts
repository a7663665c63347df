import type { AlarmView } from '@anlan/kernel/alarm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Api } from './api.ts';
import type { Page } from './browser.ts';
import { city, gatewayOf, levelPoints, type DrivenPoint } from './city.ts';
import type { Gateway } from './gateway.ts';
import { openStage, type Stage } from './stage.ts';
import { until } from './wait.ts';

/** Of a county: the statement is of their place. */
const OFFICER = 'shangrao.361129.inspector';
const COUNTY = 'cn.36.11.29.';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const own = new Set(
  city()
    .enterprises.filter(({ regionPath }) => regionPath.startsWith(COUNTY))
    .map(({ id }) => id),
);
const [gauge] = levelPoints('shangrao').filter(({ point }) => own.has(point.enterpriseId)) as [DrivenPoint];
/** Well above HH of the city's tanks. */
const HIGH = 96;

/** The first moment of the month `ahead` of the present one in China, and its name. */
function monthAt(ahead: number): { readonly from: number; readonly name: string } {
  const [year = 0, month = 0] = new Date(Date.now() + 8 * HOUR).toISOString().split('-').map(Number);
  const from = Date.UTC(year, month - 1 + ahead) - 8 * HOUR;
  return { from, name: new Date(from + 8 * HOUR).toISOString().slice(0, 7) };
}

interface Head {
  readonly revision: number;
  readonly reason: string;
  readonly whole: { readonly retrospective: number; readonly hoursBeyond: number };
}

describe('what a device sends of last month changes what was said about last month, and everybody can see why', () => {
  const month = monthAt(-1);
  /** The tenth day of last month, at noon. */
  const noon = month.from + 9 * 24 * HOUR + 12 * HOUR;
  let stage: Stage;
  let api: Api;
  let page: Page;
  let gateway: Gateway;

  const statements = () => api.get<Head[]>('/api/alarm-quality/statements');
  const alarms = async () =>
    (await api.get<{ alarms: AlarmView[] }>(`/api/alarms?state=all&subject=${gauge.point.id}`)).alarms;

  beforeAll(async () => {
    stage = await openStage();
    api = await stage.api(OFFICER);
    gateway = await gatewayOf(stage.platform, gauge.device);
    await gateway.publish(Date.now(), [{ point: gauge.key, value: 50 }]);
  }, 120_000);
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await stage.shotAll('late-data-failed');
  });
  afterAll(async () => {
    gateway.end();
    await stage.close();
  });

  it('the month is over and its statement is issued, with every monitored enterprise', async () => {
    page = await stage.page('/alarm-quality', OFFICER);
    await page.getByRole('button', { name: '出具月报' }).click();
    await page.getByRole('textbox', { name: '月份' }).fill(month.name);
    await page.getByRole('button', { name: '出具月报' }).last().click();
    const list = page.getByTestId('quality-statements');
    await list.getByRole('row', { name: new RegExp(month.name) }).waitFor();
    expect(await statements()).toMatchObject([{ revision: 1 }]);
    await list.getByRole('button').first().click();
    await page.getByTestId('statement-enterprises').waitFor();
    await stage.shot(page, 'statement-issued');
  });

  it('[S17.5] a device sends what it had kept of last month: found beyond its limit, and it rings nobody', async () => {
    // Half an hour above the limit, at a reading every half minute.
    for (let minute = -5; minute <= 40; minute += 1)
      await gateway.publish(noon + minute * MINUTE, [
        { point: gauge.key, value: minute >= 0 && minute < 30 ? HIGH : 50 },
        { point: gauge.key, value: minute >= 0 && minute < 30 ? HIGH : 50, at: noon + minute * MINUTE + 30_000 },
      ]);
    const found = await until('a retrospective alarm', async () =>
      (await alarms()).find(({ marks, since }) => marks?.retrospective === true && Math.abs(since - noon) < HOUR),
    );
    expect(found.response).toBe('unacknowledged');
    await page.goto(`${stage.platform.url}/desk?alarm=${found.id}`);
    await page.getByText('补传数据中发现，未曾响铃').first().waitFor();
    await stage.shot(page, 'alarm-retrospective');
    // The gap of the history is closed as well: the trend of that day shows it.
    await page.goto(`${stage.platform.url}/history?points=${gauge.point.id}&from=${noon - HOUR}&to=${noon + HOUR}`);
    const figures = page.getByTestId('history-figures');
    await figures.getByText(String(HIGH)).waitFor();
    await stage.shot(page, 'history-of-late-data');
  });

  it('the statement has a second revision that says why, and the first stays as it was', async () => {
    await until('the second revision', async () => (await statements())[0]?.revision === 2, 100_000, 1000);
    const [second, first] = (await statements()) as [Head, Head];
    expect(second.reason).toMatch(/^补传数据中发现 \d+ 条越限$/);
    expect(second.whole.retrospective).toBeGreaterThan(first.whole.retrospective);
    expect(second.whole.hoursBeyond).toBeGreaterThan(first.whole.hoursBeyond);
    await page.goto(`${stage.platform.url}/alarm-quality`);
    const list = page.getByTestId('quality-statements');
    await list.getByText('第 2 次').waitFor();
    await list.getByText('补传数据中发现').waitFor();
    await list.scrollIntoViewIfNeeded();
    await stage.shot(page, 'statement-restated');
    expect(stage.faults).toEqual([]);
  });
});
