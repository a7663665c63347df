import type { Level } from '@anlan/kernel/entity';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { RiskMark } from './Mark.tsx';
import styles from './Sketch.module.css';
import { useLanguage } from '../language/index.tsx';
import { regionName } from '../language/regions.ts';

type Position = readonly [number, number, ...number[]];
interface Feature {
  readonly properties: Readonly<Record<string, unknown>>;
  readonly geometry: { readonly type: string; readonly coordinates: unknown };
}

async function features(path: string): Promise<readonly Feature[]> {
  const response = await fetch(`/packs/${path}`);
  if (!response.ok) return [];
  return ((await response.json()) as { features: Feature[] }).features;
}

/** Outlines and waters of a jurisdiction from the replaceable data packs. Missing packs draw nothing. */
export function usePackFeatures(path: string | null) {
  return useQuery({
    queryKey: ['pack', path],
    enabled: path !== null,
    staleTime: Infinity,
    queryFn: () => features(path as string),
  });
}

const depth: Record<string, number> = { Polygon: 1, MultiPolygon: 2, LineString: 0, MultiLineString: 1 };

function lines(geometry: Feature['geometry']): readonly (readonly Position[])[] {
  const levels = depth[geometry.type];
  if (levels === undefined) return [];
  if (levels === 0) return [geometry.coordinates as Position[]];
  return (geometry.coordinates as unknown[]).flat(levels - 1) as Position[][];
}

interface Frame {
  readonly width: number;
  readonly height: number;
  /** West, south, east, north in degrees. */
  readonly bounds: readonly number[];
}

/** Projects degrees to pixels: plate carrée with the cosine of the middle latitude, true enough at city scale. */
export function projector({ width, height, bounds }: Frame): (position: Position) => [number, number] {
  const [west = 0, south = 0, east = 1, north = 1] = bounds;
  const squeeze = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const scale = Math.min(width / ((east - west) * squeeze), height / (north - south));
  const [left, top] = [(width - (east - west) * squeeze * scale) / 2, (height - (north - south) * scale) / 2];
  return ([lon, lat]) => [left + (lon - west) * squeeze * scale, top + (north - lat) * scale];
}

function pathOf(feature: Feature, project: (position: Position) => [number, number]): string {
  const closed = feature.geometry.type.endsWith('Polygon') ? 'z' : '';
  return lines(feature.geometry)
    .map(
      (line) =>
        `M${line
          .map((position) =>
            project(position)
              .map((value) => value.toFixed(1))
              .join(' '),
          )
          .join('L')}${closed}`,
    )
    .join('');
}

function centre(feature: Feature, project: (position: Position) => [number, number]): [number, number] {
  const longest = lines(feature.geometry).toSorted((a, b) => b.length - a.length)[0] ?? [];
  const points = longest.map(project);
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  return [(Math.min(...xs) + Math.max(...xs)) / 2, (Math.min(...ys) + Math.max(...ys)) / 2];
}

interface Named {
  readonly name: string;
  readonly at: readonly [number, number];
}

/** Half the width and the height of a name on the sketch, px; Latin letters are half as wide. */
const HALF = 6.5;
const LINE = 14;

/** Names that can stand without covering one that stands already; counties beyond have their outline alone. */
function apart(names: readonly Named[]): readonly Named[] {
  const stand: { readonly name: string; readonly at: readonly [number, number]; readonly half: number }[] = [];
  for (const { name, at } of names) {
    const half = [...name].reduce((sum, letter) => sum + (letter > '\u2e80' ? HALF : HALF / 2), 0);
    const free = stand.every(
      (other) => Math.abs(other.at[0] - at[0]) > other.half + half || Math.abs(other.at[1] - at[1]) > LINE,
    );
    if (free) stand.push({ name, at, half });
  }
  return stand;
}

export interface SketchPlace {
  readonly id: string;
  readonly lon: number;
  readonly lat: number;
  readonly level: Level | null;
}

interface SketchProps extends Frame {
  readonly pack: string;
  readonly label: string;
  /** `night` is the sign-in page's surface. */
  readonly tone?: 'day' | 'night';
  readonly places?: readonly SketchPlace[];
  /** Name of the county that is drawn brighter. */
  readonly focus?: string | undefined;
  readonly names?: boolean;
}

/** A small drawn map of one jurisdiction: counties, waters, and places with their risk marks. */
export function Sketch({ pack, label, tone = 'day', places = [], focus, names = true, ...frame }: SketchProps) {
  const { language } = useLanguage();
  const counties = usePackFeatures(`boundaries/${pack}-counties.geojson`).data ?? [];
  const waters = usePackFeatures(`waterways/${pack}.geojson`).data ?? [];
  const base = usePackFeatures(`basemap/${pack}.geojson`).data ?? [];
  const [west = 0, south = 0, east = 1, north = 1] = frame.bounds;
  const project = useMemo(
    () => projector({ width: frame.width, height: frame.height, bounds: [west, south, east, north] }),
    [frame.width, frame.height, west, south, east, north],
  );
  const blue = [...base.filter((feature) => ['river', 'lake'].includes(String(feature.properties['kind']))), ...waters];
  return (
    <svg
      className={`${styles.sketch} ${styles[tone]}`}
      viewBox={`0 0 ${frame.width} ${frame.height}`}
      role="img"
      aria-label={label}
    >
      {counties.map((county, index) => (
        <path
          key={index}
          d={pathOf(county, project)}
          className={county.properties['name'] === focus ? styles.focus : styles.county}
        />
      ))}
      {blue.map((water, index) => (
        <path
          key={index}
          d={pathOf(water, project)}
          className={water.geometry.type.endsWith('Polygon') ? styles.lake : styles.river}
        />
      ))}
      {names
        ? apart(
            counties.map((county) => ({
              name: regionName(String(county.properties['name']), language),
              at: centre(county, project),
            })),
          ).map(({ name, at }) => <Name key={name} at={at} name={name} />)
        : null}
      {places.map((place) => (
        <PlaceMark key={place.id} place={place} at={project([place.lon, place.lat])} />
      ))}
    </svg>
  );
}

function Name({ at: [x, y], name }: Named) {
  return (
    <text x={x} y={y} className={styles.name}>
      {name}
    </text>
  );
}

function PlaceMark({ place, at: [x, y] }: { readonly place: SketchPlace; readonly at: [number, number] }) {
  if (place.level === null) return null;
  const size = { red: 9, orange: 8, yellow: 7, blue: 5 }[place.level];
  return (
    <svg x={x - size / 2} y={y - size / 2} width={size} height={size} overflow="visible">
      <RiskMark level={place.level} size={size} />
    </svg>
  );
}
