import { both, named, refuse, type Refusal } from '@anlan/kernel/refusal';
import { sql } from 'kysely';
import { dayOf } from '@anlan/domain/calendar';
import { doubtsOf, outsideRegion, tableName, type Doubt, type Entity } from '@anlan/kernel/entity';
import { isOffered } from '@anlan/kernel/code-list';
import type { Tx } from '../access/scoped.ts';
import { codeLists } from '../code-list/book.ts';
import { metresOutside } from '../joint/borders.ts';
import { entityOf } from './table.ts';

const NOT_OFFERED = both('不在可选范围内', 'it is not among the options');
const OUTSIDE = { zh: '不存在，或不在你的范围内', en: 'it does not exist, or lies outside your scope' };

/** The region must exist, and lie in `within` where that is given. */
export async function checkRegion(tx: Tx, path: string, within: string | undefined): Promise<Refusal | undefined> {
  const { rows } = await sql`SELECT FROM region WHERE path = ${path} AND valid_to IS NULL`.execute(tx);
  if (rows.length > 0 && path.startsWith(within ?? '')) return undefined;
  return refuse(
    'field-invalid',
    { field: both('所在辖区', 'Region'), problem: both(OUTSIDE.zh, OUTSIDE.en) },
    'regionPath',
  );
}

/** Everything referred to must be a live record that the transaction's scope shows. */
export async function checkReferences(
  tx: Tx,
  entity: Entity,
  input: Readonly<Record<string, unknown>>,
): Promise<Refusal | undefined> {
  for (const [key, field] of Object.entries(entity.fields)) {
    const id = input[key];
    if (field.kind !== 'reference' || id == null) continue;
    const { rows } = await sql`
      SELECT FROM ${sql.table(tableName(entityOf(field.entity)))} WHERE id = ${id} AND retired_at IS NULL`.execute(tx);
    if (rows.length > 0) continue;
    return refuse('field-invalid', { field: named(field), problem: both(OUTSIDE.zh, OUTSIDE.en) }, key);
  }
  return undefined;
}

/** What is chosen from a list must be offered there today, in the record's place. */
export async function checkOptions(
  tx: Tx,
  entity: Entity,
  input: Readonly<Record<string, unknown>>,
  place: string,
): Promise<Refusal | undefined> {
  const chosen = Object.entries(entity.fields).filter(
    ([key, field]) => field.kind === 'choice' && field.optionsFrom !== undefined && input[key] != null,
  );
  if (chosen.length === 0) return undefined;
  const lists = await codeLists(tx);
  const at = Date.now();
  for (const [key, field] of chosen) {
    if (isOffered(lists.options(field, place, at), input[key])) continue;
    const ended = lists.option(field, input[key], place, at)?.ended === true;
    const problem = ended ? both('已停用，不再选用', 'it has ended and is not chosen any more') : NOT_OFFERED;
    return refuse('field-invalid', { field: named(field), problem }, key);
  }
  return undefined;
}

/** What is given (`keys`) must be plausible, by itself and beside the rest of the record; what was stored before is not asked about. */
export function checkBounds(
  entity: Entity,
  record: Readonly<Record<string, unknown>>,
  keys: Iterable<string>,
): Refusal | undefined {
  const [first] = doubtsOf(entity, record, keys, dayOf(Date.now()));
  return first === undefined
    ? undefined
    : refuse('field-invalid', { field: first.field, problem: first.problem }, first.key);
}

/** Does a record's place lie outside the boundary of its region? Told where records are shown, and never refused. */
export function placeDoubt(record: Readonly<Record<string, unknown>>): Doubt | undefined {
  const { regionPath, lon, lat } = record;
  if (typeof regionPath !== 'string' || typeof lon !== 'number' || typeof lat !== 'number') return undefined;
  const metres = metresOutside(regionPath, lon, lat);
  return metres === undefined ? undefined : outsideRegion(metres);
}

/** The reference fields among the members of an input, with the tables they point to. */
export function referencesIn(
  entity: Entity,
  input: Readonly<Record<string, unknown>>,
): { key: string; table: string; id: string }[] {
  return Object.entries(entity.fields).flatMap(([key, field]) => {
    const id = input[key];
    return field.kind === 'reference' && typeof id === 'string'
      ? [{ key, table: tableName(entityOf(field.entity)), id }]
      : [];
  });
}
