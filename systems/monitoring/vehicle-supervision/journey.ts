import { distance } from '@anlan/domain/geo';

/** A fix of a track as it was judged: epoch ms, degrees WGS-84, km/h; the limit that held there, and the driving clock in min. */
export interface JudgedFix {
  readonly at: number;
  readonly lon: number;
  readonly lat: number;
  /** The recorder's where it was sent, else that of the satellites. */
  readonly speed: number | null;
  /** That of the satellites where `speed` is the recorder's. */
  readonly satellite?: number | null;
  /** km */
  readonly odometer?: number;
  readonly limit: number | null;
  /** Name of the fence whose limit it is; null = the vehicle's own. */
  readonly road: string | null;
  readonly driven: number;
}

/** One violation: everything above the limit with less than five minutes between. */
export interface SpeedViolation {
  readonly from: number;
  readonly to: number;
  /** km/h; `limit` is the lowest that was exceeded. */
  readonly max: number;
  readonly mean: number;
  readonly limit: number;
  /** Distance driven, m. */
  readonly metres: number;
  /** Indices of its first and last fix. */
  readonly first: number;
  readonly last: number;
}

/** Above the limit for so long, and in two fixes, it is a violation; below for so long it is over; gaps up to `merge` join (s). */
export const SPEEDING = { lasts: 15, fixes: 2, merge: 300 } as const;
/** A rest of twenty minutes ends a stretch of driving; shorter stops are drawn from five minutes on (ms). */
export const REST = { sufficient: 20 * 60_000, drawn: 5 * 60_000 } as const;
const STANDING_KMH = 3;
const STAND_RADIUS = 80;
/** Faster than this between two fixes, or farther with a longer gap than that, and nobody knows how it went (JT/T 联网联控考核; catalogue S33). */
export const INCOMPLETE = { kmh: 160, metres: 1000, seconds: 300 } as const;

interface Run {
  first: number;
  last: number;
}

/** Stretches of a track above the limit, joined where less than five minutes lie between (catalogue S33, 违法事件合并). */
export function speedViolations(fixes: readonly JudgedFix[]): SpeedViolation[] {
  const runs: Run[] = [];
  fixes.forEach(({ speed, limit }, index) => {
    if (speed === null || limit === null || speed <= limit) return;
    const run = runs.at(-1);
    // A single fix below it, or within fifteen seconds, does not end it.
    const joins = run !== undefined && fixes[index]!.at - fixes[run.last]!.at <= SPEEDING.lasts * 1000;
    if (joins || run?.last === index - 1) run.last = index;
    else runs.push({ first: index, last: index });
  });
  const lasting = runs.filter(
    ({ first, last }) =>
      last - first + 1 >= SPEEDING.fixes && fixes[last]!.at - fixes[first]!.at >= SPEEDING.lasts * 1000,
  );
  const merged: { run: Run; over: number[] }[] = [];
  for (const run of lasting) {
    const own = Array.from({ length: run.last - run.first + 1 }, (_, step) => run.first + step);
    const before = merged.at(-1);
    if (before !== undefined && fixes[run.first]!.at - fixes[before.run.last]!.at < SPEEDING.merge * 1000) {
      before.run.last = run.last;
      before.over.push(...own);
    } else merged.push({ run: { ...run }, over: own });
  }
  return merged.map(({ run, over }) => violationOf(fixes, run, over));
}

function violationOf(fixes: readonly JudgedFix[], { first, last }: Run, over: readonly number[]): SpeedViolation {
  const speeds = over.map((index) => fixes[index]!.speed ?? 0);
  const limits = over.flatMap((index) => fixes[index]!.limit ?? []);
  let metres = 0;
  for (let index = first + 1; index <= last; index += 1) metres += distance(fixes[index - 1]!, fixes[index]!);
  return {
    from: fixes[first]!.at,
    to: fixes[last]!.at,
    max: Math.max(...speeds),
    mean: Math.round((speeds.reduce((sum, one) => sum + one, 0) / speeds.length) * 10) / 10,
    limit: Math.min(...limits),
    metres: Math.round(metres),
    first,
    last,
  };
}

/** A stop of five minutes or more; `sufficient` ends a stretch of driving. */
export interface Rest {
  readonly lon: number;
  readonly lat: number;
  readonly from: number;
  readonly to: number;
  readonly sufficient: boolean;
}

/** Where a vehicle rested: within eighty metres, slower than three km/h. */
export function restsOf(fixes: readonly JudgedFix[]): Rest[] {
  const rests: Rest[] = [];
  let began: JudgedFix | undefined;
  let until = 0;
  const close = (): void => {
    if (began !== undefined && until - began.at >= REST.drawn)
      rests.push({
        lon: began.lon,
        lat: began.lat,
        from: began.at,
        to: until,
        sufficient: until - began.at >= REST.sufficient,
      });
    began = undefined;
  };
  for (const fix of fixes) {
    const stands = (fix.speed ?? 0) < STANDING_KMH;
    if (stands && began !== undefined && distance(began, fix) <= STAND_RADIUS) until = fix.at;
    else {
      if (began !== undefined && !stands) until = fix.at;
      close();
      if (stands) [began, until] = [fix, fix.at];
    }
  }
  close();
  return rests;
}

/** Kilometres by the odometer between the first and the last fix that told it; null where it was not told twice, or set back. */
export function odometerKm(fixes: readonly Pick<JudgedFix, 'odometer'>[]): number | null {
  const told = fixes.flatMap(({ odometer }) => odometer ?? []);
  if (told.length < 2) return null;
  const km = told.at(-1)! - told[0]!;
  return km < 0 ? null : Math.round(km * 10) / 10;
}

/** How far a track is known: all its kilometres, those between fixes that belong together, and how often it leapt. */
export interface Completeness {
  readonly metres: number;
  readonly complete: number;
  readonly gaps: number;
  readonly leaps: number;
}

/** Track completeness (catalogue S33): a step over 1 km in more than 5 min, or faster than 160 km/h, is not complete. */
export function completenessOf(fixes: readonly Pick<JudgedFix, 'at' | 'lon' | 'lat'>[]): Completeness {
  let [metres, complete, gaps, leaps] = [0, 0, 0, 0];
  for (let index = 1; index < fixes.length; index += 1) {
    const [a, b] = [fixes[index - 1]!, fixes[index]!];
    const far = distance(a, b);
    const seconds = Math.max(0.001, (b.at - a.at) / 1000);
    metres += far;
    if ((far / seconds) * 3.6 > INCOMPLETE.kmh) leaps += 1;
    else if (far > INCOMPLETE.metres && seconds > INCOMPLETE.seconds) gaps += 1;
    else complete += far;
  }
  return { metres: Math.round(metres), complete: Math.round(complete), gaps, leaps };
}
