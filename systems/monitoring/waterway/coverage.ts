import { distance, type Place } from '@anlan/domain/geo';

/** A river's line, drawn downstream. */
export interface River {
  readonly name: string;
  readonly path: readonly Place[];
}

export interface Station {
  readonly kind: string;
  readonly waterway: string;
  readonly lon: number;
  readonly lat: number;
  /** km */
  readonly reach: number;
  readonly working: boolean;
}

/** Kilometres of a river and how many of them each kind of station reaches; stretches from-to in km from its start. */
export interface Coverage {
  readonly river: string;
  readonly length: number;
  readonly kinds: readonly {
    readonly kind: string;
    readonly stations: number;
    readonly working: number;
    readonly covered: number;
    readonly share: number | null;
    readonly stretches: readonly (readonly [from: number, to: number])[];
  }[];
}

const STEP_M = 200;

/** Places every two hundred metres along a path. */
function paced(path: readonly Place[]): Place[] {
  const places: Place[] = [];
  for (const [index, b] of path.entries()) {
    const a = path[index - 1];
    if (a === undefined) continue;
    const steps = Math.max(1, Math.round(distance({ lon: a[0], lat: a[1] }, { lon: b[0], lat: b[1] }) / STEP_M));
    for (let step = 0; step < steps; step += 1) {
      const t = step / steps;
      places.push([a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t]);
    }
  }
  return places;
}

/** How much of a river the working stations of each kind reach. */
export function coverageOf(river: River, stations: readonly Station[], kinds: readonly string[]): Coverage {
  const places = paced(river.path);
  const length = (places.length * STEP_M) / 1000;
  return {
    river: river.name,
    length: Math.round(length * 10) / 10,
    kinds: kinds.map((kind) => {
      const own = stations.filter((station) => station.kind === kind && station.waterway === river.name);
      const working = own.filter((station) => station.working);
      const reached = places.map(([lon, lat]) =>
        working.some((station) => distance(station, { lon, lat }) <= station.reach * 1000),
      );
      const count = reached.filter(Boolean).length;
      return {
        kind,
        stations: own.length,
        working: working.length,
        covered: Math.round(((count * STEP_M) / 1000) * 10) / 10,
        share: places.length === 0 ? null : count / places.length,
        stretches: stretchesOf(reached),
      };
    }),
  };
}

function stretchesOf(reached: readonly boolean[]): (readonly [number, number])[] {
  const km = (index: number): number => Math.round(index * STEP_M) / 1000;
  const stretches: [number, number][] = [];
  let from = -1;
  for (const [index, is] of [...reached, false].entries()) {
    if (is && from < 0) from = index;
    if (!is && from >= 0) {
      stretches.push([km(from), km(index)]);
      from = -1;
    }
  }
  return stretches;
}
