import { sql } from 'kysely';
import type { Entity } from '@anlan/kernel/entity';
import type { Tx } from '../access/scoped.ts';
import type { Change } from './change.ts';
import { readRecord } from './list.ts';
import type { RegistryRecord } from './table.ts';

export interface AsOf {
  readonly record: RegistryRecord;
  /** Version in force then. */
  readonly version: number;
  /** Members that have changed since. */
  readonly since: readonly string[];
}

/**
 * The record as it was at a time, rebuilt from its history backwards. Undefined = not in scope, or not yet registered.
 * Names of references are today's.
 */
export async function recordAsOf(tx: Tx, entity: Entity, id: string, at: Date): Promise<AsOf | undefined> {
  const current = await readRecord(tx, entity, id);
  if (current === undefined) return undefined;
  const { rows } = await sql<{ version: number; at: Date; by: string; changes: Change[] }>`
    SELECT version, at, by, changes FROM record_history WHERE entity = ${entity.key} AND id = ${id} ORDER BY version DESC`.execute(
    tx,
  );
  const { rows: made } = await sql<{
    created: Date;
  }>`SELECT created_at AS created FROM ${sql.table(entity.key.replaceAll('-', '_'))} WHERE id = ${id}`.execute(tx);
  if (made[0]!.created > at) return undefined;
  const later = rows.filter((row) => row.at > at && row.version > 1);
  const record: Record<string, unknown> = { ...current };
  for (const { changes } of later) for (const { field, from } of changes) record[field] = from;
  const before = rows.find((row) => !later.includes(row));
  const version = before?.version ?? 1;
  const labels = Object.fromEntries(Object.entries(current.labels).filter(([key]) => record[key] === current[key]));
  return {
    record: {
      ...(record as RegistryRecord),
      labels,
      regionName:
        record['regionPath'] === current.regionPath
          ? current.regionName
          : await regionName(tx, record['regionPath'] as string),
      version,
      updatedAt: (before?.at ?? made[0]!.created).toISOString(),
      updatedBy: before?.by ?? null,
    },
    version,
    since: [...new Set(later.flatMap(({ changes }) => changes.map(({ field }) => field)))],
  };
}

async function regionName(tx: Tx, path: string): Promise<string | null> {
  const { rows } = await sql<{ name: string }>`SELECT name FROM region WHERE path = ${path}`.execute(tx);
  return rows[0]?.name ?? null;
}
