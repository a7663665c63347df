import { readFileSync } from 'node:fs';
import { offences, parseAlert } from '@anlan/cap';
import { contains } from '@anlan/domain/geo';
import type { SavedScenario, Setup } from '@anlan/kernel/workbench';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Api } from './api.ts';
import type { Page } from './browser.ts';
import { city } from './city.ts';
import { openStage, type Stage } from './stage.ts';
import { until } from './wait.ts';

const OFFICER = 'shangrao.duty';
const ELSEWHERE = 'chongqing.duty';
const CHLORINE = '7782-50-5';

const enterprises = city().enterprises.filter(({ jurisdiction }) => jurisdiction === 'shangrao');
const metres = (a: { lon: number; lat: number }, b: { lon: number; lat: number }): number =>
  Math.hypot((b.lon - a.lon) * 111_195 * Math.cos((a.lat * Math.PI) / 180), (b.lat - a.lat) * 111_195);
const near = (place: { lon: number; lat: number }) =>
  enterprises.filter((one) => metres(place, one) > 60 && metres(place, one) < 1500);

/** The chlorine tank with the most neighbours, and the neighbour towards which the wind will blow. */
const tank = city()
  .chemicalHoldings.filter(
    ({ jurisdiction, substance, tankId }) => jurisdiction === 'shangrao' && substance === CHLORINE && tankId !== null,
  )
  .toSorted((a, b) => near(b).length - near(a).length)[0]!;
const neighbour = near(tank).toSorted((a, b) => metres(tank, a) - metres(tank, b))[0]!;

interface Zone {
  readonly properties: { readonly kind: string; readonly level?: string; readonly distance_m?: number };
  readonly geometry: { readonly type: string; readonly coordinates: [number, number][][] };
}

/** Twice the signed area of a ring: positive when anticlockwise. */
const twiceArea = (ring: readonly (readonly [number, number])[]): number =>
  ring.reduce((sum, [x, y], i) => {
    const [nx, ny] = ring[(i + 1) % ring.length]!;
    return sum + x * ny - nx * y;
  }, 0);

