import { PLANT_MEASUREMENTS, plantRecording, type Device } from '@anlan/data';
import type { AlarmDetail, AlarmView } from '@anlan/kernel/alarm';
import type { ProcessWatch, WatchRow } from '@anlan/kernel/telemetry';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Api } from './api.ts';
import { city, gatewayOf } from './city.ts';
import type { Gateway } from './gateway.ts';
import { openStage, type Stage } from './stage.ts';
import { until } from './wait.ts';

const device = city().devices.find(({ origin }) => origin === 'recorded') as Device;
const root = device.jurisdiction === 'shangrao' ? 'shangrao' : 'chongqing';
const DUTY = `${root}.duty`;
const FAULT = 160;

describe('a feed is lost: the process leaves its normal before any point passes its own limit', () => {
  let stage: Stage;
  let duty: Api;
  let gateway: Gateway;
  let watch: WatchRow;
  let timer: NodeJS.Timeout;
  let sample = 100;

  const send = async (): Promise<void> => {
    const recording = plantRecording('feed-lost');
    const readings = PLANT_MEASUREMENTS.map(({ kind }) => ({ point: kind, value: recording.get(kind)![sample]! }));
    sample += 1;
    await gateway.publish(Date.now(), readings);
  };

  beforeAll(async () => {
    stage = await openStage();
    duty = await stage.api(DUTY);
    gateway = await gatewayOf(stage.platform, device);
    await send();
    timer = setInterval(() => void send().catch(() => {}), 5000);
    watch = (await duty.get<{ rows: WatchRow[] }>('/api/process-watches')).rows[0] as WatchRow;
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await stage.shotAll('process-failed');
  });
  afterAll(async () => {
    clearInterval(timer);
    gateway.end();
    await stage.close();
  });

  const now = (): Promise<ProcessWatch> => duty.get<ProcessWatch>(`/api/process-watches/${watch.id}`);

  it('runs normally: the deviation is below its limit and nobody is called', async () => {
    const seen = await until('a judged sample', async () => {
      const { deviation } = await now();
      return deviation ?? undefined;
    });
    expect(seen.value).toBeLessThan(1);
    const page = await stage.page(`/process-watch/${watch.id}`, DUTY);
    await page.getByTestId('contributions').waitFor();
    expect(await page.getByTestId('contributions').locator('li').count()).toBe(PLANT_MEASUREMENTS.length);
    await page.close();
  });

  it('calls when the feed fails, and no point is beyond a limit of its own', async () => {
    sample = FAULT;
    const alarm = await until(
      'the alarm',
      async () =>
        (await duty.get<{ alarms: AlarmView[] }>('/api/alarms?state=all')).alarms.find(
          ({ rule }) => rule === 'process-deviation',
        ),
      150_000,
    );
    expect(alarm.level === 'yellow' || alarm.level === 'orange').toBe(true);
    const others = (await duty.get<{ alarms: AlarmView[] }>('/api/alarms?state=all')).alarms;
    expect(others.filter(({ deviceId, rule }) => deviceId === device.id && rule !== 'recording-gap')).toEqual([]);
    const { trail } = await duty.get<AlarmDetail>(`/api/alarms/${alarm.id}`);
    expect(trail[0]?.kind).toBe('raised');
  });

  it('shows that the lost feed moved first, when it began, beside the course of the deviation', async () => {
    const page = await stage.page(`/process-watch/${watch.id}`, DUTY);
    await page.getByTestId('contributions').waitFor();
    await page.getByRole('button', { name: '偏离开始时' }).click();
    await page.getByTestId('contributions').locator('li').first().getByText('A 进料流量').waitFor();
    await stage.shot(page, 'process-watch');
    await page.close();
    const list = await stage.page('/process-watch', DUTY);
    await list.getByText('偏离', { exact: true }).first().waitFor();
    await list.close();
  });

  it('refuses a model of a neighbour’s points and of a time without readings', async () => {
    const { points } = await now();
    const training = { from: Date.now() - 90 * 86_400_000, to: Date.now() - 89 * 86_400_000 };
    const wish = { points: points.map(({ id }) => id), step: 60, training };
    expect(await duty.ask('POST', '/api/process-watches/trial', wish)).toMatchObject({
      status: 422,
      body: { code: 'watch-untrained' },
    });
    const inspector = await stage.api(`${root === 'shangrao' ? 'chongqing' : 'shangrao'}.duty`);
    expect((await inspector.ask('POST', '/api/process-watches/trial', wish)).status).toBe(422);
    expect((await inspector.ask('GET', `/api/process-watches/${watch.id}`)).status).toBe(404);
  });

  it('no page threw an error', () => {
    expect(stage.faults).toEqual([]);
  });
});
