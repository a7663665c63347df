import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AccessUnit,
  decodeRtp,
  encodeRtp,
  frameRtp,
  packetize,
  Pictures,
  ProgramStream,
  type Refusal,
  RtpOrder,
  type RtpPacket,
  RtpStream,
  writePack,
} from './index.ts';

/** Bytes made by us with ffmpeg; `recorded/README.md` says how. */
const recorded = (name: string): Uint8Array =>
  Uint8Array.from(readFileSync(fileURLToPath(new URL(`../recorded/${name}`, import.meta.url))));

const unitsOf = (items: readonly (AccessUnit | Refusal)[]): AccessUnit[] => items.filter((item) => 'codec' in item);
const faultsOf = (items: readonly (AccessUnit | Refusal)[]): Refusal[] => items.filter((item) => 'ok' in item);

/** Pictures of an elementary stream. */
function picturesOf(name: string, codec: 'h264' | 'h265'): AccessUnit[] {
  const pictures = new Pictures(codec);
  return unitsOf([...pictures.push(recorded(name), 0), ...pictures.end()]);
}

/** What the NAL units are, whatever cut them. */
function digestOf(units: readonly AccessUnit[]): string {
  const hash = createHash('sha256');
  for (const nal of units.flatMap(({ nals }) => nals)) hash.update(nal).update('|');
  return hash.digest('hex');
}

function demultiplexed(bytes: Uint8Array, step = bytes.length): (AccessUnit | Refusal)[] {
  const program = new ProgramStream();
  const out: (AccessUnit | Refusal)[] = [];
  for (let at = 0; at < bytes.length; at += step) out.push(...program.push(bytes.subarray(at, at + step)));
  return [...out, ...program.end()];
}

/** A stream as a camera sends it: a picture each 40 ms with sound between. */
function cameraStream(units: readonly AccessUnit[], codec: 'h264' | 'h265'): Uint8Array {
  const sound = new Uint8Array(320).fill(0xd5);
  const packs = units.flatMap((unit, index) => {
    const at = index * 40;
    const heard = { codec: 'g711a', at, key: true, nals: [sound] } as const;
    return [
      writePack({ ...unit, at }, { video: codec, audio: 'g711a' }),
      writePack(heard, { video: codec, audio: 'g711a' }),
    ];
  });
  return Uint8Array.from(Buffer.concat(packs));
}

