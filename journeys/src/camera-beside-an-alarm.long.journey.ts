import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { camerasOf, packFile } from '@anlan/data';
import { demonstrationSecret } from '@anlan/gateways';
import { Gb28181Agent } from '@anlan/gateways/media';
import type { AlarmDetail, AlarmView } from '@anlan/kernel/alarm';
import type { CameraBeside, CameraView } from '@anlan/kernel/camera';
import type { StreamView } from '@anlan/kernel/media';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Api } from './api.ts';
import type { Page } from './browser.ts';
import { city, gatewayOf, levelPoints } from './city.ts';
import type { Gateway } from './gateway.ts';
import { openStage, type Stage } from './stage.ts';
import { until } from './wait.ts';

const OFFICER = 'shangrao.duty';
const DAY_MS = 86_400_000;
const CHINA_MS = 8 * 3_600_000;
/** A tank whose level is measured and that a camera looks at. */
const gauge = levelPoints('shangrao').find(({ device }) => device.tankId !== null)!;
const cameras = camerasOf('anlan', city()).cameras;
const camera = cameras.find(({ subjects }) => subjects.some(({ id }) => id === gauge.device.tankId))!;
const channels = cameras.filter(({ recorderId }) => recorderId === camera.recorderId);

describe('an alarm on a tank opens the camera that watches it', () => {
  let stage: Stage;
  let api: Api;
  let recorder: Gb28181Agent;
  let gateway: Gateway;
  let alarm: AlarmView;
  let page: Page;
  const commands: string[] = [];

  const alarms = async (subject: string): Promise<AlarmView[]> =>
    (await api.get<{ alarms: AlarmView[] }>(`/api/alarms?state=all&subject=${subject}`)).alarms;
  const view = (): Promise<CameraView> => api.get<CameraView>(`/api/video/cameras/${camera.id}`);

  beforeAll(async () => {
    stage = await openStage();
    api = await stage.api(OFFICER);
    const code = camera.recorderCode;
    recorder = new Gb28181Agent({
      host: '127.0.0.1',
      port: stage.platform.ports.gb28181,
      code,
      secret: demonstrationSecret(await stage.platform.key(), `gb28181:${code}`),
      channels: channels.map((one) => [one.code, one.name] as const),
      stream: Uint8Array.from(readFileSync(packFile('media/testsrc.h264'))),
      answered: () => {},
      lost: () => {},
      refused: () => {},
      told: (document) => {
        if (document.name === 'Control/DeviceControl') commands.push(document.fields.PTZCmd ?? '');
      },
    });
    recorder.start();
    gateway = await gatewayOf(stage.platform, gauge.device);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await stage.shotAll('camera-failed');
  });
  afterAll(async () => {
    recorder?.end();
    gateway?.end();
    await stage?.close();
  });

  it('its recorder signs on with the secret of the register, and its cameras are on line', async () => {
    await until('the recorder', () => recorder.ready);
    await until('on line', async () => (await view()).online === true);
    const list = await api.get<{ rows: { heardAt: number }[]; heardAt: number }>(
      `/api/video/cameras/${camera.id}/catalogue`,
    );
    expect(list.rows).toHaveLength(channels.length);
  });

  it('the level breaks its limit, and on the desk the picture of that tank plays by itself', async () => {
    const { limits, rangeHigh } = gauge.point;
    await gateway.publish(Date.now(), [{ point: gauge.key, value: Math.min(rangeHigh, (limits.HH ?? 90) + 2) }]);
    alarm = await until('the alarm', async () =>
      (await alarms(gauge.point.id)).find(({ recoveredAt }) => recoveredAt === null),
    );
    const beside = await api.get<CameraBeside[]>(`/api/alarms/${alarm.id}/cameras`);
    expect(beside[0]).toMatchObject({ id: camera.id, online: true });
    page = await stage.page(`/desk?alarm=${alarm.id}`, OFFICER);
    const player = page.getByTestId('alarm-cameras').getByTestId('player');
    await player.waitFor();
    await until('pictures', async () => (await player.getAttribute('data-state')) === 'showing');
    const film = page.getByTestId('alarm-cameras').locator('video');
    const time = (): Promise<number> => film.evaluate((video) => (video as HTMLVideoElement).currentTime);
    const first = await time();
    await until('movement', async () => (await time()) > first + 1);
    expect(recorder.streams).toBe(1);
    await stage.shot(page, 'camera-beside-alarm');
  });

  it('the picture is kept with the alarm under its hash', async () => {
    await page.getByTestId('alarm-cameras').getByRole('button', { name: '截图' }).click();
    const kept = await until('the picture in the trail', async () => {
      const { trail } = await api.get<AlarmDetail>(`/api/alarms/${alarm.id}`);
      return trail.find(({ kind, file }) => kind === 'evidence' && file?.type === 'image/jpeg')?.file ?? undefined;
    });
    const read = await fetch(`${stage.platform.url}/api/alarms/${alarm.id}/evidence/${kept.sha256}`, {
      headers: { cookie: `anlan_session=${api.cookie}` },
    });
    expect(
      createHash('sha256')
        .update(new Uint8Array(await read.arrayBuffer()))
        .digest('hex'),
    ).toBe(kept.sha256);
    await page.close();
    // After the last viewer and a while the camera is told to stop.
    await until('the camera is let go', () => recorder.streams === 0, 30_000);
  });

  it('on its page the camera is moved while a button is held, and it is written down', async () => {
    page = await stage.page(`/cameras/${camera.id}`, OFFICER);
    await page.getByTestId('camera-spans').waitFor();
    if (camera.ptz) {
      const left = page.getByTestId('ptz').getByRole('button', { name: '左' });
      await left.hover();
      await page.mouse.down();
      await until('it moves', () => commands.length === 1);
      await page.mouse.up();
      await until('it stops', () => commands.length === 2);
      expect(commands[1]).toBe('A50F0100000000B5');
      expect((await view()).views[0]).toMatchObject({ kind: 'control', note: 'left' });
    }
    await stage.shot(page, 'camera-page');
    await page.close();
  });

  it('what its recorder recorded is played, and a picture of it is kept with the time it was made', async () => {
    page = await stage.page(`/cameras/${camera.id}`, OFFICER);
    const parts = page.getByTestId('recordings').getByRole('button');
    await parts.first().waitFor();
    await parts.first().click();
    const midnight = Math.floor((Date.now() + CHINA_MS) / DAY_MS) * DAY_MS - CHINA_MS;
    const player = page.getByTestId('player');
    await page.getByTestId('player-past').waitFor();
    await until('it plays', async () => (await player.getAttribute('data-state')) === 'showing');
    await stage.shot(page, 'camera-recording');
    await player.getByRole('button', { name: '截图' }).click();
    const kept = await until('the picture', async () => {
      const { media } = await api.get<StreamView>(`/api/streams/${camera.id}`);
      return media.find(({ kind, from }) => kind === 'picture' && from < midnight + 3_600_000);
    });
    expect(kept.from).toBeGreaterThanOrEqual(midnight);
    expect((await view()).views[0]).toMatchObject({ kind: 'playback' });
    await page.getByRole('button', { name: '回到实时' }).click();
    await page.getByTestId('player-age').waitFor();
    await page.close();
  });

  it('what it sees by itself is an alarm like any other', async () => {
    recorder.alarm(camera.code, 5, 6);
    const own = await until('the alarm of the camera', async () => (await view()).alarms.find((one) => one.own));
    expect(own).toMatchObject({ level: 'yellow' });
    const [seen] = await api.get<CameraBeside[]>(`/api/alarms/${own.id}/cameras`);
    expect(seen).toMatchObject({ id: camera.id, why: '报警的摄像机' });
    page = await stage.page('/cameras', OFFICER);
    await page.getByTestId('cameras').waitFor();
    await page.getByTestId('camera-share').waitFor();
    await stage.shot(page, 'cameras');
    await page.setViewportSize({ width: 390, height: 844 });
    await stage.shot(page, 'cameras-phone');
    await page.goto(`${stage.platform.url}/cameras/${camera.id}`);
    await page.getByTestId('camera-spans').waitFor();
    await stage.shot(page, 'camera-page-phone');
    expect(stage.faults).toEqual([]);
  });
});
