import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bcdByte, ByteReader, ByteWriter, decodeGb18030, encodeGb18030, fromHex, isBcd, toHex } from './index.ts';

/** GB18030 has no code for a few private-use characters. */
const wellFormed = fc.string({ unit: 'binary' }).filter((text) => !/[\uE000-\uF8FF]/.test(text));

describe('GB18030', () => {
  it('gives back every well-formed text', () => {
    fc.assert(
      fc.property(wellFormed, (text) => {
        expect(decodeGb18030(encodeGb18030(text))).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });

  it('gives back every character of the basic plane outside the private use area', () => {
    let all = '';
    for (let point = 0; point < 0xd800; point++) all += String.fromCharCode(point);
    for (let point = 0xf900; point < 0x10000; point++) all += String.fromCharCode(point);
    expect(decodeGb18030(encodeGb18030(all)) === all).toBe(true);
  });

  it('uses the two-byte GBK code where one exists', () => {
    expect(toHex(encodeGb18030('测A京'))).toBe('b2e241bea9');
  });

  it('encodes what GBK lacks in four bytes', () => {
    expect(toHex(encodeGb18030('㐀😀'))).toBe('8139ee399439fc36');
  });

  it('replaces ill-formed bytes and lone surrogates instead of throwing', () => {
    expect(decodeGb18030(Uint8Array.of(0x41, 0xff))).toBe('A\uFFFD');
    expect(toHex(encodeGb18030('a\uD800'))).toBe('613f');
  });
});

describe('hex and BCD', () => {
  it('gives back every byte sequence', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(fromHex(toHex(bytes))).toEqual(bytes);
      }),
    );
  });

  it('refuses text that is not an even number of hex digits', () => {
    expect(['abc', 'zz', '0g', ':0', '@0'].map(fromHex)).toEqual([null, null, null, null, null]);
    expect(fromHex('09afAF')).toEqual(Uint8Array.of(0x09, 0xaf, 0xaf));
  });

  it('reads a BCD byte and marks one that is not', () => {
    expect([bcdByte(0x59), bcdByte(0x5a), isBcd('0123'), isBcd('01a3')]).toEqual([59, -1, true, false]);
  });
});

describe('ByteReader and ByteWriter', () => {
  it('read what was written', () => {
    fc.assert(
      fc.property(fc.nat(0xff), fc.nat(0xffff), fc.nat(0xffffffff), fc.uint8Array(), (a, b, c, d) => {
        const output = new ByteWriter(1);
        output.u8(a);
        output.u16(b);
        output.u32(c);
        output.write(d);
        const input = new ByteReader(output.finish());
        expect([input.u8(), input.u16(), input.u32(), [...input.rest()]]).toEqual([a, b, c, [...d]]);
        expect(input.overrun).toBe(false);
      }),
    );
  });

  it('marks a read beyond the end instead of throwing', () => {
    const input = new ByteReader(Uint8Array.of(1, 2, 3));
    expect([input.u32(), input.overrun, input.remaining]).toEqual([0, true, 0]);
    const other = new ByteReader(Uint8Array.of(1, 2, 3));
    expect([[...other.take(4)], other.overrun]).toEqual([[1, 2, 3], true]);
  });

  it('refuse to write a number its field can not hold', () => {
    const output = new ByteWriter();
    expect(() => output.u8(256)).toThrow(RangeError);
    expect(() => output.u16(-1)).toThrow(RangeError);
    expect(() => output.u32(0.5)).toThrow(RangeError);
    expect(() => output.patch(0, 1, 1)).toThrow(RangeError);
  });
});
