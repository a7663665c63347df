import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';
import { scopeRange, type Actor } from '@anlan/kernel/access';
import type { CasePage } from '@anlan/kernel/case';
import { LEVELS, LENGTHS } from '@anlan/kernel/entity';
import type { Context } from '../access/context.ts';
import { withScope, type Tx } from '../access/scoped.ts';
import { caseView, runs, type CaseRow } from './row.ts';
import { isTurnOf } from './turn.ts';

/** More matches than this are not counted one by one. */
const MOST_COUNTED = 10_000;
/** No more cases than this are fetched one by one. */
const FEW = 8000;
/** Stands for the cases where a member is not filled in. */
const NONE = 'none';
const words = z
  .string()
  .max(400)
  .transform((text) => text.split(',').filter((part) => part !== ''));

/** What narrows a list, whether it is read page by page or taken away whole. */
export const filterSchema = z.strictObject({
  kind: words.optional().describe('comma separated: hidden-danger,enforcement'),
  state: words.optional(),
  open: z.enum(['0', '1']).optional().describe('1 = open ones only, 0 = ended ones only'),
  owner: z
    .enum(['mine', 'organisation', 'authority', 'participant'])
    .optional()
    .describe('whose turn it is; mine = that of whoever asks, by side and by what they may do'),
  overdue: z.enum(['1']).optional(),
  level: words.pipe(z.array(z.enum([...LEVELS, NONE]))).optional(),
  source: words.optional(),
  class: words.optional().describe('class of a hidden danger; none = not filled in'),
  sector: words.optional().describe('trade of the enterprise; other = none known'),
  organisation: z.uuid().optional(),
  region: z
    .string()
    .regex(/^([\w-]+\.)+$/)
    .max(200)
    .optional(),
  subject: z.uuid().optional(),
  origin: z.uuid().optional(),
  from: z.coerce.number().int().optional().describe('opened at or after, epoch ms'),
  to: z.coerce.number().int().optional().describe('opened before, epoch ms'),
  search: z.string().trim().max(LENGTHS.search).optional().describe('number, title or enterprise'),
  sort: z.enum(['due', 'opened', '-opened', 'level']).default('-opened'),
});
export type Filter = z.infer<typeof filterSchema>;

export const wishSchema = filterSchema.extend({
  page: z.coerce.number().int().min(1).max(10_000).default(1),
  size: z.coerce.number().int().min(1).max(200).default(50),
});
export type Wish = z.infer<typeof wishSchema>;

const ORDERS: Record<Filter['sort'], RawBuilder<unknown>> = {
  due: sql`c.due_at ASC NULLS LAST, c.id`,
  opened: sql`c.opened_at ASC, c.id`,
  '-opened': sql`c.opened_at DESC, c.id`,
  level: sql`array_position(ARRAY['red', 'orange', 'yellow', 'blue'], c.level), c.due_at ASC NULLS LAST, c.id`,
};

/** Members of the case that a list of values narrows; what is not filled in has a name of its own. */
const AMONG: readonly (readonly [
  key: 'kind' | 'state' | 'level' | 'source' | 'sector',
  column: RawBuilder<unknown>,
])[] = [
  ['kind', sql`c.kind`],
  ['state', sql`c.state`],
  ['level', sql`coalesce(c.level, ${sql.lit(NONE)})`],
  ['source', sql`c.source`],
  ['sector', sql`coalesce(c.sector, 'other')`],
];

/** What narrows a list, as one condition on `c`; `few` = it names the cases one by one. */
async function whereOf(tx: Tx, wish: Filter, actor: Actor): Promise<{ where: RawBuilder<unknown>; few: boolean }> {
  const conditions = conditionsOf(wish, actor);
  const text = wish.search?.toLowerCase() ?? '';
  if (text === '') return { where: sql.join(conditions, sql` AND `), few: false };
  // A text that few cases hold is found by its pairs of characters, another by reading those of the scope.
  const { rows } = await sql<{ found: string[] | null }>`SELECT anlan_cases_with(${text}, ${FEW}) AS found`.execute(tx);
  const found = rows[0]?.found ?? null;
  const holds = found === null ? sql`position(${text} IN c.words) > 0` : sql`c.id = ANY (${found}::uuid[])`;
  return { where: sql.join([...conditions, holds], sql` AND `), few: found !== null };
}

function conditionsOf(wish: Filter, actor: Actor): RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = [sql`true`];
  for (const [key, column] of AMONG) {
    const values = wish[key] ?? [];
    if (values.length > 0) conditions.push(sql`${column} = ANY (${[...values]}::text[])`);
  }
  if (wish.class !== undefined && wish.class.length > 0)
    conditions.push(sql`EXISTS (SELECT FROM case_hidden_danger d
      WHERE d.case_id = c.id AND coalesce(d.class, ${sql.lit(NONE)}) = ANY (${[...wish.class]}::text[]))`);
  if (wish.open !== undefined)
    conditions.push(wish.open === '1' ? sql`c.closed_at IS NULL` : sql`c.closed_at IS NOT NULL`);
  if (wish.owner !== undefined) conditions.push(wish.owner === 'mine' ? isTurnOf(actor) : sql`c.owner = ${wish.owner}`);
  // What was late when the clock was stopped is no longer late.
  if (wish.overdue !== undefined) conditions.push(sql`c.overdue_since IS NOT NULL AND ${runs()}`);
  return [...conditions, ...boundsOf(wish)];
}

