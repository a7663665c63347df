import { distance } from '@anlan/domain/geo';

export interface Station {
  readonly id: string;
  readonly name: string;
  readonly lon: number;
  readonly lat: number;
  readonly crew: number;
  /** Its own time to be under way and there, min. */
  readonly minutes: number;
  readonly unit: string | null;
}

/** What a place asks of a station: minutes to arrive, the speed on the way in km/h, people at least. */
export interface Asked {
  readonly minutes: number;
  readonly speed: number;
  readonly people: number;
}

export interface Reached {
  readonly station: Station;
  /** Metres as the crow flies; 0 for a unit's own station. */
  readonly metres: number;
}

/** How far a station comes in the minutes asked, m. */
export function metresOf({ minutes, speed }: Asked): number {
  return (speed * 1000 * minutes) / 60;
}

const CELL = 0.05;
const keyOf = (column: number, row: number): string => `${column} ${row}`;

/** Ready stations in an even grid, so that a city's units and stations are not all compared with each other. */
export function reachOf(stations: readonly Station[]) {
  const cells = new Map<string, Station[]>();
  for (const station of stations) {
    const key = keyOf(Math.floor(station.lon / CELL), Math.floor(station.lat / CELL));
    const cell = cells.get(key);
    if (cell === undefined) cells.set(key, [station]);
    else cell.push(station);
  }
  const own = new Map(stations.flatMap((station) => (station.unit === null ? [] : [[station.unit, station] as const])));
  return {
    /** The nearest station within about five kilometres; a unit's own station before all others. */
    nearest(place: {
      readonly id: string;
      readonly lon: number | null;
      readonly lat: number | null;
    }): Reached | undefined {
      const station = own.get(place.id);
      if (station !== undefined) return { station, metres: 0 };
      const { lon, lat } = place;
      if (lon === null || lat === null) return undefined;
      const [column, row] = [Math.floor(lon / CELL), Math.floor(lat / CELL)];
      let best: Reached | undefined;
      for (let x = column - 1; x <= column + 1; x += 1)
        for (let y = row - 1; y <= row + 1; y += 1)
          for (const one of cells.get(keyOf(x, y)) ?? []) {
            const metres = distance({ lon, lat }, one);
            if (best === undefined || metres < best.metres) best = { station: one, metres };
          }
      return best;
    },
  };
}

/** Is a place covered: a station with people enough that is quick enough and near enough? */
export function covers(reached: Reached | undefined, asked: Asked): boolean {
  if (reached === undefined) return false;
  const { station, metres } = reached;
  return station.crew >= asked.people && station.minutes <= asked.minutes && metres <= metresOf(asked);
}
