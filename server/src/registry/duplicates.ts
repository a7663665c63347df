import { sql } from 'kysely';
import { scopeRange } from '@anlan/kernel/access';
import { tableName, type Entity } from '@anlan/kernel/entity';
import type { Duplicates } from '@anlan/kernel/registry';
import type { Tx } from '../access/scoped.ts';
import { readRecords } from './list.ts';
import { masked } from './mask.ts';
import { asOwner } from './owned-write.ts';

/** Pairs of a page. */
const PAGE = 50;
/** Counted exactly up to so many: both records of each pair are asked whether they are seen. */
const COUNTED = 1000;
/** Where a page ends: rank and ids of its last pair. */
export const CURSOR = /^(\d+)_([\da-f-]{36})_([\da-f-]{36})$/;

interface Row {
  readonly one: string;
  readonly other: string;
  readonly reasons: ('code' | 'name' | 'near')[];
  readonly likeness: number;
  readonly metres: number | null;
  readonly rank: number;
}

export interface DuplicateWish {
  /** Both records lie in it, undefined = wherever the scope reaches. */
  readonly region?: string | undefined;
  /** The page behind this one, as `next` gave it. */
  readonly after?: string | undefined;
}

/** A page of the pairs of live records in scope that may be one and that nobody has told apart, the most alike first. */
export async function duplicatesOf(tx: Tx, entity: Entity, { region, after }: DuplicateWish): Promise<Duplicates> {
  const range = region === undefined ? undefined : scopeRange(region);
  const within = range === undefined ? sql`true` : sql`p.region_path >= ${range.from} AND p.region_path < ${range.to}`;
  const [, rank, first, second] = CURSOR.exec(after ?? '') ?? [];
  const behind =
    rank === undefined ? sql`true` : sql`(p.rank, p.one, p.other) < (${Number(rank)}, ${first}::uuid, ${second}::uuid)`;
  // Both records are joined: their policies say whether the pair is seen.
  const table = sql.table(tableName(entity));
  const from = sql`
    FROM record_pair p JOIN ${table} a ON a.id = p.one JOIN ${table} b ON b.id = p.other
    WHERE p.entity = ${entity.key} AND a.retired_at IS NULL AND b.retired_at IS NULL AND ${within}`;
  const { rows } = await sql<Row>`
    SELECT p.one, p.other, p.reasons, p.likeness, p.metres, p.rank ${from} AND ${behind}
    ORDER BY p.rank DESC, p.one DESC, p.other DESC LIMIT ${PAGE + 1}`.execute(tx);
  const counted = await sql<{ total: number }>`
    SELECT count(*)::int AS total FROM (SELECT ${from} LIMIT ${COUNTED + 1}) c`.execute(tx);
  const { total } = counted.rows[0]!;
  const page = rows.slice(0, PAGE);
  const last = rows.length > PAGE ? page.at(-1) : undefined;
  const ids = [...new Set(page.flatMap(({ one, other }) => [one, other]))];
  const records = new Map((await readRecords(tx, entity, ids)).map((record) => [record.id, masked(entity, record)]));
  return {
    pairs: page.map(({ rank: _, ...pair }) => ({
      ...pair,
      one: records.get(pair.one)!,
      other: records.get(pair.other)!,
    })),
    total: Math.min(total, COUNTED),
    atLeast: total > COUNTED,
    next: last === undefined ? null : `${last.rank}_${last.one}_${last.other}`,
    waiting: await waitingOf(tx, entity),
  };
}

async function waitingOf(tx: Tx, entity: Entity): Promise<number> {
  const { rows } = await asOwner(tx, () =>
    sql<{ n: number }>`SELECT count(*)::int AS n FROM record_waiting WHERE entity = ${entity.key}`.execute(tx),
  );
  return rows[0]!.n;
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
    sql`
      WITH told AS (
        INSERT INTO record_distinct (entity, one, other, by, reason) VALUES (${entity.key}, ${one}, ${other}, ${by}, ${reason}) ON CONFLICT DO NOTHING)
      DELETE FROM record_pair WHERE entity = ${entity.key} AND one = ${one} AND other = ${other}`.execute(tx),
  );
  return true;
}
