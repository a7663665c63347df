import { LENGTHS } from '@anlan/kernel/entity';
import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';
import { dayOf } from '@anlan/domain/calendar';
import { scopeRange, may, type Actor } from '@anlan/kernel/access';
import {
  RUN_STATES,
  RUN_USES,
  CHECK_TIERS,
  scoreOf,
  type Answer,
  type RunDetail,
  type RunView,
} from '@anlan/kernel/checklist';
import { MAY_CHECK } from '@anlan/systems/prevention';
import type { Tx } from '../access/scoped.ts';
import { historyOf } from './answers.ts';
import { itemsOf } from './lists.ts';
import { runView, type RunRow } from './rows.ts';

const MOST_COUNTED = 20_000;
const words = z
  .string()
  .max(200)
  .transform((text) => text.split(',').filter((part) => part !== ''));

export const runWishSchema = z.strictObject({
  state: words.pipe(z.array(z.enum(RUN_STATES))).optional(),
  tier: words.pipe(z.array(z.enum(CHECK_TIERS))).optional(),
  use: words.pipe(z.array(z.enum(RUN_USES))).optional(),
  organisation: z.uuid().optional(),
  source: z.uuid().optional(),
  bad: z.enum(['1']).optional().describe('1 = with something found'),
  region: z
    .string()
    .regex(/^([\w-]+\.)+$/)
    .max(200)
    .optional(),
  from: z.coerce.number().int().optional().describe('opened at or after, epoch ms'),
  to: z.coerce.number().int().optional(),
  search: z.string().trim().max(LENGTHS.search).optional().describe('number, title or enterprise'),
  page: z.coerce.number().int().min(1).max(10_000).default(1),
  size: z.coerce.number().int().min(1).max(200).default(50),
});
export type RunWish = z.infer<typeof runWishSchema>;

/** Condition for runs under a place; `r` is the run. */
export function under(region: string | undefined): RawBuilder<unknown> {
  if (region === undefined) return sql`true`;
  const { from, to } = scopeRange(region);
  return sql`r.region_path >= ${from} AND r.region_path < ${to}`;
}

function conditionsOf(wish: RunWish): RawBuilder<unknown> {
  const parts: RawBuilder<unknown>[] = [under(wish.region)];
  for (const key of ['state', 'tier', 'use'] as const) {
    const values = wish[key] ?? [];
    if (values.length > 0) parts.push(sql`${sql.ref(`r.${key}`)} = ANY (${[...values]}::text[])`);
  }
  if (wish.organisation !== undefined) parts.push(sql`r.organisation_id = ${wish.organisation}`);
  if (wish.source !== undefined) parts.push(sql`r.source_id = ${wish.source}`);
  if (wish.bad !== undefined) parts.push(sql`r.bad > 0`);
  if (wish.from !== undefined) parts.push(sql`r.opens_at >= ${new Date(wish.from)}`);
  if (wish.to !== undefined) parts.push(sql`r.opens_at < ${new Date(wish.to)}`);
  if (wish.search !== undefined && wish.search !== '')
    parts.push(
      sql`position(${wish.search.toLowerCase()} in lower(concat_ws(' ', r.number, r.title, r.organisation_name))) > 0`,
    );
  return sql.join(parts, sql` AND `);
}

/** A page of checks under the transaction's scope, newest first, with how many there are by state. */
export async function listRuns(
  tx: Tx,
  wish: RunWish,
): Promise<{ rows: RunView[]; total: number; atLeast: boolean; states: Record<string, number> }> {
  const where = conditionsOf(wish);
  const { rows } = await sql<RunRow>`
    SELECT r.* FROM check_run r WHERE ${where} ORDER BY r.opens_at DESC, r.id LIMIT ${wish.size} OFFSET ${(wish.page - 1) * wish.size}`.execute(
    tx,
  );
  const counted = await sql<{ n: number }>`
    SELECT count(*)::int AS n FROM (SELECT FROM check_run r WHERE ${where} LIMIT ${MOST_COUNTED + 1}) counted`.execute(
    tx,
  );
  const states = await sql<{ state: string; n: number }>`
    SELECT r.state, count(*)::int AS n FROM check_run r WHERE ${conditionsOf({ ...wish, state: undefined })} GROUP BY 1`.execute(
    tx,
  );
  const n = counted.rows[0]!.n;
  return {
    rows: rows.map(runView),
    total: Math.min(n, MOST_COUNTED),
    atLeast: n > MOST_COUNTED,
    states: Object.fromEntries(states.rows.map((row) => [row.state, row.n])),
  };
}

