import { createHash } from 'node:crypto';
import { loadRoads, positionAt, type Vehicle } from '@anlan/data';
import { recordedPictures, VehicleCamera } from '@anlan/gateways/media/testing';
import { gmt8Moment, type Message } from '@anlan/jt808';
import type { AlarmDetail, AlarmView } from '@anlan/kernel/alarm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Api } from './api.ts';
import type { Page } from './browser.ts';
import { city, terminalOf } from './city.ts';
import { openStage, type Stage } from './stage.ts';
import { locationAt, type Terminal } from './terminal.ts';
import { until } from './wait.ts';

const OFFICER = 'shangrao.duty';
const vehicle = city().vehicles.find(
  ({ jurisdiction, kind }) => jurisdiction === 'shangrao' && kind === 'tour-coach',
) as Vehicle;
const road = loadRoads('shangrao').find(({ id }) => id === vehicle.roadId)!;
const [lon, lat] = positionAt(road.line, road.line.length / 3).position;
const PICTURES = recordedPictures('h264');
const LENGTH_MS = PICTURES.length * 80;

/** A driver's monitor reports the second level of fatigue: a red alarm. */
function fatigue(at: number): Message {
  const message = locationAt(at, { lon, lat, speed: 80 });
  if (message.kind !== 'location') throw new Error('no location');
  const sign = { terminalId: 'T000001', time: gmt8Moment(at), sequence: 0, attachments: 0, reserved: Uint8Array.of(0) };
  const place = { speed: 80, altitude: 50, latitude: lat, longitude: lon, time: gmt8Moment(at), vehicleStatus: 0x401 };
  const seen = { alarmId: 1, flag: 1, type: 1, level: 2, fatigue: 8, reserved: new Uint8Array(4) };
  message.body.items = [{ id: 0x65, name: 'dsm', value: { ...seen, ...place, sign } }];
  return message;
}

