import { setTimeout as pause } from 'node:timers/promises';
import { loadRoads, positionAt, type Road, type Vehicle } from '@anlan/data';
import type { AlarmDetail, AlarmView } from '@anlan/kernel/alarm';
import type { CaseDetail, CasePage } from '@anlan/kernel/case';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Api } from './api.ts';
import type { Page } from './browser.ts';
import { act } from './case-steps.ts';
import { city, terminalOf } from './city.ts';
import { openStage, type Stage } from './stage.ts';
import { locationAt, type Terminal } from './terminal.ts';
import { until } from './wait.ts';

const OFFICER = 'shangrao.duty';
const ZOOM = 13;
/** The terminal's clock is slow by this (ms), and later less: the delays of the rule pass in its time. */
const SLOW = 60_000;
const LASTED = 40_000;
const SOON = 5000;

/** A tanker in an 80 km/h limit on its own road; `along` metres. */
const vehicle = city().vehicles.find(
  ({ jurisdiction, kind, maxSpeedKmh }) => jurisdiction === 'shangrao' && kind === 'hazmat' && maxSpeedKmh === 80,
) as Vehicle;
const road = loadRoads('shangrao').find(({ id }) => id === vehicle.roadId) as Road;
const placeAt = (along: number): { lon: number; lat: number } => {
  const [lon, lat] = positionAt(road.line, road.line.length / 2 + along).position;
  return { lon, lat };
};