/** May the actor answer this check? The level of a round decides who of the enterprise; officers answer their own uses. */
export function mayAnswer(actor: Actor, run: Pick<RunRow, 'use' | 'tier' | 'organisation_id'>): boolean {
  if (!may(actor, 'check.answer')) return false;
  const { scope } = actor;
  const own = scope.kind === 'organisation' && scope.organisationId === run.organisation_id;
  if (run.use === 'self') return own && (run.tier === null || MAY_CHECK[run.tier].roles.includes(actor.role));
  // A standardisation self-score is the enterprise's own, an evaluation the authority's: the source's system says which.
  return run.use === 'standard' || run.use === 'conditions' || run.use === 'expert' || !own;
}

/** One check with its items, answers, and what the round below left over; undefined outside the scope. */
export async function readDetail(tx: Tx, actor: Actor, id: string): Promise<RunDetail | undefined> {
  const { rows } = await sql<RunRow>`SELECT * FROM check_run WHERE id = ${id}`.execute(tx);
  const [run] = rows;
  if (run === undefined) return undefined;
  const answers = await sql<Omit<Answer, 'at' | 'known' | 'conflicts'> & { at: Date | null }>`
    SELECT a.item_id AS "itemId", a.result, a.value, a.note, a.photos, a.risk_point AS "riskPoint", a.case_id AS "caseId",
      c.number AS "caseNumber", c.state AS "caseState", a.by, a.at, a.voices, a.standing
    FROM check_answer a LEFT JOIN case_file c ON c.id = a.case_id WHERE a.run_id = ${id}`.execute(tx);
  const risks = await sql<RunDetail['riskPoints'][number]>`
    SELECT id, name, level FROM risk_point WHERE enterprise = ${run.organisation_id} AND retired_at IS NULL
    ORDER BY array_position(ARRAY['red', 'orange', 'yellow', 'blue'], level), name LIMIT 100`.execute(tx);
  const before = await sql<RunDetail['before'][number]>`
    SELECT period, state, bad FROM check_run WHERE organisation_id = ${run.organisation_id} AND tier = ${run.tier}
      AND coalesce(unit, '') = ${run.unit ?? ''} AND opens_at < ${run.opens_at} ORDER BY opens_at DESC LIMIT 6`.execute(
    tx,
  );
  const items = await itemsOf(tx, run.list_id);
  const history = await historyOf(tx, id);
  const resultOf = new Map(answers.rows.map(({ itemId, result }) => [itemId, result]));
  return {
    run: runView(run),
    items,
    score:
      run.use === 'standard'
        ? scoreOf(items.map(({ id: item, weight }) => ({ weight, result: resultOf.get(item) ?? null })))
        : null,
    answers: answers.rows.map((answer) => ({
      ...answer,
      at: answer.at?.getTime() ?? null,
      ...(history.get(answer.itemId) ?? { known: [], conflicts: [] }),
    })),
    riskPoints: risks.rows,
    carried: await carriedTo(tx, run),
    before: before.rows.reverse(),
    mayAnswer: mayAnswer(actor, run) && run.done_at === null && run.state !== 'excused',
    signature: run.signature,
  };
}

const LIST_OF_TIER = { shift: ['day'], department: ['week'], manager: ['month', 'quarter'] } as const;

/** Open dangers of the enterprise on the list of the round. */
async function carriedTo(tx: Tx, run: RunRow): Promise<RunDetail['carried']> {
  if (run.tier === null) return [];
  const { rows } = await sql<Omit<RunDetail['carried'][number], 'openedAt'> & { openedAt: Date }>`
    SELECT c.id, c.number, c.title, c.level, c.opened_at AS "openedAt", d.tier FROM case_file c JOIN case_hidden_danger d ON d.case_id = c.id
    WHERE c.organisation_id = ${run.organisation_id} AND c.closed_at IS NULL AND c.source = 'self'
      AND d.tier = ANY (${[...LIST_OF_TIER[run.tier]]}::text[])
    ORDER BY c.opened_at LIMIT 50`.execute(tx);
  return rows.map((row) => ({ ...row, openedAt: row.openedAt.getTime() }));
}

/** Checks that somebody of the enterprise can make now or has made today, their own level first. */
export async function mineOf(tx: Tx, actor: Actor, now: number): Promise<RunView[]> {
  const day = dayOf(now);
  const { rows } = await sql<RunRow>`
    SELECT r.* FROM check_run r
    WHERE r.opens_at <= ${new Date(now)} AND r.opens_at > ${new Date(now - 40 * 86_400_000)}
      AND (r.state = 'open' OR (r.opens_at AT TIME ZONE 'Asia/Shanghai')::date = ${day}::date
        OR (r.done_at AT TIME ZONE 'Asia/Shanghai')::date = ${day}::date)
    ORDER BY (r.state <> 'open'), r.due_at LIMIT 200`.execute(tx);
  return rows.filter((run) => mayAnswer(actor, run)).map(runView);
}
