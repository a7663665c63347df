import { both, refuse, type Refusal } from '@anlan/kernel/refusal';
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { columnName, tableName, type Entity } from '@anlan/kernel/entity';
import type { Tx } from '../access/scoped.ts';
import { checkBounds, checkOptions, checkReferences, checkRegion } from './checks.ts';
import { searchKeyOf } from './initials.ts';
import { belongingOf, type Belonging } from './owner.ts';
import { announce } from './announce.ts';

/** Members of a record as the API takes them; `id` where the caller has one. */
export type Input = Readonly<Record<string, unknown>> & {
  readonly name: string;
  readonly regionPath: string;
  readonly id?: string;
};

export interface Origin {
  /** demonstration | manual | import | exchange */
  readonly provenance: string;
  readonly demonstration: boolean;
  /** Name of the person or program that writes. */
  readonly by: string;
  /** Region the record must lie in; unset: anywhere. */
  readonly within?: string;
  /** What brought it, for the record's history: `import:<id>`. */
  readonly source?: string;
}

const CHUNK = 400;

/**
 * Enters one record: region and references are looked up under the transaction's scope, and a value that must be
 * unique is refused with `already-exists`. `input` has passed the entity's input schema. Returns the id.
 */
export async function insertRecord(tx: Tx, entity: Entity, input: Input, origin: Origin): Promise<string | Refusal> {
  const wrong =
    (await checkRegion(tx, input.regionPath, origin.within)) ??
    (await checkReferences(tx, entity, input)) ??
    (await checkOptions(tx, entity, input, input.regionPath)) ??
    checkBounds(entity, input, Object.keys(input)) ??
    entity.guard?.(input);
  if (wrong !== undefined) return wrong;
  const [id] = await insertRecords(tx, entity, [input], origin);
  return id ?? (await taken(tx, entity, input));
}

/**
 * Enters many records whose input is trusted (demonstration, import after its own checks), in few statements.
 * Returns the ids entered; a record that would repeat a unique value is left out.
 */
export async function insertRecords(
  tx: Tx,
  entity: Entity,
  inputs: readonly Input[],
  origin: Origin,
): Promise<string[]> {
  const entered: string[] = [];
  for (let from = 0; from < inputs.length; from += CHUNK) {
    const chunk = inputs.slice(from, from + CHUNK).map((input) => ({ ...input, id: input.id ?? randomUUID() }));
    const belongs = await belongingOf(tx, entity, chunk);
    const rows = chunk.map((input) => columnsOfInput(entity, input, belongs(input), origin));
    const ids = await insertRows(tx, tableName(entity), rows);
    entered.push(...ids);
    const known = new Set(ids);
    await insertHistory(
      tx,
      entity,
      chunk.filter((input) => known.has(input.id)),
      belongs,
      origin,
    );
  }
  await announce(tx, entity);
  return entered;
}

type Row = Readonly<Record<string, unknown>>;

function columnsOfInput(entity: Entity, input: Input, belongs: Belonging, origin: Origin): Row {
  const fields = Object.keys(entity.fields).map((key) => [columnName(key), input[key] ?? null] as const);
  return {
    ...Object.fromEntries(fields),
    id: input.id,
    name: input.name,
    region_path: input.regionPath,
    organisation_id: belongs.organisationId,
    sector: belongs.sector,
    lon: input['lon'] ?? null,
    lat: input['lat'] ?? null,
    initials: searchKeyOf(input.name),
    demonstration: origin.demonstration,
    provenance: origin.provenance,
    updated_by: origin.by,
  };
}

async function insertRows(tx: Tx, table: string, rows: readonly Row[]): Promise<string[]> {
  const columns = Object.keys(rows[0] ?? {});
  const values = rows.map((row) => sql`(${sql.join(columns.map((name) => row[name]))})`);
  const { rows: entered } = await sql<{ id: string }>`
    INSERT INTO ${sql.table(table)} (${sql.join(columns.map((name) => sql.id(name)))}) VALUES ${sql.join(values)}
    ON CONFLICT DO NOTHING RETURNING id`.execute(tx);
  return entered.map(({ id }) => id);
}

async function insertHistory(
  tx: Tx,
  entity: Entity,
  inputs: readonly (Input & { id: string })[],
  belongs: (input: Input) => Belonging,
  { by, source = null }: { readonly by: string; readonly source?: string | null },
): Promise<void> {
  if (inputs.length === 0) return;
  const rows = inputs.map((input) => {
    const { organisationId, sector } = belongs(input);
    return sql`(${entity.key}, ${input.id}::uuid, 1, ${by}, '[]'::jsonb, ${input.regionPath}, ${organisationId}::uuid, ${sector}, ${source})`;
  });
  await sql`
    INSERT INTO record_history (entity, id, version, by, changes, region_path, organisation_id, sector, source)
    VALUES ${sql.join(rows)}`.execute(tx);
}

/** Which unique value is taken? Known for sure with one unique field, else looked up as far as the scope shows it. */
async function taken(tx: Tx, entity: Entity, input: Input): Promise<Refusal> {
  const unique = entity.unique ?? [];
  for (const key of unique.length > 1 ? unique : []) {
    const { rows } = await sql`
      SELECT FROM ${sql.table(tableName(entity))} WHERE ${sql.id(columnName(key))} = ${input[key]} AND retired_at IS NULL`.execute(
      tx,
    );
    if (rows.length > 0) return alreadyExists(entity, key, input);
  }
  return alreadyExists(entity, unique[0] ?? 'id', input);
}

/** The refusal that names the field and the value already registered. */
export function alreadyExists(entity: Entity, key: string, input: Readonly<Record<string, unknown>>): Refusal {
  const field = entity.fields[key];
  const value = String(input[key] ?? '');
  return refuse('already-exists', { field: both(field?.label ?? key, field?.labelEn ?? key), value }, key);
}

/** The refusal for a unique violation (SQLSTATE 23505) of the entity's table; undefined for any other error. */
export function uniqueViolation(
  error: unknown,
  entity: Entity,
  input: Readonly<Record<string, unknown>>,
): Refusal | undefined {
  const { code, constraint } = error as { code?: string; constraint?: string };
  if (code !== '23505') return undefined;
  const key = entity.unique?.find((name) => constraint === `${tableName(entity)}_${columnName(name)}`);
  return key === undefined ? undefined : alreadyExists(entity, key, input);
}
