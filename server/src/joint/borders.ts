import { loadBoundaries, loadRegions, packs } from '@anlan/data';
import { boundsOf, depth, type Bounds, type Shape } from '@anlan/domain/geo';
import type { Border } from '@anlan/kernel/joint';

interface Ground {
  readonly regionPath: string;
  readonly shape: Shape;
  readonly bounds: Bounds;
}

let known: readonly Ground[] | undefined;

/** Grounds of all counties that have a published boundary, read once. */
function grounds(): readonly Ground[] {
  known ??= packs.flatMap(({ key }) => {
    const polygons = loadBoundaries(key);
    return loadRegions(key).flatMap(({ kind, code, path }) => {
      const polygon = kind === 'county' && code !== null ? polygons.get(code) : undefined;
      if (polygon === undefined) return [];
      const shape: Shape = { kind: 'polygon', polygons: polygon };
      return [{ regionPath: path, shape, bounds: boundsOf(shape) }];
    });
  });
  return known;
}

const METRES_PER_DEGREE = 111_195;

/** May the box of a ground lie within `reach` metres of a place? */
function near([west, south, east, north]: Bounds, lon: number, lat: number, reach: number): boolean {
  const high = reach / METRES_PER_DEGREE;
  const wide = high / Math.max(0.05, Math.cos((lat * Math.PI) / 180));
  return lon >= west - wide && lon <= east + wide && lat >= south - high && lat <= north + high;
}

/** Counties whose ground lies within `reach` metres of a place (WGS-84), with the metres to it; 0 for the ground it stands on. */
export function bordersNear(lon: number, lat: number, reach: number): Border[] {
  return grounds().flatMap(({ regionPath, shape, bounds }) => {
    if (!near(bounds, lon, lat, reach)) return [];
    const metres = Math.max(0, -depth(shape, [lon, lat]));
    return metres <= reach ? [{ regionPath, metres }] : [];
  });
}

/**
 * Metres by which a place (WGS-84) lies outside the ground of a region, 0 within. A town is judged by its county; a zone
 * without an outline of its own by what is around it. Undefined = no boundary is published there.
 */
export function metresOutside(regionPath: string, lon: number, lat: number): number | undefined {
  const root = packs.find(({ rootPath }) => regionPath.startsWith(rootPath))?.rootPath;
  if (root === undefined) return undefined;
  const county = grounds().find((ground) => regionPath.startsWith(ground.regionPath));
  let around = regionPath;
  let own = county === undefined ? [] : [county];
  while (own.length === 0 && around.startsWith(root)) {
    const wide = around;
    own = grounds().filter((ground) => ground.regionPath.startsWith(wide));
    around = around.replace(/[^.]+\.$/, '');
  }
  if (own.length === 0) return undefined;
  return Math.min(...own.map(({ shape }) => Math.max(0, -depth(shape, [lon, lat]))));
}

/** Grounds closer than this are neighbours: generalised boundaries do not always share their vertices. */
const TOUCH = 300;
const neighbours = new Map<string, readonly string[]>();

/** Paths of the counties whose ground touches a county's; none for places without a published boundary. */
export function neighboursOf(regionPath: string): readonly string[] {
  const before = neighbours.get(regionPath);
  if (before !== undefined) return before;
  const own = grounds().find((ground) => ground.regionPath === regionPath);
  const places = own?.shape.kind === 'polygon' ? own.shape.polygons.flat(2) : [];
  const found = new Set(places.flatMap(([lon, lat]) => bordersNear(lon, lat, TOUCH).map((one) => one.regionPath)));
  found.delete(regionPath);
  const list = [...found].sort();
  neighbours.set(regionPath, list);
  return list;
}
