import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { encodeMessage } from '@anlan/ais';
import { fencesOf, type Vessel } from '@anlan/data';
import type { AlarmView } from '@anlan/kernel/alarm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Api } from './api.ts';
import type { Page } from './browser.ts';
import { city } from './city.ts';
import { openStage, type Stage } from './stage.ts';
import { until } from './wait.ts';

const OFFICER = 'chongqing.duty';

/** A water intake that tankers may never enter, and a tanker of the river. */
const water = fencesOf('anlan').find(
  ({ jurisdiction, purpose, periods, categories, name }) =>
    jurisdiction === 'chongqing' &&
    purpose === 'water' &&
    periods.length === 0 &&
    categories.includes('tanker') &&
    name.startsWith('长江'),
)!;
const vessel = city().vessels.find(
  ({ kind, waterwayId }) => kind === 'tanker' && waterwayId === 'changjiang',
) as Vessel;

describe('a tanker that enters a key water in a restricted period', () => {
  let stage: Stage;
  let api: Api;
  let radio: Socket;
  let page: Page;

  /** A class A report, speed in knots, as a shore station hears it. */
  const report = (speed: number): void => {
    const { lon, lat } = water;
    const message = {
      type: 1,
      repeat: 0,
      mmsi: Number(vessel.mmsi),
      status: 0,
      lon,
      lat,
      speed,
      course: 90,
      heading: 90,
      accuracy: true,
      second: new Date().getUTCSeconds(),
    };
    for (const line of encodeMessage(message as Parameters<typeof encodeMessage>[0])) radio.write(`${line}\r\n`);
  };

  beforeAll(async () => {
    stage = await openStage();
    api = await stage.api(OFFICER);
    radio = connect(stage.platform.ports.ais, '127.0.0.1');
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await stage.shotAll('vessel-failed');
  });
  afterAll(async () => {
    radio.destroy();
    await stage.close();
  });

  it('[S38.1] her AIS position shows by river', async () => {
    report(5);
    page = await stage.page('/waterway', OFFICER);
    await page.locator('[data-river=长江]').waitFor();
    await page.getByTestId('vessels').getByText(vessel.name).waitFor();
    await until('the ship heard', async () => {
      const rows = await api.get<{ id: string; km: number | null }[]>('/api/waterways/vessels?waterway=长江');
      return rows.some(({ id, km }) => id === vessel.id && km !== null);
    });
  });

  it('[S38.5] coverage of every river is reported by AIS, VHF and CCTV', async () => {
    const rivers =
      await api.get<{ waterway: string; length: number; kinds: { kind: string; covered: number; share: number }[] }[]>(
        '/api/waterways/coverage',
      );
    for (const name of ['长江', '嘉陵江', '乌江']) {
      const river = rivers.find(({ waterway }) => waterway === name)!;
      expect(river.kinds.map(({ kind }) => kind)).toEqual(['ais', 'vhf', 'cctv']);
      for (const { covered, share } of river.kinds) expect(Math.abs(covered / river.length - share)).toBeLessThan(0.01);
    }
  });

  it('[S38.2] rings when she has been inside for the delay, and lists the nearest rescue bases', async () => {
    const found = async (): Promise<
      { alarm: AlarmView; bases: { id: string; name: string; distance: number }[] } | undefined
    > =>
      (
        await api.get<{ alarm: AlarmView; bases: { id: string; name: string; distance: number }[] }[]>(
          '/api/waterways/alarms',
        )
      ).find(({ alarm }) => alarm.subjectId === vessel.id && alarm.rule === 'restricted-water');
    for (let second = 0; second < 40 && (await found()) === undefined; second += 4) {
      report(5);
      await pause(4000);
    }
    const { alarm, bases } = (await found())!;
    expect(alarm).toMatchObject({ level: 'orange', subjectName: vessel.name });
    expect(alarm.placeName).toContain(water.name);
    expect(bases).toHaveLength(3);
    expect(bases.map(({ distance }) => distance)).toEqual(
      bases.map(({ distance }) => distance).toSorted((a, b) => a - b),
    );
    await page.reload();
    await page.locator(`[data-testid=water-alarms] [data-alarm="${alarm.id}"]`).getByText(bases[0]!.name).waitFor();
    await stage.shot(page, 'vessel-alarm');
  });

  it('[S38.6] the nearest base is sent and the ship told over AIS, both on record', async () => {
    const alarms = page.getByTestId('water-alarms');
    await alarms.getByRole('button', { name: '派出' }).first().click();
    await page.getByTestId('orders').getByText('派出').first().waitFor();
    await api.post('/api/waterways/orders', {
      kind: 'instruction',
      vessel: vessel.id,
      way: 'ais-addressed',
      text: 'LEAVE THE INTAKE AREA',
    });
    const all = await api.get<{ kind: string; telegrams: string[]; by: string }[]>(
      `/api/waterways/orders?vessel=${vessel.id}`,
    );
    // What the platform itself told her is of a weather warning.
    const orders = all.filter(({ by }) => by !== '平台');
    expect(orders.map(({ kind }) => kind).toSorted()).toEqual(['dispatch', 'instruction']);
    expect(orders.flatMap(({ telegrams }) => telegrams).every((line) => line.startsWith('!ABVDM'))).toBe(true);
    const refused = await api.ask('POST', '/api/waterways/orders', {
      kind: 'instruction',
      vessel: vessel.id,
      way: 'ais-addressed',
      text: '请离开取水口',
    });
    expect(refused.status).toBe(422);
  });

  it('[S38.3] the call to her is in the VHF log', async () => {
    await api.post('/api/waterways/calls', {
      vessel: vessel.id,
      channel: '16',
      direction: 'shore-to-ship',
      text: '请立即驶离取水口水域',
    });
    await page.reload();
    await page.getByTestId('calls').getByText('请立即驶离取水口水域').waitFor();
    await stage.shot(page, 'vessel-orders');
  });

  it('[S38.4] the cameras along the river are listed', async () => {
    const { rows } = await api.get<{ rows: { name: string; kind: string }[] }>('/api/shore-stations?kind=cctv');
    expect(rows.length).toBeGreaterThan(10);
    expect(rows.every(({ kind }) => kind === 'cctv')).toBe(true);
  });

  it('no page threw an error', () => {
    expect(stage.faults).toEqual([]);
  });
});
