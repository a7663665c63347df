import * as fc from 'fast-check';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gmt8Moment } from '@anlan/jt808';
import { explainFrames } from '../../conformance/index.ts';
import { listenJt808 } from '../../jt808/listen.ts';
import type { CommandingListener } from '../../listener.ts';
import { FileIntake } from '../../testing/intake.ts';
import { Terminal } from '../../testing/terminal.ts';
import { silent, until } from '../../testing/wait.ts';
import { recordedPictures } from '../testing/recorded.ts';
import { VehicleCamera } from '../testing/vehicle.ts';
import type { AccessUnit } from '../unit.ts';
import { listenJt1078, type Jt1078Listener } from './listen.ts';

const PHONE = '013912345678';
const IDENTITY = `jt808:${PHONE}`;
const PICTURES = recordedPictures('h264');

let intake: FileIntake;
let jt808: CommandingListener;
let media: Jt1078Listener;
let terminal: Terminal;
let units: AccessUnit[];
let witnessed: [identity: string, direction: string, bytes: Uint8Array][];
let ended: string | undefined;

const publisher = { push: (unit: AccessUnit) => void units.push(unit), end: (reason: string) => void (ended = reason) };

beforeEach(async () => {
  intake = new FileIntake({ [IDENTITY]: 'code' });
  units = [];
  witnessed = [];
  ended = undefined;
  const verify = (identity: string, secret: string) => intake.verify(identity, secret);
  jt808 = await listenJt808({
    host: '127.0.0.1',
    port: 0,
    intake,
    clock: Date.now,
    log: silent,
    verify,
    issueCode: () => undefined,
    limits: { command: 300 },
  });
  media = await listenJt1078({
    host: '127.0.0.1',
    port: 0,
    log: silent,
    ask: (identity, command) => jt808.send(identity, command),
    witness: (identity, direction, bytes) => void witnessed.push([identity, direction, bytes.slice()]),
  });
  terminal = new Terminal(jt808.port, PHONE);
  await terminal.authenticate('code');
});
afterEach(async () => {
  terminal.socket.destroy();
  await Promise.all([jt808.close(), media.close()]);
  intake.close();
});

/** Answers the next request of a kind as a terminal does. */
async function answer(kind: 'liveVideo' | 'controlVideo', ackId: number, result = 0): Promise<Record<string, unknown>> {
  const request = await terminal.next(kind);
  terminal.send({ kind: 'terminalAnswer', body: { ackSerial: request.header.serial, ackId, result } });
  return request.body;
}

/** Opens a channel and lets the terminal agree. */
async function opened(): Promise<() => void> {
  const opening = media.open(`${IDENTITY}/3`, publisher);
  await answer('liveVideo', 0x9101);
  return opening;
}

