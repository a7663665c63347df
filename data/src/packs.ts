import { readFileSync } from 'node:fs';
import { lineOf, type Line, type MultiPolygon, type Position } from './geometry.ts';
import type { PackKey } from './records.ts';

/** A node of the region tree; `packs/regions/README.md` explains paths and fields. */
export interface Region {
  readonly id: string;
  /** GB/T 2260 or GB/T 10114; functional zones have none. */
  readonly code: string | null;
  readonly name: string;
  /** In English letters: pinyin, the generic word translated (GB/T 28039). */
  readonly nameEn: string;
  readonly kind: 'country' | 'province' | 'municipality' | 'city' | 'county' | 'zone' | 'town';
  /** `id` of the parent; null at the country. */
  readonly parent: string | null;
  readonly parentPath: string | null;
  readonly path: string;
  readonly lon: number;
  readonly lat: number;
  /** The position is not a published seat of government. */
  readonly approximate: boolean;
  /** Code of the boundary polygon the node lies in. */
  readonly boundaryCode: string | null;
}

export interface Pack {
  readonly key: PackKey;
  readonly name: string;
  /** Path of the city or municipality. */
  readonly rootPath: string;
  /** Datum and licence of the boundaries are in `packs/boundaries/meta.json`. */
  readonly centre: Position;
}

/** The jurisdictions that come with the project. */
export const packs: readonly Pack[] = [
  { key: 'shangrao', name: '上饶市', rootPath: 'cn.36.11.', centre: [117.6, 28.75] },
  { key: 'chongqing', name: '重庆市', rootPath: 'cn.50.', centre: [107.6, 29.9] },
];

/** Absolute URL of a file under `data/packs/`. */
export function packFile(path: string): URL {
  return new URL(`../packs/${path}`, import.meta.url);
}

function read(path: string): unknown {
  return JSON.parse(readFileSync(packFile(path), 'utf8'));
}

/** All nodes of a jurisdiction in path order, from the country down; throws where the pack is missing. */
export function loadRegions(pack: PackKey): Region[] {
  const regions = read(`regions/${pack}.json`) as Omit<Region, 'parentPath'>[];
  const pathOf = new Map(regions.map((region) => [region.id, region.path]));
  return regions.map((region) => ({
    ...region,
    parentPath: region.parent === null ? null : (pathOf.get(region.parent) ?? null),
  }));
}

interface Feature<Properties, Coordinates> {
  readonly properties: Properties;
  readonly geometry: { readonly coordinates: Coordinates };
}

function features<Properties, Coordinates>(path: string): readonly Feature<Properties, Coordinates>[] {
  return (read(path) as { features: Feature<Properties, Coordinates>[] }).features;
}

/** Polygons of counties and districts by GB/T 2260 code. */
export function loadBoundaries(pack: PackKey): Map<string, MultiPolygon> {
  const list = features<{ code: string }, MultiPolygon>(`boundaries/${pack}-counties.geojson`);
  return new Map(list.map((feature) => [feature.properties.code, feature.geometry.coordinates]));
}

export interface Road {
  readonly id: string;
  readonly ref: string | null;
  readonly name: string;
  readonly class: 'expressway' | 'urban' | 'national';
  readonly speedLimitKmh: number;
  readonly schematic: boolean;
  readonly origin: string;
  readonly via: readonly string[];
  readonly line: Line;
}

/** Named roads of a jurisdiction: schematic alignments, see `packs/roads/README.md`. */
export function loadRoads(pack: PackKey): Road[] {
  const list = features<Omit<Road, 'line'> & { closed: boolean }, Position[]>(`roads/${pack}.geojson`);
  return list.map(({ properties: { closed, ...road }, geometry }) => ({
    ...road,
    line: lineOf(geometry.coordinates, closed),
  }));
}

export interface Waterway {
  readonly id: string;
  readonly name: string;
  readonly speedLimitKmh: number;
  readonly schematic: boolean;
  readonly origin: string;
  readonly via: readonly string[];
  /** Drawn downstream. */
  readonly line: Line;
}

/** Waterways of a jurisdiction, see `packs/waterways/README.md`. */
export function loadWaterways(pack: PackKey): Waterway[] {
  const list = features<Omit<Waterway, 'line'>, Position[]>(`waterways/${pack}.geojson`);
  return list.map(({ properties, geometry }) => ({ ...properties, line: lineOf(geometry.coordinates) }));
}

export interface SystemFact {
  readonly id: string;
  readonly family: string;
  readonly familyKey: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly mechanisms: readonly string[];
  readonly functions: readonly string[];
  readonly acceptance: string;
}

/** The 147 systems the sources call for. */
export function loadSystems(): SystemFact[] {
  return (read('systems/systems.json') as { systems: SystemFact[] }).systems;
}
