import { setTimeout as pause } from 'node:timers/promises';
import { distance, fencesOf, loadRoads, positionAt, waybillsOf, type Position, type Vehicle } from '@anlan/data';
import { destination } from '@anlan/domain/geo';
import type { AlarmView } from '@anlan/kernel/alarm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Api } from './api.ts';
import { city, terminalOf } from './city.ts';
import { openStage, type Stage } from './stage.ts';
import { locationAt, type Terminal } from './terminal.ts';
import { until } from './wait.ts';

const OFFICER = 'shangrao.duty';
const MINUTE = 60_000;
const today = new Date().toISOString().slice(0, 10);
const bills = waybillsOf('anlan', city().vehicles, city().enterprises, today);
const lots = fencesOf('anlan').filter(({ purpose }) => purpose === 'parking' || purpose === 'service');

/** A tanker of Shangrao under way with a waybill, and a place beside its road far from every lot. */
const vehicle = city().vehicles.find(
  ({ id, jurisdiction }) =>
    jurisdiction === 'shangrao' &&
    bills.some((one) => one.vehicleId === id && one.state === 'in-transit' && one.cargo === '液氨'),
) as Vehicle;
const bill = bills.find(({ vehicleId, state }) => vehicleId === vehicle.id && state === 'in-transit')!;
const road = loadRoads('shangrao').find(({ id }) => id === vehicle.roadId)!;
const place = Array.from(
  { length: 40 },
  (_, index) => positionAt(road.line, (road.line.length * (index + 1)) / 42).position,
).find((one) => lots.every(({ lon, lat }) => distance([lon, lat], one) > 3000)) as Position;

describe('a tanker that stops outside a dedicated lot', () => {
  let stage: Stage;
  let api: Api;
  let terminal: Terminal;
  let alarm: AlarmView;

  const report = async (at: number, where: Position, speed: number): Promise<void> => {
    const [lon, lat] = where;
    expect(await terminal.send(locationAt(at, { lon, lat, speed }))).toBe(0);
  };

  beforeAll(async () => {
    stage = await openStage();
    api = await stage.api(OFFICER);
    terminal = await terminalOf(stage.platform, vehicle);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await stage.shotAll('hazchem-failed');
  });
  afterAll(async () => {
    terminal.end();
    await stage.close();
  });

  it('[S34.1] runs with an electronic waybill that anybody on duty can open', async () => {
    const page = await stage.page(`/waybills?open=${bill.id}`, OFFICER);
    await page.locator('[data-testid=waybill][data-state=in-transit]').waitFor();
    await page.getByTestId('waybill').getByText(bill.number).waitFor();
    await stage.shot(page, 'hazchem-waybill');
    await page.close();
  });

  it('[S34.3] standing beyond the minutes rings once', async () => {
    const now = Date.now();
    for (let minute = 18; minute >= 0; minute -= 1) await report(now - minute * MINUTE, place, 0);
    await until('the alarm', async () => {
      const { alarms } = await api.get<{ alarms: AlarmView[] }>(`/api/alarms?state=all&subject=${vehicle.id}`);
      const stops = alarms.filter(({ rule }) => rule === 'stray-stop');
      if (stops[0] !== undefined) alarm = stops[0];
      return stops.length === 1;
    });
    expect(alarm).toMatchObject({ subjectName: vehicle.plate, level: 'blue', unit: 'min' });
  });

  it('[S34.4] opening the vehicle shows its cargo, the quantity and the response card', async () => {
    const page = await stage.page(`/transport/${vehicle.id}`, OFFICER);
    const card = page.getByTestId('emergency-card');
    await card.getByText(`${bill.cargo} · UN ${bill.un}`).waitFor();
    await card.getByText(`${bill.quantity} t`).waitFor();
    await page.getByTestId('response-card').getByText('立即隔离').waitFor();
    await page.getByTestId('response-card').getByText('小量泄漏').waitFor();
    await stage.shot(page, 'hazchem-card');
    const phone = await stage.page(`/transport/${vehicle.id}`, OFFICER, { width: 390, height: 844 });
    await phone.getByTestId('response-card').waitFor();
    await stage.shot(phone, 'hazchem-card-phone');
    await page.close();
    await phone.close();
  });

  it('driving on ends it, and the vehicle is on the supervision page', async () => {
    await pause(1100);
    const { lon, lat } = destination({ lon: place[0], lat: place[1] }, 90, 600);
    const onward: Position = [lon, lat];
    await report(Date.now(), onward, 40);
    const page = await stage.page('/transport', OFFICER);
    await page.getByTestId('rates').waitFor();
    await page.getByTestId('live-vehicles').waitFor();
    await stage.shot(page, 'transport');
    await page.close();
  });

  it('no page threw an error', () => {
    expect(stage.faults).toEqual([]);
  });
});
