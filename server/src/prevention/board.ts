import { sql, type RawBuilder } from 'kysely';
import { scopeRange } from '@anlan/kernel/access';
import { type DangerBoard, FIVE, type Tier, tierAt, TIERS } from '@anlan/systems/prevention';
import { dayOf, startOf } from '@anlan/domain/calendar';
import { boardTables, stateThen } from './board-then.ts';
import type { Tx } from '../access/scoped.ts';
import { caseView, type CaseRow } from '../case/row.ts';

const DAY = 86_400_000;

/** Dangers that are late at `now` (epoch ms), and the share of those due this month that were closed in time. */
export async function onTimeOf(
  tx: Tx,
  now: number,
): Promise<{ overdue: number; onTime: DangerBoard['figures']['onTime'] }> {
  const where = dangers(undefined, undefined);
  const { rows } = await sql<{ n: number }>`
    SELECT count(c.overdue_since)::int AS n FROM case_file c WHERE ${where} AND c.closed_at IS NULL`.execute(tx);
  return { overdue: rows[0]!.n, onTime: (await foundIn(tx, NOW.file, where, monthOf(now), now)).onTime };
}

interface Wish {
  readonly region?: string | undefined;
  readonly sector?: string | undefined;
}

/** Hidden dangers of a place as the board shows them at `now`, under the transaction's scope; `from` begins the month. */
export async function boardOf(tx: Tx, { region, sector }: Wish, now: number): Promise<DangerBoard> {
  return boardFrom(tx, dangers(region, sector), now);
}

/**
 * The board as it was at `then` (epoch ms, not after now): every danger is put back to how its trail left it by then, and
 * counted as on that day. Where a danger lies and whose it is are as registered now.
 */
export async function boardThen(tx: Tx, { region, sector }: Wish, then: number): Promise<DangerBoard> {
  await stateThen(tx, dangers(region, sector), monthOf(then), then);
  return boardFrom(tx, sql`true`, then, boardTables);
}

/** Tables that cases and their details are counted from: the present ones, or those of a past moment. */
interface Tables {
  readonly file: RawBuilder<unknown>;
  readonly detail: RawBuilder<unknown>;
}

const NOW: Tables = { file: sql`case_file`, detail: sql`case_hidden_danger` };

const monthOf = (at: number): number => startOf(`${dayOf(at).slice(0, 7)}-01`);

async function boardFrom(
  tx: Tx,
  where: RawBuilder<unknown>,
  now: number,
  { file, detail }: Tables = NOW,
): Promise<DangerBoard> {
  const from = monthOf(now);
  const both = sql`${file} c JOIN ${detail} d ON d.case_id = c.id`;
  const cells = await openCells(tx, both, where);
  return {
    asOf: now,
    from,
    to: now,
    figures: { ...(await foundIn(tx, file, where, from, now)), ...standingOf(cells, now) },
    flow: await flowOf(tx, both, where, from, now),
    ages: await agesOf(tx, file, where, now),
    matrix: cells.map(({ level, class: group, count }) => ({ level, class: group, count })),
    listed: await listedOf(tx, both, where),
    overdue: await overdueOf(tx, file, where, now),
  };
}

/** Condition for the hidden dangers of a place and trade; `c` is the case. */
export function dangers(region: string | undefined, sector: string | undefined): RawBuilder<unknown> {
  const parts = [sql`c.kind = 'hidden-danger'`];
  if (region !== undefined) {
    const { from, to } = scopeRange(region);
    parts.push(sql`c.region_path >= ${from} AND c.region_path < ${to}`);
  }
  if (sector !== undefined) parts.push(sql`c.sector = ${sector}`);
  return sql.join(parts, sql` AND `);
}

type Month = Pick<DangerBoard['figures'], 'found' | 'bySource' | 'closed' | 'onTime'>;

