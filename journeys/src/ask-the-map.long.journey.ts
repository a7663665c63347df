import { setTimeout as pause } from 'node:timers/promises';
import type { AlarmView } from '@anlan/kernel/alarm';
import { insideOf, readArea, type Area } from '@anlan/kernel/map';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Api } from './api.ts';
import type { Page } from './browser.ts';
import { city, gatewayOf, levelPoints, type DrivenPoint } from './city.ts';
import type { Gateway } from './gateway.ts';
import { openStage, type Stage } from './stage.ts';
import { until } from './wait.ts';

const OFFICER = 'shangrao.duty';
const MINUTE = 60_000;
const { enterprises, tanks } = city();

/** Where tanks stand closest together: the middle of the questions. */
const point = levelPoints('shangrao').find(({ device }) => {
  const area: Area = { kind: 'circle', centre: [device.lon, device.lat], radius: 6000 };
  return tanks.filter(({ lon, lat }) => insideOf(area)(lon, lat)).length > 5;
}) as DrivenPoint;
const middle = { lon: point.device.lon, lat: point.device.lat };

/** What the registry of the demonstration city has inside an area. */
function registered(area: Area): { enterprises: number; substances: Record<string, number> } {
  const inside = insideOf(area);
  const here = (one: { jurisdiction: string; lon: number; lat: number }): boolean =>
    one.jurisdiction === 'shangrao' && inside(one.lon, one.lat);
  const substances: Record<string, number> = {};
  for (const tank of tanks.filter(here)) substances[tank.substance] = (substances[tank.substance] ?? 0) + 1;
  return { enterprises: enterprises.filter(here).length, substances };
}

/** What the table on the page says. */
async function shown(page: Page): Promise<{ enterprises: number; substances: Record<string, number> }> {
  await page.locator('[data-testid=ask][data-ready=true]').waitFor();
  const all = page.getByTestId('ask-all-substances');
  if ((await all.count()) > 0 && (await all.innerText()).startsWith('全部')) await all.click();
  const substances: Record<string, number> = {};
  for (const row of await page.locator('[data-testid=ask-substances] tbody tr').all()) {
    const name = (await row.getAttribute('data-substance')) ?? '';
    substances[name] =
      (substances[name] ?? 0) + Number((await row.locator('td').nth(1).innerText()).replaceAll(',', ''));
  }
  const count = await page.getByTestId('ask-group-enterprise').getAttribute('data-count');
  return { enterprises: Number(count), substances };
}

/** A moment as the picker of a page in Shanghai wants it. */
const shanghai = (moment: number): string => new Date(moment + 8 * 60 * MINUTE).toISOString().slice(0, 16);

const areaOf = (page: Page): Area => readArea(new URL(page.url()).searchParams.get('area')) as Area;

