import { setTimeout as pause } from 'node:timers/promises';
import type { Point } from '@anlan/data';
import type { AlarmDetail, AlarmView } from '@anlan/kernel/alarm';
import type { Series } from '@anlan/kernel/telemetry';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Api } from './api.ts';
import { shown, type Page } from './browser.ts';
import { city, gatewayOf, levelPoints, setLadder, type DrivenPoint } from './city.ts';
import type { Gateway } from './gateway.ts';
import { openStage, type Stage } from './stage.ts';
import { until } from './wait.ts';

const OFFICER = 'shangrao.duty';
/** A level above HH is an alarm within this (ms), as the acceptance of the system asks. */
const WITHIN = 5000;
/** The second rung of the ladder as the city sets it (ms): the rule's own would keep everybody waiting. */
const LADDER = 10_000;

const levels = levelPoints('shangrao');
/** A tank whose gauge measures level, temperature and pressure. */
const gauge = levels.find(({ device }) =>
  ['temperature', 'pressure'].every((kind) => pointsOf(device.id).some((point) => point.kind === kind)),
) as DrivenPoint;
const gas = city().points.find((point) => point.kind === 'combustible' && point.jurisdiction === 'shangrao') as Point;
/** Two further tanks: one whose alarm nobody answers, one for the lower limits. */
const [unattended, low] = levels.filter(({ device }) => device.id !== gauge.device.id) as [DrivenPoint, DrivenPoint];

/** The tank's tag, as rows and cards name it. */
const tankOf = ({ device }: DrivenPoint): string => device.name.split(' ')[0] as string;

function pointsOf(device: string): Point[] {
  return city().points.filter((point) => point.deviceId === device);
}

