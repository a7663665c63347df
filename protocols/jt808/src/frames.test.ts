import { readFileSync } from 'node:fs';
import { fromHex, toHex } from '@anlan/wire';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answering, decodeFrame, encodeFrame, encodeFrames, FrameSplitter, MAX_FRAME, Reassembler } from './index.ts';
import type { Decoded, Part, Refusal } from './index.ts';

interface Vector {
  id: string;
  hex?: string;
  level?: string;
  valid: boolean;
}

const vectors = ['jt808.json', 'jt808-active-safety.json'].flatMap((name) => {
  const path = new URL(`../../../data/packs/vectors/${name}`, import.meta.url);
  return JSON.parse(readFileSync(path, 'utf8')) as Vector[];
});
const frames = vectors.filter(({ hex, level }) => hex && level !== 'body').map(({ hex }) => fromHex(hex!)!);

/** Header and kind of what was decoded, or the refusal. */
function told(bytes: Uint8Array): unknown {
  const result = decodeFrame(bytes);
  return result.ok ? [result.kind, result.header, result.body] : result;
}

function accepted(result: Decoded | Refusal): Decoded {
  if (!result.ok) throw new Error(`${result.reason}: ${result.detail}`);
  return result;
}

const EXAMPLE =
  '7e02000026123456789012007d02000000010000000200ba7f0e07e4f11c0028003c00001810151010100104000000640202007d01137e';

describe('a frame', () => {
  it('un-escapes both escapes and gives the location of the sheet', () => {
    const decoded = accepted(decodeFrame(fromHex(EXAMPLE)!));
    expect(decoded).toMatchObject({
      kind: 'location',
      header: { serial: 0x7e, phone: '123456789012', version: 2013 },
      body: {
        latitude: 12.222222,
        longitude: 132.444444,
        altitude: 40,
        speed: 6,
        time: { bcd: '181015101010', epochMs: Date.UTC(2018, 9, 15, 2, 10, 10) },
        items: [
          { name: 'mileage', value: 10 },
          { name: 'fuel', value: 12.5 },
        ],
      },
      warnings: [],
    });
  });

  it('of a terminal or platform is written back byte for byte where its text fields are padded as ours', () => {
    let exact = 0;
    let whole = 0;
    for (const bytes of frames) {
      const decoded = decodeFrame(bytes);
      if (!decoded.ok || decoded.trailing || decoded.kind === 'part' || decoded.kind === 'encrypted') continue;
      if (decoded.warnings.some(({ code }) => code === 'length')) continue;
      whole++;
      if (toHex(encodeFrame(decoded, answering(decoded.header, decoded.header.serial))) === toHex(bytes)) exact++;
    }
    expect(whole).toBeGreaterThan(250);
    expect(exact / whole).toBeGreaterThan(0.9);
  });

  it('is refused for its fault, with the place', () => {
    const faulty = (hex: string) => decodeFrame(fromHex(hex)!);
    expect(faulty('')).toMatchObject({ reason: 'flag', offset: 0 });
    expect(faulty('7e7e')).toMatchObject({ reason: 'too-short' });
    expect(faulty('7e00027d037e')).toMatchObject({ reason: 'escape', offset: 3 });
    expect(faulty('7e000200000123456789017d7e')).toMatchObject({ reason: 'escape', offset: 11 });
    expect(faulty('7e000200000123456789017fff0b7e')).toMatchObject({ reason: 'checksum', expected: 0x0a, found: 0x0b });
    expect(faulty('7e8001000012345678901200000b7e')).toMatchObject({ reason: 'body' });
  });

  it('with a wrong declared length but right check byte is accepted with a warning, or refused when strict', () => {
    const bytes = fromHex('7e5501000a7001608180000127001101007e')!;
    let check = 0;
    for (const byte of bytes.subarray(1, -2)) check ^= byte;
    bytes[bytes.length - 2] = check;
    expect(decodeFrame(bytes)).toMatchObject({ ok: true, warnings: [{ code: 'length' }] });
    expect(decodeFrame(bytes, { strict: true })).toMatchObject({ ok: false, reason: 'length', found: 10, expected: 3 });
  });

  it('of a 2019 device with a 6-byte phone is told by its length and answered alike', () => {
    for (const size of [12, 13] as const) {
      const bytes = encodeFrame(
        { kind: 'heartbeat', body: {} },
        { phone: '13912345678', serial: 7, version: 2019, size },
      );
      const decoded = accepted(decodeFrame(bytes));
      expect(decoded).toMatchObject({ header: { phone: '013912345678', version: 2019, size } });
      expect(decoded.warnings).toEqual([expect.objectContaining({ code: 'short-phone' })]);
      expect(encodeFrame(decoded as never, answering(decoded.header, 7))).toEqual(bytes);
    }
  });

  it('keeps a phone that is not BCD as its hex digits, with a warning', () => {
    const bytes = encodeFrame({ kind: 'heartbeat', body: {} }, { phone: '4eb6fb4ad628', serial: 1, version: 2013 });
    expect(decodeFrame(bytes)).toMatchObject({ header: { phone: '4eb6fb4ad628' }, warnings: [{ code: 'phone' }] });
  });

  it('does not share memory with the bytes it was decoded from', () => {
    const bytes = fromHex(EXAMPLE)!;
    const before = told(bytes);
    const decoded = accepted(decodeFrame(bytes));
    bytes.fill(0);
    expect([decoded.kind, decoded.header, decoded.body]).toEqual(before);
  });
});

