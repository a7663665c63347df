import type { Level } from '@anlan/kernel/entity';
import type { PondState } from '@anlan/kernel/telemetry';

export const WIDTH = 1200;
export const HEIGHT = 540;
/** Where the dam's crest and toe lie in the picture, and where the pond begins and ends. */
export const CREST = { x: 470, y: 176 };
export const TOE = { x: 70, y: 470 };
export const POND = { from: 540, to: 1150 } as const;
/** Pixels a metre of heights near the crest. */
const PER_METRE = 84;
/** Longest beach drawn to scale, m. */
const LONGEST = 300;
const BERMS = 6;

type Pond = Pick<PondState, 'crest' | 'points'>;
export type PondPoint = PondState['points'][number];

/** Height in the picture of a level (m above sea level): true near the crest, held within the frame beyond. */
export const heightOf = (crest: number, level: number): number =>
  CREST.y + Math.min(3.4, Math.max(-0.7, crest - level)) * PER_METRE;

/** Where a beach of so many metres ends. */
export const beachEnd = (length: number): number =>
  POND.from + (Math.min(LONGEST, Math.max(0, length)) / LONGEST) * (POND.to - 200 - POND.from);

/** Corners of the outer slope from the crest down: raised dikes with berms between. */
export function slope(): readonly (readonly [x: number, y: number])[] {
  const [wide, high] = [(CREST.x - TOE.x) / BERMS, (TOE.y - CREST.y) / BERMS];
  const corners: [number, number][] = [[CREST.x, CREST.y]];
  for (let berm = 0; berm < BERMS; berm += 1) {
    const x = CREST.x - berm * wide;
    const y = CREST.y + (berm + 1) * high;
    corners.push([x - 0.72 * wide, y], [x - wide, y]);
  }
  return corners;
}

/** Height in the picture of the outer slope at a place. */
export function groundAt(x: number): number {
  const corners = slope();
  for (const [index, [x1, y1]] of corners.slice(1).entries()) {
    const [x0, y0] = corners[index]!;
    if (x <= x0 && x >= x1) return x0 === x1 ? y0 : y0 + ((x0 - x) / (x0 - x1)) * (y1 - y0);
  }
  return x > CREST.x ? CREST.y : TOE.y;
}

/** How a depth stands to its control depth, as the warnings of a pond do: 1.3, 1.2, 1.1 times and at it. */
export function depthLevel(depth: number, control: number | null): Level | null {
  if (control === null) return null;
  const share = depth / control;
  return share <= 1 ? 'red' : share <= 1.1 ? 'orange' : share <= 1.2 ? 'yellow' : share <= 1.3 ? 'blue' : null;
}

export interface Tube {
  readonly id: string;
  readonly name: string;
  readonly x: number;
  readonly ground: number;
  /** Height of the water in it, px; null without a value. */
  readonly water: number | null;
  readonly control: number | null;
  readonly depth: number | null;
  readonly controlDepth: number | null;
  readonly level: Level | null;
  readonly suspect: boolean;
}

/** Pixels between a monument and a tube. */
const CLEAR = 26;

type ValueOf = (point: PondPoint) => number | null;

/** The tubes along the slope from the crest down, deep enough drawn that none leaves the frame. */
export function tubesOf({ points }: Pond, valueOf: ValueOf): readonly Tube[] {
  const tubes = points.filter(({ kind }) => kind === 'phreatic-depth');
  const deepest = Math.max(1, ...tubes.flatMap((tube) => [valueOf(tube) ?? 0, tube.control ?? 0]));
  return tubes.map((tube, index) => {
    const x = CREST.x - 24 - ((index + 0.4) * (CREST.x - TOE.x - 150)) / Math.max(1, tubes.length);
    const ground = groundAt(x);
    const scale = Math.min(9, (HEIGHT - 36 - ground) / deepest);
    const depth = valueOf(tube);
    return {
      id: tube.id,
      name: tube.name.replace(/^浸润线埋深\s*/, ''),
      x,
      ground,
      depth,
      controlDepth: tube.control,
      water: depth === null ? null : ground + Math.max(-1, depth) * scale,
      control: tube.control === null ? null : ground + tube.control * scale,
      level: depth === null ? null : depthLevel(depth, tube.control),
      suspect: tube.suspect,
    };
  });
}

/** Stretches between neighbouring tubes, coloured by the worse of both, for the band between seepage and control line. */
export function bandsOf(
  tubes: readonly Tube[],
): readonly { readonly key: string; readonly path: string; readonly level: Level | null }[] {
  const order: readonly (Level | null)[] = [null, 'blue', 'yellow', 'orange', 'red'];
  return tubes.slice(1).flatMap((tube, index) => {
    const before = tubes[index]!;
    if (tube.water === null || tube.control === null || before.water === null || before.control === null) return [];
    const path = `M${before.x} ${before.control}L${tube.x} ${tube.control}L${tube.x} ${tube.water}L${before.x} ${before.water}Z`;
    const level = order[Math.max(order.indexOf(before.level), order.indexOf(tube.level))] ?? null;
    return [{ key: tube.id, path, level }];
  });
}

/** Places of labels that keep so many pixels between each other, in the order given. */
export function apart(wanted: readonly number[], gap: number): number[] {
  let last = Number.NEGATIVE_INFINITY;
  return wanted.map((y) => (last = Math.max(y, last + gap)));
}

export interface Mover {
  readonly id: string;
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly value: number | null;
  readonly level: Level | null;
  readonly down: boolean;
}