async function foundIn(
  tx: Tx,
  file: RawBuilder<unknown>,
  where: RawBuilder<unknown>,
  from: number,
  now: number,
): Promise<Month> {
  const since = new Date(from);
  const month = await sql<{ source: string; found: number }>`
    SELECT c.source, count(*)::int AS found FROM ${file} c WHERE ${where} AND c.opened_at >= ${since} GROUP BY 1`.execute(
    tx,
  );
  // On time: of those whose deadline fell into the month, the share closed by then. What is not due yet does not count.
  const closed = await sql<{ closed: number; due: number; met: number }>`
    SELECT count(*) FILTER (WHERE c.state IN ('closed', 'archived') AND c.closed_at >= ${since})::int AS closed,
      count(*) FILTER (WHERE c.due_at >= ${since} AND c.due_at < ${new Date(now)} AND c.state <> 'unfounded')::int AS due,
      count(*) FILTER (WHERE c.due_at >= ${since} AND c.due_at < ${new Date(now)} AND c.state IN ('closed', 'archived') AND c.closed_at <= c.due_at)::int AS met
    FROM ${file} c WHERE ${where} AND (c.closed_at >= ${since} OR c.due_at >= ${since})`.execute(tx);
  const done = closed.rows[0]!;
  return {
    found: month.rows.reduce((sum, row) => sum + row.found, 0),
    bySource: Object.fromEntries(month.rows.map((row) => [row.source, row.found])),
    closed: done.closed,
    onTime: { numerator: done.met, denominator: done.due },
  };
}

/** Open ones of one colour and class. */
interface Cell {
  readonly level: string | null;
  readonly class: string | null;
  readonly count: number;
  readonly overdue: number;
  readonly longest: Date | null;
  readonly major: number;
  readonly listed: number;
}

/** What is open, counted once for the matrix and the figures together. */
async function openCells(tx: Tx, both: RawBuilder<unknown>, where: RawBuilder<unknown>): Promise<Cell[]> {
  const { rows } = await sql<Cell>`
    SELECT c.level, d.class, count(*)::int AS count, count(c.overdue_since)::int AS overdue, min(c.overdue_since) AS longest,
      count(*) FILTER (WHERE d.grade = 'major')::int AS major, count(d.listed_at)::int AS listed
    FROM ${both}
    WHERE ${where} AND c.closed_at IS NULL GROUP BY 1, 2`.execute(tx);
  return rows;
}

function standingOf(cells: readonly Cell[], now: number): Omit<DangerBoard['figures'], keyof Month> {
  const sum = (of: (cell: Cell) => number): number => cells.reduce((total, cell) => total + of(cell), 0);
  const since = Math.min(...cells.flatMap(({ longest }) => (longest === null ? [] : [longest.getTime()])));
  return {
    overdue: sum((cell) => cell.overdue),
    longestOverdueDays: Number.isFinite(since) ? Math.ceil((now - since) / DAY) : 0,
    major: sum((cell) => cell.major),
    listed: sum((cell) => cell.listed),
    open: sum((cell) => cell.count),
  };
}

/** What was found this month, list by list: how much each cleared and how much it handed on (三清三进). */
async function flowOf(
  tx: Tx,
  both: RawBuilder<unknown>,
  where: RawBuilder<unknown>,
  from: number,
  now: number,
): Promise<DangerBoard['flow']> {
  // Lists are made of days: cases of the same days move through them together.
  const { rows } = await sql<{ round: string | null; openedAt: Date; closedAt: Date | null; n: number }>`
    SELECT d.round, min(c.opened_at) AS "openedAt", min(c.closed_at) AS "closedAt", count(*)::int AS n
    FROM ${both}
    WHERE ${where} AND c.source = 'self' AND c.opened_at >= ${new Date(from)}
    GROUP BY d.round, (c.opened_at AT TIME ZONE 'Asia/Shanghai')::date, (c.closed_at AT TIME ZONE 'Asia/Shanghai')::date`.execute(
    tx,
  );
  const flow = new Map<Tier, DangerBoard['flow'][number]>(
    TIERS.map((tier) => [tier, { tier, fresh: 0, carried: 0, cleared: 0, moved: 0, open: 0 }]),
  );
  for (const { round, openedAt, closedAt, n } of rows) {
    const first = TIERS.indexOf(tierAt(round, openedAt.getTime(), openedAt.getTime()));
    const last = TIERS.indexOf(tierAt(round, openedAt.getTime(), closedAt?.getTime() ?? now));
    flow.get(TIERS[first]!)!.fresh += n;
    for (let index = first; index < last; index += 1) {
      flow.get(TIERS[index]!)!.moved += n;
      flow.get(TIERS[index + 1]!)!.carried += n;
    }
    const at = flow.get(TIERS[last]!)!;
    if (closedAt === null) at.open += n;
    else at.cleared += n;
  }
  return [...flow.values()];
}