describe('FrameSplitter', () => {
  const stream = Uint8Array.from(frames.slice(0, 120).flatMap((frame) => [...frame]));
  const expected = frames.slice(0, 120).map(told);
  const cutsOf = (pieces: Uint8Array[]) => {
    const splitter = new FrameSplitter();
    return pieces.flatMap((piece) => splitter.push(piece));
  };
  const toldOf = (pieces: Uint8Array[]) => cutsOf(pieces).map((cut) => (cut.ok ? told(cut.frame) : cut));

  it('decodes glued frames and frames split at every byte alike', () => {
    expect(toldOf([stream])).toEqual(expected);
    expect(toldOf(Array.from(stream, (byte) => Uint8Array.of(byte)))).toEqual(expected);
  });

  it('gives the same frames and refusals however the stream is divided', () => {
    const noisy = fc.array(fc.oneof(fc.constantFrom(...frames), fc.uint8Array({ maxLength: 3000, size: 'max' })), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(noisy, fc.array(fc.nat(4000), { maxLength: 12 }), (parts, marks) => {
        const bytes = Uint8Array.from(parts.flatMap((part) => [...part]));
        const at = [...marks.filter((mark) => mark < bytes.length), bytes.length].sort((a, b) => a - b);
        const pieces = at.map((mark, i) => bytes.subarray(at[i - 1] ?? 0, mark));
        expect(cutsOf(pieces)).toEqual(cutsOf([bytes]));
      }),
      { numRuns: 100 },
    );
  });

  it('cuts where one flag both ends and begins', () => {
    const [a, b] = [frames[0]!, frames[4]!];
    expect(toldOf([a, b.subarray(1)])).toEqual([told(a), told(b)]);
  });

  it('skips what stands before the first flag and between frames, and says so', () => {
    const frame = frames[0]!;
    expect(cutsOf([Uint8Array.of(1, 2, 3), frame])).toEqual([
      expect.objectContaining({ reason: 'stray', offset: 0 }),
      { ok: true, frame, offset: expect.any(Number) },
    ]);
    expect(toldOf([frame, Uint8Array.of(0x24, 0x24), frame])).toEqual([
      told(frame),
      expect.objectContaining({ reason: 'too-short' }),
      told(frame),
    ]);
  });

  it('gives up a frame without end at the longest legal length and goes on at the next flag', () => {
    const splitter = new FrameSplitter();
    const noise = Uint8Array.from({ length: MAX_FRAME }, (_, i) => (i === 0 ? 0x7e : 0x11));
    expect(splitter.push(noise)).toEqual([expect.objectContaining({ reason: 'too-long', offset: 0 })]);
    for (let i = 0; i < 100; i++) expect(splitter.push(noise.subarray(1))).toEqual([]);
    expect(splitter.push(frames[0]!)).toMatchObject([{ ok: true, frame: frames[0]! }]);
  });

  it('passes the longest legal frame', () => {
    const body = { mediaId: 1, type: 0, format: 0, event: 0, channel: 1, data: new Uint8Array(1015).fill(0x7e) };
    const [frame] = encodeFrames({ kind: 'mediaData', body }, { phone: '1', serial: 0, version: 2019 });
    expect(cutsOf([frame!])).toMatchObject([{ ok: true, frame }]);
  });
});