describe('a level above its upper limit rings until it is handled', () => {
  let stage: Stage;
  let api: Api;
  let desk: Page;
  let gateway: Gateway;

  const alarmsOf = async (subject: string): Promise<AlarmView[]> =>
    (await api.get<{ alarms: AlarmView[] }>(`/api/alarms?state=all&subject=${subject}`)).alarms;
  const row = (alarm: Pick<AlarmView, 'id'>) => desk.locator(`[data-testid=alarm-row][data-alarm="${alarm.id}"]`);
  const send = (at: number, value: number): Promise<void> => gateway.publish(at, [{ point: gauge.key, value }]);

  beforeAll(async () => {
    stage = await openStage();
    api = await stage.api(OFFICER);
    gateway = await gatewayOf(stage.platform, gauge.device);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await stage.shotAll('sensor-failed');
  });
  afterAll(async () => {
    gateway.end();
    await stage.close();
  });

  it('[S17.1] pressure, temperature, level and gas arrive and are shown with their units', async () => {
    await gateway.publish(Date.now() - 90_000, [
      { point: 'level', value: 61.7 },
      { point: 'temperature', value: 23.4 },
      { point: 'pressure', value: 0.31 },
    ]);
    const detector = await gatewayOf(
      stage.platform,
      city().devices.find(({ id }) => id === gas.deviceId) as { serial: string },
    );
    await detector.publish(Date.now() - 90_000, [{ point: 'combustible', value: 3.2 }]);
    detector.end();
    const page = await stage.page(`/registry/devices/${gauge.device.id}`, OFFICER);
    for (const value of ['61.7', '23.4', '0.31']) expect(await shown(page.getByText(value)), value).toBe(true);
    await page.goto(`${stage.platform.url}/registry/devices/${gas.deviceId}`);
    expect(await shown(page.getByText('3.2'))).toBe(true);
    expect(await page.getByText('%LEL').count()).toBeGreaterThan(0);
    await stage.shot(page, 'sensor-device');
    await page.close();
  });

  it('[S17.2] each of the limits L, LL, H and HH has its own level', async () => {
    const other = await gatewayOf(stage.platform, low.device);
    const start = Date.now() - 200_000;
    const steps = [50, 12, 12, 8, 8, 50, 50, 86, 91] as const;
    for (const [index, value] of steps.entries())
      await other.publish(start + index * 20_000, [{ point: low.key, value }]);
    other.end();
    const found = await until('both alarms', async () => {
      const alarms = await alarmsOf(low.point.id);
      return alarms.length === 2 && alarms.some(({ level }) => level === 'red') ? alarms : undefined;
    });
    const trails = await Promise.all(
      found.map(async ({ id }) =>
        (await api.get<AlarmDetail>(`/api/alarms/${id}`)).trail.map(({ kind, text }) => `${kind} ${text}`),
      ),
    );
    const lower = trails[found.findIndex(({ rule }) => rule === 'level-low')];
    const upper = trails[found.findIndex(({ rule }) => rule === 'level-high')];
    expect(lower).toEqual([
      expect.stringContaining('raised 低限'),
      expect.stringContaining('level-raised 升为低低限'),
      expect.stringContaining('recovered'),
    ]);
    expect(upper).toEqual([expect.stringContaining('raised 高限'), expect.stringContaining('level-raised 升为高高限')]);
  });

  it('a level above HH is exactly one alarm, within five seconds, and the desk rings', async () => {
    desk = await stage.page('/desk', OFFICER);
    await countTones(desk);
    await desk.getByTestId('desk').waitFor();
    // Browsers let no sound out before somebody has touched the page.
    await desk.getByTestId('desk').click({ position: { x: 5, y: 5 } });
    const tones = await desk.evaluate(() => (window as unknown as { tones: number }).tones);
    const sent = Date.now();
    await send(sent - 50_000, 93);
    await desk
      .getByTestId('alarm-row')
      .filter({ hasText: tankOf(gauge) })
      .waitFor();
    const took = Date.now() - sent;
    console.log(`reading to desk ${took} ms`);
    expect(took).toBeLessThan(WITHIN);
    await until(
      'the tone',
      async () => (await desk.evaluate(() => (window as unknown as { tones: number }).tones)) > tones,
      8000,
    );
    for (let sample = 1; sample <= 5; sample += 1) await send(sent - 50_000 + sample * 1000, 93 + sample / 10);
    await pause(1500);
    const found = await alarmsOf(gauge.point.id);
    expect(found).toMatchObject([{ level: 'red', value: 93, response: 'unacknowledged' }]);
    await row(found[0] as AlarmView).click();
    await stage.shot(desk, 'sensor-ringing');
  });

  it('[S17.7] the card shows the trend with the limits', async () => {
    const trend = desk.getByTestId('alarm-card').getByRole('img', { name: /趋势，现值 93.5 %/ });
    await trend.waitFor();
    for (const limit of ['高限 85', '高高限 90'])
      expect(await trend.getByText(limit).count(), limit).toBeGreaterThan(0);
  });

  it('[S17.3] acknowledge, handle, recover, close: no step can be left out, and each stands in the trail', async () => {
    const [alarm] = (await alarmsOf(gauge.point.id)) as [AlarmView];
    await desk.getByTestId('verb-acknowledge').click();
    await desk.locator(`[data-testid=alarm-card][data-alarm="${alarm.id}"][data-response=acknowledged]`).waitFor();
    await desk.getByTestId('verb-handle').click();
    expect(await desk.getByTestId('confirm-handle').isDisabled()).toBe(true);
    await desk.getByLabel('处置内容（必填）').fill('已停进料，就地核对液位');
    await desk.getByTestId('confirm-handle').click();
    await desk.locator(`[data-testid=alarm-card][data-alarm="${alarm.id}"][data-response=handling]`).waitFor();

    const refused = await api.ask('POST', `/api/alarms/${alarm.id}/close`, { cause: '进料未停', measure: '停料' });
    expect(refused).toMatchObject({ status: 409, body: { code: 'alarm-not-recovered' } });
    await send(Date.now() - 30_000, 60);
    await send(Date.now() - 10_000, 58);
    await desk.locator(`[data-testid=alarm-row][data-alarm="${alarm.id}"][data-group=recovered]`).waitFor();
    const without = await api.ask('POST', `/api/alarms/${alarm.id}/close`, { cause: ' ', measure: ' ' });
    expect(without).toMatchObject({ status: 422, body: { code: 'handling-record-required' } });

    await row(alarm).click();
    await desk.getByTestId('verb-close').click();
    expect(await desk.getByTestId('confirm-close').isDisabled()).toBe(true);
    await desk.getByLabel('原因（必填）').fill('进料阀未关严');
    await desk.getByLabel('采取的措施（必填）').fill('停料、倒罐，阀门送检');
    await stage.shot(desk, 'sensor-closing');
    await desk.getByTestId('confirm-close').click();
    await desk.locator(`[data-testid=alarm-row][data-alarm="${alarm.id}"]`).waitFor({ state: 'detached' });

    const card = await stage.page(`/desk?alarm=${alarm.id}`, OFFICER);
    for (const line of [
      '高高限',
      '已停进料，就地核对液位',
      '恢复正常',
      '原因：进料阀未关严；措施：停料、倒罐，阀门送检',
    ])
      await card.getByTestId('alarm-card').getByText(line).first().waitFor();
    const { trail } = await api.get<AlarmDetail>(`/api/alarms/${alarm.id}`);
    expect(trail.map(({ kind }) => kind)).toEqual(['raised', 'acknowledged', 'handled', 'recovered', 'closed']);
    await stage.shot(card, 'sensor-closed');
    await card.close();
  });

  it('[S17.5] what a device kept while it was off the line fills the gap at its own times', async () => {
    const now = Date.now();
    const kept = Array.from({ length: 20 }, (_, index) => now - 1_200_000 + index * 30_000);
    await gateway.publish(
      now,
      kept.map((at, index) => ({ point: gauge.key, value: 40 + index, at })),
    );
    const series = await until('the filled history', async () => {
      const read = await api.get<Series>(
        `/api/points/${gauge.point.id}/readings?from=${now - 1_210_000}&to=${now - 600_000}&max=600`,
      );
      return read.at.length >= kept.length ? read : undefined;
    });
    expect(series.value.filter((value) => value !== null)).toEqual(kept.map((_, index) => 40 + index));
  });

  it('an alarm that nobody acknowledges goes to the next desk when its time has come', async () => {
    await setLadder(await stage.api('shangrao.system'), LADDER);
    const silent = await gatewayOf(stage.platform, unattended.device);
    await silent.publish(Date.now(), [{ point: unattended.key, value: 95 }]);
    silent.end();
    const alarm = await until('the alarm', async () =>
      (await alarmsOf(unattended.point.id)).find(({ rule }) => rule === 'level-high'),
    );
    expect(alarm.escalation.filter(({ reached }) => reached).map(({ to }) => to)).toEqual(['enterprise']);
    const risen = await until(
      'the next rung',
      async () => {
        const { alarm: now, trail } = await api.get<AlarmDetail>(`/api/alarms/${alarm.id}`);
        return now.escalation.filter(({ reached }) => reached).length === 2 ? { now, trail } : undefined;
      },
      LADDER + 30_000 - (Date.now() - alarm.seenAt),
      1000,
    );
    expect(risen.now.escalation.filter(({ reached }) => reached).map(({ to }) => to)).toEqual(['enterprise', 'county']);
    const line = risen.trail.find(({ kind }) => kind === 'escalated');
    expect(line).toMatchObject({ by: '系统', text: `${LADDER / 1000} 秒未确认，升级到县值班` });
    expect(Math.abs((line?.at ?? 0) - alarm.seenAt - LADDER)).toBeLessThan(5000);
    await row(alarm).click();
    await desk.getByTestId('escalation').getByText('县值班').waitFor();
    await stage.shot(desk, 'sensor-escalated');
  });

  it('no page threw an error', () => {
    expect(stage.faults).toEqual([]);
  });
});

/** Counts the tones that the page starts. */
async function countTones(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const counted = Object.assign(window, { tones: 0 });
    const start = AudioScheduledSourceNode.prototype.start;
    AudioScheduledSourceNode.prototype.start = function (when?: number) {
      counted.tones += 1;
      start.call(this, when);
    };
  });
  await page.reload();
}
