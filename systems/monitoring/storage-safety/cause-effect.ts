/** The moments of one shut-off, epoch ms; null where nothing recorded one. */
export interface Shutting {
  readonly commandAt: number | null;
  readonly closedAt: number;
}

/** Seconds the valve took from command to its closed position; null without a command, or one that came after. */
export function strokeOf({ commandAt, closedAt }: Shutting): number | null {
  return commandAt === null || commandAt > closedAt ? null : (closedAt - commandAt) / 1000;
}

/** Shut-offs that stand for the stroke as it was when the valve was new. */
const BASELINE = 3;
/** So many times the first strokes is too slow: the valve wants maintenance. Convention of the monitoring catalogue. */
export const SLOWED = 1.5;

export interface StrokeTrend {
  /** Median of the first strokes, s: it stands for the value at commissioning, which no register holds. */
  readonly baseline: number;
  readonly latest: number;
  readonly slowed: boolean;
}

/** How a valve's strokes (s, oldest first) have changed; null before there are more than those the baseline is made of. */
export function strokeTrend(strokes: readonly number[]): StrokeTrend | null {
  if (strokes.length <= BASELINE) return null;
  const baseline = strokes.slice(0, BASELINE).toSorted((a, b) => a - b)[Math.floor(BASELINE / 2)]!;
  const latest = strokes.at(-1)!;
  return { baseline, latest, slowed: latest > SLOWED * baseline };
}
