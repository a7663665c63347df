import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import {
  type BodyOf,
  type Decoded,
  encodeFrame,
  encodeFrames,
  encodePacket,
  gmt8Moment,
  type Item,
  type Message,
} from '@anlan/jt808';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CommandingListener, Listener } from '../../listener.ts';
import { Caller } from '../../testing/caller.ts';
import { FileIntake } from '../../testing/intake.ts';
import { framesOf, location, Terminal } from '../../testing/terminal.ts';
import { silent, until } from '../../testing/wait.ts';
import { listenJt808 } from '../listen.ts';
import type { Medium } from '../medium.ts';
import type { SafetyReport } from '../safety.ts';
import { IncomingFile } from './file.ts';
import { listenAttachments } from './listen.ts';

const PHONE = '013912345678';
const DEVICE = `jt808:${PHONE}`;
const NOW = Date.UTC(2026, 2, 1, 4, 0, 0);
const PATIENT = { timeout: 45_000 };
const PHOTO = Uint8Array.from({ length: 150_000 }, (_, i) => (i < 3 ? [0xff, 0xd8, 0xff][i]! : (i * 31) % 251));
const NAME = '00_65_6501_0_1.jpg';

const sign = {
  terminalId: 'T000001',
  time: gmt8Moment(NOW),
  sequence: 0,
  attachments: 1,
  reserved: Uint8Array.of(0),
};

function dsm(change: object = {}): Item {
  const place = { speed: 80, altitude: 20, latitude: 29.56, longitude: 106.55, time: gmt8Moment(NOW) };
  const alarm = { alarmId: 7, flag: 1, type: 1, level: 2, fatigue: 8, reserved: new Uint8Array(4) };
  return { id: 0x65, name: 'dsm', value: { ...alarm, ...place, vehicleStatus: 1, sign, ...change } };
}

/** The second connection of a terminal, which brings files. */
class Bringer extends Caller<Decoded> {
  #serial = 0;

  constructor(port: number) {
    super(port, framesOf());
  }

