import type { ChemicalHolding, Point } from '@anlan/data';
import type { AlarmDetail, AlarmView } from '@anlan/kernel/alarm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Api } from './api.ts';
import type { Page } from './browser.ts';
import { city, gatewayOf } from './city.ts';
import type { Gateway } from './gateway.ts';
import { openStage, type Stage } from './stage.ts';
import { until } from './wait.ts';

const CHLORINE = '7782-50-5';
const OFFICER = 'shangrao.duty';
const SHUT_OFF = 'emergency-shut-off';

interface Holders {
  units: {
    enterprise: string;
    name: string;
    design: number;
    holdings: { id: string; name: string; tank: string | null; designQuantity: number; distance: number }[];
  }[];
  total: { design: number };
}
interface Source {
  id: string;
  name: string;
  enterprise: string;
  registeredGrade: string;
  grade: string | null;
  R: number;
  watch: { unmonitored: boolean };
}
interface Gap {
  device: string;
  tank: string | null;
  standing: string;
}

const inShangrao = <T extends { jurisdiction: string }>(records: readonly T[]) =>
  records.filter(({ jurisdiction }) => jurisdiction === 'shangrao');

/** A chlorine tank of a major hazard source, so that the question leads through all three systems. */
const tankHolding = inShangrao(city().chemicalHoldings).find(
  ({ substance, tankId, hazardSourceId }) => substance === CHLORINE && tankId !== null && hazardSourceId !== null,
) as ChemicalHolding;
/** A tank with a level gauge and a shut-off that reports itself. */
const valve = inShangrao(city().points).find(
  ({ kind, tankId }) =>
    kind === 'shut-off' &&
    city().points.some((point) => point.tankId === tankId && point.kind === 'level' && point.limits.HH !== undefined),
) as Point;
const level = city().points.find(({ kind, tankId }) => kind === 'level' && tankId === valve.tankId) as Point;

