import { sql } from 'kysely';
import { tableName, type Entity } from '@anlan/kernel/entity';
import { findDuplicates, type DuplicatePair } from '@anlan/kernel/registry';
import { scopeRange } from '@anlan/kernel/access';
import type { Tx } from '../access/scoped.ts';
import { readRecords } from './list.ts';
import { masked } from './mask.ts';
import { asOwner } from './owned-write.ts';

/** More records than this are compared in parts: of a city that has more, one county at a time. */
const COMPARED = 12_000;
const SHOWN = 200;

interface Row {
  readonly id: string;
  readonly name: string;
  readonly creditCode: string | null;
  readonly lon: number | null;
  readonly lat: number | null;
}

/** Names of regions without their kind, longest first: prefixes that two writings of one name may differ in. */
async function placesOf(tx: Tx): Promise<string[]> {
  const { rows } = await sql<{
    name: string;
  }>`SELECT DISTINCT name FROM region WHERE kind IN ('province', 'municipality', 'city', 'county', 'zone', 'town')`.execute(
    tx,
  );
  const names = rows.flatMap(({ name }) => [
    name,
    name.replace(/(土家族|苗族)*自治县$|(省|市|区|县|镇|乡|街道)$/u, ''),
  ]);
  return [...new Set(names)].filter((name) => name.length > 1).toSorted((a, b) => b.length - a.length);
}

/** Pairs of live records in scope that may be one and that nobody has told apart, most suspicious first. */
export async function duplicatesOf(
  tx: Tx,
  entity: Entity,
  region: string | undefined,
): Promise<{ pairs: DuplicatePair[]; compared: number; partial: boolean }> {
  const range = region === undefined ? undefined : scopeRange(region);
  const inRegion =
    range === undefined ? sql`true` : sql`t.region_path >= ${range.from} AND t.region_path < ${range.to}`;
  const code = entity.fields['creditCode'] === undefined ? sql`NULL` : sql`t.credit_code`;
  const { rows } = await sql<Row>`
    SELECT t.id, t.name, ${code} AS "creditCode", t.lon, t.lat FROM ${sql.table(tableName(entity))} t
    WHERE t.retired_at IS NULL AND ${inRegion} ORDER BY t.region_path, t.id LIMIT ${COMPARED + 1}`.execute(tx);
  const compared = rows.slice(0, COMPARED);
  const suspicions = findDuplicates(compared, await placesOf(tx));
  const distinct = await asOwner(tx, () =>
    sql<{ one: string; other: string }>`SELECT one, other FROM record_distinct WHERE entity = ${entity.key}`.execute(
      tx,
    ),
  );
  const told = new Set(distinct.rows.map(({ one, other }) => `${one} ${other}`));
  const open = suspicions.filter(({ one, other }) => !told.has(`${one} ${other}`)).slice(0, SHOWN);
  const ids = [...new Set(open.flatMap(({ one, other }) => [one, other]))];
  const records = new Map((await readRecords(tx, entity, ids)).map((record) => [record.id, masked(entity, record)]));
  return {
    pairs: open.map((pair) => ({
      ...pair,
      reasons: [...pair.reasons],
      one: records.get(pair.one)!,
      other: records.get(pair.other)!,
    })),
    compared: compared.length,
    partial: rows.length > COMPARED,
  };
}

/** Remembers that two records in scope are two. Undefined = one of them is not in scope. */
export async function tellApart(
  tx: Tx,
  entity: Entity,
  ids: readonly [string, string],
  reason: string,
  by: string,
): Promise<true | undefined> {
  if ((await readRecords(tx, entity, ids)).length < 2) return undefined;
  const [one, other] = ids.toSorted();
  await asOwner(tx, () =>
    sql`INSERT INTO record_distinct (entity, one, other, by, reason) VALUES (${entity.key}, ${one}, ${other}, ${by}, ${reason}) ON CONFLICT DO NOTHING`.execute(
      tx,
    ),
  );
  return true;
}