  send(message: Message): void {
    this.socket.write(encodeFrame(message, { phone: PHONE, serial: this.#serial++, version: 2013 }));
  }

  piece(offset: number, to: number): void {
    this.socket.write(encodePacket(NAME, offset, PHOTO.subarray(offset, to)));
  }

  async results(count: number): Promise<number[]> {
    const results = (): number[] =>
      this.received.flatMap((frame) => (frame.kind === 'platformAnswer' ? [frame.body.result] : []));
    await until(() => results().length >= count);
    return results();
  }

  async answer(count = 1): Promise<BodyOf<'attachmentAnswer'>> {
    const answers = (): BodyOf<'attachmentAnswer'>[] =>
      this.received.flatMap((frame) => (frame.kind === 'attachmentAnswer' ? [frame.body] : []));
    await until(() => answers().length >= count);
    return answers()[count - 1]!;
  }
}

let intake: FileIntake;
let listener: CommandingListener;
let attachments: Listener;
let files: Medium[];
let media: Medium[];
let reports: SafetyReport[];
let terminal: Terminal;

beforeEach(async () => {
  intake = new FileIntake({ [DEVICE]: 'code-1' });
  [files, media, reports] = [[], [], []];
  const common = { host: '127.0.0.1', port: 0, intake, clock: () => NOW, log: silent };
  const issueCode = (identity: string): string | undefined => (identity === DEVICE ? 'code-1' : undefined);
  attachments = await listenAttachments({
    ...common,
    issueCode,
    keep: async (_, medium) => void files.push(medium),
  });
  listener = await listenJt808({
    ...common,
    issueCode,
    verify: (identity, code) => intake.verify(identity, code),
    safety: async (_, seen) => void reports.push(...seen),
    medium: async (_, medium) => void media.push(medium),
    attachments: { port: attachments.port },
  });
  terminal = new Terminal(listener.port, PHONE);
  await terminal.authenticate('code-1');
});

afterEach(async () => {
  terminal.end();
  await Promise.all([listener.close(), attachments.close()]);
  intake.close();
});

/** The terminal reports fatigue and is asked for its files. */
async function asked(): Promise<BodyOf<'requestAttachments'>> {
  terminal.send({ kind: 'location', body: location(NOW, { items: [dsm()] }) });
  const { body } = await terminal.next('requestAttachments');
  return body;
}

function introduction(request: BodyOf<'requestAttachments'>): Message {
  const { alarmNumber } = request;
  const list = [{ name: NAME, size: PHOTO.length }];
  return { kind: 'attachments', body: { terminalId: 'T000001', sign, alarmNumber, info: 0, files: list } };
}

const whole = { name: NAME, type: 0, size: PHOTO.length };

describe('an alarm of a driver monitor', PATIENT, () => {
  it('goes to the rules with the fix, is kept by its sign, and its files are asked for at the address it came to', async () => {
    const request = await asked();
    expect(request).toMatchObject({ host: '127.0.0.1', tcpPort: attachments.port, sign: { terminalId: 'T000001' } });
    expect(request.alarmNumber).toMatch(/^[0-9a-f]{32}$/);
    const [signal] = intake.stored(DEVICE)[0]!.signals;
    expect(signal).toMatchObject({ fix: { safety: [{ quantity: 'driver-fatigue', severity: 2 }] } });
    expect(reports).toMatchObject([{ item: 'dsm', type: 1, label: '疲劳驾驶报警', level: 2, degree: 8, at: NOW }]);
  });

  it.each([
    [{ flag: 2 }, [{ quantity: 'driver-fatigue', severity: 2, over: true }], 0],
    [{ level: 1, fatigue: 3 }, [{ quantity: 'driver-fatigue', severity: 1 }], 1],
    [{ type: 2, level: 1, fatigue: 0 }, [{ quantity: 'driver-behaviour', severity: 1 }], 1],
    [{ type: 16, level: 1, fatigue: 0 }, undefined, 1],
  ])('%o is judged as what it is', async (change, safety, kept) => {
    terminal.send({ kind: 'location', body: location(NOW, { items: [dsm(change)] }) });
    await until(() => terminal.results().length === 2);
    const [signal] = intake.stored(DEVICE)[0]!.signals;
    expect(signal?.kind === 'fix' ? signal.fix.safety : null).toEqual(safety);
    expect(reports).toHaveLength(kept);
  });

  it('sent again is acknowledged again, kept once, and asked for again', async () => {
    const frame = terminal.frame({ kind: 'location', body: location(NOW, { items: [dsm()] }) });
    terminal.write(frame);
    await terminal.next('requestAttachments');
    terminal.write(frame);
    await terminal.next('requestAttachments', 2);
    expect(reports).toHaveLength(1);
    expect(intake.stored(DEVICE)).toHaveLength(1);
  });
});

describe('the files of an alarm', PATIENT, () => {
  it('come in pieces in any order; what is missing is asked for, then the file is whole, byte for byte', async () => {
    const request = await asked();
    const bringer = new Bringer(attachments.port);
    bringer.send(introduction(request));
    bringer.send({ kind: 'attachmentFile', body: whole });
    expect(await bringer.results(2)).toEqual([0, 0]);
    bringer.piece(100_000, 150_000);
    bringer.piece(0, 40_000);
    bringer.piece(30_000, 65_536);
    bringer.send({ kind: 'attachmentDone', body: whole });
    const first = await bringer.answer();
    expect(first).toEqual({ name: NAME, type: 0, result: 1, missing: [{ offset: 65_536, length: 34_464 }] });
    expect(files).toEqual([]);
    bringer.piece(65_536, 100_000);
    bringer.send({ kind: 'attachmentDone', body: whole });
    expect(await bringer.answer(2)).toMatchObject({ result: 0, missing: [] });
    const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
    expect(files).toMatchObject([
      { sign: 'T000001 260301120000 0', name: NAME, channel: 65, type: 'image/jpeg', at: NOW },
    ]);
    expect(hash(files[0]!.bytes)).toBe(hash(PHOTO));
    expect(attachments.stats()).toMatchObject({ accepted: 1, sessions: 1 });
    bringer.socket.destroy();
  });

  it('of a terminal with signs of 40 bytes (T/GDRTA 002-2020) are asked for and taken by that sign', async () => {
    const long = { ...sign, terminalId: 'GD440000000000000000000000001', reserved: Uint8Array.of(0, 0) };
    terminal.send({ kind: 'location', body: location(NOW, { items: [dsm({ sign: long })] }) });
    const { body: request } = await terminal.next('requestAttachments');
    expect({ ...request.sign, reserved: Uint8Array.from(request.sign.reserved) }).toEqual(long);
    const bringer = new Bringer(attachments.port);
    const { alarmNumber } = request;
    const list = [{ name: NAME, size: PHOTO.length }];
    bringer.send({
      kind: 'attachments',
      body: { terminalId: long.terminalId, sign: long, alarmNumber, info: 0, files: list },
    });
    bringer.send({ kind: 'attachmentFile', body: whole });
    expect(await bringer.results(2)).toEqual([0, 0]);
    bringer.piece(0, PHOTO.length);
    bringer.send({ kind: 'attachmentDone', body: whole });
    expect(await bringer.answer()).toMatchObject({ result: 0 });
    expect(reports).toMatchObject([{ sign: `${long.terminalId} 260301120000 0`, attachments: 1 }]);
    expect(files).toMatchObject([{ sign: `${long.terminalId} 260301120000 0`, name: NAME }]);
    expect(Buffer.compare(files[0]!.bytes, PHOTO)).toBe(0);
    bringer.socket.destroy();
  });

  it('are refused without the number that the platform gave for this very alarm', async () => {
    const request = await asked();
    const wrong = [
      { ...request, alarmNumber: '0'.repeat(32) },
      { ...request, sign: { ...sign, sequence: 1 } },
    ];
    for (const { alarmNumber, sign: given } of wrong) {
      const bringer = new Bringer(attachments.port);
      const body = { terminalId: 'T000001', sign: given, alarmNumber, info: 0, files: [] };
      bringer.send({ kind: 'attachments', body });
      expect(await bringer.results(1)).toEqual([1]);
      await until(() => bringer.closed);
    }
    const stranger = new Bringer(attachments.port);
    stranger.send({ kind: 'attachmentFile', body: whole });
    stranger.piece(0, 1000);
    expect(await stranger.results(1)).toEqual([1]);
    await until(() => intake.count('unauthenticated') === 4);
    expect(files).toEqual([]);
    stranger.socket.destroy();
  });

  it('beyond what is announced, or larger than allowed, are not taken', async () => {
    const request = await asked();
    const bringer = new Bringer(attachments.port);
    bringer.send(introduction(request));
    bringer.send({ kind: 'attachmentFile', body: { ...whole, size: 0xffff_ffff } });
    bringer.send({ kind: 'attachmentFile', body: { ...whole, size: 1000 } });
    expect(await bringer.results(3)).toEqual([0, 1, 0]);
    bringer.piece(500, 1500);
    await until(() => intake.count('out-of-range', DEVICE) === 1);
    expect(intake.count('oversized', DEVICE)).toBe(1);
    bringer.socket.destroy();
  });
});

describe('a file under way', () => {
  it('misses exactly the bytes that have not come, whatever the order and overlap of its pieces', () => {
    const piece = fc.record({ offset: fc.nat(199), length: fc.nat(60) });
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const file = new IncomingFile('a', 200);
        const here = new Uint8Array(200);
        for (const { offset, length } of pieces) {
          const fits = offset + length <= 200;
          expect(file.put(offset, new Uint8Array(length).fill(1))).toBe(fits);
          if (fits) here.fill(1, offset, offset + length);
        }
        const missing = new Uint8Array(200).fill(1);
        for (const { offset, length } of file.missing()) missing.fill(0, offset, offset + length);
        expect(missing).toEqual(here);
      }),
    );
  });

  it('in thousands of pieces apart from each other is taken no further', () => {
    const file = new IncomingFile('a', 100_000);
    const taken = Array.from({ length: 10_000 }, (_, index) => file.put(index * 2, Uint8Array.of(1)));
    expect(taken[4000]).toBe(true);
    expect(taken.at(-1)).toBe(false);
  });
});

