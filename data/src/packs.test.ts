import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  inside,
  loadBoundaries,
  loadRegions,
  loadRoads,
  loadSystems,
  loadWaterways,
  packFile,
  packs,
} from './index.ts';

describe.each(packs)('the pack of $name', ({ key, rootPath }) => {
  const regions = loadRegions(key);
  const polygons = loadBoundaries(key);

  it('is one tree: every path starts with its parent’s, in byte order and without repeats', () => {
    const paths = regions.map((region) => region.path);
    expect(paths).toEqual([...new Set(paths)].sort());
    const byId = new Map(regions.map((region) => [region.id, region]));
    for (const region of regions) {
      const parent = region.parent === null ? undefined : byId.get(region.parent);
      expect(region.path.startsWith(parent?.path ?? '')).toBe(true);
      expect(region.parentPath).toBe(parent?.path ?? null);
      expect(region.path.endsWith('.')).toBe(true);
    }
  });

  it('covers a subtree by a half-open range', () => {
    const end = `${rootPath.slice(0, -1)}/`;
    const within = regions.filter((region) => region.path >= rootPath && region.path < end);
    expect(within.length).toBe(regions.filter((region) => region.path.startsWith(rootPath)).length);
    expect(within.filter((region) => region.kind === 'county').length).toBe(polygons.size);
  });

  it('gives zones no code and towns an approximate place inside their county', () => {
    const zones = regions.filter((region) => region.kind === 'zone');
    expect(zones.every((zone) => zone.code === null)).toBe(true);
    const towns = regions.filter((region) => region.kind === 'town');
    expect(towns.every((town) => town.approximate)).toBe(true);
    const astray = towns.filter((town) => !inside([town.lon, town.lat], polygons.get(town.boundaryCode ?? '') ?? []));
    expect(astray).toEqual([]);
  });

  it('draws every road as a schematic line with a vertex at least every two kilometres', () => {
    for (const road of loadRoads(key)) {
      expect(road.schematic).toBe(true);
      const gaps = road.line.metres.map((metres, i) => metres - (road.line.metres[i - 1] ?? 0));
      expect(Math.max(...gaps)).toBeLessThan(2000);
    }
  });

  it('has waterways, and README files that name the licence', () => {
    expect(loadWaterways(key).length).toBeGreaterThan(2);
    for (const folder of ['regions', 'boundaries', 'basemap', 'roads', 'waterways', 'systems', 'process']) {
      expect([folder, existsSync(packFile(`${folder}/README.md`))]).toEqual([folder, true]);
    }
  });
});

it('counts the nodes the sources name', () => {
  const count = (key: 'shangrao' | 'chongqing', kind: string) =>
    loadRegions(key).filter((region) => region.kind === kind).length;
  expect([count('shangrao', 'county'), count('shangrao', 'zone'), count('shangrao', 'town')]).toEqual([12, 2, 229]);
  expect([count('chongqing', 'county'), count('chongqing', 'zone'), count('chongqing', 'town')]).toEqual([38, 4, 1031]);
  expect(count('chongqing', 'city')).toBe(0);
});

it('knows the 147 systems in ten families', () => {
  const systems = loadSystems();
  expect(systems.length).toBe(147);
  expect(new Set(systems.map((system) => system.family)).size).toBe(10);
  expect(systems.every((system) => system.functions.length > 0 && system.acceptance !== '')).toBe(true);
});
