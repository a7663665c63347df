import type { FieldDevice } from '@anlan/data';
import { demonstrationSecret, hj212Password } from '@anlan/gateways';
import type { AlarmDetail, AlarmView } from '@anlan/kernel/alarm';
import type { PointView } from '@anlan/kernel/telemetry';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Api } from './api.ts';
import { shown } from './browser.ts';
import { city } from './city.ts';
import { connectStation, type StationLine } from './field-line.ts';
import { openStage, type Stage } from './stage.ts';
import { until } from './wait.ts';

const DUTY = 'shangrao.duty';
const MINUTE = 60_000;
const LIMIT = 4;

const station = city().fieldDevices.find(
  ({ protocol, jurisdiction }) => protocol === 'hj212' && jurisdiction === 'shangrao',
) as FieldDevice;
const nmhc = station.points.find(({ kind }) => kind === 'voc-nmhc') as FieldDevice['points'][number];

describe('a station at the border of a chemical park reports an exceedance', () => {
  let stage: Stage;
  let duty: Api;
  let line: StationLine;
  let password: string;
  const start = Date.now() - 30 * MINUTE;

  const alarms = async (): Promise<AlarmView[]> =>
    (await duty.get<{ alarms: AlarmView[] }>(`/api/alarms?state=all&subject=${nmhc.id}`)).alarms;
  const send = (minute: number, value: number, flag = 'N'): Promise<void> =>
    line.upload('2011', start + minute * MINUTE, { 'a24088-Rtd': String(value), 'a24088-Flag': flag });

  beforeAll(async () => {
    stage = await openStage();
    duty = await stage.api(DUTY);
    password = hj212Password(demonstrationSecret(await stage.platform.key(), `hj212:${station.address}`));
    line = connectStation(stage.platform.ports.hj212, station.address, password);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await stage.shotAll('voc-failed');
  });
  afterAll(async () => {
    line.end();
    await stage.close();
  });

  it('[S20.1] its values arrive as packets of HJ 212 and are shown in their units', async () => {
    await line.upload('2011', start, {
      'a24088-Rtd': '0.82',
      'a24088-Flag': 'N',
      'a25002-Rtd': '0.0131',
      'a25002-Flag': 'N',
    });
    await line.upload('2061', start - 60 * MINUTE, { 'a24088-Avg': '0.791', 'a24088-Flag': 'N' });
    const page = await stage.page(`/registry/devices/${station.id}`, DUTY);
    for (const value of ['0.82', '0.791']) expect(await shown(page.getByText(value)), value).toBe(true);
    await page.getByRole('button', { name: '测试此设备' }).click();
    await page.getByTestId('device-test').waitFor();
    expect(await shown(page.getByText('最近的报文没有违反规则'))).toBe(true);
    await stage.shot(page, 'voc-device');
    await page.close();
  });

  it('a wrong password brings nothing in', async () => {
    const wrong = connectStation(
      stage.platform.ports.hj212,
      station.address,
      password === '000000' ? '111111' : '000000',
    );
    await expect(
      Promise.race([
        wrong.upload('2011', start + MINUTE, { 'a24088-Rtd': '99', 'a24088-Flag': 'N' }).then(() => 'answered'),
        new Promise((resolve) => setTimeout(() => resolve('nothing'), 2000)),
      ]),
    ).resolves.toBe('nothing');
    wrong.end();
    const points = await duty.get<PointView[]>(`/api/points?device=${station.id}`);
    const point = points.find(({ id }) => id === nmhc.id);
    expect(point?.latest?.value).toBe(0.82);
  });

  it('values flagged as calibration, however high, are no exceedance', async () => {
    for (const minute of [2, 3, 4, 5, 6, 7, 8]) await send(minute, 50, 'C');
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(await alarms()).toEqual([]);
  });

  it('[S20.2] [S20.4] above the limit for five minutes is an alarm with point, value and limit on the desk', async () => {
    for (const minute of [10, 11, 12, 13, 14, 15]) await send(minute, 5.2);
    const [alarm] = await until('the alarm', async () => {
      const found = await alarms();
      return found.some(({ level }) => level === 'yellow') ? found : undefined;
    });
    expect(alarm).toMatchObject({ rule: 'voc-nmhc-high', limit: LIMIT, value: 5.2, unit: 'mg/m³', system: 'S20' });
    expect(alarm?.subjectName).toContain('非甲烷总烃');
    expect(alarm?.lon).not.toBeNull();
    const desk = await stage.page(`/desk?alarm=${alarm?.id}`, DUTY);
    await desk.locator(`[data-testid=alarm-row][data-alarm="${alarm?.id}"]`).waitFor();
    expect(await shown(desk.getByTestId('alarm-card').getByText('5.2'))).toBe(true);
    await stage.shot(desk, 'voc-desk');
    await desk.close();
  });

  it('the officer sets the station’s clock and asks for kept minutes, and each act stays in the log', async () => {
    const page = await stage.page(`/registry/devices/${station.id}`, DUTY);
    await page.getByRole('button', { name: '校时' }).click();
    await until('the clock command', () => line.asked.includes('1012'));
    await page.getByRole('button', { name: '查询分钟值' }).click();
    await until('the query', () => line.asked.includes('2051'));
    const sent = await until('both answers', async () => {
      const rows = await duty.get<{ kind: string; state: string }[]>(`/api/devices/${station.id}/instructions`);
      return rows.length === 2 && rows.every(({ state }) => state === 'acknowledged') ? rows : undefined;
    });
    expect(sent.map(({ kind }) => kind).toSorted()).toEqual(['clock', 'query']);
    await page.close();
  });

  it('the value falls and the alarm recovers', async () => {
    for (const minute of [17, 18, 19, 20, 21, 22, 23]) await send(minute, 0.9);
    const alarm = await until('recovery', async () => (await alarms()).find(({ recoveredAt }) => recoveredAt !== null));
    const { trail } = await duty.get<AlarmDetail>(`/api/alarms/${alarm.id}`);
    expect(trail.at(0)?.kind).toBe('raised');
    expect(trail.at(-1)?.kind).toBe('recovered');
    expect(await alarms()).toHaveLength(1);
  });

  it('no page threw an error', () => {
    expect(stage.faults).toEqual([]);
  });
});
