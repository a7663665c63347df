import { sql } from 'kysely';
import { MEASURED_AT, type PointSetting } from '@anlan/kernel/telemetry';
import type { Tx } from '../access/scoped.ts';
import { showRetired } from '../telemetry/retired.ts';
import type { MeasuringDevice } from './device.ts';
import { ownPlace, type Bound } from './places.ts';

interface Row extends Omit<PointSetting, 'binding' | 'retiredAt'> {
  readonly deviceId: string;
  readonly at: Bound | null;
  readonly boundId: string | null;
  readonly boundName: string | null;
  readonly retired_at: Date | null;
}

/** A point as it is set up, with the device it belongs to. */
export interface Setting extends PointSetting {
  readonly deviceId: string;
}

/** Kinds of units that a point is bound to by hand; others (a camera, a watched unit) come with the point. */
const UNITS: readonly string[] = Object.keys(MEASURED_AT);

/** The points of devices as they are set up, retired ones too, as far as the scope reaches. */
export async function settingsOf(tx: Tx, devices: readonly MeasuringDevice[]): Promise<Setting[]> {
  await showRetired(tx);
  const { rows } = await sql<Row>`
    SELECT p.id, p.device_id AS "deviceId", p.key, p.name, p.kind, p.unit, p.range_low AS "rangeLow", p.range_high AS "rangeHigh",
      p.expected_period AS "expectedPeriod", p.scale, p.elevation, p.limits, p.system, p.version, p.retired_at,
      CASE WHEN p.tank_id IS NOT NULL THEN 'tank' WHEN p.unit_kind = ANY(${[...UNITS]}::text[]) THEN p.unit_kind
        WHEN s.id IS NOT NULL THEN 'hazard-source' END AS at,
      coalesce(p.tank_id, p.unit_id, s.id) AS "boundId",
      coalesce(t.name, k.name, w.name, b.name, s.name) AS "boundName"
    FROM public.point p
    LEFT JOIN tank t ON t.id = p.tank_id
    LEFT JOIN key_process k ON p.unit_kind = 'key-process' AND k.id = p.unit_id
    LEFT JOIN tailings_pond w ON p.unit_kind = 'tailings-pond' AND w.id = p.unit_id
    LEFT JOIN building b ON p.unit_kind = 'building' AND b.id = p.unit_id
    LEFT JOIN LATERAL (
      SELECT h.id, h.name FROM hazard_source_point x JOIN hazard_source h ON h.id = x.source_id
      WHERE x.point_id = p.id AND p.tank_id IS NULL AND p.unit_kind IS NULL ORDER BY h.name LIMIT 1) s ON true
    WHERE p.device_id = ANY(${devices.map(({ id }) => id)}::uuid[])
    ORDER BY p.retired_at DESC NULLS FIRST, p.name, p.key`.execute(tx);
  const known = new Map(devices.map((device) => [device.id, device]));
  return rows.map(({ at, boundId, boundName, retired_at, ...row }) => ({
    ...row,
    binding:
      at === null
        ? { at: ownPlace(known.get(row.deviceId)!), id: null, name: null }
        : { at, id: boundId, name: boundName },
    retiredAt: retired_at?.getTime() ?? null,
  }));
}
