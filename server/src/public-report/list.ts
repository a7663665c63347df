import { LENGTHS } from '@anlan/kernel/entity';
import { sql } from 'kysely';
import { z } from 'zod';
import { scopeRange, type Actor } from '@anlan/kernel/access';
import type { PublicReportFigures, PublicReports } from '@anlan/systems/prevention';
import type { Context } from '../access/context.ts';
import { withScope } from '../access/scoped.ts';
import { caseView, runs, type CaseRow } from '../case/row.ts';
import { withHandling } from './handling.ts';

const words = z
  .string()
  .max(200)
  .transform((text) => text.split(',').filter((part) => part !== ''));
export const wishSchema = z.strictObject({
  state: words.optional(),
  subject: z.string().max(30).optional(),
  overdue: z.enum(['1']).optional(),
  open: z.enum(['0', '1']).optional(),
  search: z.string().trim().max(LENGTHS.search).optional().describe('number or title'),
  region: z
    .string()
    .regex(/^([\w-]+\.)+$/)
    .max(200)
    .optional(),
  page: z.coerce.number().int().min(1).max(10_000).default(1),
  size: z.coerce.number().int().min(1).max(100).default(50),
});

type Row = CaseRow & { subject: string; enterprise_name: string | null; follow_number: string | null };

/** Reports in reach, newest first; what is kept apart is added for those who handle them. */
export async function listReports(
  context: Context,
  actor: Actor,
  wish: z.infer<typeof wishSchema>,
): Promise<PublicReports> {
  const where = [sql`c.kind = 'public-report'`];
  if (wish.region !== undefined) {
    const { from, to } = scopeRange(wish.region);
    where.push(sql`c.region_path >= ${from} AND c.region_path < ${to}`);
  }
  const reach = sql.join([...where], sql` AND `);
  if ((wish.state ?? []).length > 0) where.push(sql`c.state = ANY (${wish.state ?? []}::text[])`);
  if (wish.subject !== undefined) where.push(sql`d.subject = ${wish.subject}`);
  if (wish.overdue !== undefined) where.push(sql`c.overdue_since IS NOT NULL AND ${runs()}`);
  if (wish.open !== undefined) where.push(wish.open === '1' ? sql`c.closed_at IS NULL` : sql`c.closed_at IS NOT NULL`);
  if (wish.search !== undefined && wish.search !== '')
    where.push(sql`position(${wish.search.toLowerCase()} in lower(concat_ws(' ', c.number, c.title))) > 0`);
  const wanted = sql.join(where, sql` AND `);
  const from = sql`case_file c JOIN case_public_report d ON d.case_id = c.id`;
  const found = await withScope(context.db, actor.scope, async (tx) => {
    const { rows } = await sql<Row>`
      SELECT c.*, d.subject, d.follow_number, e.name AS enterprise_name FROM ${from} LEFT JOIN enterprise e ON e.id = d.enterprise
      WHERE ${wanted} ORDER BY c.opened_at DESC, c.id LIMIT ${wish.size} OFFSET ${(wish.page - 1) * wish.size}`.execute(
      tx,
    );
    const counted = await sql<{ n: number }>`SELECT count(*)::int AS n FROM ${from} WHERE ${wanted}`.execute(tx);
    const states = await sql<{ state: string; n: number; late: number }>`
      SELECT c.state, count(*)::int AS n, count(c.overdue_since) FILTER (WHERE c.closed_at IS NULL AND ${runs()})::int AS late
      FROM case_file c WHERE ${reach} GROUP BY c.state`.execute(tx);
    return { rows, total: counted.rows[0]!.n, states: states.rows };
  });
  const own = await ownOf(
    context,
    actor,
    found.rows.map(({ id }) => id),
  );
  return {
    rows: found.rows.map((row) => ({
      case: caseView(row),
      subject: row.subject,
      enterpriseName: row.enterprise_name,
      followNumber: row.follow_number,
      own: own.get(row.id) ?? null,
    })),
    total: found.total,
    states: Object.fromEntries(found.states.map(({ state, n }) => [state, n])),
    overdue: found.states.reduce((sum, { late }) => sum + late, 0),
  };
}

type Own = NonNullable<PublicReports['rows'][number]['own']>;

