import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stripped } from './strip.ts';

const segment = (mark: number, body: Buffer): Buffer => {
  const head = Buffer.from([0xff, mark, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([head, body]);
};
/** An Exif block of a camera: model and, in its first directory, how to turn the picture. */
function exif(turn: number, little: boolean, secret: string): Buffer {
  const tiff = Buffer.alloc(26);
  tiff.write(little ? 'II' : 'MM', 0, 'latin1');
  const two = (value: number, at: number) => (little ? tiff.writeUInt16LE(value, at) : tiff.writeUInt16BE(value, at));
  const four = (value: number, at: number) => (little ? tiff.writeUInt32LE(value, at) : tiff.writeUInt32BE(value, at));
  two(42, 2);
  four(8, 4);
  two(1, 8);
  two(0x0112, 10);
  two(3, 12);
  four(1, 14);
  two(turn, 18);
  return Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff, Buffer.from(secret)]);
}
const SECRET = 'GPS 28.4N 117.9E Huawei P60';
const DATA = Buffer.from([0x11, 0xff, 0x00, 0x22, 0xff, 0xd3, 0x33]);
const frame = () => segment(0xc0, Buffer.from('0800010001010111', 'hex'));
const scan = () => Buffer.concat([segment(0xda, Buffer.from('010100003f00', 'hex')), DATA]);
const jpeg = (...extra: Buffer[]) =>
  Buffer.concat([
    Buffer.from('ffd8', 'hex'),
    segment(0xe0, Buffer.from('4a46494600010100000100010000', 'hex')),
    ...extra,
    frame(),
    scan(),
    Buffer.from('ffd9', 'hex'),
  ]);
const chunk = (kind: string, body: Buffer): Buffer => {
  const out = Buffer.alloc(12 + body.length);
  out.writeUInt32BE(body.length, 0);
  out.write(kind, 4, 'latin1');
  body.copy(out, 8);
  out.writeUInt32BE(crc32(out.subarray(4, 8 + body.length)), 8 + body.length);
  return out;
};
const riff = (kind: string, body: Buffer): Buffer => {
  const head = Buffer.alloc(8);
  head.write(kind, 0, 'latin1');
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)]);
};
const webp = (...chunks: Buffer[]): Buffer => {
  const body = Buffer.concat([Buffer.from('WEBP'), ...chunks]);
  const head = Buffer.alloc(8);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body]);
};

describe('a picture that is sent in', () => {
  it('loses what the camera wrote, comments and what hangs behind the end, and keeps its data', () => {
    const sent = jpeg(
      segment(0xe1, exif(1, true, SECRET)),
      segment(0xe1, Buffer.from(`http://ns.adobe.com/xap/1.0/\0${SECRET}`)),
      segment(0xe2, Buffer.from(`MPF\0${SECRET}`)),
      segment(0xed, Buffer.from(`Photoshop 3.0\0${SECRET}`)),
      segment(0xfe, Buffer.from(SECRET)),
    );
    const kept = stripped('image/jpeg', Buffer.concat([sent, Buffer.from(`ftyp motion ${SECRET}`)]))!;
    expect(kept.includes('GPS')).toBe(false);
    expect(kept.includes('Exif')).toBe(false);
    expect(kept).toEqual(jpeg());
  });

  it('is still turned the right way', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 8 }), fc.boolean(), (turn, little) => {
        const kept = stripped('image/jpeg', jpeg(segment(0xe1, exif(turn, little, SECRET))))!;
        expect(kept.includes('GPS')).toBe(false);
        expect(kept).toEqual(stripped('image/jpeg', kept));
        const at = kept.indexOf('Exif');
        expect(kept.readUInt16BE(at + 6 + 18)).toBe(turn);
      }),
    );
  });

  it('of PNG keeps only what makes the picture', () => {
    const [head, data, end] = [
      chunk('IHDR', Buffer.alloc(13, 1)),
      chunk('IDAT', Buffer.from('pixels')),
      chunk('IEND', Buffer.alloc(0)),
    ];
    const signature = Buffer.from('89504e470d0a1a0a', 'hex');
    const extra = ['tEXt', 'iTXt', 'zTXt', 'eXIf', 'tIME', 'caBX'].map((kind) => chunk(kind, Buffer.from(SECRET)));
    const sent = Buffer.concat([signature, head, ...extra, data, end, Buffer.from(SECRET)]);
    expect(stripped('image/png', sent)).toEqual(Buffer.concat([signature, head, data, end]));
  });

  it('of WebP keeps the picture and no longer promises the rest', () => {
    const flags = Buffer.from('0c000000000000000000', 'hex');
    const picture = riff('VP8L', Buffer.from('pixels!'));
    const sent = webp(
      riff('VP8X', flags),
      picture,
      riff('EXIF', Buffer.from(SECRET)),
      riff('XMP ', Buffer.from(SECRET)),
    );
    expect(stripped('image/webp', sent)).toEqual(webp(riff('VP8X', Buffer.alloc(10)), picture));
  });

  it('that is none of its kind is none, and no bytes make it fail', () => {
    expect(stripped('image/jpeg', Buffer.from('<svg onload=alert(1)>'))).toBeUndefined();
    expect(stripped('image/png', jpeg())).toBeUndefined();
    const kinds = fc.constantFrom('image/jpeg' as const, 'image/png' as const, 'image/webp' as const);
    const heads = fc.constantFrom('', 'ffd8ff', '89504e470d0a1a0a', '52494646ffffffff57454250', 'ffd8ffe1');
    fc.assert(
      fc.property(kinds, heads, fc.uint8Array({ maxLength: 400 }), (kind, head, body) => {
        const sent = Buffer.concat([Buffer.from(head, 'hex'), body]);
        const kept = stripped(kind, sent);
        if (kept !== undefined) expect(kept.length).toBeLessThanOrEqual(sent.length + 36);
      }),
      { numRuns: 3000 },
    );
  });

  it('cut short anywhere gives no secret away', () => {
    const sent = jpeg(segment(0xe1, exif(6, false, SECRET)), segment(0xfe, Buffer.from(SECRET)));
    for (let length = 0; length < sent.length; length += 1)
      expect(stripped('image/jpeg', sent.subarray(0, length))?.includes('GPS') ?? false).toBe(false);
  });
});