describe('who holds chlorine here, why is it dangerous, and is it cut off in time', () => {
  let stage: Stage;
  let api: Api;
  let page: Page;
  let gateway: Gateway;
  const asked = `/holders?lon=${tankHolding.lon}&lat=${tankHolding.lat}&radius=5&substance=${CHLORINE}`;

  beforeAll(async () => {
    stage = await openStage();
    api = await stage.api(OFFICER);
    const device = city().devices.find(({ id }) => id === valve.deviceId) as { serial: string };
    gateway = await gatewayOf(stage.platform, device);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await stage.shotAll('chlorine-failed');
  });
  afterAll(async () => {
    gateway.end();
    await stage.close();
  });

  it('[S02.3] the units within five kilometres that hold chlorine are listed with their quantities, and no other', async () => {
    const { units, total } = await api.get<Holders>(`/api${asked}`);
    expect(units.length).toBeGreaterThan(0);
    for (const { holdings } of units) for (const { distance } of holdings) expect(distance).toBeLessThanOrEqual(5000);
    const known = inShangrao(city().chemicalHoldings).filter(({ substance, lon, lat }) => {
      const [north, east] = [
        (lat - tankHolding.lat) * 110.85,
        (lon - tankHolding.lon) * 111.3 * Math.cos((lat * Math.PI) / 180),
      ];
      return substance === CHLORINE && Math.hypot(north, east) < 4.9;
    });
    const answered = new Set(units.flatMap(({ holdings }) => holdings.map(({ id }) => id)));
    expect(known.filter(({ id }) => !answered.has(id))).toEqual([]);
    expect(units.reduce((sum, { design }) => sum + design, 0)).toBeCloseTo(total.design, 6);
    page = await stage.page(`/hazchem?${asked.slice('/holders?'.length)}`, OFFICER);
    await page.getByTestId('holder').first().waitFor();
    expect(await page.getByTestId('holder').count()).toBe(units.length);
  });

  it('[S02.2] the map draws a bubble for each of them, sized by its quantity', async () => {
    const { units } = await api.get<Holders>(`/api${asked}`);
    expect(await page.getByTestId('bubble').count()).toBe(units.length);
    await page.getByTestId('totals').getByText('毒性气体').waitFor();
    await stage.shot(page, 'chlorine-holders');
  });

  it('[S02.1] the unit opens its places with quantity, position and the tank’s content', async () => {
    const row = page
      .getByTestId('holder')
      .filter({ hasText: city().enterprises.find(({ id }) => id === tankHolding.enterpriseId)!.name });
    if ((await row.getByTestId('to-source').count()) === 0) await row.locator('td').nth(1).click();
    await row.getByText(tankHolding.name).first().waitFor();
    await row.getByTestId('to-source').first().click();
    await page.getByTestId('calculation').waitFor();
  });

  it('[S08.2] the source shows every term of its level, and they give the level it names', async () => {
    const detail = await api.get<
      Source & { grading: { terms: { name: string; weighted: number }[]; alpha: number; R: number } }
    >(`/api/major-hazards/${tankHolding.hazardSourceId}`);
    const terms = page.getByTestId('term');
    expect(await terms.count()).toBe(detail.grading.terms.length);
    const { alpha, R } = detail.grading;
    expect(R).toBeCloseTo(alpha * detail.grading.terms.reduce((sum, { weighted }) => sum + weighted, 0), 9);
    await page
      .getByTestId('formula')
      .getByText(R.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 }))
      .waitFor();
    await stage.shot(page, 'chlorine-source');
  });

  it('[S08.1] [S08.3] sources stand with registered and computed level, the unmonitored apart', async () => {
    const { rows, counts } = await api.get<{ rows: Source[]; counts: { unmonitored: number } }>('/api/major-hazards');
    expect(rows).toHaveLength(inShangrao(city().hazardSources).length);
    expect(counts.unmonitored).toBe(rows.filter(({ watch }) => watch.unmonitored).length);
    expect(counts.unmonitored).toBeGreaterThan(0);
    await page.goto(`${stage.platform.url}/major-hazards?view=unmonitored`);
    await page.getByTestId('source-row').first().waitFor();
    expect(await page.getByTestId('source-row').count()).toBe(counts.unmonitored);
    await stage.shot(page, 'chlorine-unmonitored');
  });

  it('[S08.4] every enterprise with a level one or two source is on the focus list with its reason', async () => {
    const { rows } = await api.get<{ rows: Source[] }>('/api/major-hazards');
    const grave = new Set(
      rows
        .filter(({ grade, registeredGrade }) => [grade, registeredGrade].some((one) => one === 'one' || one === 'two'))
        .map(({ enterprise }) => enterprise),
    );
    const focus = await api.get<{ enterprise: string; reasons: string[] }[]>('/api/focus-list');
    const listed = new Set(focus.map(({ enterprise }) => enterprise));
    expect(grave.size).toBeGreaterThan(0);
    expect([...grave].filter((enterprise) => !listed.has(enterprise))).toEqual([]);
    await page.goto(`${stage.platform.url}/major-hazards?view=focus`);
    await page.getByTestId('focus-row').first().waitFor();
    expect(await page.getByTestId('focus-row').count()).toBe(focus.length);
  });

  it('[S18.1] [S18.2] [S18.5] a tank that lacks its shut-off is named with the clause, on the list and on its page', async () => {
    const { rows } = await api.get<{ rows: Gap[] }>(`/api/safety-gaps?device=${SHUT_OFF}&limit=5000`);
    const lacking = rows.find(({ tank, standing }) => tank !== null && standing === 'missing') as Gap;
    await page.goto(`${stage.platform.url}/safety-gaps?device=${SHUT_OFF}`);
    await page.getByTestId('gap').first().waitFor();
    await page.getByTestId('gap').first().getByText('紧急切断装置').waitFor();
    await stage.shot(page, 'chlorine-gaps');
    await page.goto(`${stage.platform.url}/tanks/${lacking.tank}`);
    const device = page.locator(`[data-testid=device][data-device=${SHUT_OFF}]`);
    await device.getByText('未安装').waitFor();
    await device.getByText('构成重大危险源的液化气体、剧毒液体等重点储罐安装紧急切断设备').waitFor();
    await stage.shot(page, 'chlorine-gap-tank');
  });

  it('[S18.3] [S18.4] a level beyond HH closes the valve: the shut-off is an event linked to that alarm', async () => {
    const at = Date.now() - 30_000;
    await gateway.publish(at, [
      { point: 'level', value: 60 },
      { point: 'shut-off', value: 0 },
    ]);
    await gateway.publish(at + 10_000, [{ point: 'level', value: 93 }]);
    await gateway.publish(at + 14_000, [{ point: 'shut-off', value: 1 }]);
    const alarms = (subject: string) => api.get<{ alarms: AlarmView[] }>(`/api/alarms?subject=${subject}`);
    const alarm = await until('the level alarm', async () =>
      (await alarms(level.id)).alarms.find(({ rule }) => rule === 'level-high'),
    );
    const closing = await until('the shut-off alarm', async () =>
      (await alarms(valve.id)).alarms.find(({ rule }) => rule === 'shut-off'),
    );
    const [event] = await until('the linked event', async () => {
      const found = await api.get<{ id: string; trigger: { id: string } | null }[]>(
        `/api/alarms/${alarm.id}/shut-offs`,
      );
      return found.length > 0 ? found : undefined;
    });
    expect(event).toMatchObject({ id: closing.id, trigger: { id: alarm.id } });
    const { trail } = await api.get<AlarmDetail>(`/api/alarms/${alarm.id}`);
    expect(trail.some(({ kind, text }) => kind === 'shut-off' && text.includes(closing.number))).toBe(true);

    await page.goto(`${stage.platform.url}/tanks/${valve.tankId}`);
    await page.getByTestId('shut-off').getByText(alarm.number).waitFor();
    await page.locator('[data-testid=valve][data-state=closed]').waitFor();
    await stage.shot(page, 'chlorine-shut-off');
    await page.getByTestId('shut-off').getByText(alarm.number).click();
    await page.getByTestId('alarm-card').getByText('紧急切断已动作').waitFor();
    await stage.shot(page, 'chlorine-alarm');
  });

  it('[S18.3] a fire alarm of the tank rings red', async () => {
    const fire =
      city().points.find(({ kind, tankId }) => kind === 'fire-alarm' && tankId === valve.tankId) ??
      inShangrao(city().points).find(({ kind }) => kind === 'fire-alarm')!;
    const device = city().devices.find(({ id }) => id === fire.deviceId) as { serial: string };
    const line =
      device.serial === city().devices.find(({ id }) => id === valve.deviceId)?.serial
        ? gateway
        : await gatewayOf(stage.platform, device);
    await line.publish(Date.now() - 5000, [{ point: 'fire-alarm', value: 1 }]);
    const alarm = await until(
      'the fire alarm',
      async () => (await api.get<{ alarms: AlarmView[] }>(`/api/alarms?subject=${fire.id}`)).alarms[0],
    );
    expect(alarm).toMatchObject({ rule: 'fire-alarm', level: 'red', system: 'S18' });
    if (line !== gateway) line.end();
  });

  it('no page threw an error', () => {
    expect(stage.faults).toEqual([]);
  });
});
