import { createHash } from 'node:crypto';
import { loadRoads, positionAt, type Vehicle } from '@anlan/data';
import { gmt8Moment, type Message } from '@anlan/jt808';
import type { AlarmDetail, AlarmView } from '@anlan/kernel/alarm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Api } from './api.ts';
import { bringFile } from './bring-files.ts';
import { city, terminalOf } from './city.ts';
import { openStage, type Stage } from './stage.ts';
import { locationAt, type Terminal } from './terminal.ts';
import { until } from './wait.ts';

const OFFICER = 'shangrao.duty';
const NAME = '00_65_6501_0_1.jpg';

/** A coach of Shangrao on its road. */
const vehicle = city().vehicles.find(
  ({ jurisdiction, kind }) => jurisdiction === 'shangrao' && kind === 'tour-coach',
) as Vehicle;
const road = loadRoads('shangrao').find(({ id }) => id === vehicle.roadId)!;
const [lon, lat] = positionAt(road.line, road.line.length / 3).position;
const version = vehicle.protocolVersion === '2019' ? 2019 : 2013;
const sha256 = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');

describe('a driver who falls asleep', () => {
  let stage: Stage;
  let api: Api;
  let terminal: Terminal;
  let photo: Buffer;
  let ordered: Buffer;
  let alarm: AlarmView;
  let device: string;

  /** The monitor's alarm of a fatigue of a degree at `at`, with one photo. */
  function fatigue(at: number, level: number, degree: number): Message {
    const message = locationAt(at, { lon, lat, speed: 80 });
    if (message.kind !== 'location') throw new Error('no location');
    const sign = {
      terminalId: 'T000001',
      time: gmt8Moment(at),
      sequence: 0,
      attachments: 1,
      reserved: Uint8Array.of(0),
    };
    const place = {
      speed: 80,
      altitude: 50,
      latitude: lat,
      longitude: lon,
      time: gmt8Moment(at),
      vehicleStatus: 0x401,
    };
    const seen = { alarmId: 1, flag: 1, type: 1, level, fatigue: degree, reserved: new Uint8Array(4) };
    message.body.items = [{ id: 0x65, name: 'dsm', value: { ...seen, ...place, sign } }];
    return message;
  }

  const detail = (): Promise<AlarmDetail> => api.get<AlarmDetail>(`/api/alarms/${alarm.id}`);

  beforeAll(async () => {
    stage = await openStage();
    api = await stage.api(OFFICER);
    terminal = await terminalOf(stage.platform, vehicle);
    // Real pictures: of the sign-in page, in two sizes.
    const page = await stage.page('/');
    await page.getByRole('button').first().waitFor();
    photo = await page.screenshot({ type: 'jpeg', quality: 80 });
    ordered = await page.screenshot({ type: 'jpeg', quality: 30, clip: { x: 0, y: 0, width: 320, height: 240 } });
    await page.close();
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await stage.shotAll('fatigue-failed');
  });
  afterAll(async () => {
    terminal?.end();
    await stage?.close();
  });

  it('[S36.4] the monitor’s alarm rings at once, and its photo is asked for', async () => {
    const at = Math.floor(Date.now() / 1000) * 1000;
    expect(await terminal.send(locationAt(at - 1000, { lon, lat, speed: 80 }))).toBe(0);
    expect(await terminal.send(fatigue(at, 2, 8))).toBe(0);
    // The same again, as a terminal sends it that missed the answer.
    expect(await terminal.send(fatigue(at, 2, 8))).toBe(0);
    await until('the alarm', async () => {
      const { alarms } = await api.get<{ alarms: AlarmView[] }>(`/api/alarms?state=all&subject=${vehicle.id}`);
      const seen = alarms.filter(({ rule }) => rule === 'driver-fatigue-seen');
      if (seen[0] !== undefined) alarm = seen[0];
      return seen.length === 1;
    });
    expect(alarm).toMatchObject({ level: 'red', label: '驾驶员严重疲劳', subjectName: vehicle.plate });
    device = alarm.deviceId ?? '';
  });

  it('the photo comes in pieces, what is missing is asked for, and it stands in the alarm under its hash', async () => {
    const request = await terminal.next('requestAttachments');
    expect(request.body.tcpPort).toBe(stage.platform.ports.jt808Attachment);
    const { terminalPhone: phone } = vehicle;
    const way = { port: stage.platform.ports.jt808Attachment, phone, version } as const;
    const answers = await bringFile(way, request.body, { name: NAME, content: photo });
    expect(answers).toEqual([
      { result: 1, missing: 1 },
      { result: 0, missing: 0 },
    ]);
    const file = await until('the photo in the trail', async () => {
      const entry = (await detail()).trail.find(({ kind }) => kind === 'evidence');
      return entry?.file ?? undefined;
    });
    expect(file).toEqual({ sha256: sha256(photo), type: 'image/jpeg' });
    const kept = await fetch(`${stage.platform.url}/api/alarms/${alarm.id}/evidence/${file.sha256}`, {
      headers: { cookie: `anlan_session=${api.cookie}` },
    });
    expect(sha256(new Uint8Array(await kept.arrayBuffer()))).toBe(sha256(photo));
    // Brought again, it is kept once.
    await bringFile(way, request.body, { name: NAME, content: photo });
    expect((await detail()).trail.filter(({ kind }) => kind === 'evidence')).toHaveLength(1);
  });

  it('the officer sees the face on the desk, speaks to the driver, and has a photo taken now', async () => {
    const page = await stage.page(`/desk?alarm=${alarm.id}`, OFFICER);
    const photos = page.getByTestId('alarm-photos');
    await photos.locator('img').first().waitFor();
    const first = photos.locator('img').first();
    const width = (): Promise<number> => first.evaluate((image) => (image as HTMLImageElement).naturalWidth);
    await until('the picture itself', async () => (await width()) > 100);
    await stage.shot(page, 'fatigue-desk');

    const told = api.post<{ state: string }>(`/api/devices/${device}/instruction`, {
      kind: 'text',
      text: '请立即到服务区休息',
    });
    expect((await told).state).toBe('acknowledged');
    expect(terminal.texts).toEqual(['请立即到服务区休息']);

    await page.getByRole('button', { name: '立即拍照' }).click();
    const shoot = await terminal.next('shoot');
    expect(shoot.body).toMatchObject({ channel: 1, command: 1 });
    terminal.say({ kind: 'shootAnswer', body: { ackSerial: shoot.header.serial, result: 0, mediaIds: [77] } });
    const location = locationAt(Date.now(), { lon, lat, speed: 70 });
    if (location.kind !== 'location') throw new Error('no location');
    const { items: _, ...base } = location.body;
    const medium = {
      mediaId: 77,
      type: 0,
      format: 0,
      event: 0,
      channel: 1,
      location: base,
      data: new Uint8Array(ordered),
    };
    terminal.sayParts({ kind: 'mediaData', body: medium });
    expect((await terminal.next('mediaAnswer')).body).toEqual({ mediaId: 77 });
    await until('both photos on the card', async () => (await photos.locator('img').count()) === 2);
    await stage.shot(page, 'fatigue-photo-now');
    await page.close();
  });

  it('the terminal’s page has both photos, who asked for one, and what was seen; the instruction is audited', async () => {
    const page = await stage.page(`/registry/devices/${device}`, OFFICER);
    const media = page.getByTestId('device-media');
    await media.locator('img').nth(1).waitFor();
    await media.getByText('疲劳程度 8').waitFor();
    await media.getByText('附件 1/1').waitFor();
    await stage.shot(page, 'fatigue-device');
    await page.close();
    const audit = await stage.api('shangrao.audit');
    const { status, body } = await audit.ask('GET', `/api/audit?verb=device.command`);
    expect(status).toBe(200);
    expect(JSON.stringify(body)).toContain('"kind":"photo"');
  });

  it('nobody outside the city sees the photos', async () => {
    const { media } = await api.get<{ media: { id: string }[] }>(`/api/devices/${device}/media`);
    expect(media).toHaveLength(2);
    const other = await stage.api('chongqing.duty');
    expect((await other.ask('GET', `/api/media/${media[0]!.id}`)).status).toBe(404);
    expect((await other.ask('GET', `/api/devices/${device}/media`)).status).toBe(404);
  });

  it('no page threw an error', () => {
    expect(stage.faults).toEqual([]);
  });
});
