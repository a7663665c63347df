import { sql } from 'kysely';
import { isRefusal, refuse, type Refusal } from '@anlan/kernel/refusal';
import type { PointChange } from '@anlan/kernel/telemetry';
import type { Tx } from '../access/scoped.ts';
import { checkBinding, checkChannel, quantityAt } from './check.ts';
import type { MeasuringDevice } from './device.ts';
import { channelTaken } from './enter.ts';
import { bindSource, placeColumns, type Binding } from './places.ts';
import type { Setting } from './read.ts';

/** A point with its device and what it may be bound to. */
export interface Found {
  readonly device: MeasuringDevice;
  readonly point: Setting;
  readonly places: readonly Binding[];
}

export type Change = Omit<PointChange, 'version'>;

/** Is what is to change something the point can be? */
export function checkChange({ device, point, places }: Found, change: Change): Refusal | undefined {
  const { key, binding } = change;
  if (key !== undefined && key !== point.key) {
    const wrong = checkChannel(device, key);
    if (wrong !== undefined) return wrong;
  }
  const { at, id } = point.binding;
  if (binding !== undefined && (binding.at !== at || binding.id !== id)) {
    const quantity = quantityAt(point.kind, binding.at);
    const wrong = isRefusal(quantity) ? quantity : checkBinding(places, binding);
    if (wrong !== undefined) return wrong;
  }
  const { rangeLow: low = point.rangeLow, rangeHigh: high = point.rangeHigh } = change;
  if (low === null || high === null) return undefined;
  const outsideOf = Object.values(point.limits).some((limit) => limit < low || limit > high);
  return outsideOf ? refuse('limit-range', { low, high }, 'rangeHigh') : undefined;
}

/** Writes a change as the owner of the tables; somebody else's meanwhile refuses it. */
export async function writeChange(
  tx: Tx,
  point: Setting,
  change: Change,
  version: number,
): Promise<Refusal | undefined> {
  const next = { ...point, ...change };
  const { tank, unitKind, unitId, source } = placeColumns(next.binding);
  const quantity = quantityAt(next.kind, next.binding.at);
  const system = isRefusal(quantity) ? point.system : quantity.system;
  const taken = await sql`
    SELECT FROM public.point WHERE device_id = ${point.deviceId} AND key = ${next.key} AND id <> ${point.id}`.execute(
    tx,
  );
  if (taken.rows.length > 0) return channelTaken(next.key);
  const { numAffectedRows } = await sql`
    UPDATE public.point SET key = ${next.key}, name = ${next.name}, range_low = ${next.rangeLow}, range_high = ${next.rangeHigh},
      expected_period = ${next.expectedPeriod}, scale = ${next.scale}, elevation = ${next.elevation}, tank_id = ${tank},
      unit_kind = ${unitKind}, unit_id = ${unitId}, system = ${system}, version = version + 1
    WHERE id = ${point.id} AND version = ${version} AND retired_at IS NULL`.execute(tx);
  if (numAffectedRows === 0n) return refuse('version-conflict', { version: version + 1 });
  if (change.binding !== undefined) await bindSource(tx, [point.id], [source]);
  return undefined;
}
