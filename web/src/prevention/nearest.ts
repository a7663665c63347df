import type { Places } from '@anlan/kernel/map';

export interface Near {
  readonly id: string;
  readonly name: string;
  /** Metres from where the asker stands. */
  readonly metres: number;
}

const METRES = 111_320;

/** The registered enterprise nearest to a position, at most `within` metres away. */
export function nearestOf(
  places: Pick<Places, 'id' | 'name' | 'lon' | 'lat'>,
  lon: number,
  lat: number,
  within = 3000,
): Near | undefined {
  const squeeze = Math.cos((lat * Math.PI) / 180);
  let best: Near | undefined;
  places.id.forEach((id, index) => {
    const east = ((places.lon[index] as number) - lon) * squeeze * METRES;
    const north = ((places.lat[index] as number) - lat) * METRES;
    const metres = Math.round(Math.hypot(east, north));
    if (metres > within || (best !== undefined && best.metres <= metres)) return;
    best = { id, name: places.name[index] ?? '', metres };
  });
  return best;
}