describe('the duty officer asks the map: who is inside, what was open then, and puts it on paper', () => {
  let stage: Stage;
  let api: Api;
  let gateway: Gateway;
  let map: Page;
  let alarm: AlarmView;
  let openAt: number;

  const send = (value: number): Promise<void> => gateway.publish(Date.now(), [{ point: point.key, value }]);

  beforeAll(async () => {
    stage = await openStage();
    api = await stage.api(OFFICER);
    gateway = await gatewayOf(stage.platform, point.device);
    await send(50);
    await pause(300);
    await send((point.point.limits.HH as number) + 3);
    alarm = await until('the alarm', async () => {
      const { alarms } = await api.get<{ alarms: AlarmView[] }>(`/api/alarms?state=all&subject=${point.point.id}`);
      return alarms[0];
    });
    map = await stage.page(`/map?lon=${middle.lon}&lat=${middle.lat}&z=11.5`, OFFICER);
    await map.locator('[data-testid=map][data-ready=true]').waitFor();
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await stage.shotAll('ask-failed');
  });
  afterAll(async () => {
    gateway.end();
    await stage.close();
  });

  it('draws a circle; enterprises and substances are those of the registry', async () => {
    await map.getByTestId('tool-circle').click();
    await map.getByTestId('draw-centre').click();
    await map.getByTestId('ask-size').fill('6000');
    await map.getByTestId('ask-size').press('Enter');
    await map.locator('[data-testid=circle][data-radius="6000"]').waitFor();
    await until('the answer for six kilometres', async () => {
      const { enterprises } = await shown(map);
      return enterprises === registered(areaOf(map)).enterprises;
    });
    const expected = registered(areaOf(map));
    expect(expected.enterprises).toBeGreaterThan(0);
    expect(await shown(map)).toEqual(expected);
    await map.getByTestId('ask-group-alarm').click();
    await map.getByTestId('ask-rows').getByText(alarm.subjectName).waitFor();
    await stage.shot(map, 'ask-circle');
  });

  it('pages and exports the list, and opens one of it', async () => {
    await map.getByTestId('ask-group-tank').click();
    const rows = map.getByTestId('ask-rows').locator('tbody tr');
    await map.locator('[data-testid=ask-rows] th', { hasText: '储存物质' }).waitFor();
    const total = Number(await map.getByTestId('ask-rows').getAttribute('data-total'));
    expect(total).toBe(Object.values(registered(areaOf(map)).substances).reduce((a, b) => a + b, 0));
    const address = (await map.getByTestId('ask-export').getAttribute('href')) ?? '';
    const csv = await api.get<string>(address);
    expect(csv.trim().split('\r\n')).toHaveLength(total + 1);
    const first = rows.first();
    const id = await first.getAttribute('data-id');
    await first.locator('button').click();
    await map.locator(`[data-testid=object-card][data-object="tank:${id}"]`).waitFor();
    await map.getByTestId('card-close').click();
    await map.getByTestId('ask').waitFor();
    await map.getByTestId('ask-close').click();
  });

  it('draws a polygon by clicks and measures it on the way', async () => {
    await map.getByTestId('tool-polygon').click();
    for (const [x, y] of [
      [640, 330],
      [900, 300],
      [930, 560],
      [660, 600],
    ] as const) {
      await map.mouse.click(x, y);
      await pause(350);
    }
    await map.locator('[data-testid=draw-bar][data-corners="4"]').waitFor();
    expect(await map.getByTestId('draw-figure').innerText()).toMatch(/km · [\d.]+ km²/);
    await map.getByTestId('draw-finish').click();
    await map.getByTestId('ask').waitFor();
    expect(areaOf(map).kind).toBe('polygon');
    expect(await shown(map)).toEqual(registered(areaOf(map)));
    await stage.shot(map, 'ask-polygon');
  });

  it('goes back to the minute before and sees the alarm that is closed by now', async () => {
    // The alarm has to be open over the turn of a minute, which is what the slider steps by.
    openAt = Math.ceil((Date.now() + 1000) / MINUTE) * MINUTE;
    await pause(Math.max(0, openAt - Date.now()) + 1500);
    await send(50);
    await until(
      'the end of the excursion',
      async () => {
        await send(50);
        const { alarms } = await api.get<{ alarms: AlarmView[] }>(`/api/alarms?state=all&subject=${point.point.id}`);
        return alarms[0]?.recoveredAt ?? undefined;
      },
      45_000,
      2000,
    );
    await api.post(`/api/alarms/${alarm.id}/acknowledge`, {});
    await api.post(`/api/alarms/${alarm.id}/handle`, { note: '已停止进料' });
    await api.post(`/api/alarms/${alarm.id}/close`, { cause: '进料过量', measure: '停料并核对液位' });
    const ringing = map.getByTestId('map-reader').locator(`[data-alarm="${alarm.id}"]`);
    await ringing.waitFor({ state: 'detached' });

    // Some minutes earlier it had not been raised.
    await map.getByTestId('time-jump').fill(shanghai(openAt - 3 * MINUTE));
    await map.locator('[data-testid=map][data-replay=true]').waitFor();
    await pause(1500);
    expect(await ringing.count()).toBe(0);
    await map.getByTestId('time-jump').fill(shanghai(openAt));
    await map.locator(`[data-testid=time-bar][data-time="${openAt}"]`).waitFor();
    await ringing.waitFor({ state: 'attached' });
    expect(await ringing.getAttribute('data-response')).toBe('unacknowledged');
    await map.getByTestId('known-now').click();
    await ringing.waitFor({ state: 'attached' });
    await map.locator('[data-testid=replay][data-known=now]').waitFor();
    await stage.shot(map, 'ask-past');
  });

  it('shares the past view: the link shows somebody else the same minute', async () => {
    const other = await stage.page(new URL(map.url()).pathname + new URL(map.url()).search, OFFICER);
    await other.getByTestId('replay').waitFor();
    await other.getByTestId('map-reader').locator(`[data-alarm="${alarm.id}"]`).waitFor({ state: 'attached' });
    expect(await other.getByTestId('replay').getAttribute('data-known')).toBe('now');
    await other.close();
  });

  it('prints the sheet with title, legend, scale, the moment it stands for and the note on the boundaries', async () => {
    await map.getByTestId('tool-print').click();
    const sheet = map.getByTestId('sheet');
    await sheet.waitFor();
    await map.getByLabel('图名').fill('泵区周边 6 公里');
    const text = await sheet.innerText();
    for (const part of ['泵区周边 6 公里', '图例', '重大', '北', '数据截至', '现在所知', '无审图号'])
      expect(text).toContain(part);
    expect(text).toMatch(/\d+ k?m/);
    expect(await sheet.locator('img').evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBeGreaterThan(
      800,
    );
    const paper = await map.pdf({ preferCSSPageSize: true });
    expect(paper.subarray(0, 5).toString()).toBe('%PDF-');
    const [, width, height] = /MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)/.exec(paper.toString('latin1')) ?? [];
    expect([Math.round(Number(width)), Math.round(Number(height))]).toEqual([842, 595]);
    expect(paper.toString('latin1').match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
    await stage.shot(map, 'ask-print');
    await map.keyboard.press('Escape');
    await sheet.waitFor({ state: 'detached' });
  });

  it('goes back to live with one button, and reads the map as a list', async () => {
    await map.getByTestId('back-live').click();
    await map.locator('[data-testid=map][data-replay=false]').waitFor();
    await map.getByTestId('tool-list').click();
    await map.getByTestId('view-list').locator('tbody tr').first().waitFor();
    await map.getByTestId('map-search').fill(`${middle.lat.toFixed(4)} ${middle.lon.toFixed(4)}`);
    await map.getByTestId('go-to-place').click();
    await until('the map at the place', async () => {
      const [lon, lat] = (await map.getByTestId('centre').innerText()).split(', ').map(Number);
      return Math.abs((lon ?? 0) - middle.lon) < 0.001 && Math.abs((lat ?? 0) - middle.lat) < 0.001;
    });
    await stage.shot(map, 'ask-list');
  });

  it('no page threw an error', () => {
    expect(stage.faults).toEqual([]);
  });
});
