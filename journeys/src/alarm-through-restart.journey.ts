import { setTimeout as pause } from 'node:timers/promises';
import type { Point } from '@anlan/data';
import type { AlarmDetail, AlarmView } from '@anlan/kernel/alarm';
import type { Series } from '@anlan/kernel/telemetry';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Api } from './api.ts';
import { city, gatewayOf, levelPoints, setLadder } from './city.ts';
import type { Gateway } from './gateway.ts';
import { endAll } from './processes.ts';
import { openStage, type Stage } from './stage.ts';
import { until } from './wait.ts';

const OFFICER = 'shangrao.duty';
/** A temperature must stay high for this before it is an alarm (ms), and a low level for that. */
const LASTING = 30_000;
/** The second rung of the ladder as the city sets it (ms): after two kills, before anybody tires of waiting. */
const LADDER = 90_000;

/** A tank whose gauge measures temperature and level. */
const gauge = levelPoints('shangrao').find(({ device }) => temperatureOf(device.id) !== undefined)!;
const temperature = temperatureOf(gauge.device.id)!;
const high = (temperature.limits.H as number) + 0.5;
const pond = city().points.find(({ kind, jurisdiction }) => kind === 'water-level' && jurisdiction === 'shangrao')!;

function temperatureOf(device: string): Point | undefined {
  return city().points.find(
    (point) => point.deviceId === device && point.kind === 'temperature' && point.limits.H !== undefined,
  );
}

