import type { Positions } from '@anlan/kernel/position';
import { describe, expect, it } from 'vitest';
import { Movers, TRAVEL } from './movers.ts';

const positions = (
  rows: readonly (readonly [id: string, kind: string, lon: number, lat: number, time: number])[],
): Positions => ({
  at: 0,
  id: rows.map((row) => row[0]),
  kind: rows.map((row) => row[1]),
  name: rows.map((row) => `名 ${row[0]}`),
  time: rows.map((row) => row[4]),
  lon: rows.map((row) => row[2]),
  lat: rows.map((row) => row[3]),
  speed: rows.map(() => 60),
  heading: rows.map(() => 90),
  origin: rows.map(() => 'generated'),
});
const moved = (id: string, lon: number, lat: number, time: number, heading: number | null = 45) => ({
  id: [id],
  time: [time],
  lon: [lon],
  lat: [lat],
  speed: [72],
  heading: [heading],
});
const at = (movers: Movers, id: string) => {
  const i = movers.indexOf(id);
  return [movers.shown[2 * i], movers.shown[2 * i + 1]];
};

describe('moving objects as columns', () => {
  const fresh = () => {
    const movers = new Movers('vehicle');
    movers.load(
      positions([
        ['v1', 'vehicle', 117, 28, 1000],
        ['s1', 'vessel', 116, 29, 1000],
        ['v2', 'vehicle', 118, 28, 1000],
      ]),
      0,
    );
    return movers;
  };

  it('holds its own kind only', () => {
    expect([...fresh().ids]).toEqual(['v1', 'v2']);
  });

  it('travels from the shown place to the new fix and stays there', () => {
    const movers = fresh();
    expect(movers.merge(moved('v1', 117.1, 28.2, 6000), 10_000)).toBe(1);
    movers.advance(10_000 + TRAVEL / 2);
    expect(at(movers, 'v1')[0]).toBeCloseTo(117.05, 6);
    expect(movers.advance(10_000 + TRAVEL)).toBe(false);
    expect(at(movers, 'v1')).toEqual([117.1, 28.2]);
    expect(at(movers, 'v2')).toEqual([118, 28]);
  });

  it('is never moved back by an older fix', () => {
    const movers = fresh();
    expect(movers.merge(moved('v1', 120, 30, 500), 0)).toBe(0);
    expect(at(movers, 'v1')).toEqual([117, 28]);
  });

  it('leaves unknown objects out until they are loaded', () => {
    expect(fresh().merge(moved('v9', 117, 28, 9000), 0)).toBe(0);
  });

  it('keeps the last heading when a fix has none', () => {
    const movers = fresh();
    movers.merge(moved('v1', 117.1, 28, 2000, null), 0);
    expect(movers.heading[movers.indexOf('v1')]).toBe(90);
    expect(movers.speed[movers.indexOf('v1')]).toBe(72);
  });

  it('jumps where motion is reduced or the past is shown', () => {
    const movers = fresh();
    movers.merge(moved('v1', 117.4, 28.4, 9000), 0, true);
    expect(at(movers, 'v1')).toEqual([117.4, 28.4]);
  });

  it('goes on from where an object is shown when everything is loaded anew', () => {
    const movers = fresh();
    movers.load(positions([['v1', 'vehicle', 117.2, 28, 5000]]), 1000);
    movers.advance(1000);
    expect(at(movers, 'v1')).toEqual([117, 28]);
    movers.advance(1000 + TRAVEL);
    expect(at(movers, 'v1')).toEqual([117.2, 28]);
    expect(movers.indexOf('v2')).toBe(-1);
  });

  it('takes ten thousand objects in well under a frame of a slow screen', () => {
    const rows = Array.from({ length: 10_000 }, (_, i) => [`v${i}`, 'vehicle', 117 + i / 1e5, 28, 1000] as const);
    const movers = new Movers('vehicle');
    movers.load(positions(rows), 0);
    const batch = {
      id: rows.map((row) => row[0]),
      time: rows.map(() => 2000),
      lon: rows.map((row) => row[2] + 0.01),
      lat: rows.map(() => 28),
      speed: rows.map(() => 1),
      heading: rows.map(() => 1),
    };
    const start = performance.now();
    expect(movers.merge(batch, 0)).toBe(10_000);
    movers.advance(500);
    expect(performance.now() - start).toBeLessThan(250);
  });
});