/** Pixels a millimetre of displacement: such that the longest arrow is seen, and none is longer than 90 px. */
export function arrowScale(values: readonly (number | null)[]): number {
  const most = Math.max(1, ...values.map((value) => Math.abs(value ?? 0)));
  return Math.min(6, 90 / most);
}

/** Monuments along the slope: horizontal displacement points down the slope, settlement down. */
export function moversOf({ points }: Pond, valueOf: ValueOf): readonly Mover[] {
  const movers = points.filter(({ kind }) => kind === 'displacement' || kind === 'settlement');
  const tubes = tubesOf({ crest: 0, points }, valueOf);
  return movers.map((point, index) => {
    const wanted = CREST.x - 10 - ((index + 0.75) * (CREST.x - TOE.x - 60)) / movers.length;
    // A monument keeps clear of the name of the tube beside it.
    const beside = tubes.find((tube) => Math.abs(tube.x - wanted) < CLEAR);
    const x = beside === undefined ? wanted : beside.x - CLEAR;
    return {
      id: point.id,
      name: point.name.replace(/^坝体表面位移\s*/, ''),
      x,
      y: groundAt(x),
      value: valueOf(point),
      level: point.level,
      down: point.kind === 'settlement',
    };
  });
}

/** The surveyed beach in the picture: distances as the beach is drawn, heights as the water’s; what lies beyond is left out. */
export function profileOf({
  crest,
  profile,
}: Pick<PondState, 'crest' | 'profile'>): readonly (readonly [number, number])[] {
  return (profile?.points ?? [])
    .filter(([distance]) => distance <= LONGEST)
    .map(([distance, height]) => [beachEnd(distance), heightOf(crest, height)] as const);
}

/** Places of boreholes on the crest, and how wide the largest displacement is drawn, px. */
const BORES = [CREST.x + 18, CREST.x + 54] as const;
const BENT = 30;

export interface BoreCurve {
  readonly name: string;
  readonly x: number;
  readonly bottom: number;
  /** The oldest survey and the newest, which is the last. */
  readonly paths: readonly string[];
  readonly newest: string;
}

/** Curves of the first two boreholes from the crest down, to one scale of depth and one of displacement; downstream is left. */
export function boreCurves(boreholes: PondState['boreholes']): readonly BoreCurve[] {
  const shown = boreholes.slice(0, BORES.length);
  const points = shown.flatMap(({ surveys }) => surveys.flatMap((survey) => survey.points));
  const deepest = Math.max(1, ...points.map(([depth]) => depth));
  const most = Math.max(1, ...points.map(([, moved]) => Math.abs(moved)));
  const down = (HEIGHT - 46 - CREST.y) / deepest;
  return shown.flatMap(({ name, surveys }, index) => {
    const [newest, oldest] = [surveys[0], surveys.at(-1)];
    const x = BORES[index]!;
    if (newest === undefined || oldest === undefined) return [];
    const pathOf = (survey: typeof newest): string =>
      `M${survey.points
        .map(([depth, moved]) => `${(x - (moved / most) * BENT).toFixed(1)} ${(CREST.y + depth * down).toFixed(1)}`)
        .join('L')}`;
    const paths = oldest === newest ? [pathOf(newest)] : [pathOf(oldest), pathOf(newest)];
    return [{ name, x, bottom: CREST.y + (newest.points.at(-1)?.[0] ?? 0) * down, paths, newest: newest.on }];
  });
}

/** Frame of the plot of one borehole, px. */
export const PLOT = { width: 300, height: 340, left: 40, right: 288, top: 10, bottom: 300 } as const;

/** A step of 1, 2 or 5 times a power of ten that parts a span into at most `count`. */
function stepOf(span: number, count: number): number {
  const raw = span / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  return ([1, 2, 5, 10].find((step) => step * power >= raw) ?? 10) * power;
}

type Surveys = PondState['boreholes'][number]['surveys'];

/** Lines of a borehole’s surveys, the oldest first, with ticks of depth (m) and displacement (mm). */
export function inclinometerPlot(surveys: Surveys): {
  readonly y: (depth: number) => number;
  readonly depths: readonly { readonly y: number; readonly depth: number }[];
  readonly ticks: readonly { readonly x: number; readonly moved: number }[];
  readonly lines: readonly { readonly on: string; readonly path: string }[];
} {
  const points = surveys.flatMap((survey) => survey.points);
  const deepest = Math.max(1, ...points.map(([depth]) => depth));
  const [least, most] = [
    Math.min(0, ...points.map(([, moved]) => moved)),
    Math.max(1, ...points.map(([, moved]) => moved)),
  ];
  const y = (depth: number): number => PLOT.top + (depth / deepest) * (PLOT.bottom - PLOT.top);
  const x = (moved: number): number => PLOT.left + ((moved - least) / (most - least)) * (PLOT.right - PLOT.left);
  const [deep, wide] = [stepOf(deepest, 6), stepOf(most - least, 5)];
  const first = Math.ceil(least / wide);
  return {
    y,
    depths: Array.from({ length: Math.floor(deepest / deep) + 1 }, (_, index) => ({
      y: y(index * deep),
      depth: index * deep,
    })),
    ticks: Array.from({ length: Math.floor(most / wide) - first + 1 }, (_, index) => ({
      x: x((first + index) * wide),
      moved: (first + index) * wide,
    })),
    lines: surveys.toReversed().map((survey) => ({
      on: survey.on,
      path: `M${survey.points.map(([depth, moved]) => `${x(moved).toFixed(1)} ${y(depth).toFixed(1)}`).join('L')}`,
    })),
  };
}
