import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Actor } from '@anlan/kernel/access';
import type { CollectedPoint, CollectionInput, Settings } from '@anlan/kernel/collection';
import { isRefusal, refuse, type Refusal } from '@anlan/kernel/refusal';
import { findQuantity } from '@anlan/kernel/system';
import { SYSTEMS } from '@anlan/systems';
import type { Context } from '../access/context.ts';
import { withScope, type Tx } from '../access/scoped.ts';
import { auditOutside, record } from '../audit/index.ts';
import { openSecretBox } from '../identity/secret-box.ts';
import { ownerOf, protocolFault, type Owner } from './read.ts';

/** A quantity that no system measures belongs to the platform for devices. */
const NO_SYSTEM = 'S16';

/** Keeps a device's collection with its points; refuses when somebody else changed it meanwhile. */
export async function keepCollection(
  context: Context,
  actor: Actor,
  id: string,
  input: CollectionInput,
): Promise<Owner | Refusal> {
  const device = await withScope(context.db, actor.scope, (tx) => ownerOf(tx, id));
  if (device === undefined) {
    await auditOutside(context.db, actor, 'device', id, 'registry.write');
    return refuse('not-found');
  }
  const { settings } = input;
  const fault = protocolFault(device, settings);
  if (fault !== undefined) return fault;
  const sealed = input.secret ? (await openSecretBox(context.configuration.home)).seal(input.secret) : undefined;
  return context.db.transaction().execute(async (tx) => {
    const problem = await writeSettings(tx, actor, device, input);
    if (isRefusal(problem)) return problem;
    if (input.secret === '') await sql`DELETE FROM device_secret WHERE device_id = ${id}`.execute(tx);
    if (sealed !== undefined) {
      await sql`
        INSERT INTO device_secret (device_id, sealed) VALUES (${id}, ${sealed})
        ON CONFLICT (device_id) DO UPDATE SET sealed = excluded.sealed`.execute(tx);
    }
    for (const point of input.points) await writePoint(tx, device, point, periodOf(settings));
    await sql`SELECT pg_notify('registry', 'collection')`.execute(tx);
    const facts = { protocol: settings.protocol, enabled: input.enabled, sources: settings.sources.length };
    const secret = input.secret === undefined ? 'kept' : input.secret === '' ? 'removed' : 'set';
    await record(tx, actor, 'device.collect', { kind: 'device', id }, 'done', {
      ...facts,
      at: placeOf(settings),
      secret,
    });
    return device;
  });
}

/** Where it goes; a user's name is no secret, a password is never here. */
function placeOf(settings: Settings): string {
  if (settings.protocol === 'modbus') return `${settings.host}:${settings.port}/${settings.unit}`;
  return settings.protocol === 'opcua' ? settings.endpoint : '';
}

function periodOf(settings: Settings): number {
  return 'interval' in settings ? Math.max(1, settings.interval) : 60;
}

async function writeSettings(
  tx: Tx,
  actor: Actor,
  device: Owner,
  input: CollectionInput,
): Promise<Refusal | undefined> {
  const { settings, enabled, version } = input;
  const secret = input.secret === undefined ? sql`device_collection.has_secret` : sql`${input.secret !== ''}`;
  const { numAffectedRows } = await sql`
    INSERT INTO device_collection (device_id, protocol, settings, enabled, has_secret, updated_by, region_path, organisation_id, sector)
    VALUES (${device.id}, ${settings.protocol}, ${JSON.stringify(settings)}::jsonb, ${enabled}, ${Boolean(input.secret)}, ${actor.name},
      ${device.regionPath}, ${device.organisationId}, ${device.sector})
    ON CONFLICT (device_id) DO UPDATE SET protocol = excluded.protocol, settings = excluded.settings, enabled = excluded.enabled,
      has_secret = ${secret}, version = device_collection.version + 1, updated_by = excluded.updated_by, updated_at = now()
    WHERE device_collection.version = ${version}`.execute(tx);
  return numAffectedRows === 0n ? refuse('version-conflict', { version: version + 1 }) : undefined;
}

/**
 * A point is entered or renamed; its limits and its history stay. One that is no longer fed stays for its history. What is
 * measured in vehicles belongs to the vehicle that carries the device: rules about that look at it.
 */
async function writePoint(tx: Tx, device: Owner, point: CollectedPoint, period: number): Promise<void> {
  const carried = device.vehicle === null ? undefined : findQuantity(SYSTEMS, point.kind, 'vehicle');
  const system = (carried ?? findQuantity(SYSTEMS, point.kind))?.system ?? NO_SYSTEM;
  const unit = carried === undefined ? null : device.vehicle;
  await sql`
    INSERT INTO public.point AS known (id, device_id, key, name, kind, unit, range_low, range_high, expected_period, system, unit_kind, unit_id, region_path, organisation_id, sector)
    VALUES (${randomUUID()}, ${device.id}, ${point.key}, ${point.name}, ${point.kind}, ${point.unit}, ${point.rangeLow}, ${point.rangeHigh},
      ${period}, ${system}, ${unit === null ? null : 'vehicle'}, ${unit}, ${device.regionPath}, ${device.organisationId}, ${device.sector})
    ON CONFLICT (device_id, key) DO UPDATE SET name = excluded.name, kind = excluded.kind, unit = excluded.unit,
      range_low = excluded.range_low, range_high = excluded.range_high, expected_period = excluded.expected_period, system = excluded.system,
      unit_kind = coalesce(known.unit_kind, excluded.unit_kind), unit_id = coalesce(known.unit_id, excluded.unit_id)`.execute(
    tx,
  );
}
