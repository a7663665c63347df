import { pondId, pondsOf, type DemonstrationCity, type Point } from '@anlan/data';

const SEED = 'anlan';

type Named = (name: string) => object;
type Rows = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;

/** The pond a measuring point belongs to. */
export function pondPoint({ system, siteId }: Pick<Point, 'system' | 'siteId'>): object {
  return system === 'S21' ? { unit_kind: 'tailings-pond', unit_id: pondId(SEED, siteId) } : {};
}

/** Tailings ponds with their upgrades, funds and cameras. */
export function pondRows(
  city: DemonstrationCity,
  named: Named,
  sector: (record: { enterpriseId: string }) => string | null,
): Rows {
  const { ponds, upgrades, funds, videos } = pondsOf(SEED, new Date().toISOString().slice(0, 10), city);
  const pondOf = new Map(ponds.map((pond) => [pond.id, pond]));
  const below = (id: string) => {
    const pond = pondOf.get(id)!;
    const owner = { enterprise: pond.enterpriseId, organisation_id: pond.enterpriseId, sector: sector(pond) };
    return { pond: id, region_path: pond.regionPath, ...owner };
  };
  return {
    tailings_pond: ponds.map((pond) => ({
      ...named(pond.name),
      id: pond.id,
      region_path: pond.regionPath,
      organisation_id: pond.enterpriseId,
      sector: sector(pond),
      lon: pond.lon,
      lat: pond.lat,
      enterprise: pond.enterpriseId,
      grade: pond.grade,
      method: pond.method,
      state: pond.state,
      safety_grade: 'normal',
      level: pond.level,
      capacity: pond.capacity,
      dam_height: pond.damHeight,
      crest: pond.crest,
      beach_slope: 1.2,
      operate_level: pond.operateLevel,
      flood_control_level: pond.floodControlLevel,
      flood_level: pond.floodLevel,
      min_freeboard: pond.minFreeboard,
      min_beach: pond.minBeach,
      min_phreatic: pond.minPhreatic,
      usual_seepage: pond.usualSeepage,
      head_top: pond.headTop,
      downstream_people: pond.downstreamPeople,
      downstream_distance: pond.downstreamDistance,
      downstream_places: pond.downstreamPlaces,
    })),
    pond_upgrade: upgrades.map(({ id, name, pondId: pond, stage, measure, budget, plannedUntil, doneOn }) => ({
      ...named(name),
      ...below(pond),
      id,
      stage,
      measure,
      budget,
      planned_until: plannedUntil,
      done_on: doneOn,
    })),
    pond_fund: funds.map(({ id, name, pondId: pond, source, amount, paidOn }) => ({
      ...named(name),
      ...below(pond),
      id,
      source,
      amount,
      paid_on: paidOn,
    })),
    pond_video: videos.map(({ id, name, pondId: pond, place, channel, lon, lat }) => ({
      ...named(name),
      ...below(pond),
      id,
      place,
      channel,
      lon,
      lat,
      platform: '企业视频平台（外部）',
    })),
  };
}