describe('a program stream', () => {
  const files = [
    ['h264-b.h264', 'h264', 20, 2],
    ['h265.h265', 'h265', 20, 2],
  ] as const;

  it.each(files)(
    'of %s as a camera sends it gives its pictures back, with time and sound',
    (name, codec, count, keys) => {
      const pictures = picturesOf(name, codec);
      expect([pictures.length, pictures.filter(({ key }) => key).length]).toEqual([count, keys]);
      const items = demultiplexed(cameraStream(pictures, codec));
      expect(faultsOf(items)).toEqual([]);
      const seen = unitsOf(items).filter((unit) => unit.codec === codec);
      expect(digestOf(seen)).toBe(digestOf(pictures));
      expect(seen.map(({ at }) => Math.round(at))).toEqual(pictures.map((_, index) => index * 40));
      expect(unitsOf(items).filter((unit) => unit.codec === 'g711a')).toHaveLength(count);
    },
  );

  it('made by another multiplexer, without map and with pictures across packets, has the same pictures', () => {
    const pictures = picturesOf('h264-b.h264', 'h264');
    const units = unitsOf(demultiplexed(recorded('h264-b.mpg')));
    expect(units).toHaveLength(20);
    expect(digestOf(units)).toBe(digestOf(pictures));
    // ffprobe: the first picture is due at 63,000 ticks of 90 kHz.
    expect(units[0]?.at).toBe(700);
  });

  it('cut at every byte, or come byte by byte, gives the same', () => {
    const stream = cameraStream(picturesOf('h264-b.h264', 'h264').slice(1, 4), 'h264');
    const whole = demultiplexed(stream);
    expect(demultiplexed(stream, 1)).toEqual(whole);
    for (let cut = 0; cut <= stream.length; cut += 1) {
      const program = new ProgramStream();
      const parts = [...program.push(stream.subarray(0, cut)), ...program.push(stream.subarray(cut)), ...program.end()];
      if (digestOf(unitsOf(parts)) !== digestOf(unitsOf(whole))) throw new Error(`cut at ${cut}`);
    }
  });

  it('with AAC gives frames without their headers, in even steps', () => {
    const bytes = recorded('sound.aac');
    const packs: Uint8Array[] = [];
    // Half a frame here and there: headers are found across packets.
    for (let at = 0; at < bytes.length; at += 250) {
      const nals = [bytes.subarray(at, at + 250)];
      packs.push(writePack({ codec: 'aac', at: (at / 250) * 64, key: true, nals }, { video: 'h264', audio: 'aac' }));
    }
    const units = unitsOf(demultiplexed(Uint8Array.from(Buffer.concat(packs))));
    expect(units.length).toBeGreaterThan(15);
    expect(units.every(({ codec, nals }) => codec === 'aac' && nals.length === 1 && nals[0]![0] !== 0xff)).toBe(true);
  });

  it('goes on at the next key picture when bytes are missing', () => {
    const pictures = picturesOf('h264-b.h264', 'h264');
    const packs = pictures.map((unit, index) => writePack({ ...unit, at: index * 40 }, { video: 'h264' }));
    const program = new ProgramStream();
    const out = packs.slice(0, 4).flatMap((pack) => program.push(pack));
    program.push(packs[4]!.subarray(0, 30));
    program.gap();
    const after = unitsOf([...packs.slice(5).flatMap((pack) => program.push(pack)), ...program.end()]);
    expect(unitsOf(out)).toHaveLength(3);
    expect(after[0]).toMatchObject({ key: true, at: 400 });
    expect(after).toHaveLength(10);
  });

  it('goes on after noise, and says once where it lay', () => {
    const stream = cameraStream(picturesOf('h265.h265', 'h265').slice(0, 2), 'h265');
    const noise = new Uint8Array(50).fill(0x47);
    const items = demultiplexed(Uint8Array.of(...noise, ...stream));
    expect(faultsOf(items)).toEqual([expect.objectContaining({ reason: 'garbage', offset: 0 })]);
    expect(unitsOf(items).filter(({ codec }) => codec === 'h265')).toHaveLength(2);
  });

  it('goes on beyond the 33 bits of its clock', () => {
    const [picture] = picturesOf('h264-b.h264', 'h264');
    const end = 2 ** 33 / 90;
    const packs = [-40, 0, 40].map((at) => writePack({ ...picture!, at: (end + at) % end }, { video: 'h264' }));
    const times = unitsOf(demultiplexed(Uint8Array.from(Buffer.concat(packs)))).map(({ at }) => at);
    expect(times[1]! - times[0]!).toBeCloseTo(40, 1);
    expect(times[2]! - times[1]!).toBeCloseTo(40, 1);
  });

  it('of a codec nobody can show says so once', () => {
    const [picture] = picturesOf('h264-b.h264', 'h264');
    const pack = writePack(picture!, { video: 'h264' });
    const map = pack.findIndex(
      (_, at) => pack[at + 2] === 1 && pack[at + 3] === 0xbc && pack[at] === 0 && pack[at + 1] === 0,
    );
    pack[map + 12] = 0x80;
    const items = demultiplexed(Uint8Array.of(...pack, ...pack));
    expect(items).toEqual([expect.objectContaining({ reason: 'unknown-codec' })]);
  });
});

const packet = (sequence: number, more: Partial<RtpPacket> = {}): RtpPacket => ({
  marker: false,
  payloadType: 96,
  sequence: sequence & 0xffff,
  timestamp: 1,
  ssrc: 7,
  payload: Uint8Array.of(sequence & 0xff),
  ...more,
});

