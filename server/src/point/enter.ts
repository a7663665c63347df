import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Actor } from '@anlan/kernel/access';
import { type Refusal, both, refuse } from '@anlan/kernel/refusal';
import type { Tx } from '../access/scoped.ts';
import type { Checked } from './check.ts';
import type { MeasuringDevice } from './device.ts';
import { bindSource, placeColumns } from './places.ts';

/** A point that has passed every check, with its device. */
export interface Entry {
  readonly device: MeasuringDevice;
  readonly point: Checked;
}

export function channelTaken(key: string): Refusal {
  return refuse('already-exists', { field: both('通道', 'Channel'), value: key }, 'key');
}

/** Enters points with their limits, as the owner of the tables, and gives their ids; a channel that is taken refuses all. */
export async function enterPoints(
  tx: Tx,
  actor: Actor,
  entries: readonly Entry[],
  reason: string,
): Promise<string[] | Refusal> {
  const rows = entries.map(({ device, point }) => {
    const { tank, unitKind, unitId, source } = placeColumns(point.binding);
    return {
      id: randomUUID(),
      device_id: device.id,
      tank_id: tank,
      unit_kind: unitKind,
      unit_id: unitId,
      source,
      key: point.key,
      name: point.name,
      kind: point.kind,
      unit: point.unit,
      range_low: point.rangeLow,
      range_high: point.rangeHigh,
      expected_period: point.expectedPeriod,
      scale: point.scale,
      elevation: point.elevation,
      limits: point.limits,
      system: point.system,
    };
  });
  const entered = await sql<{ id: string }>`
    INSERT INTO public.point (id, device_id, tank_id, unit_kind, unit_id, key, name, kind, unit, range_low, range_high, expected_period,
      scale, elevation, limits, system, region_path, organisation_id, sector)
    SELECT n.id, d.id, n.tank_id, n.unit_kind, n.unit_id, n.key, n.name, n.kind, n.unit, n.range_low, n.range_high, n.expected_period,
      n.scale, n.elevation, n.limits, n.system, d.region_path, d.organisation_id, d.sector
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS n (id uuid, device_id uuid, tank_id uuid, unit_kind text, unit_id uuid, key text,
      name text, kind text, unit text, range_low float8, range_high float8, expected_period float8, scale float8, elevation float8,
      limits jsonb, system text) JOIN device d ON d.id = n.device_id
    ON CONFLICT (device_id, key) DO NOTHING RETURNING id`.execute(tx);
  const there = new Set(entered.rows.map(({ id }) => id));
  const taken = rows.find(({ id }) => !there.has(id));
  if (taken !== undefined) return channelTaken(taken.key);
  const ids = rows.map(({ id }) => id);
  await keepLimits(tx, actor, ids, reason);
  await bindSource(
    tx,
    ids,
    rows.map(({ source }) => source),
  );
  return ids;
}

/** The limits a point begins with are the first lines of their history. */
async function keepLimits(tx: Tx, actor: Actor, ids: readonly string[], reason: string): Promise<void> {
  const setBy = actor.scope.kind === 'organisation' ? 'enterprise' : 'regulator';
  await sql`
    INSERT INTO point_limit (id, point_id, key, value, valid_from, reason, by, set_by, applied_at, region_path, organisation_id, sector)
    SELECT gen_random_uuid(), p.id, l.key, l.value::float8, now(), ${reason}, ${actor.name}, ${setBy}, now(), p.region_path,
      p.organisation_id, p.sector
    FROM public.point p, jsonb_each_text(p.limits) l WHERE p.id = ANY(${[...ids]}::uuid[])`.execute(tx);
}