describe('alarms go through a killed intake as if nothing had happened', () => {
  let stage: Stage;
  let api: Api;
  let gateway: Gateway;
  let begun: number;
  let ringing: AlarmView;

  const alarmsOf = async (subject: string, rule: string): Promise<AlarmView[]> =>
    (await api.get<{ alarms: AlarmView[] }>(`/api/alarms?state=all&subject=${subject}`)).alarms.filter(
      (one) => one.rule === rule,
    );
  const connect = (): Promise<Gateway> =>
    until(
      'the gateway’s connection',
      () => gatewayOf(stage.platform, gauge.device).catch(() => undefined),
      60_000,
      500,
    );

  /** SIGKILL to the ingest process alone; its supervisor starts another. */
  async function killIngest(): Promise<void> {
    const before = (await stage.platform.processes()).filter(({ role }) => role === 'ingest');
    expect(before).toHaveLength(1);
    gateway.end();
    await endAll(before, 0);
    await until(
      'another ingest process',
      async () => {
        const now = (await stage.platform.processes()).filter(({ role }) => role === 'ingest');
        return now.length === 1 && now[0]!.pid !== before[0]!.pid;
      },
      60_000,
      200,
    );
    gateway = await connect();
  }

  beforeAll(async () => {
    stage = await openStage();
    api = await stage.api(OFFICER);
    await setLadder(await stage.api('shangrao.system'), LADDER);
    gateway = await connect();
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') console.log(stage.platform.log().slice(-3000));
  });
  afterAll(async () => {
    gateway.end();
    await stage.close();
  });

  it('an alarm that rings before the kill still rings after it, once, with its ladder', async () => {
    await gateway.publish(Date.now(), [{ point: gauge.key, value: 93 }]);
    ringing = await until('the level alarm', async () => (await alarmsOf(gauge.point.id, 'level-high'))[0]);
  });

  it('[S17.2] a breach whose duration spans the kill is one alarm at the right time', async () => {
    begun = Date.now();
    await gateway.publish(begun, [{ point: 'temperature', value: high }]);
    await pause(2500);
    expect(await alarmsOf(temperature.id, 'temperature-high')).toEqual([]);
    await killIngest();
    await pause(Math.max(0, begun + LASTING - 4000 - Date.now()));
    await gateway.publish(begun + LASTING - 1000, [{ point: 'temperature', value: high }]);
    await pause(1000);
    expect(await alarmsOf(temperature.id, 'temperature-high')).toEqual([]);
    await pause(Math.max(0, begun + LASTING - Date.now()));
    await gateway.publish(begun + LASTING, [{ point: 'temperature', value: high }]);
    const [alarm] = await until('the temperature alarm', async () => {
      const found = await alarmsOf(temperature.id, 'temperature-high');
      return found.length > 0 ? found : undefined;
    });
    expect(alarm).toMatchObject({ since: begun, raisedAt: begun + LASTING, response: 'unacknowledged' });
    await killIngest();
    await gateway.publish(Date.now(), [{ point: 'temperature', value: high }]);
    await pause(3000);
    expect(await alarmsOf(temperature.id, 'temperature-high')).toHaveLength(1);
    expect(await alarmsOf(gauge.point.id, 'level-high')).toHaveLength(1);
  });

  it('[S17.4] what a plant uploaded and was thanked for is there after the kill', async () => {
    const sent = [41, 42, 43, 44, 45];
    const start = Date.now() - 60_000;
    for (const [index, value] of sent.entries())
      await gateway.publish(start + index * 1000, [{ point: 'temperature', value }]);
    await killIngest();
    const series = await until(
      'the uploaded values',
      async () => {
        const read = await api.get<Series>(
          `/api/points/${temperature.id}/readings?from=${start}&to=${start + 5000}&max=600`,
        );
        return read.value.filter((value) => value !== null).length === sent.length ? read : undefined;
      },
      30_000,
      500,
    );
    expect(series.value.filter((value) => value !== null)).toEqual(sent);
  });

  it('[S17.3] an escalation that falls due while the intake and the desk are down happens after the start', async () => {
    const reached = async () =>
      (await api.get<AlarmDetail>(`/api/alarms/${ringing.id}`)).alarm.escalation.filter((rung) => rung.reached).length;
    expect(await reached()).toBe(1);
    await pause(Math.max(0, ringing.seenAt + LADDER - 8000 - Date.now()));
    expect(await reached()).toBe(1);
    const down = (await stage.platform.processes()).filter(({ role }) => role === 'ingest' || role === 'api');
    gateway.end();
    await endAll(down, 0);
    api = await until('the desk again', () => stage.api(OFFICER).catch(() => undefined), 60_000, 500);
    await until('the next rung', async () => (await reached().catch(() => 0)) === 2, 30_000, 500);
    const { trail } = await api.get<AlarmDetail>(`/api/alarms/${ringing.id}`);
    expect(trail.filter(({ kind }) => kind === 'escalated')).toMatchObject([
      { text: `${LADDER / 1000} 秒未确认，升级到县值班` },
    ]);
    gateway = await connect();
  });

  it('[S21.1] [S21.2] water that rises above a pond’s crest less its least freeboard is red, with its section and who lives below', async () => {
    const site = (
      await api.get<{ rows: { id: string; crest: number; minFreeboard: number; name: string }[] }>(
        '/api/tailings-ponds?size=100',
      )
    ).rows.find(({ name }) => name === city().sites.find(({ id }) => id === pond.siteId)?.name);
    const station = await gatewayOf(
      stage.platform,
      city().devices.find(({ id }) => id === pond.deviceId)!,
    );
    const now = Date.now();
    const flood = Math.round((site!.crest - site!.minFreeboard + 0.2) * 100) / 100;
    await station.publish(now - 1_810_000, [{ point: 'water-level', value: flood }]);
    await station.publish(now, [{ point: 'water-level', value: flood }]);
    station.end();
    const alarm = await until('the red warning', async () => (await alarmsOf(site!.id, 'pond-freeboard'))[0]);
    expect(alarm).toMatchObject({ level: 'red', subjectKind: 'tailings-pond' });
    const { notices = [] } = await api.get<AlarmDetail>(`/api/alarms/${alarm.id}`);
    expect(notices.map(({ government }) => government).sort()).toEqual(['city', 'county', 'town']);
    const page = await stage.page(`/registry/tailings-ponds/${site!.id}`, OFFICER);
    await page
      .getByTestId('pond-section')
      .getByRole('img', { name: /坝体横剖面：安全超高/ })
      .waitFor();
    await page.locator('[data-testid=pond-level][data-level=red]').waitFor();
    await stage.shot(page, 'pond-section');
  });

  it('[S21.3] [S21.4] the head-top ponds’ upgrades show how many of all are done, with what was budgeted and paid', async () => {
    const page = await stage.page('/tailings', OFFICER);
    const { done, total } = await api.get<{ done: number; total: number }>('/api/tailings-ponds/upgrades');
    expect(total).toBeGreaterThan(0);
    await page.getByText(`已完成 ${done} / ${total}`).waitFor();
    await stage.shot(page, 'pond-upgrades');
    expect(stage.faults).toEqual([]);
  });
});
