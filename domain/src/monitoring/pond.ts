/** Colours of a warning, mildest first. */
const COLOURS = ['blue', 'yellow', 'orange', 'red'] as const;
export type Colour = (typeof COLOURS)[number];

/**
 * Freeboard of a pond in m: crest less the highest of the measured water levels (both m above sea level); negative when
 * the water stands above the crest. Undefined without crest or level. GB 39496-2020 5.3 (安全超高).
 */
export function freeboardOf(crest: number | undefined, waterLevels: readonly number[]): number | undefined {
  if (crest === undefined || waterLevels.length === 0) return undefined;
  return crest - Math.max(...waterLevels);
}

/**
 * Length of the dry beach in m from crest and water level (m) and slope of the beach (%), where no profile has been
 * surveyed: a straight beach. Zero when the water has reached the crest; undefined without a slope.
 */
export function beachOf(crest: number, waterLevel: number, slope: number | undefined): number | undefined {
  if (slope === undefined || !(slope > 0)) return undefined;
  return Math.max(0, ((crest - waterLevel) / slope) * 100);
}

/** How many of a colour make one of the next: four blue a yellow, three yellow an orange, two orange a red. */
export const LADDER_UP: readonly { readonly of: Colour; readonly count: number; readonly makes: Colour }[] = [
  { of: 'blue', count: 4, makes: 'yellow' },
  { of: 'yellow', count: 3, makes: 'orange' },
  { of: 'orange', count: 2, makes: 'red' },
];

/**
 * Colour of several warnings together (GB 39496-2020 5.5): the highest of them, or higher where enough of one colour come
 * together. A warning of a higher colour counts for the lower ones too. Undefined without a warning.
 */
export function levelUp(colours: readonly Colour[]): Colour | undefined {
  let rank = Math.max(-1, ...colours.map((colour) => COLOURS.indexOf(colour)));
  for (const { of, count, makes } of LADDER_UP) {
    const reached = colours.filter((colour) => COLOURS.indexOf(colour) >= COLOURS.indexOf(of)).length;
    if (reached >= count) rank = Math.max(rank, COLOURS.indexOf(makes));
  }
  return COLOURS[rank];
}

/** Colour of a pond: first the points of each item together, then the items (GB 39496-2020 5.5). */
export function pondSafety(items: Readonly<Record<string, readonly Colour[]>>): {
  readonly items: Readonly<Record<string, Colour | undefined>>;
  readonly pond: Colour | undefined;
} {
  const levels = Object.fromEntries(Object.entries(items).map(([item, colours]) => [item, levelUp(colours)]));
  return { items: levels, pond: levelUp(Object.values(levels).filter((level) => level !== undefined)) };
}

/** What a seepage measurement is ranked by: flow in L/s and how much of it is usual, turbidity in NTU, rain of 24 h in mm. */
export interface Seepage {
  readonly flow: number;
  readonly usual: number | undefined;
  readonly turbidity: number;
  readonly rain: number;
}

/**
 * Rank of seepage: 1 more flow than usual that no rain explains, 2 and turbid, 3 very turbid or far more flow; 0 normal.
 * Limits by name (`seepageTimes`, `seepageFar`, `turbid`, `veryTurbid`, `wetDay`). AQ 2030, numbers by custom. Undefined
 * where the usual flow is not known and the water is clear.
 */
export function seepageRank(
  { flow, usual, turbidity, rain }: Seepage,
  limits: Readonly<Record<string, number>>,
): number | undefined {
  const { seepageTimes = 2, seepageFar = 3, turbid = 50, veryTurbid = 200, wetDay = 25 } = limits;
  if (turbidity > veryTurbid) return 3;
  if (usual === undefined || !(usual > 0)) return undefined;
  if (flow > seepageFar * usual) return 3;
  if (flow <= seepageTimes * usual || rain >= wetDay) return 0;
  return turbidity > turbid ? 2 : 1;
}

/**
 * Time of failure (ms) by inverse velocity (Fukuzono 1985): a line through 1/v against time, extended to zero. Speeds in
 * mm/d. Undefined with fewer than five points, a line that does not fall, or R² below 0.8: advice, never an alarm's end.
 */
export function timeToFailure(
  speeds: readonly { readonly at: number; readonly speed: number }[],
): { readonly at: number; readonly r2: number } | undefined {
  const used = speeds.filter(({ speed }) => speed > 0).map(({ at, speed }) => ({ x: at, y: 1 / speed }));
  if (used.length < 5) return undefined;
  const mean = (of: (point: { x: number; y: number }) => number): number =>
    used.reduce((sum, point) => sum + of(point), 0) / used.length;
  const [x0, y0] = [mean(({ x }) => x), mean(({ y }) => y)];
  const xx = mean(({ x }) => (x - x0) ** 2);
  const xy = mean(({ x, y }) => (x - x0) * (y - y0));
  const yy = mean(({ y }) => (y - y0) ** 2);
  const slope = xy / xx;
  const r2 = yy === 0 ? 0 : xy ** 2 / (xx * yy);
  if (!(slope < 0) || r2 < 0.8) return undefined;
  return { at: x0 - y0 / slope, r2 };
}

/** Heights of dams (m) with the least and greatest control depth (m) of the seepage line below the slope: GB 50863-2013, upstream dams. */
const CONTROL_DEPTHS = [
  { from: 150, to: Infinity, depth: [8, 10] },
  { from: 100, to: 150, depth: [6, 8] },
  { from: 60, to: 100, depth: [4, 6] },
  { from: 30, to: 60, depth: [2, 4] },
] as const;

/**
 * Control depth of the seepage line at a place of a dam of so many metres' height, m (GB 50863-2013): between the bounds
 * of a class it is interpolated by height; below 30 m it is 2 m, from 200 m on 10 m (the end of the upper class is a convention).
 */
export function phreaticControlDepth(damHeight: number): number {
  const found = CONTROL_DEPTHS.find(({ from }) => damHeight >= from);
  if (found === undefined) return 2;
  const to = found.to === Infinity ? 200 : found.to;
  const share = Math.min(1, (damHeight - found.from) / (to - found.from));
  return found.depth[0] + share * (found.depth[1] - found.depth[0]);
}

/** A depth of seepage is so far above the line of its two neighbours (m) that the tube is probably blocked. */
export const BLOCKED_TUBE = 2;

/** Tubes in one section in order: which stand so far above the straight line between their neighbours that they are suspect. */
export function blockedTubes(tubes: readonly { readonly x: number; readonly elevation: number }[]): readonly number[] {
  return tubes.flatMap((tube, index) => {
    const [before, after] = [tubes[index - 1], tubes[index + 1]];
    if (before === undefined || after === undefined || before.x === after.x) return [];
    const share = (tube.x - before.x) / (after.x - before.x);
    const line = before.elevation + share * (after.elevation - before.elevation);
    return tube.elevation - line > BLOCKED_TUBE ? [index] : [];
  });
}
