import type { RiserPoint } from '@anlan/systems/monitoring/fire-water';

/** Pressure of a metre of water, MPa. */
export const MPA_PER_METRE = 0.0098;

/** Where the picture's heights lie: pixels from metres, from below ground to above the roof tank. */
export interface Heights {
  readonly low: number;
  readonly high: number;
  y(metres: number): number;
}

/** A scale that knows the roof. */
export type RoofHeights = Heights & { readonly roof: number };

const ABOVE = 6;
const BELOW = -7;

/** The vertical scale of a riser: `top` and `bottom` in pixels. */
export function heightsOf(
  building: { readonly height: number | null; readonly floors: number | null; readonly points: readonly RiserPoint[] },
  top: number,
  bottom: number,
): RoofHeights {
  const roof = building.height ?? (building.floors ?? 6) * 3.9;
  const high = Math.max(roof, ...building.points.map(({ elevation }) => elevation ?? 0)) + ABOVE;
  const scale = (bottom - top) / (high - BELOW);
  return { low: BELOW, high, roof, y: (metres) => bottom - (metres - BELOW) * scale };
}

/** Floors that get a line, at most about forty: every one, every second, every fifth … */
export function floorLines(floors: number): number[] {
  const step = [1, 2, 5, 10, 20].find((every) => floors / every <= 40) ?? 50;
  return Array.from({ length: Math.floor(floors / step) }, (_, i) => (i + 1) * step);
}

/** Points that are drawn on the pipe: pressures with a height. */
export function pressures(points: readonly RiserPoint[]): RiserPoint[] {
  return points.filter(({ unit, elevation }) => unit === 'MPa' && elevation !== null);
}

/** The right end of the pressure axis: a round number above limits that matter and values. */
export function pressureEnd(values: readonly number[]): number {
  const most = Math.max(0.4, ...values) * 1.15;
  return [0.5, 0.6, 0.8, 1, 1.2, 1.6, 2, 2.5].find((end) => end >= most) ?? Math.ceil(most);
}

/** Ticks of the pressure axis from 0 to its end. */
export function pressureTicks(end: number): number[] {
  const step = end <= 0.6 ? 0.1 : end <= 1.2 ? 0.2 : 0.5;
  return Array.from({ length: Math.floor(end / step + 1e-9) + 1 }, (_, i) => i * step);
}

/** The floors whose hydrant (1.1 m above the floor) would stand below a least pressure with the tank's water at so many metres above ground. */
export function floorsBelow(
  { height, floors }: { readonly height: number | null; readonly floors: number | null },
  surface: number,
  least: number,
): readonly number[] {
  const count = floors ?? Math.max(1, Math.round((height ?? 23.4) / 3.9));
  const storey = (height ?? count * 3.9) / count;
  return Array.from({ length: count }, (_, index) => index + 1).filter(
    (floor) => (surface - ((floor - 1) * storey + 1.1)) * MPA_PER_METRE < least,
  );
}

/** Floors in words: runs as spans, `25～28、30`. */
export function floorsText(floors: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const floor of floors) {
    const last = runs.at(-1);
    if (last !== undefined && floor === last[1] + 1) last[1] = floor;
    else runs.push([floor, floor]);
  }
  return runs.map(([from, to]) => (from === to ? `${from}F` : `${from}～${to}F`)).join('、');
}

/** Moves labels apart so that none is nearer than `gap` to the one above it; keeps their order. */
export function apart(wanted: readonly number[], gap: number): number[] {
  const order = wanted.map((y, index) => ({ y, index })).sort((a, b) => a.y - b.y);
  const placed: number[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const { y, index } of order) {
    last = Math.max(y, last + gap);
    placed[index] = last;
  }
  return placed;
}

/** Where a hydrant or valve is drawn: on the pipe, or beside it in a column of its own where one is near. */
export interface PlacedFitting<T> {
  readonly fitting: T;
  readonly onPipe: boolean;
  readonly column: number;
  readonly y: number;
}

const ON_PIPE: ReadonlySet<string> = new Set(['zone-valve', 'reducing-valve']);
/** Pixels within which two would cover each other, and the room that the roof tank's label takes. */
const COVER = 14;
const BELOW_ROOF = 10;

/** Places of those whose height is registered, from the top down; what stands on the roof is drawn just below it. */
export function fittingsAt<T extends { readonly kind: string; readonly elevation: number | null }>(
  fittings: readonly T[],
  heights: Pick<RoofHeights, 'roof' | 'y'>,
): readonly PlacedFitting<T>[] {
  const placed: PlacedFitting<T>[] = [];
  for (const fitting of fittings) {
    if (fitting.elevation === null) continue;
    const onPipe = ON_PIPE.has(fitting.kind);
    const y = Math.max(heights.y(fitting.elevation), heights.y(heights.roof) + BELOW_ROOF);
    const near = placed.filter((other) => !other.onPipe && Math.abs(other.y - y) < COVER);
    placed.push({ fitting, onPipe, column: onPipe ? 0 : near.length, y });
  }
  return placed;
}