async function ownOf(context: Context, actor: Actor, ids: readonly string[]): Promise<Map<string, Own>> {
  const rows = await withHandling(context.db, actor, undefined, async (tx) => {
    const found = await sql<Own & { id: string }>`
      SELECT d.case_id AS id, d.channel, d.named, d.insider,
        (SELECT count(*)::int FROM report_photo p WHERE p.case_id = d.case_id) AS photos,
        (SELECT count(*)::int FROM report_word w WHERE w.case_id = d.case_id) AS words
      FROM report_dossier d WHERE d.case_id = ANY (${[...ids]}::uuid[])`.execute(tx);
    return found.rows;
  });
  return new Map((rows ?? []).map(({ id, ...own }) => [id, own]));
}

/** How the reports of a span were handled, for everybody who supervises; sums, and nobody's reward by itself. */
export async function reportFigures(
  context: Context,
  actor: Actor,
  span: { readonly from: number; readonly to: number; readonly region?: string | undefined },
): Promise<PublicReportFigures> {
  const place = span.region === undefined ? sql`true` : sql`starts_with(f.region_path, ${span.region})`;
  const told = await withScope(context.db, actor.scope, async (tx) => {
    const { rows } = await sql<Told>`
      SELECT f.id, f.region_path AS path, f.region_name AS name, to_char(f.opened_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM') AS month,
        min(e.at) FILTER (WHERE e.action IN ('accept', 'refuse', 'redirect', 'merge')) IS NOT NULL AS accepted,
        coalesce(bool_or(e.action = 'overdue' AND e.from_state = 'received'), false) AS late,
        coalesce(bool_or(e.action IN ('verify', 'unfound')), false) AS checked,
        coalesce(bool_or(e.action = 'verify'), false) AS verified,
        coalesce(bool_or(e.action IN ('answer', 'answer-unfounded', 'refuse', 'redirect')), false) AS answered,
        coalesce(bool_or(e.action = 'pay'), false) AS rewarded
      FROM case_file f JOIN case_entry e ON e.case_id = f.id
      WHERE f.kind = 'public-report' AND f.opened_at >= ${new Date(span.from)} AND f.opened_at < ${new Date(span.to)} AND ${place}
      GROUP BY f.id, f.region_path, f.region_name, f.opened_at`.execute(tx);
    return rows;
  });
  const paid = await withHandling(context.db, actor, undefined, async (tx) => {
    const { rows } = await sql<{ yuan: number }>`
      SELECT coalesce(sum(w.amount), 0)::double precision / 100 AS yuan FROM report_reward w JOIN handled_report f ON f.id = w.case_id
      WHERE w.paid_at IS NOT NULL AND f.opened_at >= ${new Date(span.from)} AND f.opened_at < ${new Date(span.to)} AND ${place}`.execute(
      tx,
    );
    return rows[0]!.yuan;
  });
  return { ...sumsOf(told), yuan: paid ?? 0, months: monthsOf(told), regions: regionsOf(told) };
}

interface Told {
  id: string;
  path: string;
  name: string;
  month: string;
  accepted: boolean;
  late: boolean;
  checked: boolean;
  verified: boolean;
  answered: boolean;
  rewarded: boolean;
}

const count = (rows: readonly Told[], test: (row: Told) => boolean): number => rows.filter(test).length;

function sumsOf(rows: readonly Told[]) {
  return {
    received: rows.length,
    due: count(rows, (row) => row.accepted || row.late),
    inTime: count(rows, (row) => row.accepted && !row.late),
    checked: count(rows, (row) => row.checked),
    verified: count(rows, (row) => row.verified),
    answered: count(rows, (row) => row.answered),
    rewarded: count(rows, (row) => row.rewarded),
  };
}

function grouped(rows: readonly Told[], key: (row: Told) => string): Map<string, Told[]> {
  const groups = new Map<string, Told[]>();
  for (const row of rows) groups.set(key(row), [...(groups.get(key(row)) ?? []), row]);
  return groups;
}

function monthsOf(rows: readonly Told[]) {
  return [...grouped(rows, ({ month }) => month)]
    .map(([month, own]) => {
      const { received, verified, rewarded } = sumsOf(own);
      return { month, received, verified, rewarded };
    })
    .sort((a, b) => a.month.localeCompare(b.month));
}

function regionsOf(rows: readonly Told[]) {
  return [...grouped(rows, ({ path }) => path)]
    .map(([path, own]) => {
      const { received, due, inTime, verified } = sumsOf(own);
      return { path, name: own[0]!.name, received, due, inTime, verified };
    })
    .sort((a, b) => b.received - a.received);
}
