import { sql } from 'kysely';
import { dayOf } from '@anlan/domain/calendar';
import { completeness, doubtsOf, missingFields, tableName, type Entity } from '@anlan/kernel/entity';
import type { Standing } from '@anlan/kernel/registry';
import { refuse, type Refusal } from '@anlan/kernel/refusal';
import type { Tx } from '../access/scoped.ts';
import { announce } from './announce.ts';
import { placeDoubt } from './checks.ts';
import { readRecord } from './list.ts';
import { survivorOf } from './merge.ts';
import { asOwner } from './owned-write.ts';
import type { RegistryRecord } from './table.ts';

/** Answers for the record as it is in `version`. Undefined = no such live record in scope; refused when it has changed since. */
export async function verifyRecord(
  tx: Tx,
  entity: Entity,
  id: string,
  { version, note }: { readonly version: number; readonly note?: string | undefined },
  by: string,
): Promise<RegistryRecord | Refusal | undefined> {
  const record = await readRecord(tx, entity, id, true);
  if (record === undefined || record.retiredAt !== null) return undefined;
  if (record.version !== version) return refuse('version-conflict', { version: record.version });
  await sql`
    INSERT INTO record_verification (entity, id, version, by, note, region_path, organisation_id, sector)
    SELECT ${entity.key}, t.id, t.version, ${by}, ${note ?? null}, t.region_path, t.organisation_id, t.sector
    FROM ${sql.table(tableName(entity))} t WHERE t.id = ${id}
    ON CONFLICT (entity, id, version) DO NOTHING`.execute(tx);
  await announce(tx, entity);
  return record;
}

/** Verification, completeness and merges of a record in scope; undefined = there is none. */
export async function standingOf(tx: Tx, entity: Entity, id: string): Promise<Standing | undefined> {
  const record = await readRecord(tx, entity, id);
  if (record === undefined) return undefined;
  const { rows } = await sql<{ version: number; at: Date; by: string; note: string | null }>`
    SELECT version, at, by, note FROM record_verification WHERE entity = ${entity.key} AND id = ${id}
    ORDER BY version DESC LIMIT 1`.execute(tx);
  const [latest] = rows;
  return {
    verification: latest === undefined ? null : { ...latest, at: latest.at.getTime() },
    verified: latest?.version === record.version,
    missing: missingFields(entity, record).map((key) => {
      const field = entity.fields[key];
      return { key, label: field?.label ?? '坐标', labelEn: field?.labelEn ?? 'Position' };
    }),
    completeness: completeness(entity, record),
    doubts: [...doubtsOf(entity, record, Object.keys(record), dayOf(Date.now())), placeDoubt(record) ?? []].flat(),
    ...(await asOwner(tx, () => mergesOf(tx, entity, record))),
  };
}

async function mergesOf(
  tx: Tx,
  entity: Entity,
  { id, retiredAt }: RegistryRecord,
): Promise<Pick<Standing, 'merged' | 'mergedInto'>> {
  const { rows } = await sql<{
    id: string;
    name: string;
    at: Date;
    by: string;
    reason: string;
    moved: number;
    undone: boolean;
  }>`
    SELECT m.merged_id AS id, t.name, m.at, m.by, m.reason, m.undone_at IS NOT NULL AS undone,
      coalesce((SELECT sum(jsonb_array_length(part -> 'rows')) FROM jsonb_array_elements(m.moved) part), 0)::int AS moved
    FROM record_merge m JOIN ${sql.table(tableName(entity))} t ON t.id = m.merged_id
    WHERE m.entity = ${entity.key} AND m.survivor_id = ${id} ORDER BY m.at DESC`.execute(tx);
  return {
    merged: rows.map(({ undone, ...row }) => ({ ...row, at: row.at.getTime(), undoable: !undone })),
    mergedInto: retiredAt === null ? null : ((await survivorOf(tx, entity, id)) ?? null),
  };
}