describe('RTP', () => {
  it('written and read again is the same', () => {
    const any = fc.record({
      marker: fc.boolean(),
      payloadType: fc.nat(127),
      sequence: fc.nat(65_535),
      timestamp: fc.nat(0xffffffff),
      ssrc: fc.nat(0xffffffff),
      payload: fc.uint8Array({ maxLength: 100 }),
    });
    fc.assert(
      fc.property(any, (one) => {
        expect(decodeRtp(encodeRtp(one))).toEqual(one);
      }),
    );
  });

  it('is read with sources, extension and padding, and refused where they go beyond it', () => {
    const plain = encodeRtp(packet(5, { payload: Uint8Array.of(1, 2, 3) }));
    const rich = Uint8Array.of(0xb1, ...plain.subarray(1, 12), 0, 0, 0, 9, 0xbe, 0xde, 0, 1, 1, 1, 1, 1, 1, 2, 3, 0, 2);
    expect(decodeRtp(rich)).toMatchObject({ sequence: 5, payload: Uint8Array.of(1, 2, 3) });
    expect(decodeRtp(rich.subarray(0, 20))).toMatchObject({ ok: false, reason: 'bad-length' });
    expect(decodeRtp(plain.subarray(0, 11))).toMatchObject({ ok: false, reason: 'incomplete' });
    expect(decodeRtp(Uint8Array.of(0x40, ...plain.subarray(1)))).toMatchObject({ ok: false, reason: 'not-rtp' });
  });

  it('out of order comes in order, twice comes once, and over the end of its numbers', () => {
    fc.assert(
      fc.property(fc.nat(65_535), fc.array(fc.nat(7), { minLength: 40, maxLength: 40 }), (first, swaps) => {
        const sent = swaps.map((_, index) => packet(first + index));
        // The first one fixes where numbers begin; every other may change places with one up to seven behind.
        for (const [index, by] of swaps.entries()) {
          const other = Math.min(sent.length - 1, index + by);
          if (index > 0) [sent[index], sent[other]] = [sent[other]!, sent[index]!];
        }
        const order = new RtpOrder();
        const got = [...sent, sent[3]!].flatMap((one) => order.push(one).packets);
        expect(got.map(({ sequence }) => sequence)).toEqual(swaps.map((_, index) => (first + index) & 0xffff));
        expect(order.late).toBe(1);
      }),
    );
  });

  it('that never comes is given up after a window, and counted', () => {
    const order = new RtpOrder(8);
    order.push(packet(0));
    let lost = 0;
    const got: number[] = [];
    for (let sequence = 3; sequence < 20; sequence += 1) {
      const ordered = order.push(packet(sequence));
      lost += ordered.lost;
      got.push(...ordered.packets.map((one) => one.sequence));
    }
    expect([lost, got, order.waiting]).toEqual([2, Array.from({ length: 17 }, (_, i) => i + 3), 0]);
  });

  it('begins anew with a sender that began anew', () => {
    const order = new RtpOrder();
    order.push(packet(10));
    expect(order.push(packet(30_000)).packets).toHaveLength(1);
    expect(order.push(packet(30_001)).packets).toHaveLength(1);
  });

  it('over TCP cut at every byte comes whole; what is no packet ends it', () => {
    const pieces = packetize(new Uint8Array(3000).fill(1), {
      payloadType: 96,
      sequence: 65_535,
      timestamp: 9,
      ssrc: 7,
    });
    expect(pieces.map(({ marker, sequence }) => [marker, sequence])).toEqual([
      [false, 65_535],
      [false, 0],
      [true, 1],
    ]);
    const stream = Uint8Array.from(Buffer.concat(pieces.map((one) => frameRtp(encodeRtp(one)))));
    for (let cut = 0; cut <= stream.length; cut += 7) {
      const reader = new RtpStream();
      expect([...reader.push(stream.subarray(0, cut)), ...reader.push(stream.subarray(cut))]).toEqual(pieces);
    }
    const reader = new RtpStream();
    const http = new TextEncoder().encode('GET / HTTP/1.1\r\nHost: somewhere\r\n\r\n'.repeat(600));
    expect(reader.push(http).at(-1)).toMatchObject({ ok: false, reason: 'not-rtp', offset: 2 });
    expect([reader.broken, reader.held]).toEqual([true, 0]);
  });
});
