import { assess, startAt, type LonLat } from '@anlan/kernel/workbench';
import { describe, expect, it } from 'vitest';
import { work } from './compute.ts';
import { logTicks, plainTicks } from './plot.tsx';
import { areaText, metresText, rangeText, rateText, riskText, significant } from './text.ts';
import { roadsInside } from './roads.ts';
import { anticlockwise, geoJsonOf, insideRing, zoneAt } from './zones.ts';

const square: readonly LonLat[] = [
  [117, 28],
  [117.01, 28],
  [117.01, 28.01],
  [117, 28.01],
  [117, 28],
];
const setup = startAt(117.2, 28.4);
const outlook = assess(setup);
const road = (name: string, coordinates: [number, number][]): GeoJSON.Feature => ({
  type: 'Feature',
  properties: { name },
  geometry: { type: 'LineString', coordinates },
});

describe('zones on the map', () => {
  it('are handed on as GeoJSON with closed rings that run anticlockwise, whatever the wind', () => {
    if (!outlook.ok) throw new Error(outlook.reason);
    const { features } = geoJsonOf(setup, outlook, 0);
    for (const { geometry } of features) {
      if (geometry.type !== 'Polygon') continue;
      const [ring] = geometry.coordinates as [LonLat[]];
      expect(ring.at(-1)).toEqual(ring[0]);
      expect(anticlockwise(ring)).toBe(ring);
    }
    expect(anticlockwise(square.toReversed())).toEqual(square);
  });

  it('hold a place in the worst zone it lies in, and none upwind', () => {
    if (!outlook.ok) throw new Error(outlook.reason);
    expect(zoneAt(outlook.zones, 117.199, 28.399)?.name).toBe('AEGL-3');
    expect(zoneAt(outlook.zones, 117.21, 28.41)).toBeNull();
  });

  it('name the roads that pass through, also those without a corner inside, and how far', () => {
    const through = road('过境路', [
      [116.99, 28.005],
      [117.02, 28.005],
    ]);
    const past = road('旁路', [
      [116.99, 28.02],
      [117.02, 28.02],
    ]);
    const [found, ...others] = roadsInside([through, past, road('', [[117.005, 28.005]])], square);
    expect(others).toEqual([]);
    expect(found?.name).toBe('过境路');
    // 0.01° of longitude at 28°.
    expect((found?.metres ?? 0) / (1111.95 * Math.cos((28.005 * Math.PI) / 180))).toBeCloseTo(1, 1);
    expect(insideRing(square, 117.005, 28.005)).toBe(true);
    expect(insideRing(square, 117.02, 28.005)).toBe(false);
  });
});

describe('the worker', () => {
  it('answers each order and says how long it took', () => {
    const { value, ms } = work({ kind: 'advice', setup, places: [[117.199, 28.399]] });
    expect(value).toEqual([expect.objectContaining({ advice: 'evacuate' })]);
    expect(ms).toBeGreaterThan(0);
    expect(
      work({
        kind: 'estimate',
        wish: { readings: [], within: { west: 0, east: 0, south: 0, north: 0 }, terrain: 'rural', releaseHeight: 1 },
      }).value,
    ).toMatchObject({ ok: false });
  });
});

describe('figures', () => {
  it('read in one unit, with few digits', () => {
    expect(metresText(2492.3)).toBe('2492 m');
    expect(metresText(7563)).toBe('7.56 km');
    expect(metresText(10_000)).toBe('≥ 10 km');
    expect(rangeText(1400, 3520)).toBe('1.4–3.5 km');
    expect(rangeText(9999, 10_000)).toBe('≥ 10 km');
    expect(rateText(0.00573)).toBe('5.73 g/s');
    expect(rateText(0.0234, 0.00573)).toBe('23.4 g/s');
    expect(significant(0)).toBe('0');
  });

  it('stand on round ticks', () => {
    expect(logTicks(10, 10_000)).toEqual([10, 100, 1000, 10_000]);
    expect(plainTicks(2.2)).toEqual([0, 1, 2]);
  });

  it('hand risk contours on as lines with their level, the ones not reached left out', () => {
    if (!outlook.ok) throw new Error(outlook.reason);
    const contours = [
      { level: 1e-5, rings: [], area: 0, distance: 0 },
      { level: 3e-7, rings: [square], area: 1, distance: 500 },
    ];
    const lines = geoJsonOf(setup, outlook, 0, contours).features.filter(
      ({ properties }) => properties?.['kind'] === 'individual-risk',
    );
    expect(lines.map(({ geometry, properties }) => [geometry.type, properties?.['risk_per_year']])).toEqual([
      ['MultiLineString', 3e-7],
    ]);
  });

  it('write frequencies as powers and areas in the unit that suits', () => {
    expect([3e-7, 1e-5, 2.96e-6, 0, 1e-15].map(riskText)).toEqual(['3×10⁻⁷', '10⁻⁵', '3×10⁻⁶', '0', '< 10⁻¹²']);
    expect([152, 9999, 61_630, 4.9e6].map(areaText)).toEqual(['150 m²', '10000 m²', '0.062 km²', '4.9 km²']);
  });
});