describe('an officer looks into a vehicle that has an alarm', () => {
  let stage: Stage;
  let api: Api;
  let terminal: Terminal;
  let camera: VehicleCamera | undefined;
  let sending: NodeJS.Timeout | undefined;
  let alarm: AlarmView;
  let page: Page;

  /** The terminal agrees, connects as it was told, and sends the recorded pictures at their times, again and again. */
  async function agree(): Promise<{ channel: number; tcpPort: number }> {
    const { header, body } = await terminal.next('liveVideo');
    terminal.say({ kind: 'terminalAnswer', body: { ackSerial: header.serial, ackId: 0x9101, result: 0 } });
    camera = new VehicleCamera(body.tcpPort, vehicle.terminalPhone, body.channel);
    const begun = Date.now();
    let next = 0;
    sending = setInterval(() => {
      for (; next * 80 <= Date.now() - begun; next += 1) {
        const unit = PICTURES[next % PICTURES.length]!;
        camera?.send([{ ...unit, at: unit.at + Math.floor(next / PICTURES.length) * LENGTH_MS }]);
      }
    }, 20);
    return body;
  }
  const stop = (): void => {
    clearInterval(sending);
    camera?.socket.destroy();
  };
  const player = () => page.getByTestId('player');
  const evidence = async () =>
    (await api.get<AlarmDetail>(`/api/alarms/${alarm.id}`)).trail.flatMap(({ kind, file, text }) =>
      kind === 'evidence' && file !== null ? [{ ...file, text }] : [],
    );

  beforeAll(async () => {
    stage = await openStage({ env: { ANLAN_CAMERA_NETWORKS: 'loopback' } });
    api = await stage.api(OFFICER);
    terminal = await terminalOf(stage.platform, vehicle);
    const at = Math.floor(Date.now() / 1000) * 1000;
    await terminal.send(locationAt(at - 1000, { lon, lat, speed: 80 }));
    await terminal.send(fatigue(at));
    alarm = await until('the alarm', async () => {
      const { alarms } = await api.get<{ alarms: AlarmView[] }>(`/api/alarms?state=all&subject=${vehicle.id}`);
      return alarms.find(({ rule }) => rule === 'driver-fatigue-seen');
    });
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await stage.shotAll('video-failed');
  });
  afterAll(async () => {
    stop();
    terminal?.end();
    await stage?.close();
  });

  it('from the alarm: the terminal is asked, and the picture moves on the desk', async () => {
    page = await stage.page(`/desk?alarm=${alarm.id}`, OFFICER);
    await page.getByRole('button', { name: '通道 1 驾驶员' }).click();
    const asked = await agree();
    expect(asked).toMatchObject({ channel: 1, tcpPort: stage.platform.ports.jt1078 });
    await until('pictures', async () => (await player().getAttribute('data-state')) === 'showing');
    const film = page.locator('video').last();
    const seen = () =>
      film.evaluate((video) => {
        const element = video as HTMLVideoElement;
        const canvas = document.createElement('canvas');
        [canvas.width, canvas.height] = [element.videoWidth, element.videoHeight];
        const context = canvas.getContext('2d') as CanvasRenderingContext2D;
        context.drawImage(element, 0, 0);
        const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
        const colours = new Set<number>();
        for (let at = 0; at < data.length; at += 40)
          colours.add((data[at]! >> 5) * 64 + (data[at + 1]! >> 5) * 8 + (data[at + 2]! >> 5));
        return { size: [element.videoWidth, element.videoHeight], time: element.currentTime, colours: colours.size };
      });
    const first = await until('a picture', async () => {
      const now = await seen().catch(() => undefined);
      return now !== undefined && now.time > 0 && now.colours > 10 ? now : undefined;
    });
    expect(first.size).toEqual([352, 288]);
    await until('movement', async () => (await seen()).time > first.time + 1);
    const age = await until(
      'the delay',
      async () => /([\d.]+) s/.exec((await page.getByTestId('player-age').textContent()) ?? '')?.[1],
    );
    expect(Number(age)).toBeLessThan(5);
    await stage.shot(page, 'vehicle-video-desk');
  });

  it('on another screen, and on the phone: the same stream, and the terminal is asked no second time', async () => {
    const stream = `${alarm.deviceId}.1`;
    for (const [name, size] of [
      ['wall', {}],
      ['phone', { width: 390, height: 844 }],
    ] as const) {
      const other = await stage.page(`/video?streams=${stream},${alarm.deviceId}.1`, OFFICER, size);
      const only = other.getByTestId('player');
      await until('pictures', async () => (await only.getAttribute('data-state')) === 'showing');
      await other.getByTestId('player-age').waitFor();
      await stage.shot(other, `vehicle-video-${name}`);
      await other.close();
    }
    const { media } = await api.get<{ media: unknown[] }>(`/api/streams/${stream}`);
    expect(media).toEqual([]);
  });

  it('keeps the picture and the half minute before with the alarm, under their hashes', async () => {
    await player()
      .getByRole('button', { name: /实时画面/ })
      .focus();
    await page.keyboard.press('s');
    await until('picture and key picture', async () => (await evidence()).length === 2);
    await page.getByRole('button', { name: '留存片段' }).click();
    const kept = await until('the clip', async () => ((await evidence()).length === 3 ? evidence() : undefined));
    expect(kept.map(({ type }) => type)).toEqual(['image/jpeg', 'video/mp4', 'video/mp4']);
    for (const { sha256, text } of kept) {
      const read = await fetch(`${stage.platform.url}/api/alarms/${alarm.id}/evidence/${sha256}`, {
        headers: { cookie: `anlan_session=${api.cookie}` },
      });
      expect(
        createHash('sha256')
          .update(new Uint8Array(await read.arrayBuffer()))
          .digest('hex'),
      ).toBe(sha256);
      expect(text).toContain(sha256.slice(0, 12));
    }
  });

  it('leaves: the terminal is told to end; and is told why there is nothing when the vehicle is away', async () => {
    await page.getByRole('button', { name: '通道 1 驾驶员' }).click();
    const end = await terminal.next('controlVideo');
    expect(end.body).toMatchObject({ channel: 1, command: 0 });
    terminal.say({ kind: 'terminalAnswer', body: { ackSerial: end.header.serial, ackId: 0x9102, result: 0 } });
    stop();
    terminal.end();
    await page.getByRole('button', { name: '通道 2 车辆正前方' }).click();
    await player().getByText('摄像机或接入它的设备不在线').waitFor();
    await player().getByRole('button', { name: '现在重试' }).waitFor();
    await stage.shot(page, 'vehicle-video-offline');
    expect(stage.faults).toEqual([]);
  });

  it('every watching stands in the audit', async () => {
    const auditor = await stage.api('shangrao.audit');
    const { rows } = await auditor.get<{ rows: { verb: string; outcome: string }[] }>('/api/audit?verb=camera.watch');
    expect(rows.map(({ outcome }) => outcome)).toEqual(expect.arrayContaining(['done', 'failed']));
  });
});