describe('a photo that the platform asks for', PATIENT, () => {
  const medium: Message = {
    kind: 'mediaData',
    body: { mediaId: 5, type: 0, format: 0, event: 0, channel: 1, location: location(NOW), data: PHOTO },
  };

  it('is ordered from the camera, comes in many parts with one missing at first, and is answered when it is kept', async () => {
    const ordered = listener.send(DEVICE, { kind: 'photo', channel: 1, count: 1 });
    const { header, body } = await terminal.next('shoot');
    expect(body).toMatchObject({ channel: 1, command: 1, save: 0 });
    // Some terminals confirm first.
    const confirmed = { ackSerial: header.serial, ackId: header.msgId, result: 0 };
    terminal.send({ kind: 'terminalAnswer', body: confirmed }, 1);
    terminal.send({ kind: 'shootAnswer', body: { ackSerial: header.serial, result: 0, mediaIds: [5] } }, 2);
    expect(await ordered).toEqual({ result: 'done' });

    const parts = encodeFrames(medium, { phone: PHONE, serial: 100, version: 2013 });
    expect(parts.length).toBeGreaterThan(100);
    for (const [index, part] of parts.entries()) if (index !== 40) terminal.write(part);
    const again = await terminal.next('platformResend');
    expect(again.body).toEqual({ firstSerial: 100, parts: [41] });
    terminal.write(parts[40]!);
    const answer = await terminal.next('mediaAnswer');
    expect(answer.body).toEqual({ mediaId: 5 });
    expect(media).toMatchObject([{ ordered: true, channel: 1, type: 'image/jpeg', at: NOW, lon: 106.55 }]);
    expect(Buffer.compare(media[0]!.bytes, PHOTO)).toBe(0);
  });

  it('fails when the camera can not', async () => {
    const ordered = listener.send(DEVICE, { kind: 'photo', channel: 9, count: 1 });
    const { header } = await terminal.next('shoot');
    terminal.send({ kind: 'shootAnswer', body: { ackSerial: header.serial, result: 2 } });
    expect(await ordered).toEqual({ result: 'unsupported' });
  });
});