describe('a truck that speeds turns red on the map and rings on the desk', () => {
  let stage: Stage;
  let api: Api;
  let terminal: Terminal;
  let map: Page;
  let desk: Page;
  let alarm: AlarmView;

  const report = async (along: number, speed: number, behind = SLOW): Promise<void> => {
    // The protocol keeps whole seconds: two reports within one are one.
    await pause(1100);
    expect(await terminal.send(locationAt(Date.now() - behind, { ...placeAt(along), speed }))).toBe(0);
  };
  const alarms = async (): Promise<AlarmView[]> =>
    (await api.get<{ alarms: AlarmView[] }>(`/api/alarms?state=all&subject=${vehicle.id}`)).alarms;

  beforeAll(async () => {
    stage = await openStage();
    api = await stage.api(OFFICER);
    terminal = await terminalOf(stage.platform, vehicle);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await stage.shotAll('truck-failed');
  });
  afterAll(async () => {
    terminal.end();
    await stage.close();
  });

  it('[S33.1] every position report moves the vehicle on the map', async () => {
    const from = placeAt(0);
    await report(0, 60);
    map = await stage.page(`/map?lon=${from.lon}&lat=${from.lat}&z=${ZOOM}&layers=vehicles`, OFFICER);
    await map.locator('[data-testid=map][data-ready=true][data-moving="1"]').waitFor();
    await until('the truck at the middle of the map', () => picked(map, from, from), SOON * 2, 500);
    await map.getByTestId('object-card').locator('b', { hasText: /^60$/ }).waitFor();
    await map.getByTestId('card-close').click();

    await report(1500, 72);
    await until('the truck further along its road', () => picked(map, from, placeAt(1500)), SOON * 2, 500);
    await map.getByTestId('object-card').locator('b', { hasText: /^72$/ }).waitFor();
    await map.getByTestId('card-close').click();
    expect(await picked(map, from, from)).toBe(false);
  });

  it('at 100 km/h in a limit of 80 the alarm is on map and desk as soon as it has lasted', async () => {
    desk = await stage.page('/desk', OFFICER);
    await desk.getByTestId('desk').waitFor();
    await report(1600, 100);
    await pause(1100);
    expect(await alarms()).toEqual([]);
    const sent = Date.now();
    await report(1700, 100, LASTED);
    const [onDesk, onMap] = await Promise.all([
      desk
        .getByTestId('alarm-row')
        .filter({ hasText: vehicle.plate })
        .waitFor()
        .then(() => Date.now() - sent),
      map
        .getByTestId('map-alarms')
        .getByText(vehicle.plate)
        .waitFor({ state: 'attached' })
        .then(() => Date.now() - sent),
    ]);
    // `report` itself waits for the next whole second.
    console.log(`packet to desk ${onDesk - 1100} ms, to map ${onMap - 1100} ms`);
    expect(Math.max(onDesk, onMap)).toBeLessThan(SOON);
    alarm = (await alarms())[0] as AlarmView;
    expect(alarm).toMatchObject({
      rule: 'overspeed',
      value: 100,
      response: 'unacknowledged',
      subjectName: vehicle.plate,
    });
    await until(
      'the alarm under the truck on the map',
      () => pickedAlarm(map, placeAt(0), placeAt(1700), alarm.id),
      SOON * 2,
      500,
    );
    await stage.shot(map, 'truck-alarm-on-map');
    await desk.getByTestId('alarm-row').filter({ hasText: vehicle.plate }).click();
    await stage.shot(desk, 'truck-alarm-on-desk');
  });

  it('[S16.6] the officer warns the driver; the text reaches the terminal, is confirmed and logged', async () => {
    const { rows } = await api.get<{ rows: { id: string }[] }>(
      `/api/devices?search=${encodeURIComponent(vehicle.plate)}`,
    );
    const page = await stage.page(`/registry/devices/${rows[0]?.id}`, OFFICER);
    await page.getByLabel('显示在车载终端上的文字').fill('您已超速，请减速');
    await page.getByLabel('显示在车载终端上的文字').press('Enter');
    await until('the text at the terminal', () => terminal.texts.includes('您已超速，请减速'));
    await page.getByText('您已超速，请减速 ·').waitFor();
    const sent = await api.get<{ state: string; text: string; by: string }[]>(
      `/api/devices/${rows[0]?.id}/instructions`,
    );
    expect(sent).toMatchObject([{ state: 'acknowledged', text: '您已超速，请减速' }]);
    await stage.shot(page, 'truck-instruction');
    await page.close();
  });

  it('stays one violation however long it lasts, and stays in the queue after the truck has slowed down', async () => {
    for (const speed of [101, 104, 99]) await report(1700, speed, LASTED);
    await report(1800, 60, LASTED);
    await report(1900, 60, 0);
    await desk.locator(`[data-testid=alarm-row][data-alarm="${alarm.id}"][data-group=recovered]`).waitFor();
    expect(await alarms()).toHaveLength(1);
    expect((await alarms())[0]).toMatchObject({ peak: 104, response: 'unacknowledged' });
    await desk.reload();
    await desk.getByTestId('alarm-row').filter({ hasText: vehicle.plate }).waitFor();
  });

  it('leaves the queue only with a handling record', async () => {
    await desk.getByTestId('alarm-row').filter({ hasText: vehicle.plate }).click();
    await desk.getByTestId('verb-acknowledge').click();
    await desk.getByTestId('verb-handle').click();
    await desk.getByLabel('处置内容（必填）').fill('已电话提醒驾驶员，企业核实');
    await desk.getByTestId('confirm-handle').click();
    await desk.locator('[data-testid=alarm-card][data-response=handling]').waitFor();
    await desk.getByTestId('verb-close').click();
    expect(await desk.getByTestId('confirm-close').isDisabled()).toBe(true);
    await desk.getByLabel('原因（必填）').fill('下坡带速');
    await desk.getByLabel('采取的措施（必填）').fill('批评教育，记违规一次');
    await desk.getByTestId('confirm-close').click();
    await desk.getByTestId('alarm-row').filter({ hasText: vehicle.plate }).waitFor({ state: 'detached' });
    const { trail } = await api.get<AlarmDetail>(`/api/alarms/${alarm.id}`);
    const kinds = trail.map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'case-opened')).toHaveLength(1);
    expect(kinds.filter((kind) => kind !== 'case-opened')).toEqual([
      'raised',
      'recovered',
      'acknowledged',
      'handled',
      'closed',
    ]);
    await stage.shot(desk, 'truck-closed');
  });

  it('[S33.1] its journey is played back, a stretch of it chosen with the mouse, and the evidence printed', async () => {
    const page = await stage.page(`/transport/${vehicle.id}`, OFFICER);
    const chart = page.getByTestId('journey-chart');
    await chart.waitFor();
    await page.getByTestId('journey-violations').getByText('104').waitFor();
    const head = async (): Promise<string | null> => chart.getAttribute('aria-valuetext');
    expect(await head()).toBeNull();
    await page.getByRole('button', { name: /^回放/ }).click();
    await until('the head of the playback', async () => (await head()) !== null, SOON, 100);
    const first = await head();
    await until('the playback goes on', async () => (await head()) !== first, SOON, 100);

    const box = (await chart.boundingBox())!;
    const y = box.y + box.height / 2;
    await page.mouse.move(box.x + box.width * 0.4, y);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.8, y, { steps: 8 });
    await page.mouse.up();
    await page.getByRole('button', { name: '全程' }).waitFor();
    await stage.shot(page, 'truck-journey-brushed');
    await page.getByRole('button', { name: '全程' }).click();
    await page.getByRole('button', { name: '全程' }).waitFor({ state: 'detached' });

    await page.evaluate(() => {
      window.print = () => void (document.title = `printed ${document.body.dataset['printing']}`);
    });
    await page.getByRole('button', { name: '证据单' }).click();
    const sheet = page.getByTestId('evidence');
    await sheet.getByText(vehicle.plate).waitFor();
    await sheet.getByText(/SHA-256 [0-9a-f]{64}/).waitFor();
    await sheet.getByRole('button', { name: /^打印/ }).click();
    expect(await page.title()).toBe('printed evidence');
    await sheet.getByRole('button', { name: '关闭' }).click();
    await sheet.waitFor({ state: 'detached' });
    await page.close();
  });

  it('[S33.3] [S33.4] its violation is in the queue, is handled with evidence after the police came, and the rates count it', async () => {
    const rate = async (key: string) => {
      const found = await api.get<{ key: string; numerator: number; denominator: number }[]>('/api/vehicles/rates');
      const { numerator, denominator } = found.find((one) => one.key === key)!;
      return { numerator, denominator };
    };
    const [handled, responded] = [await rate('handled'), await rate('responded')];
    const page = await stage.page('/transport', OFFICER);
    const row = page.locator(`[data-testid=violation][data-alarm="${alarm.id}"]`);
    await row.getByTestId('violation-police').waitFor();
    await row.getByTestId('violation-case').click();
    await act(page, '请求出警', { fill: { 出警事由: '危货车超速，请拦停核验' } });
    // So far beyond the limit it was due before anybody asked.
    expect(await rate('responded')).toEqual(responded);
    await act(page, '已派警', { fill: { 出警单位: '高速交警一大队' } });
    expect(await rate('responded')).toEqual({ ...responded, numerator: responded.numerator + 1 });
    await act(page, '警已到场');
    await act(page, '记录出警结果', { fill: { 出警结果: '已拦停，证件齐全，批评教育后放行' } });
    await stage.shot(page, 'truck-violation-case');
    expect((await rate('handled')).numerator).toBe(handled.numerator);
    const { id } = await violationCase(api, alarm.id);
    await act(page, '违法查处', {
      fill: { 处理情况: '批评教育，记违规一次' },
      pick: { 查处方式: '批评教育' },
      photo: '告知书.png',
    });
    expect(await rate('handled')).toMatchObject({ ...handled, numerator: handled.numerator + 1 });
    const { trail } = await api.get<CaseDetail>(`/api/cases/${id}`);
    expect(trail.map(({ action }) => action)).toEqual([
      'open',
      'requestPolice',
      'policeSent',
      'policeArrived',
      'policeDone',
      'handle',
    ]);
    expect(trail.at(-1)?.files).toMatchObject([{ name: '告知书.png' }]);
    await page.goto(`${stage.platform.url}/transport`);
    await page.getByText('违法处理队列').waitFor();
    await row.waitFor({ state: 'detached' });
    await stage.shot(page, 'truck-violation-handled');
    await page.close();
  });

  it('no page threw an error', () => {
    expect(stage.faults).toEqual([]);
  });
});

