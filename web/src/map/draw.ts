import { geodesicArea, geodesicLength, isSimple, type Area } from '@anlan/kernel/map';
import { circleRing, destination, type LonLat } from './geometry.ts';
import type { Drawing } from './layers.ts';

/** What a hand draws: areas that are asked about, and measures. */
export type Mode = 'circle' | 'polygon' | 'corridor' | 'length' | 'surface';

/** Radius a new circle starts with, and width a new corridor has to either side (m). */
const FIRST = { radius: 5000, corridor: 500 } as const;

export type Path = readonly (readonly [number, number])[];

/** The drawing after one more corner, and the area when it is complete; a bow-tie's last corner is refused. */
export function withCorner(
  mode: Mode,
  path: Path,
  corner: readonly [number, number],
): { path: Path; refused: boolean } {
  const next = [...path, corner];
  const closes = mode === 'polygon' || mode === 'surface';
  return closes && next.length > 3 && !isOpenSimple(next) ? { path, refused: true } : { path: next, refused: false };
}

/** The last edge that closes the ring may still cross: it moves with the next corner. */
function isOpenSimple(path: Path): boolean {
  const [a, b] = path.slice(-2);
  if (a === undefined || b === undefined) return true;
  return path.slice(0, -3).every((c, index) => {
    const d = path[index + 1];
    return d === undefined || !crosses(a, b, c, d);
  });
}

type Pair = readonly [number, number];
const side = (a: Pair, b: Pair, p: Pair): number =>
  Math.sign((b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]));
const crosses = (a: Pair, b: Pair, c: Pair, d: Pair): boolean =>
  side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;

/** The area a finished path makes, or null while corners are missing or edges cross. */
export function areaOf(mode: Mode, path: Path): Area | null {
  const [first] = path;
  if (mode === 'circle' && first !== undefined) return { kind: 'circle', centre: [...first], radius: FIRST.radius };
  if (mode === 'corridor' && path.length >= 2) {
    return { kind: 'corridor', path: path.map(([x, y]) => [x, y]), metres: FIRST.corridor };
  }
  if (mode === 'polygon' && path.length >= 3 && isSimple(path))
    return { kind: 'polygon', ring: path.map(([x, y]) => [x, y]) };
  return null;
}

/** Length in m, and area in m² where the path has three corners. */
export function measureOf(path: Path, closed: boolean): { readonly metres: number; readonly square: number | null } {
  const first = path[0];
  const ring = closed && path.length > 2 && first !== undefined;
  return { metres: geodesicLength(ring ? [...path, first] : path), square: ring ? geodesicArea(path) : null };
}

/** `873 m`, `5.43 km`, `118 km`. */
export function lengthWords(metres: number): string {
  if (metres < 1000) return `${metres.toFixed(metres < 100 ? 1 : 0)} m`;
  return `${(metres / 1000).toFixed(metres < 100_000 ? 2 : 0)} km`;
}

/** `873 m²`, `4.21 ha`, `78.5 km²`. */
export function surfaceWords(square: number): string {
  if (square < 10_000) return `${Math.round(square)} m²`;
  return square < 1e6 ? `${(square / 1e4).toFixed(2)} ha` : `${(square / 1e6).toFixed(2)} km²`;
}

/** What is drawn of an area: its ring, or the line of a corridor with its two sides. */
export function drawingsOf(area: Area): Drawing[] {
  if (area.kind === 'circle')
    return [{ id: 'area', path: circleRing([...area.centre], area.radius), closed: true, corners: false }];
  if (area.kind === 'polygon') return [{ id: 'area', path: area.ring, closed: true, corners: false }];
  const parts = area.path.slice(1).map((end, index) => capsule(area.path[index] ?? end, end, area.metres));
  return [
    ...parts.map((path, index) => ({ id: `part-${index}`, path, closed: true, corners: false })),
    { id: 'middle', path: area.path, closed: false, corners: false },
  ];
}

/** The band round one part of a path with round ends. */
function capsule(from: readonly [number, number], to: readonly [number, number], metres: number): LonLat[] {
  const k = Math.cos((from[1] * Math.PI) / 180);
  const course = (Math.atan2((to[0] - from[0]) * k, to[1] - from[1]) * 180) / Math.PI;
  const cap = (at: readonly [number, number], start: number) =>
    Array.from({ length: 13 }, (_, i) => destination([...at], metres, start + i * 15));
  return [...cap(to, course - 90), ...cap(from, course + 90)];
}

const FIGURE = String.raw`(\d+(?:\.\d+)?)`;
const DEGREES = new RegExp(String.raw`${FIGURE}\s*[°度](?:\s*${FIGURE}\s*[′'分])?(?:\s*${FIGURE}\s*[″"秒])?`, 'g');

/** `117.96625, 28.44784`, `28°26′52″ 117°57′58″`: a place somebody typed, or null. Which figure is which their size tells. */
export function coordinatesOf(text: string): LonLat | null {
  const marked = [...text.matchAll(DEGREES)].map(
    ([, degrees, minutes, seconds]) => Number(degrees) + Number(minutes ?? 0) / 60 + Number(seconds ?? 0) / 3600,
  );
  const plain = /^[\d\s.,，;；+-]+$/.test(text) ? (text.match(/-?\d+(?:\.\d+)?/g) ?? []).map(Number) : [];
  const pair = marked.length > 0 ? marked : plain;
  const [a = Number.NaN, b = Number.NaN] = pair;
  if (pair.length !== 2) return null;
  const [lon, lat] = Math.abs(a) <= 60 && Math.abs(b) > 60 ? [b, a] : [a, b];
  return Math.abs(lon) <= 180 && Math.abs(lat) <= 85 ? [lon, lat] : null;
}

/** `117.96625, 28.44784`: five decimals are a metre. */
export const coordinateText = (lon: number, lat: number): string => `${lon.toFixed(5)}, ${lat.toFixed(5)}`;
