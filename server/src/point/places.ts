import { sql } from 'kysely';
import { tableName } from '@anlan/kernel/entity';
import { MEASURED_AT, type MeasuredAt, type PointSetting } from '@anlan/kernel/telemetry';
import type { Tx } from '../access/scoped.ts';
import { ENTITIES } from '../registry/index.ts';
import type { MeasuringDevice } from './device.ts';

export type Binding = PointSetting['binding'];
/** What a point may be bound to by the id of a record. */
export type Bound = Exclude<MeasuredAt, 'enterprise' | 'device'>;

const isBound = (at: MeasuredAt): at is Bound => at !== 'enterprise' && at !== 'device';
const BOUND = (Object.keys(MEASURED_AT) as MeasuredAt[]).filter(isBound);
/** Objects of a kind that are offered; a tank farm has hundreds. */
const MOST_OFFERED = 2000;

/**
 * What the points of a device may be bound to, as far as the scope reaches: the objects of its enterprise, the building
 * it stands in, the enterprise itself or, where it belongs to none, what belongs to none either and its own place.
 */
export async function placesOf(tx: Tx, device: MeasuringDevice): Promise<Binding[]> {
  const { organisationId, building } = device;
  const all = BOUND.map((at) => {
    const mine =
      at === 'building' ? sql`id = ${building}` : sql`organisation_id IS NOT DISTINCT FROM ${organisationId}`;
    const table = sql.table(tableName(ENTITIES.get(at)!));
    return sql`(SELECT ${at} AS at, id, name FROM ${table} WHERE ${mine} AND retired_at IS NULL ORDER BY name LIMIT ${MOST_OFFERED})`;
  });
  const { rows } = await sql<Binding>`${sql.join(all, sql` UNION ALL `)}`.execute(tx);
  return [{ at: ownPlace(device), id: null, name: null }, ...rows];
}

/** Where a point measures that is bound to no object. */
export function ownPlace({ organisationId }: Pick<MeasuringDevice, 'organisationId'>): MeasuredAt {
  return organisationId === null ? 'device' : 'enterprise';
}

/** A binding in the columns of a point; a hazard source's is a row of its own. */
export interface PlaceColumns {
  readonly tank: string | null;
  readonly unitKind: string | null;
  readonly unitId: string | null;
  readonly source: string | null;
}

export function placeColumns({ at, id }: Pick<Binding, 'at' | 'id'>): PlaceColumns {
  const nothing: PlaceColumns = { tank: null, unitKind: null, unitId: null, source: null };
  if (id === null) return nothing;
  if (at === 'tank') return { ...nothing, tank: id };
  return at === 'hazard-source' ? { ...nothing, source: id } : { ...nothing, unitKind: at, unitId: id };
}

/** Brings a point's row of a hazard source to what its binding says, as the owner of the tables. */
export async function bindSource(
  tx: Tx,
  points: readonly string[],
  sources: readonly (string | null)[],
): Promise<void> {
  await sql`
    DELETE FROM hazard_source_point b USING unnest(${[...points]}::uuid[], ${[...sources]}::uuid[]) AS n (point, source)
    WHERE b.point_id = n.point AND b.source_id IS DISTINCT FROM n.source`.execute(tx);
  await sql`
    INSERT INTO hazard_source_point (source_id, point_id, region_path, organisation_id, sector)
    SELECT s.id, n.point, s.region_path, s.organisation_id, s.sector
    FROM unnest(${[...points]}::uuid[], ${[...sources]}::uuid[]) AS n (point, source) JOIN hazard_source s ON s.id = n.source
    ON CONFLICT (source_id, point_id) DO NOTHING`.execute(tx);
}
