import { describe, expect, it } from 'vitest';
import { boundsOf, featuresOf, ringOf } from './area.ts';

describe('the area of a warning', () => {
  it('a circle is a closed ring as far from its centre as it says', () => {
    const ring = ringOf({ kind: 'circle', centre: [117.97, 28.45], radius: 20_000 });
    expect(ring.at(-1)).toEqual(ring[0]);
    const [[east]] = ring as [[number, number]];
    expect((east - 117.97) * 111.195 * Math.cos((28.45 * Math.PI) / 180)).toBeCloseTo(20, 6);
  });

  it('bounds hold all parts; without parts there are none', () => {
    const square = {
      kind: 'polygon',
      ring: [
        [117, 28],
        [118, 28],
        [118, 29],
        [117, 28],
      ],
    } as const;
    const areas = [{ kind: 'polygon' as const, ring: square.ring.map(([x, y]) => [x, y] as [number, number]) }];
    expect(boundsOf([...areas, { kind: 'circle', centre: [120, 28.5], radius: 1 }])?.slice(0, 2)).toEqual([117, 28]);
    expect(boundsOf([])).toBeUndefined();
    expect(featuresOf(areas).features).toHaveLength(1);
  });
});