describe('a channel of a vehicle', () => {
  it('is asked for over the 808 link, comes as it was sent, and is closed over the link', async () => {
    const opening = media.open(`${IDENTITY}/3`, publisher);
    const asked = await answer('liveVideo', 0x9101);
    expect(asked).toEqual({ host: '127.0.0.1', tcpPort: media.port, udpPort: 0, channel: 3, mediaType: 1, stream: 0 });
    const close = await opening;
    const camera = new VehicleCamera(media.port, PHONE, 3);
    camera.send(PICTURES);
    // The first packets wait for the second to know their edition; the last for nothing.
    await until(() => units.length === PICTURES.length);
    expect(units.map(({ at, key }) => [at, key])).toEqual(PICTURES.map(({ at, key }) => [at, key]));
    expect(units.map(({ nals }) => nals.map((nal) => nal.length))).toEqual(
      PICTURES.map(({ nals }) => nals.map((nal) => nal.length)),
    );
    expect(new Set(witnessed.map(([identity, direction]) => `${identity} ${direction}`))).toEqual(
      new Set([`jt1078:${PHONE} in`]),
    );
    const line = Buffer.concat(witnessed.map(([, , bytes]) => bytes));
    const rules = explainFrames('jt1078', line).flatMap(({ verdicts }) => verdicts);
    expect(rules.filter(({ state }) => state !== 'kept')).toEqual([]);
    close();
    expect(await answer('controlVideo', 0x9102)).toEqual({ channel: 3, command: 0, close: 0, stream: 0 });
    camera.send(PICTURES.slice(0, 2));
    expect(ended).toBeUndefined();
    camera.socket.destroy();
  });

  it.each([
    [1, 'refused'],
    [3, 'refused'],
  ])('that the terminal answers with %i is %s', async (result, end) => {
    const opening = media.open(`${IDENTITY}/1`, publisher);
    opening.catch(() => {});
    await answer('liveVideo', 0x9101, result);
    await expect(opening).rejects.toMatchObject({ end });
  });

  it('of a silent, absent or nameless terminal is refused', async () => {
    await expect(media.open(`${IDENTITY}/1`, publisher)).rejects.toMatchObject({ end: 'silent' });
    await expect(media.open('jt808:013900000009/1', publisher)).rejects.toMatchObject({ end: 'offline' });
    await expect(media.open('nonsense', publisher)).rejects.toMatchObject({ end: 'unknown-source' });
  });

  it('that nobody asked for, or that another brings already, is cut off', async () => {
    await opened();
    const camera = new VehicleCamera(media.port, PHONE, 3);
    camera.send(PICTURES.slice(0, 3));
    await until(() => units.length > 0);
    for (const [phone, channel] of [
      [PHONE, 3],
      [PHONE, 4],
      ['013900000001', 3],
    ] as const) {
      const other = new VehicleCamera(media.port, phone, channel);
      other.send(PICTURES.slice(0, 3));
      await until(() => other.socket.destroyed);
    }
    expect(media.figures().refused).toEqual({ 'brought already': 1, 'not asked for': 2 });
    expect(camera.socket.destroyed).toBe(false);
    camera.socket.destroy();
    await until(() => ended === 'lost');
  });

  it('survives any bytes before, between and after its packets', async () => {
    await opened();
    const camera = new VehicleCamera(media.port, PHONE, 3);
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 300 }), async (noise) => {
        const before = units.length;
        camera.socket.write(noise);
        camera.send(PICTURES.slice(0, 4));
        await until(() => units.length > before);
      }),
      { numRuns: 30 },
    );
    camera.socket.destroy();
    const garbage = connect(media.port, '127.0.0.1');
    garbage.on('error', () => {});
    garbage.write(Buffer.alloc(200_000, 0x55));
    await until(() => garbage.destroyed);
  });
});

describe('what a terminal has recorded', () => {
  it('is asked for and told, and is played as asked', async () => {
    const [from, to] = [Date.UTC(2026, 0, 1, 4), Date.UTC(2026, 0, 1, 5)];
    const asking = jt808.send(IDENTITY, { kind: 'recordings', channel: 2, from, to });
    const request = await terminal.next('queryRecordings');
    expect([request.body.start.epochMs, request.body.end.epochMs, request.body.channel]).toEqual([from, to, 2]);
    terminal.send({ kind: 'terminalAnswer', body: { ackSerial: request.header.serial, ackId: 0x9205, result: 0 } });
    const one = {
      channel: 2,
      start: gmt8Moment(from),
      end: gmt8Moment(from + 60_000),
      alarms: new Uint8Array(8),
      mediaType: 0,
      stream: 1,
      storage: 1,
      size: 4711,
    };
    terminal.send({ kind: 'recordings', body: { ackSerial: request.header.serial, recordings: [one] } });
    expect(await asking).toEqual({
      result: 'done',
      recordings: [{ channel: 2, from, to: from + 60_000, stream: 'sub', size: 4711 }],
    });
    const playing = jt808.send(IDENTITY, {
      kind: 'video',
      channel: 2,
      stream: 'main',
      from,
      to,
      port: 9000,
      host: '10.0.0.1',
    });
    const play = await terminal.next('playRecording');
    expect(play.body).toMatchObject({ host: '10.0.0.1', tcpPort: 9000, channel: 2, way: 0, start: { epochMs: from } });
    terminal.send({ kind: 'terminalAnswer', body: { ackSerial: play.header.serial, ackId: 0x9201, result: 0 } });
    expect(await playing).toEqual({ result: 'done' });
    const ending = jt808.send(IDENTITY, { kind: 'video-end', channel: 2, recorded: true });
    const end = await terminal.next('controlRecording');
    expect(end.body).toMatchObject({ channel: 2, command: 2 });
    terminal.send({ kind: 'terminalAnswer', body: { ackSerial: end.header.serial, ackId: 0x9202, result: 0 } });
    expect(await ending).toEqual({ result: 'done' });
  });
});
