import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PACKED, packReadings, unpackReadings, type Packed } from './packed.ts';

const rows = fc.array(
  fc.record({ at: fc.double(), value: fc.double(), place: fc.nat(), quality: fc.integer({ min: 0, max: 255 }) }),
  { minLength: 1, maxLength: 50 },
);
const batch = new Uint8Array(16).fill(7);

describe('a packed batch', () => {
  it('is read as it was written, with a time each or one for all, with qualities or without', () => {
    fc.assert(
      fc.property(rows, fc.boolean(), fc.boolean(), (list, one, qualities) => {
        const packed: Packed = {
          batch,
          at: Float64Array.from(one ? list.slice(0, 1) : list, ({ at }) => at),
          value: Float64Array.from(list, ({ value }) => value),
          place: Uint32Array.from(list, ({ place }) => place),
          ...(qualities ? { quality: Uint8Array.from(list, ({ quality }) => quality) } : {}),
        };
        expect(unpackReadings(packReadings(packed))).toEqual(packed);
      }),
    );
  });

  it('is refused in words, whatever the bytes are', () => {
    const good = packReadings({ batch, at: Float64Array.of(1), value: Float64Array.of(2), place: Uint32Array.of(3) });
    const changed = (at: number, to: number): Uint8Array => {
      const bytes = good.slice();
      bytes[at] = to;
      return bytes;
    };
    for (const bytes of [
      good.slice(0, 31),
      good.slice(0, -1),
      changed(0, 0),
      changed(4, 4),
      changed(8, 0),
      changed(12, 1),
    ])
      expect(typeof unpackReadings(bytes)).toBe('string');
    expect(unpackReadings(changed(10, 1))).toBe(`${65_537} readings; 1 to ${PACKED.most} are possible`);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        unpackReadings(bytes.slice());
      }),
    );
  });
});
