import { expect, it } from 'vitest';
import { nearestBases } from './water.ts';

const base = (name: string, waterway: string, lon: number, lat: number) => ({
  id: name,
  name,
  kind: 'base',
  waterway,
  phone: null,
  boats: 2,
  boat_speed: 30,
  lon,
  lat,
});

it('[S38.6] nearest bases are measured along the river they share with the ship, others as the crow flies', () => {
  const found = nearestBases(
    [
      base('朝天门', '长江', 106.58, 29.56),
      base('长寿', '长江', 107.08, 29.83),
      base('合川', '嘉陵江', 106.27, 29.97),
      base('涪陵', '长江', 107.39, 29.71),
    ],
    '长江',
    106.6,
    29.57,
  );
  expect(found).toHaveLength(3);
  expect(found[0]).toMatchObject({ name: '朝天门', along: true });
  const straight = found.find(({ name }) => name === '合川');
  expect(straight?.along ?? false).toBe(false);
  expect(found.map(({ distance }) => distance)).toEqual(
    found.map(({ distance }) => distance).toSorted((a, b) => a - b),
  );
  expect(found[0]?.minutes).toBe(Math.round((found[0]!.distance / 1000 / 30) * 60));
});
