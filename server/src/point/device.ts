import { sql } from 'kysely';
import type { Tx } from '../access/scoped.ts';

/** A device whose points are registered. */
export interface MeasuringDevice {
  readonly id: string;
  readonly name: string;
  readonly identity: string;
  readonly protocol: string;
  readonly building: string | null;
  readonly demonstration: boolean;
  readonly regionPath: string;
  readonly organisationId: string | null;
  readonly sector: string | null;
}

const COLUMNS = sql`id, name, identity, protocol, building, demonstration, region_path AS "regionPath",
  organisation_id AS "organisationId", sector`;

/** A device in use, as far as the transaction's scope reaches. */
export async function deviceOf(tx: Tx, id: string): Promise<MeasuringDevice | undefined> {
  const { rows } = await sql<MeasuringDevice>`
    SELECT ${COLUMNS} FROM device WHERE id = ${id} AND retired_at IS NULL`.execute(tx);
  return rows[0];
}

/** The devices in use of an enterprise, as far as the transaction's scope reaches. */
export async function devicesOf(tx: Tx, enterprise: string): Promise<MeasuringDevice[]> {
  const { rows } = await sql<MeasuringDevice>`
    SELECT ${COLUMNS} FROM device WHERE organisation_id = ${enterprise} AND retired_at IS NULL ORDER BY name, identity`.execute(
    tx,
  );
  return rows;
}