describe('Reassembler', () => {
  const data = Uint8Array.from({ length: 5000 }, (_, i) => (i * 7) & 0xff);
  const location = { alarm: 0, status: 2, latitude: 30, longitude: 120, altitude: 5, speed: 0, direction: 0 };
  const body = {
    mediaId: 9,
    type: 0,
    format: 0,
    event: 1,
    channel: 1,
    location: { ...location, time: { bcd: '240229120000', epochMs: Date.UTC(2024, 1, 29, 4) } },
    data,
  };
  const partsOf = (serial: number): Part[] =>
    encodeFrames({ kind: 'mediaData', body }, { phone: '13900000001', serial, version: 2013 }).map(
      (frame) => accepted(decodeFrame(frame)) as Part,
    );

  it('gives the whole message whatever the order and repetition of its parts', () => {
    const parts = partsOf(65533);
    fc.assert(
      fc.property(fc.shuffledSubarray(parts, { minLength: parts.length }), fc.nat(parts.length - 1), (order, twice) => {
        const reassembler = new Reassembler();
        const results = [...order.slice(0, -1), order[twice % (order.length - 1)]!, order.at(-1)!].map((part) =>
          reassembler.add(part, 0),
        );
        expect(results.slice(0, -1).every((result) => result.ok && result.kind === 'pending')).toBe(true);
        expect(results.at(-1)).toMatchObject({ ok: true, kind: 'mediaData', body });
        expect(reassembler.heldBytes).toBe(0);
      }),
      { numRuns: 50 },
    );
  });

  it('lists the parts to ask for again, by the serial of the first', () => {
    const reassembler = new Reassembler();
    const parts = partsOf(100);
    for (const part of [parts[3]!, parts[1]!]) reassembler.add(part, 0);
    expect(reassembler.pending()).toMatchObject([{ firstSerial: 100, missing: [1, 3, 5] }]);
  });

  it('keeps two messages of the same size apart', () => {
    const reassembler = new Reassembler();
    const [a, b] = [partsOf(10), partsOf(500)];
    for (let i = 0; i < a.length - 1; i++) {
      reassembler.add(a[i]!, 0);
      reassembler.add(b[i]!, 0);
    }
    expect(reassembler.add(a.at(-1)!, 0)).toMatchObject({ kind: 'mediaData' });
    expect(reassembler.add(b.at(-1)!, 0)).toMatchObject({ kind: 'mediaData' });
  });

  it('joins parts that came in order though the terminal numbered other messages between them', () => {
    const reassembler = new Reassembler();
    const results = partsOf(100).map((part, i) => {
      const header = { ...part.header, serial: 100 + 10 * i };
      return reassembler.add({ ...part, header }, 0);
    });
    expect(results.at(-1)).toMatchObject({ kind: 'mediaData', body });
  });

  it('holds no more messages and bytes than allowed and gives up idle ones', () => {
    const reassembler = new Reassembler({ messages: 3, bytes: 4000, idleMs: 1000 });
    for (let i = 0; i < 50; i++) {
      for (const part of partsOf(i * 100).slice(0, 2)) {
        reassembler.add(part, i);
        expect(reassembler.heldBytes).toBeLessThanOrEqual(4000);
        expect(reassembler.pending().length).toBeLessThanOrEqual(3);
      }
    }
    reassembler.add(partsOf(9000)[0]!, 5000);
    expect(reassembler.pending()).toHaveLength(1);
  });

  it('refuses an impossible index', () => {
    const part = partsOf(1)[0]!;
    const wrong = { ...part, header: { ...part.header, part: { total: 2, index: 3 } } };
    expect(new Reassembler().add(wrong, 0)).toMatchObject({ ok: false, reason: 'package' });
  });
});