/** The case that grew out of an alarm. */
async function violationCase(api: Api, origin: string): Promise<{ id: string }> {
  const { rows } = await api.get<CasePage>('/api/cases?kind=vehicle-violation&size=100');
  const found = rows.filter(({ originId }) => originId === origin);
  expect(found).toHaveLength(1);
  return found[0]!;
}

/** Pixels of a place from the middle of a Mercator map of 512-pixel tiles. */
function offset(middle: { lon: number; lat: number }, place: { lon: number; lat: number }): { x: number; y: number } {
  const scale = (512 * 2 ** ZOOM) / 360;
  const mercator = (lat: number): number => (Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) * 180) / Math.PI;
  return { x: (place.lon - middle.lon) * scale, y: (mercator(middle.lat) - mercator(place.lat)) * scale };
}

async function clickAt(
  map: Page,
  middle: { lon: number; lat: number },
  place: { lon: number; lat: number },
): Promise<void> {
  const box = await map.locator('.maplibregl-canvas').first().boundingBox();
  if (box === null) throw new Error('the map has no canvas');
  const { x, y } = offset(middle, place);
  await map.mouse.click(box.x + box.width / 2 + x, box.y + box.height / 2 + y);
  await pause(300);
}

/** Does a click at a place choose the truck? */
async function picked(
  map: Page,
  middle: { lon: number; lat: number },
  place: { lon: number; lat: number },
): Promise<boolean> {
  await clickAt(map, middle, place);
  return (await map.locator(`[data-testid=object-card][data-object="vehicle:${vehicle.id}"]`).count()) > 0;
}

/** Does a click at a place open the alarm? */
async function pickedAlarm(
  map: Page,
  middle: { lon: number; lat: number },
  place: { lon: number; lat: number },
  alarm: string,
): Promise<boolean> {
  await clickAt(map, middle, place);
  return (await map.locator(`[data-testid=alarm-card][data-alarm="${alarm}"]`).count()) > 0;
}
