import { sql } from 'kysely';
import {
  settingsSchema,
  type CollectedPoint,
  type CollectionState,
  type CollectionView,
  type Settings,
} from '@anlan/kernel/collection';
import { refuse, type Refusal, both } from '@anlan/kernel/refusal';
import type { Context } from '../access/context.ts';
import type { Database, Tx } from '../access/scoped.ts';

/** The device a collection is of, as far as it is visible. */
export interface Owner {
  readonly id: string;
  readonly identity: string;
  readonly protocol: string;
  readonly regionPath: string;
  readonly organisationId: string | null;
  readonly sector: string | null;
  /** What carries it, if a vehicle does. */
  readonly vehicle: string | null;
}

/** A device in use, as far as the transaction's scope reaches. */
export async function ownerOf(tx: Tx, id: string): Promise<Owner | undefined> {
  const { rows } = await sql<Owner>`
    SELECT id, identity, protocol, region_path AS "regionPath", organisation_id AS "organisationId", sector, vehicle
    FROM device WHERE id = ${id} AND retired_at IS NULL`.execute(tx);
  return rows[0];
}

/** Settings must speak the protocol that the device is registered with. */
export function protocolFault({ protocol }: Owner, settings: Settings): Refusal | undefined {
  if (settings.protocol === protocol) return undefined;
  return refuse(
    'field-invalid',
    {
      field: both('采集配置', 'Collection settings'),
      problem: both(`设备的协议是 ${protocol}`, `the device's protocol is ${protocol}`),
    },
    'settings',
  );
}

/** The points of a device by their key. */
export async function pointsOf(tx: Tx, device: string): Promise<CollectedPoint[]> {
  const { rows } = await sql<CollectedPoint>`
    SELECT key, name, kind, unit, range_low AS "rangeLow", range_high AS "rangeHigh" FROM public.point
    WHERE device_id = ${device} AND retired_at IS NULL ORDER BY key`.execute(tx);
  return rows;
}

interface Row {
  readonly settings: unknown;
  readonly enabled: boolean;
  readonly has_secret: boolean;
  readonly version: number;
  readonly updated_by: string;
  readonly updated_at: Date;
}

/** The collection of a device with how it stands now; version 0 when none was ever set up. */
export async function viewOf(tx: Tx, { mirror }: Context, device: Owner): Promise<CollectionView> {
  const { rows } = await sql<Row>`
    SELECT settings, enabled, has_secret, version, updated_by, updated_at FROM device_collection WHERE device_id = ${device.id}`.execute(
    tx,
  );
  const [row] = rows;
  const running = await mirror.ask<CollectionState>('collection', { identity: device.identity });
  return {
    settings: row === undefined ? null : settingsSchema.parse(row.settings),
    points: await pointsOf(tx, device.id),
    enabled: row?.enabled ?? false,
    hasSecret: row?.has_secret ?? false,
    version: row?.version ?? 0,
    updatedBy: row?.updated_by ?? null,
    updatedAt: row?.updated_at.getTime() ?? null,
    running: running ?? null,
  };
}

/** A device to be collected, as the ingest process reads it. */
export interface Collection {
  readonly identity: string;
  readonly settings: Settings;
  readonly sealed: string | null;
}

/** All collections in use. A document that no longer has its shape is left out and told. */
export async function collectionsInUse(
  db: Database,
  spoilt: (identity: string, problem: string) => void,
): Promise<Collection[]> {
  const { rows } = await sql<{ identity: string; settings: unknown; sealed: string | null }>`
    SELECT d.identity, c.settings, s.sealed
    FROM device_collection c JOIN device d ON d.id = c.device_id LEFT JOIN device_secret s ON s.device_id = c.device_id
    WHERE c.enabled AND d.retired_at IS NULL`.execute(db);
  return rows.flatMap(({ identity, settings, sealed }) => {
    const read = settingsSchema.safeParse(settings);
    if (read.success) return [{ identity, settings: read.data, sealed }];
    spoilt(identity, read.error.issues[0]?.message ?? '');
    return [];
  });
}