async function agesOf(
  tx: Tx,
  file: RawBuilder<unknown>,
  where: RawBuilder<unknown>,
  now: number,
): Promise<DangerBoard['ages']> {
  const { rows } = await sql<{ key: DangerBoard['ages'][number]['key']; count: number }>`
    SELECT CASE WHEN age <= 1 THEN '0-1' WHEN age <= 7 THEN '2-7' WHEN age <= 30 THEN '8-30' ELSE 'over-30' END AS key, count(*)::int AS count
    FROM (SELECT extract(epoch FROM ${new Date(now)}::timestamptz - c.opened_at) / 86400 AS age FROM ${file} c WHERE ${where} AND c.closed_at IS NULL) open
    GROUP BY 1`.execute(tx);
  const counts = new Map(rows.map((row) => [row.key, row.count]));
  return (['0-1', '2-7', '8-30', 'over-30'] as const).map((key) => ({ key, count: counts.get(key) ?? 0 }));
}

async function listedOf(tx: Tx, both: RawBuilder<unknown>, where: RawBuilder<unknown>): Promise<DangerBoard['listed']> {
  const five = FIVE.map((key) => sql`${sql.lit(key)}, ${sql.ref(`d.${COLUMN_OF_FIVE[key]}`)} IS NOT NULL`);
  const { rows } = await sql<
    CaseRow & {
      listedAt: string | null;
      listingNumber: string | null;
      responsible: string | null;
      progress: number | null;
      five: DangerBoard['listed'][number]['five'];
    }
  >`
    SELECT c.*, d.listed_at AS "listedAt", d.listing_number AS "listingNumber", d.responsible, d.progress, jsonb_build_object(${sql.join(five)}) AS five
    FROM ${both}
    WHERE ${where} AND c.closed_at IS NULL AND d.grade = 'major'
    ORDER BY (d.listed_at IS NULL), c.due_at NULLS LAST LIMIT 50`.execute(tx);
  return rows.map(({ listedAt, listingNumber, responsible, progress, five: has, ...row }) => ({
    case: caseView(row),
    listedAt,
    listingNumber,
    responsible,
    progress,
    five: has,
  }));
}

const COLUMN_OF_FIVE: Record<(typeof FIVE)[number], string> = {
  measures: 'measures',
  responsible: 'responsible',
  funds: 'funds',
  rectifyBy: 'rectify_by',
  emergencyPlan: 'emergency_plan',
};

async function overdueOf(
  tx: Tx,
  file: RawBuilder<unknown>,
  where: RawBuilder<unknown>,
  now: number,
): Promise<DangerBoard['overdue']> {
  const { rows } = await sql<CaseRow & { urged: number }>`
    SELECT c.*, (SELECT count(*)::int FROM case_entry e WHERE e.case_id = c.id AND e.action = 'urge' AND e.at <= ${new Date(now)}) AS urged
    FROM ${file} c WHERE ${where} AND c.closed_at IS NULL AND c.overdue_since IS NOT NULL
    ORDER BY c.overdue_since LIMIT 20`.execute(tx);
  return rows.map(({ urged, ...row }) => ({ case: caseView(row), urged }));
}
