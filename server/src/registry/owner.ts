import { sql } from 'kysely';
import { detailTable } from '@anlan/kernel/case';
import { tableName, type Entity } from '@anlan/kernel/entity';
import { SYSTEMS } from '@anlan/systems';
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
    watcherOf(entity, input) ??
    (sectorField === undefined ? null : ((input[sectorField] as string | null | undefined) ?? null));
  if (entity.key === 'enterprise')
    return (input) => ({ organisationId: input['id'] as string, sector: sectorIn(input) });
  if (ownerField === undefined) return (input) => ({ organisationId: null, sector: sectorIn(input) });
  const wanted = new Set(inputs.flatMap((input) => (input[ownerField] == null ? [] : [input[ownerField] as string])));
  const { rows } = await sql<{ id: string; sector: string | null }>`
    SELECT id, sector FROM enterprise WHERE id = ANY (${[...wanted]}::uuid[])`.execute(tx);
  const sectors = new Map(rows.map((row) => [row.id, row.sector]));
  return (input) => {
    const owner = (input[ownerField] as string | null | undefined) ?? null;
    const trade = owner === null ? sectorIn(input) : (sectors.get(owner) ?? null);
    return { organisationId: owner, sector: watcherOf(entity, input) ?? trade };
  };
}

/** The sector of the department that watches a record whatever its owner's trade; undefined = none. */
function watcherOf({ watchedBy }: Entity, input: Members): string | undefined {
  if (watchedBy === undefined) return undefined;
  return watchedBy.when === undefined || input[watchedBy.when] != null ? watchedBy.sector : undefined;
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
  for (const table of ['record_history', 'record_verification'])
    await sql`UPDATE ${sql.table(table)} h SET ${place} FROM ${origin} o WHERE o.id = ${id} AND h.entity = ${entity.key} AND h.id = o.id`.execute(
      tx,
    );
  await sql`UPDATE record_announcement a SET ${place} FROM ${origin} o WHERE o.id = ${id} AND a.entity = ${entity.key} AND a.record = o.id`.execute(
    tx,
  );
  if (entity.key === 'device')
    await sql`UPDATE point p SET ${place} FROM device o WHERE o.id = ${id} AND p.device_id = o.id`.execute(tx);
  if (entity.key === 'enterprise') {
    await followSector(tx, id);
    await followCases(tx, id);
  }
  await sql`SET LOCAL ROLE ${sql.raw(rows[0]!.role === 'none' ? 'NONE' : `"${rows[0]!.role}"`)}`.execute(tx);
}

async function followSector(tx: Tx, enterprise: string): Promise<void> {
  const owned = [...ENTITIES.values()].filter((entity) => entity.ownerField !== undefined).map(tableName);
  // What a department of its own watches stays in that department's sector.
  const watchers = [...ENTITIES.values()].flatMap(({ watchedBy }) =>
    watchedBy === undefined ? [] : [watchedBy.sector],
  );
  for (const table of [...owned, 'point', 'record_history', 'record_verification', 'record_announcement']) {
    await sql`
      UPDATE ${sql.table(table)} c SET sector = e.sector FROM enterprise e
      WHERE e.id = ${enterprise} AND c.organisation_id = e.id AND c.sector IS DISTINCT FROM e.sector
        AND NOT coalesce(c.sector = ANY (${watchers}::text[]), false)`.execute(tx);
  }
}

/** Tables whose rows belong where their case belongs. */
const CASE_TABLES: readonly string[] = [
  ...SYSTEMS.flatMap((system) => (system.cases ?? []).map(detailTable)),
  'case_entry',
  'case_attachment',
  'credit_event',
];

/**
 * Cases go with their enterprise: who answers for it now needs them and what was done in them. What an instrument
 * found stays in its place, as the alarm does; its trade follows. A new version, so that nobody acts on what they saw
 * from the place before.
 */
export async function followCases(tx: Tx, enterprise: string): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    UPDATE case_file c SET sector = e.sector, version = c.version + 1,
      region_path = CASE WHEN c.source = 'alarm' THEN c.region_path ELSE e.region_path END,
      region_name = CASE WHEN c.source = 'alarm' THEN c.region_name ELSE r.name END
    FROM enterprise e JOIN region r ON r.path = e.region_path
    WHERE e.id = ${enterprise} AND c.organisation_id = e.id
      AND (c.sector IS DISTINCT FROM e.sector OR (c.source <> 'alarm' AND c.region_path <> e.region_path))
    RETURNING c.id`.execute(tx);
  if (rows.length === 0) return;
  const moved = rows.map(({ id }) => id);
  for (const table of CASE_TABLES) {
    await sql`
      UPDATE ${sql.table(table)} t SET region_path = c.region_path, sector = c.sector FROM case_file c
      WHERE c.id = ANY (${moved}::uuid[]) AND t.case_id = c.id`.execute(tx);
  }
  await sql`
    UPDATE message m SET region_path = c.region_path, sector = c.sector FROM case_file c
    WHERE c.id = ANY (${moved}::uuid[]) AND m.subject_id = c.id`.execute(tx);
}
