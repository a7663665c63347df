import { sql } from 'kysely';
import { columnName, limitsAmong, mask, tableName, type Entity } from '@anlan/kernel/entity';
import { named, refuse, type Refusal } from '@anlan/kernel/refusal';
import type { Tx } from '../access/scoped.ts';
import { announce } from './announce.ts';
import { checkBounds, checkOptions, checkReferences, checkRegion } from './checks.ts';
import { searchKeyOf } from './initials.ts';
import { readRecord } from './list.ts';
import { belongingOf, followRecord, type Belonging } from './owner.ts';
import type { RegistryRecord } from './table.ts';

type Members = Readonly<Record<string, unknown>>;

/** One changed member as the history keeps it. */
export interface Change {
  readonly field: string;
  readonly from: unknown;
  readonly to: unknown;
}

/** Who changes, and on what ground. */
export interface Doing {
  readonly by: string;
  /** Region the record must lie in; unset: anywhere. */
  readonly within?: string | undefined;
  /** What brought the change, for the record's history: `import:<id>`. */
  readonly source?: string;
  /** Why; a changed limit takes one. */
  readonly reason?: string | undefined;
  /** The values stand in the register already (merging): they are not asked whether they are plausible. */
  readonly stored?: true;
}

export interface Changed {
  readonly record: RegistryRecord;
  readonly fields: readonly string[];
}

/**
 * Changes members of a live record under the transaction's scope. Refuses with `version-conflict` when somebody
 * else was faster and with `limit-reason` when a limit changes and nobody says why; members that stay as they are make
 * no new version. Undefined = no such record in scope.
 */
export async function changeRecord(
  tx: Tx,
  entity: Entity,
  id: string,
  { version, changes }: { readonly version: number; readonly changes: Members },
  { by, within, source, reason = '', stored }: Doing,
): Promise<Changed | Refusal | undefined> {
  const current = await readRecord(tx, entity, id, true);
  if (current === undefined || current.retiredAt !== null) return undefined;
  if (current.version !== version) return refuse('version-conflict', { version: current.version });
  const made = differences(entity, current, changes);
  if (made.length === 0) return { record: current, fields: [] };
  const after: Members & { id: string } = {
    ...current,
    ...Object.fromEntries(made.map(({ field, to }) => [field, to])),
    id,
  };
  const fields = made.map(({ field }) => field);
  const [limit] = limitsAmong(entity, fields);
  if (limit !== undefined && reason === '')
    return refuse('limit-reason', { field: named(entity.fields[limit]!) }, 'reason');
  const wrong =
    (await checkChange(tx, entity, after, fields, within)) ??
    (stored === true ? undefined : checkBounds(entity, after, fields)) ??
    entity.guard?.(after);
  if (wrong !== undefined) return wrong;
  const belongs = (await belongingOf(tx, entity, [after]))(after);
  await update(tx, entity, id, made, belongs, by);
  await writeHistory(tx, entity, id, made, { by, source, reason });
  await followRecord(tx, entity, id);
  await announce(tx, entity);
  return { record: (await readRecord(tx, entity, id))!, fields };
}

async function checkChange(
  tx: Tx,
  entity: Entity,
  after: Members,
  fields: readonly string[],
  within: string | undefined,
) {
  const region = fields.includes('regionPath')
    ? await checkRegion(tx, after['regionPath'] as string, within)
    : undefined;
  const changed = Object.fromEntries(fields.map((field) => [field, after[field]]));
  const reference = await checkReferences(tx, entity, changed);
  const option = await checkOptions(tx, entity, changed, after['regionPath'] as string);
  return region ?? reference ?? option;
}

/** Members whose value really changes; a masked value sent back unchanged is no change. */
function differences(entity: Entity, current: Members, changes: Members): Change[] {
  return Object.entries(changes).flatMap(([field, given]) => {
    if (given === undefined) return [];
    const from = current[field] ?? null;
    const isMasked = isHidden(entity, field) && typeof from === 'string' && given === mask(from);
    return from === given || isMasked ? [] : [{ field, from, to: given }];
  });
}