describe('a chlorine tank leaks: where does it reach, and who is there', () => {
  let stage: Stage;
  let api: Api;
  let page: Page;
  let saved: SavedScenario;
  const workbench = () => page.getByTestId('workbench');

  const downloaded = async (button: string): Promise<Buffer> => {
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByTestId(button).click()]);
    return readFileSync(await file.path());
  };
  const typed = async (field: string, value: string): Promise<void> => {
    await page.getByTestId(field).fill(value);
    await page.getByTestId(field).blur();
  };
  const zoneOf = async (name: string): Promise<{ metres: number; people: number }> => {
    const row = page.locator(`[data-testid=zone][data-zone="${name}"]`);
    return {
      metres: Number(await row.getAttribute('data-metres')),
      people: Number(await row.getAttribute('data-people')),
    };
  };

  beforeAll(async () => {
    stage = await openStage();
    api = await stage.api(OFFICER);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await stage.shotAll('zones-failed');
  });
  afterAll(async () => stage.close());

  it('[S121.1] from the tank’s page the workbench opens filled in, and draws three zones that nest', async () => {
    page = await stage.page(`/tanks/${tank.tankId}`, OFFICER);
    await page.getByTestId('to-workbench').click();
    await page.locator('[data-testid=workbench][data-ready=true]').waitFor();
    expect(await workbench().getAttribute('data-substance')).toBe(CHLORINE);
    const { setup } = await api.get<{ setup: Setup }>(`/api/workbench/tanks/${tank.tankId}`);
    expect(setup.place).toEqual([tank.lon, tank.lat]);
    expect(Number(await page.getByTestId('set-amount').inputValue())).toBeCloseTo(setup.vessel.amount, -2);
    const distances = await Promise.all(
      ['AEGL-3', 'AEGL-2', 'AEGL-1'].map(async (name) => (await zoneOf(name)).metres),
    );
    expect(distances).toEqual(distances.toSorted((a, b) => a - b));
    expect(distances[0]).toBeGreaterThan(100);
    await page.locator('[data-testid=workbench-map][data-zones="3"]').waitFor();
  });

  it('[S121.4] a wider hole and another wind redraw at once: each in under a tenth of a second of computing', async () => {
    const before = await zoneOf('AEGL-2');
    const slider = page.getByTestId('set-hole-slider');
    await slider.focus();
    const times: number[] = [];
    for (let i = 0; i < 12; i += 1) {
      await page.keyboard.press('ArrowRight');
      await page.waitForTimeout(120);
      times.push(Number(await workbench().getAttribute('data-ms')));
    }
    expect((await zoneOf('AEGL-2')).metres).toBeGreaterThan(before.metres);
    expect(times.toSorted((a, b) => a - b)[6]).toBeLessThan(100);
    const towards = (Math.atan2(neighbour.lon - tank.lon, neighbour.lat - tank.lat) * 180) / Math.PI;
    await typed('set-from', String(Math.round((towards + 540) % 360)));
    await typed('set-hole', '12');
    await typed('set-wind', '3');
  });

  it('[S121.2] lists exactly the enterprises inside, with what to do there, and counts their people', async () => {
    const zones = JSON.parse(String(await downloaded('export-geojson'))) as { features: Zone[] };
    const outer = zones.features.find(({ properties }) => properties.kind === 'zone' && properties.level === 'AEGL-1')!;
    const ring = outer.geometry.coordinates[0]!.map(([lon, lat]) => ({ lon, lat }));
    const inside = enterprises.filter((one) => contains([ring], one));
    expect(inside.map(({ id }) => id)).toContain(neighbour.id);
    await until('the neighbour to be listed', async () =>
      (await page.getByTestId('target').filter({ hasText: neighbour.name }).count()) > 0 ? true : undefined,
    );
    const listed = await page.locator('[data-testid=target][data-kind=enterprise]').allTextContents();
    const shown = listed.filter((text) => !text.startsWith('↷'));
    for (const one of inside)
      expect(
        shown.some((text) => text.includes(one.name)),
        one.name,
      ).toBe(true);
    expect(await page.getByTestId('target').filter({ hasText: neighbour.name }).first().textContent()).toMatch(
      /疏散|就地避险/,
    );
    const employees = inside.reduce((sum, one) => sum + (one.employees ?? 0), 0);
    await until('the people to be counted', async () =>
      (await zoneOf('AEGL-1')).people >= employees ? true : undefined,
    );
    await stage.shot(page, 'chlorine-zones');
  });

  it('says that no station near measured a wind within the hour, and keeps what was typed', async () => {
    await page.getByTestId('take-station').click();
    await page.getByText('附近 30 km 没有一小时内的测风').waitFor();
    expect(await page.getByTestId('set-wind').inputValue()).toBe('3');
  });

  it('counts assets and names roads zone by zone', async () => {
    await until('the assets of each zone', async () => {
      const cells = await page.locator('[data-testid=assets-zone]').allTextContents();
      return cells.length === 3 && cells.every((text) => !text.includes('…')) ? true : undefined;
    });
    const [worst, , widest] = await page
      .locator('[data-testid=assets-zone]')
      .evaluateAll((rows) =>
        rows.map((row) => Number(row.querySelectorAll('td')[2]?.textContent?.replace(',', '') ?? 'NaN')),
      );
    expect(widest).toBeGreaterThanOrEqual(worst ?? Infinity);
  });

  it('draws risk contours on the map, of the vessel and of the site, beside the F–N curve of GB 36894', async () => {
    await page.getByRole('button', { name: '风险', exact: true }).click();
    await page.locator('[data-testid=risk][data-ready=true]').waitFor({ timeout: 60_000 });
    await page.locator('[data-testid=workbench-map]:not([data-contours="0"])').waitFor();
    expect(await page.getByTestId('fn-figures').getAttribute('data-region')).toMatch(/区$/);
    const widest = async (): Promise<number> =>
      Number(await page.getByTestId('risk-contour').last().getAttribute('data-metres'));
    const one = await widest();
    expect(one).toBeGreaterThan(0);
    await page.getByRole('button', { name: '周边 600 m 储罐' }).click();
    await until('the risk of the site', async () => ((await widest()) >= one ? true : undefined));
    await stage.shot(page, 'chlorine-risk');
    const { features } = JSON.parse(String(await downloaded('export-geojson'))) as { features: Zone[] };
    expect(features.some(({ properties }) => properties.kind === 'individual-risk')).toBe(true);
    await page.getByRole('button', { name: '下风向剖面' }).click();
    await page.locator('[data-testid=workbench-map][data-contours="0"]').waitFor();
  });

  it('screens which units a blast may break in turn; a toxic cloud breaks none', async () => {
    await page.getByRole('button', { name: '多米诺' }).click();
    await page.getByText('气云本身不破坏装置', { exact: false }).waitFor();
    await page.getByRole('button', { name: '源项' }).click();
  });

  it('says plainly what it does not cover, and marks what is from memory', async () => {
    const limits = await page.getByTestId('limits').textContent();
    for (const said of ['影响区不是安全边界', '地形', '化学反应', '10 km']) expect(limits).toContain(said);
    await page.getByTestId('memory').getByText('凭记忆', { exact: false }).waitFor();
    expect(await page.locator('[data-testid=zone] [data-mark=memory]').count()).toBe(3);
  });

  it('hands the zones to other systems: GeoJSON of RFC 7946, a CAP draft without offence, an appendix as PDF', async () => {
    const { features } = JSON.parse(String(await downloaded('export-geojson'))) as { features: Zone[] };
    const polygons = features.filter(({ geometry }) => geometry.type === 'Polygon');
    expect(polygons.length).toBeGreaterThanOrEqual(9);
    for (const { geometry } of polygons) {
      const [ring] = geometry.coordinates as [[number, number][]];
      expect(ring.at(-1)).toEqual(ring[0]);
      expect(twiceArea(ring)).toBeGreaterThan(0);
    }
    const alert = parseAlert(await downloaded('export-cap'));
    if (!('alert' in alert)) throw new Error(JSON.stringify(alert));
    expect(alert.alert.status).toBe('Draft');
    expect(alert.alert.info?.map(({ severity }) => severity)).toEqual(['Extreme', 'Severe', 'Moderate']);
    expect(offences(alert.alert).filter(({ level }) => level !== 'advice')).toEqual([]);
    expect(String((await downloaded('export-pdf')).subarray(0, 5))).toBe('%PDF-');
  });

  it('keeps a scenario for its scope: opened again it is the same, elsewhere it does not exist', async () => {
    await page.getByTestId('save').click();
    await page.getByTestId('save-name').fill('液氯罐孔泄漏 12 mm');
    await page.locator('.save-ok').click();
    const [found] = await until('the scenario', async () => {
      const list = await api.get<SavedScenario[]>('/api/workbench/scenarios');
      return list.length > 0 ? list : undefined;
    });
    saved = found!;
    expect(saved).toMatchObject({ name: '液氯罐孔泄漏 12 mm', tank: tank.tankId, mine: true });
    const again = await stage.page(`/workbench?scenario=${saved.id}`, OFFICER);
    await again.locator('[data-testid=workbench][data-ready=true]').waitFor();
    expect(Number(await again.getByTestId('set-hole').inputValue())).toBe(12);
    await again.close();
    const other = await stage.api(ELSEWHERE);
    expect(await other.get<SavedScenario[]>('/api/workbench/scenarios')).toEqual([]);
    await expect(other.get(`/api/workbench/scenarios/${saved.id}`)).rejects.toThrow(/404/);
  });

  it('sets a saved scenario beside the present one', async () => {
    await typed('set-hole', '25');
    await page.getByRole('button', { name: '对比' }).click();
    await page.getByTestId('scenario').getByRole('checkbox').check();
    await page.getByTestId('compared').getByText('液氯罐孔泄漏 12 mm').waitFor();
    await stage.shot(page, 'chlorine-compared');
  });

  it('shows how it was worked out: numbered equations with their sources', async () => {
    await page.getByRole('button', { name: '推导' }).click();
    expect(await page.getByTestId('equation').count()).toBeGreaterThan(8);
    await page.getByTestId('working').getByText('Britter & McQuaid', { exact: false }).last().waitFor();
  });

  it('refuses what lies outside the formulas and says why, on the page and to the API', async () => {
    await typed('set-hole', '5000');
    await page.getByTestId('refused').getByText('超过上限 1.5 m').waitFor();
    expect(await page.getByTestId('zone').count()).toBe(0);
    await typed('set-hole', '12');
    await page.locator('[data-testid=workbench][data-ready=true]').waitFor();
    await typed('set-wind', '0.4');
    await page.getByTestId('refused').getByText('静风', { exact: false }).waitFor();
    await stage.shot(page, 'chlorine-refused');
    const calm = { ...saved.setup, weather: { ...saved.setup.weather, wind10: 0.4 } };
    await expect(api.post('/api/workbench/cap', { setup: calm, name: '' })).rejects.toThrow(/scenario-refused|422/);
  });

  it('has a page for each formula of the standards with the clause beside it', async () => {
    await page.goto(`${stage.platform.url}/calculators`);
    await page.getByTestId('calculator-search').fill('18218');
    await page.getByTestId('calculator-list').getByText('危险化学品重大危险源辨识与分级').click();
    await page.getByTestId('calculator-result').getByText('二级').waitFor();
    expect(await page.getByTestId('clause').count()).toBeGreaterThan(0);
    await page.getByTestId('calc-exposed_population_500m').fill('-3');
    await page.getByTestId('calculator-refused').waitFor();
  });

  it('no page threw an error', () => {
    expect(stage.faults).toEqual([]);
  });
});
