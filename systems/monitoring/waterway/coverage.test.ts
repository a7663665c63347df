import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { destination } from '@anlan/domain/geo';
import { coverageOf, type Station } from './coverage.ts';

const FROM = { lon: 106.5, lat: 29.5 };
/** A straight river of a hundred kilometres to the east. */
const path = Array.from({ length: 101 }, (_, km) => {
  const { lon, lat } = destination(FROM, 90, km * 1000);
  return [lon, lat] as const;
});
const at = (km: number, part: Partial<Station> = {}): Station => ({
  kind: 'ais',
  waterway: '嘉陵江',
  ...destination(FROM, 90, km * 1000),
  reach: 10,
  working: true,
  ...part,
});
const river = { name: '嘉陵江', path };
const ais = (stations: readonly Station[]) => coverageOf(river, stations, ['ais', 'vhf', 'cctv']).kinds[0]!;

describe('[S38.5] coverage of a river', () => {
  it('is the kilometres within reach of a working station, by kind', () => {
    const found = ais([
      at(20),
      at(25),
      at(80, { working: false }),
      at(60, { kind: 'vhf' }),
      at(50, { waterway: '乌江' }),
    ]);
    expect(found).toMatchObject({ stations: 3, working: 2 });
    expect(found.covered).toBeCloseTo(25, 0);
    expect(found.share).toBeCloseTo(0.25, 2);
    expect(found.stretches).toHaveLength(1);
  });
  it('never falls with a further station, and its stretches add up to it', () => {
    const stations = fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { maxLength: 6 });
    fc.assert(
      fc.property(stations, fc.double({ min: 0, max: 100, noNaN: true }), (places, more) => {
        const before = ais(places.map((km) => at(km)));
        const after = ais([...places, more].map((km) => at(km)));
        expect(after.covered).toBeGreaterThanOrEqual(before.covered);
        const sum = before.stretches.reduce((total, [from, to]) => total + to - from, 0);
        expect(Math.abs(sum - before.covered)).toBeLessThan(0.2);
      }),
      { numRuns: 40 },
    );
  });
  it('of a river without a line is not known', () => {
    expect(coverageOf({ name: '信江', path: [] }, [], ['ais']).kinds[0]!.share).toBeNull();
  });
});
