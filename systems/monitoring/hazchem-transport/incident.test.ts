import { describe, expect, it } from 'vitest';
import { destination, distance } from '@anlan/domain/geo';
import { dangerZones, zoneOf } from './incident.ts';

const HERE = { lon: 117.97, lat: 28.45 };
const at = (towards: number, metres: number) => destination(HERE, towards, metres);

describe('[S34.4] zones of a release', () => {
  const zones = dangerZones(HERE, 100, 2000, { speed: 2, from: 270 });
  it('are a circle and a square downwind of it', () => {
    expect(zones.square!.towards).toBe(90);
    expect(zones.square!.corners).toHaveLength(4);
    for (const [lon, lat] of zones.square!.corners.slice(0, 1))
      expect(distance(HERE, { lon, lat })).toBeCloseTo(1000, -1);
  });
  it('hold what is near all around, what is downwind, and nothing upwind', () => {
    expect(zoneOf(zones, at(270, 80))).toMatchObject({ zone: 'isolation', metres: 80, towards: 270 });
    expect(zoneOf(zones, at(90, 1900))?.zone).toBe('downwind');
    expect(zoneOf(zones, destination(at(90, 1500), 0, 950))?.zone).toBe('downwind');
    expect(zoneOf(zones, destination(at(90, 1500), 0, 1100))).toBeUndefined();
    expect(zoneOf(zones, at(270, 300))).toBeUndefined();
    expect(zoneOf(zones, at(90, 2100))).toBeUndefined();
  });
  it('are a circle alone where nobody knows the wind', () => {
    const calm = dangerZones(HERE, 100, 2000, null);
    expect(calm.square).toBeNull();
    expect(zoneOf(calm, at(90, 500))).toBeUndefined();
  });
});