async function update(
  tx: Tx,
  entity: Entity,
  id: string,
  made: readonly Change[],
  belongs: Belonging,
  by: string,
): Promise<void> {
  const columns = new Map<string, unknown>(made.map(({ field, to }) => [columnName(field), to]));
  columns.set('organisation_id', belongs.organisationId).set('sector', belongs.sector).set('updated_by', by);
  const name = columns.get('name');
  if (typeof name === 'string') columns.set('initials', searchKeyOf(name));
  const sets = [...columns].map(([column, value]) => sql`${sql.id(column)} = ${value}`);
  await sql`
    UPDATE ${sql.table(tableName(entity))} SET ${sql.join(sets)}, version = version + 1, updated_at = now()
    WHERE id = ${id}`.execute(tx);
}

/** Takes a record out of use with a reason; it stays readable. Undefined = no such live record in scope. */
export async function retireRecord(
  tx: Tx,
  entity: Entity,
  id: string,
  reason: string,
  by: string,
  on?: string,
): Promise<RegistryRecord | undefined> {
  const current = await readRecord(tx, entity, id, true);
  if (current === undefined || current.retiredAt !== null) return undefined;
  await sql`
    UPDATE ${sql.table(tableName(entity))} SET retired_at = least(coalesce(${on ?? null}::date, now()), now()), version = version + 1, updated_at = now(), updated_by = ${by}
    WHERE id = ${id}`.execute(tx);
  await writeHistory(tx, entity, id, [{ field: 'retiredAt', from: null, to: reason }], { by });
  await announce(tx, entity);
  return readRecord(tx, entity, id);
}

/** One row of history for the version the record has now. */
export async function writeHistory(
  tx: Tx,
  entity: Entity,
  id: string,
  changes: readonly Change[],
  {
    by,
    source = null,
    reason = '',
  }: { readonly by: string; readonly source?: string | null | undefined; readonly reason?: string },
): Promise<void> {
  await sql`
    INSERT INTO record_history (entity, id, version, by, changes, region_path, organisation_id, sector, source, reason)
    SELECT ${entity.key}, t.id, t.version, ${by}, ${JSON.stringify(changes)}::jsonb, t.region_path, t.organisation_id, t.sector, ${source}, ${reason === '' ? null : reason}
    FROM ${sql.table(tableName(entity))} t WHERE t.id = ${id}`.execute(tx);
}

export interface Version {
  readonly version: number;
  readonly at: number;
  readonly by: string;
  /** What brought it: `import:<id>`, `merge:<id>`, `census:<id>`. */
  readonly source: string | null;
  readonly reason: string | null;
  readonly changes: readonly (Change & { readonly label: string })[];
}

/** Versions of a record, newest first; personal values masked. */
export async function historyOf(tx: Tx, entity: Entity, id: string): Promise<Version[]> {
  const { rows } = await sql<{
    version: number;
    at: Date;
    by: string;
    source: string | null;
    reason: string | null;
    changes: Change[];
  }>`
    SELECT version, at, by, source, reason, changes FROM record_history WHERE entity = ${entity.key} AND id = ${id} ORDER BY version DESC`.execute(
    tx,
  );
  return rows.map((row) => ({
    ...row,
    at: row.at.getTime(),
    changes: row.changes.map((change) => labelled(entity, change)),
  }));
}

/** Is the member shown masked: personal data, or the name of a person? */
function isHidden(entity: Entity, field: string): boolean {
  return entity.fields[field]?.personal === true || (field === 'name' && entity.personalName === true);
}

const BASE_LABELS: Readonly<Record<string, string>> = {
  regionPath: '所在辖区',
  lon: '经度',
  lat: '纬度',
  retiredAt: '注销',
};

function labelled(entity: Entity, { field, from, to }: Change): Change & { label: string } {
  const declared = entity.fields[field];
  const label = declared?.label ?? (field === 'name' ? entity.nameLabel : (BASE_LABELS[field] ?? field));
  const hidden = isHidden(entity, field);
  const shown = (value: unknown) => (hidden && typeof value === 'string' ? mask(value) : value);
  return { field, label, from: shown(from), to: shown(to) };
}