/** Whom it is about, where and when. */
function boundsOf(wish: Filter): RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = [];
  if (wish.organisation !== undefined) conditions.push(sql`c.organisation_id = ${wish.organisation}`);
  if (wish.subject !== undefined) conditions.push(sql`c.subject_id = ${wish.subject}`);
  // An alarm that joined the case of an earlier one leads there too.
  if (wish.origin !== undefined)
    conditions.push(sql`c.origin_id = ANY (ARRAY(SELECT ${wish.origin}::uuid UNION ALL
      SELECT continues_id FROM alarm WHERE id = ${wish.origin}::uuid AND continues_id IS NOT NULL))`);
  if (wish.from !== undefined) conditions.push(sql`c.opened_at >= ${new Date(wish.from)}`);
  if (wish.to !== undefined) conditions.push(sql`c.opened_at < ${new Date(wish.to)}`);
  if (wish.region !== undefined) {
    const { from, to } = scopeRange(wish.region);
    conditions.push(sql`c.region_path >= ${from} AND c.region_path < ${to}`);
  }
  return conditions;
}

/** A page of cases under the actor's scope, with how many there are and how the open ones stand. */
export function listCases(context: Context, actor: Actor, wish: Wish): Promise<CasePage> {
  const began = performance.now();
  return withScope(context.db, actor.scope, async (tx) => {
    const { where, few } = await whereOf(tx, wish, actor);
    const { ids, n, ...summary } = await (few ? fewOf : manyOf)(tx, where, wish);
    // Which they are, the indexes said alone; only these rows are read.
    const { rows } = await sql<CaseRow>`
      SELECT c.* FROM case_file c WHERE c.id = ANY (${[...ids]}::uuid[]) ORDER BY ${ORDERS[wish.sort]}`.execute(tx);
    return {
      rows: rows.map(caseView),
      total: Math.min(n, MOST_COUNTED),
      atLeast: n > MOST_COUNTED,
      ...summary,
      took: Math.round(performance.now() - began),
    };
  });
}

interface Summary {
  readonly states: Record<string, number>;
  readonly overdue: number;
}

/** Which cases are on the page, how many there are in all (counted as far as it helps), and how the open ones stand. */
interface Found extends Summary {
  readonly ids: readonly string[];
  readonly n: number;
}

async function manyOf(tx: Tx, where: RawBuilder<unknown>, wish: Wish): Promise<Found> {
  const { rows } = await sql<{ id: string }>`
    SELECT c.id FROM case_file c WHERE ${where} ORDER BY ${ORDERS[wish.sort]}
    LIMIT ${wish.size} OFFSET ${(wish.page - 1) * wish.size}`.execute(tx);
  const counted = await sql<{ n: number }>`
    SELECT count(*)::int AS n FROM (SELECT FROM case_file c WHERE ${where} LIMIT ${MOST_COUNTED + 1}) counted`.execute(
    tx,
  );
  return { ids: rows.map(({ id }) => id), n: counted.rows[0]!.n, ...(await openOf(tx, where)) };
}

/** What is named one by one is read once for all three. */
async function fewOf(tx: Tx, where: RawBuilder<unknown>, wish: Wish): Promise<Found> {
  const { rows } = await sql<{ id: string; state: string | null; late: boolean }>`
    SELECT c.id, CASE WHEN c.closed_at IS NULL THEN c.state END AS state,
      c.closed_at IS NULL AND c.overdue_since IS NOT NULL AND ${runs()} AS late
    FROM case_file c WHERE ${where} ORDER BY ${ORDERS[wish.sort]}`.execute(tx);
  const states: Record<string, number> = {};
  for (const { state } of rows) if (state !== null) states[state] = (states[state] ?? 0) + 1;
  const first = (wish.page - 1) * wish.size;
  return {
    ids: rows.slice(first, first + wish.size).map(({ id }) => id),
    n: rows.length,
    states,
    overdue: rows.filter(({ late }) => late).length,
  };
}

async function openOf(tx: Tx, where: RawBuilder<unknown>): Promise<Summary> {
  const { rows } = await sql<{ state: string; n: number; late: number }>`
    SELECT c.state, count(*)::int AS n, count(c.overdue_since) FILTER (WHERE ${runs()})::int AS late FROM case_file c
    WHERE c.closed_at IS NULL AND ${where} GROUP BY c.state`.execute(tx);
  return {
    states: Object.fromEntries(rows.map(({ state, n }) => [state, n])),
    overdue: rows.reduce((sum, { late }) => sum + late, 0),
  };
}

/** Ids of all cases under the actor's scope that the wish names, in its order, at most `limit`. */
export async function caseIds(tx: Tx, actor: Actor, wish: Filter, limit: number): Promise<string[]> {
  const { where } = await whereOf(tx, wish, actor);
  const { rows } = await sql<{ id: string }>`
    SELECT c.id FROM case_file c WHERE ${where} ORDER BY ${ORDERS[wish.sort]} LIMIT ${limit}`.execute(tx);
  return rows.map(({ id }) => id);
}
