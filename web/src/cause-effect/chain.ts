import type { Chain } from '@anlan/systems';

export interface Mark {
  readonly kind: 'detected' | 'raised' | 'command' | 'closed';
  readonly at: number;
  /** Seconds after the beginning. */
  readonly after: number;
  /** 0…1 along the strip. */
  readonly place: number;
}

/** Marks nearer than this would cover each other. */
const APART = 0.2;

/**
 * The moments of a shut-off along a strip: from the detection of its first cause to the closed valve, in the order of time.
 * Places follow the time, but keep so far apart that each can be read.
 */
export function marksOf({ causes, commandAt, closedAt }: Chain): readonly Mark[] {
  const [first] = causes;
  const moments = [
    ...(first === undefined
      ? []
      : ([
          { kind: 'detected', at: first.detectedAt },
          { kind: 'raised', at: first.raisedAt },
        ] as const)),
    ...(commandAt === null ? [] : ([{ kind: 'command', at: commandAt }] as const)),
    { kind: 'closed', at: closedAt } as const,
  ].toSorted((a, b) => a.at - b.at);
  const begin = moments[0]!.at;
  const whole = Math.max(1, moments.at(-1)!.at - begin);
  const room = Math.min(APART, 1 / Math.max(1, moments.length - 1));
  // Forward each keeps off the one before it, backward all stay on the strip.
  const places = moments.map(({ at }) => (at - begin) / whole);
  for (let index = 1; index < places.length; index += 1)
    places[index] = Math.max(places[index]!, places[index - 1]! + room);
  for (let index = places.length - 1, most = 1; index >= 0; index -= 1, most -= room)
    places[index] = Math.min(places[index]!, most);
  return moments.map(({ kind, at }, index) => ({ kind, at, after: (at - begin) / 1000, place: places[index]! }));
}

/** Seconds as people say them: `8.5 s`, `3 min 05 s`, `2 h 10 min`. */
export function lastingText(seconds: number): string {
  if (seconds < 60) return `${Math.round(seconds * 10) / 10} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
  return `${Math.floor(whole / 3600)} h ${String(Math.floor((whole % 3600) / 60)).padStart(2, '0')} min`;
}
