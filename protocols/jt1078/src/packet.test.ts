import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '@anlan/wire';
import { Assembler, DATA_TYPES, type MediaFrame, type Packet, PacketStream, packetsOf, writePacket } from './index.ts';

const bytes = (hex: string): Uint8Array => fromHex(hex) as Uint8Array;
const NEXT = '30316364';

/** Headers as terminals and other implementations write them. */
const KNOWN = {
  sound: '303163648186abcd01380013800002300000019febab40950003d5c7fa',
  picture: '30316364816212341234567890120f0101020304050607081122334400026500',
  captured: `303163648162000001448260757101010000 01a065e9ea5d00000000000a${'00'.repeat(10)}`.replaceAll(' ', ''),
};

const phone = fc.stringMatching(/^[1-9]\d{10}$/).map((digits) => `0${digits}`);
const frame: fc.Arbitrary<MediaFrame> = fc.record({
  ok: fc.constant(true as const),
  phone,
  channel: fc.integer({ min: 1, max: 37 }),
  loadType: fc.constantFrom(6, 19, 98, 99),
  dataType: fc.constantFrom(...DATA_TYPES),
  timestamp: fc.bigInt({ min: 0n, max: 2n ** 48n }),
  data: fc.uint8Array({ minLength: 1, maxLength: 4000 }),
});
const cuts = fc.array(fc.integer({ min: 1, max: 1300 }), { minLength: 1, maxLength: 20 });

function* sliced(all: Uint8Array, sizes: readonly number[]): Generator<Uint8Array> {
  for (let at = 0, index = 0; at < all.length; index += 1) {
    const size = sizes[index % sizes.length] as number;
    yield all.subarray(at, at + size);
    at += size;
  }
}

const joined = (parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));

describe('a packet', () => {
  it('is read as others write it, and written back byte for byte', () => {
    const [sound] = new PacketStream({ phoneSize: 6 }).push(bytes(KNOWN.sound)) as [Packet];
    expect(sound).toMatchObject({
      marker: true,
      loadType: 6,
      sequence: 0xabcd,
      phone: '013800138000',
      channel: 2,
      dataType: 'audio',
      part: 'whole',
      timestamp: 0x19febab4095n,
    });
    expect(toHex(sound.body)).toBe('d5c7fa');
    const [picture] = new PacketStream({ phoneSize: 6 }).push(bytes(KNOWN.picture)) as [Packet];
    expect(picture).toMatchObject({ marker: false, loadType: 98, channel: 15, dataType: 'i-frame', part: 'first' });
    expect(picture).toMatchObject({ sinceKey: 0x1122, sinceFrame: 0x3344, timestamp: 0x0102030405060708n });
    expect([toHex(writePacket(sound)), toHex(writePacket(picture))]).toEqual([KNOWN.sound, KNOWN.picture]);
  });

  it('has its edition told by where the next one begins', () => {
    const [known] = new PacketStream({ phoneSize: 6 }).push(bytes(KNOWN.picture)) as [Packet];
    for (const size of [6, 10] as const) {
      const stream = new PacketStream();
      const written = writePacket(known, size);
      expect(stream.push(written)).toEqual([]);
      const [first, second] = stream.push(joined([written, bytes(NEXT)])) as [Packet, Packet];
      expect([first.phone, second.phone]).toEqual(Array(2).fill('123456789012'.padStart(2 * size, '0')));
    }
  });

  it('of a terminal is taken after noise and before another', () => {
    const stream = new PacketStream();
    const out = stream.push(joined([bytes('303100ff30'), bytes(KNOWN.captured), bytes(KNOWN.captured), bytes(NEXT)]));
    expect(out.map((item) => (item.ok ? item.phone : [item.reason, item.offset, item.length]))).toEqual([
      ['garbage', 0, 5],
      '014482607571',
      '014482607571',
    ]);
  });

  it('that says to be longer than taken costs itself, not the stream', () => {
    const long = writePacket({ ...(packetsOf(one({ data: new Uint8Array(900) }), 0)[0] as Packet) });
    const stream = new PacketStream({ phoneSize: 6, longestBody: 100 });
    const out = stream.push(joined([long, bytes(KNOWN.sound)]));
    expect(out.map((item) => (item.ok ? item.dataType : item.reason))).toEqual(['too-long', 'garbage', 'audio']);
  });
});

const one = (change: Partial<MediaFrame> = {}): MediaFrame => ({
  ok: true,
  phone: '013912345678',
  channel: 1,
  loadType: 98,
  dataType: 'i-frame',
  timestamp: 1000n,
  data: new Uint8Array(3000).map((_, index) => index),
  ...change,
});

describe('a stream', () => {
  it('gives back every frame however it is cut', () => {
    fc.assert(
      fc.property(fc.array(frame, { minLength: 1, maxLength: 4 }), cuts, (frames, sizes) => {
        let sequence = 65_530;
        const packets = frames.flatMap((each) => {
          const own = packetsOf(each, sequence);
          sequence = (sequence + own.length) & 0xffff;
          return own;
        });
        const wire = joined([...packets.map((each) => writePacket(each)), bytes(NEXT)]);
        const stream = new PacketStream();
        const assembler = new Assembler();
        const seen: unknown[] = [];
        for (const chunk of sliced(wire, sizes)) {
          for (const item of stream.push(chunk)) seen.push(item.ok ? assembler.push(item) : item);
        }
        const expected = frames.map((each) => (each.dataType === 'transparent' ? { ...each, timestamp: 0n } : each));
        expect(seen.filter((each) => each !== undefined)).toEqual(expected);
      }),
      { numRuns: 100 },
    );
  });

  it('loses a picture whose part is missing and no other', () => {
    const parts = packetsOf(one(), 10);
    const next = packetsOf(one({ dataType: 'p-frame' }), 10 + parts.length);
    const assembler = new Assembler();
    const out = [...parts.toSpliced(1, 1), ...next].map((each) => assembler.push(each));
    expect(out.filter((each) => each !== undefined)).toMatchObject([
      { reason: 'lost-part' },
      { ok: true, dataType: 'p-frame' },
    ]);
  });

  it.each([
    ['one row', 12, 13],
    ['rows of their own', 900, 12],
  ])('takes sound between the parts of a picture, numbered in %s', (_, ofSound, ofRest) => {
    const [first, second, third, last] = packetsOf(one({ data: new Uint8Array(3800) }), 10) as [
      Packet,
      Packet,
      Packet,
      Packet,
    ];
    const [sound] = packetsOf(one({ dataType: 'audio', data: new Uint8Array(20) }), ofSound) as [Packet];
    const rest = [third, last].map((each, index) => ({ ...each, sequence: ofRest + index }));
    const assembler = new Assembler();
    const out = [first, second, sound, ...rest].map((each) => assembler.push(each));
    expect(out.filter((each) => each !== undefined)).toMatchObject([{ dataType: 'audio' }, { dataType: 'i-frame' }]);
  });

  it('never holds more than its largest picture', () => {
    const assembler = new Assembler({ largest: 2000 });
    const out = packetsOf(one({ data: new Uint8Array(20_000) }), 0).map((each) => assembler.push(each));
    expect(out.filter((each) => each !== undefined)).toEqual([expect.objectContaining({ reason: 'too-large' })]);
    expect(assembler.held).toBe(0);
  });
});
