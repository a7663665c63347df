import { inside, offset, type MultiPolygon, type Position } from './geometry.ts';
import { loadBoundaries, loadRegions, type Pack, type Region } from './packs.ts';
import type { Random } from './random.ts';

/** A county or functional zone with the towns an enterprise may lie in. */
export interface District {
  readonly region: Region;
  /** Key of the spread tables: the GB/T 2260 code, or the letter segment of a zone's path (`k1`). */
  readonly key: string;
  readonly shortName: string;
  readonly streets: readonly Region[];
  readonly rural: readonly Region[];
}

/** What the generator knows of a jurisdiction's ground. */
export interface Ground {
  readonly pack: Pack;
  readonly root: Region;
  readonly districts: readonly District[];
  readonly regions: readonly Region[];
  readonly polygons: ReadonlyMap<string, MultiPolygon>;
}

const ZONE_SHORT: Readonly<Record<string, string>> = {
  上饶经济技术开发区: '上饶经开',
  三清山风景名胜区: '三清山',
  两江新区: '两江',
  万盛经济技术开发区: '万盛',
  重庆高新技术产业开发区: '渝高新',
  双桥经济技术开发区: '双桥',
};
/** 石柱土家族自治县 → 石柱, 信州区 → 信州, but 忠县 → 忠县. */
const shortName = (name: string): string =>
  ZONE_SHORT[name] ?? (name.length > 2 ? name.replace(/(土家族|苗族)*自治县$|[区县市]$/u, '') : name);

/** Reads regions and polygons of a pack. Farms, prisons and other places that only resemble towns hold no enterprises. */
export function groundOf(pack: Pack): Ground {
  const regions = loadRegions(pack.key);
  const root = regions.find((region) => region.path === pack.rootPath);
  if (root === undefined) throw new Error(`pack ${pack.key} has no region ${pack.rootPath}`);
  const towns = regions.filter((region) => region.kind === 'town' && /(街道|镇|乡)$/u.test(region.name));
  const districts = regions
    .filter((region) => region.parent === root.id && region.kind !== 'town')
    .map((region) => {
      const own = towns.filter((town) => town.parent === region.id);
      const streets = own.filter((town) => town.name.endsWith('街道') || town.name.endsWith('镇'));
      const rural = own.filter((town) => !town.name.endsWith('街道'));
      return {
        region,
        key: region.code ?? region.path.slice(pack.rootPath.length, -1),
        shortName: shortName(region.name),
        streets: streets.length > 0 ? streets : own,
        rural: rural.length > 0 ? rural : own,
      };
    });
  return { pack, root, districts, regions, polygons: loadBoundaries(pack.key) };
}

/** A place near a town, at least `margin` metres inside the county's polygon where that can be had. */
export function placeNear(
  ground: Ground,
  town: Region,
  random: Random,
  spreadMetres: number,
  margin: number,
): Position {
  const polygon = ground.polygons.get(town.boundaryCode ?? '');
  if (polygon === undefined) throw new Error(`no boundary for ${town.id}`);
  const corners: Position[] = [
    [margin, 0],
    [-margin, 0],
    [0, margin],
    [0, -margin],
  ];
  for (let i = 0; i < 24; i++) {
    const reach = spreadMetres * (i < 12 ? 1 : 0.25);
    const place = offset([town.lon, town.lat], random.normal() * reach, random.normal() * reach);
    if (inside(place, polygon) && corners.every(([east, north]) => inside(offset(place, east, north), polygon)))
      return fixed(place);
  }
  return fixed([town.lon, town.lat]);
}

/** Five decimals, about a metre. */
export function fixed([lon, lat]: Position): Position {
  return [Number(lon.toFixed(5)), Number(lat.toFixed(5))];
}
