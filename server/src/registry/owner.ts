import { sql } from 'kysely';
import { tableName, type Entity } from '@anlan/kernel/entity';
import type { Tx } from '../access/scoped.ts';
import { ENTITIES } from './table.ts';

/** Whose a record is, for the organisation scope and the sector departments. */
export interface Belonging {
  readonly organisationId: string | null;
  readonly sector: string | null;
}

type Members = Readonly<Record<string, unknown>>;

/**
 * Whose records of the entity are: an enterprise is its own organisation; an owned record takes organisation and
 * sector from the enterprise it refers to (looked up under the transaction's scope).
 */
export async function belongingOf(
  tx: Tx,
  entity: Entity,
  inputs: readonly Members[],
): Promise<(input: Members) => Belonging> {
  const { ownerField, sectorField } = entity;
  const sectorIn = (input: Members) =>
    sectorField === undefined ? null : ((input[sectorField] as string | null | undefined) ?? null);
  if (entity.key === 'enterprise')
    return (input) => ({ organisationId: input['id'] as string, sector: sectorIn(input) });
  if (ownerField === undefined) return (input) => ({ organisationId: null, sector: sectorIn(input) });
  const wanted = new Set(inputs.flatMap((input) => (input[ownerField] == null ? [] : [input[ownerField] as string])));
  const { rows } = await sql<{ id: string; sector: string | null }>`
    SELECT id, sector FROM enterprise WHERE id = ANY (${[...wanted]}::uuid[])`.execute(tx);
  const sectors = new Map(rows.map((row) => [row.id, row.sector]));
  return (input) => {
    const owner = (input[ownerField] as string | null | undefined) ?? null;
    return { organisationId: owner, sector: owner === null ? sectorIn(input) : (sectors.get(owner) ?? null) };
  };
}

/**
 * Lets copies of a record's place follow it after a change: its history, the points of a device, and the sector of
 * everything an enterprise owns. Copies may lie outside the writer's scope, so they are written as the owner.
 */
export async function followRecord(tx: Tx, entity: Entity, id: string): Promise<void> {
  const { rows } = await sql<{ role: string }>`SELECT current_setting('role') AS role`.execute(tx);
  await sql`SET LOCAL ROLE NONE`.execute(tx);
  const place = sql`region_path = o.region_path, organisation_id = o.organisation_id, sector = o.sector`;
  const origin = sql.table(tableName(entity));
  await sql`UPDATE record_history h SET ${place} FROM ${origin} o WHERE o.id = ${id} AND h.entity = ${entity.key} AND h.id = o.id`.execute(
    tx,
  );
  if (entity.key === 'device')
    await sql`UPDATE point p SET ${place} FROM device o WHERE o.id = ${id} AND p.device_id = o.id`.execute(tx);
  if (entity.key === 'enterprise') await followSector(tx, id);
  await sql`SET LOCAL ROLE ${sql.raw(rows[0]!.role === 'none' ? 'NONE' : `"${rows[0]!.role}"`)}`.execute(tx);
}

async function followSector(tx: Tx, enterprise: string): Promise<void> {
  const owned = [...ENTITIES.values()].filter((entity) => entity.ownerField !== undefined).map(tableName);
  for (const table of [...owned, 'point', 'record_history']) {
    await sql`
      UPDATE ${sql.table(table)} c SET sector = e.sector FROM enterprise e
      WHERE e.id = ${enterprise} AND c.organisation_id = e.id AND c.sector IS DISTINCT FROM e.sector`.execute(tx);
  }
}
