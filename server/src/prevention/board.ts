import { sql, type RawBuilder } from 'kysely';
import { scopeRange } from '@anlan/kernel/access';
import { type DangerBoard, FIVE, type Tier, tierAt, TIERS } from '@anlan/systems/prevention';
import { dayOf, startOf } from '@anlan/domain/calendar';
import { viewThen, type View } from './board-then.ts';
import type { Tx } from '../access/scoped.ts';
import { caseView, type CaseRow } from '../case/row.ts';

const DAY = 86_400_000;

/** Dangers that are late at `now` (epoch ms), and the share of those due this month that were closed in time. */
export async function onTimeOf(
  tx: Tx,
  now: number,
): Promise<{ overdue: number; onTime: DangerBoard['figures']['onTime'] }> {
  const { rows } = await sql<{ n: number }>`
    SELECT count(c.overdue_since)::int AS n FROM danger_figure c WHERE c.closed_at IS NULL`.execute(tx);
  return { overdue: rows[0]!.n, onTime: (await closedIn(tx, NOW.figures, sql`true`, monthOf(now), now)).onTime };
}

interface Wish {
  readonly region?: string | undefined;
  readonly sector?: string | undefined;
}

/** Hidden dangers of a place as the board shows them at `now`, under the transaction's scope; `from` begins the month. */
export function boardOf(tx: Tx, wish: Wish, now: number): Promise<DangerBoard> {
  return boardFrom(tx, within(wish), now, NOW);
}

/**
 * The board as it was at `then` (epoch ms, not after now): every danger is put back to how its trail left it by then, and
 * counted as on that day. Where a danger lies and whose it is are as registered now.
 */
export async function boardThen(tx: Tx, wish: Wish, then: number): Promise<DangerBoard> {
  return boardFrom(tx, within(wish), then, await viewThen(tx, within(wish), monthOf(then), then));
}

const NOW: View = {
  figures: sql`danger_figure`,
  rows: async () => ({ file: sql`case_file`, detail: sql`case_hidden_danger` }),
};

const monthOf = (at: number): number => startOf(`${dayOf(at).slice(0, 7)}-01`);

async function boardFrom(
  tx: Tx,
  where: RawBuilder<unknown>,
  now: number,
  { figures, rows }: View,
): Promise<DangerBoard> {
  const from = monthOf(now);
  const open = await openCells(tx, figures, where, now);
  const found = await foundIn(tx, figures, where, from);
  const listed = await idsOf(
    tx,
    sql`
    SELECT c.case_id AS id FROM ${figures} c WHERE ${where} AND c.closed_at IS NULL AND c.major
    ORDER BY c.listed DESC, c.due_at NULLS LAST, c.case_id LIMIT 50`,
  );
  const overdue = await idsOf(
    tx,
    sql`
    SELECT c.case_id AS id FROM ${figures} c WHERE ${where} AND c.closed_at IS NULL AND c.overdue_since IS NOT NULL
    ORDER BY c.overdue_since, c.case_id LIMIT 20`,
  );
  const { file, detail } = await rows([...listed, ...overdue]);
  return {
    asOf: now,
    from,
    to: now,
    figures: { ...foundOf(found), ...(await closedIn(tx, figures, where, from, now)), ...standingOf(open, now) },
    flow: flowOf(found, now),
    ages: agesOf(open),
    matrix: matrixOf(open),
    listed: await listedOf(tx, file, detail, listed),
    overdue: await overdueOf(tx, file, overdue, now),
  };
}

async function idsOf(tx: Tx, query: RawBuilder<{ id: string }>): Promise<string[]> {
  const { rows } = await query.execute(tx);
  return rows.map(({ id }) => id);
}

/** Condition for the dangers of a place and trade; `c` is what is counted. */
function within({ region, sector }: Wish): RawBuilder<unknown> {
  const parts = [sql`true`];
  if (region !== undefined) {
    const { from, to } = scopeRange(region);
    parts.push(sql`c.region_path >= ${from} AND c.region_path < ${to}`);
  }
  if (sector !== undefined) parts.push(sql`c.sector = ${sector}`);
  return sql.join(parts, sql` AND `);
}

/** Condition for the hidden dangers of a place and trade; `c` is the case. */
export function dangers(region: string | undefined, sector: string | undefined): RawBuilder<unknown> {
  return sql`c.kind = 'hidden-danger' AND ${within({ region, sector })}`;
}

type Month = Pick<DangerBoard['figures'], 'found' | 'bySource' | 'closed' | 'onTime'>;

/** What was found of one source and round on one day, and closed on one day or still open. */
interface Found {
  readonly source: string;
  readonly round: string | null;
  readonly openedAt: Date;
  readonly closedAt: Date | null;
  readonly n: number;
}

/** What was found since `from`: cases of the same days are counted and move through the lists together. */
async function foundIn(
  tx: Tx,
  figures: RawBuilder<unknown>,
  where: RawBuilder<unknown>,
  from: number,
): Promise<Found[]> {
  const { rows } = await sql<Found>`
    SELECT c.source, c.round, min(c.opened_at) AS "openedAt", min(c.closed_at) AS "closedAt", count(*)::int AS n
    FROM ${figures} c WHERE ${where} AND c.opened_at >= ${new Date(from)}
    GROUP BY c.source, c.round, (c.opened_at AT TIME ZONE 'Asia/Shanghai')::date, (c.closed_at AT TIME ZONE 'Asia/Shanghai')::date`.execute(
    tx,
  );
  return rows;
}

function foundOf(found: readonly Found[]): Pick<Month, 'found' | 'bySource'> {
  const bySource: Record<string, number> = {};
  for (const { source, n } of found) bySource[source] = (bySource[source] ?? 0) + n;
  return { found: found.reduce((sum, { n }) => sum + n, 0), bySource };
}

/** Closed since `from`; and on time: of those whose deadline has passed since, the share closed by then. */
async function closedIn(
  tx: Tx,
  figures: RawBuilder<unknown>,
  where: RawBuilder<unknown>,
  from: number,
  now: number,
): Promise<Pick<Month, 'closed' | 'onTime'>> {
  const since = new Date(from);
  const closed = await sql<{ n: number }>`
    SELECT count(*)::int AS n FROM ${figures} c WHERE ${where} AND c.closed_at >= ${since} AND c.state IN ('closed', 'archived')`.execute(
    tx,
  );
  // What is not due yet does not count.
  const due = await sql<{ due: number; met: number }>`
    SELECT count(*)::int AS due, count(*) FILTER (WHERE c.state IN ('closed', 'archived') AND c.closed_at <= c.due_at)::int AS met
    FROM ${figures} c WHERE ${where} AND c.due_at >= ${since} AND c.due_at < ${new Date(now)} AND c.state <> 'unfounded'`.execute(
    tx,
  );
  const { due: denominator, met: numerator } = due.rows[0]!;
  return { closed: closed.rows[0]!.n, onTime: { numerator, denominator } };
}

const AGES = ['0-1', '2-7', '8-30', 'over-30'] as const;

/** Open ones of one colour, class and age. */
interface Cell {
  readonly level: string | null;
  readonly class: string | null;
  readonly age: (typeof AGES)[number];
  readonly count: number;
  readonly overdue: number;
  readonly longest: Date | null;
  readonly major: number;
  readonly listed: number;
}

/** What is open, counted once for the matrix, the ages and the figures together. */
async function openCells(
  tx: Tx,
  figures: RawBuilder<unknown>,
  where: RawBuilder<unknown>,
  now: number,
): Promise<Cell[]> {
  const found = (days: number) => sql`c.opened_at >= ${new Date(now - days * DAY)}`;
  const { rows } = await sql<Cell>`
    SELECT c.level, c.class, CASE WHEN ${found(1)} THEN '0-1' WHEN ${found(7)} THEN '2-7' WHEN ${found(30)} THEN '8-30' ELSE 'over-30' END AS age,
      count(*)::int AS count, count(c.overdue_since)::int AS overdue, min(c.overdue_since) AS longest,
      count(*) FILTER (WHERE c.major)::int AS major, count(*) FILTER (WHERE c.listed)::int AS listed
    FROM ${figures} c WHERE ${where} AND c.closed_at IS NULL GROUP BY 1, 2, 3`.execute(tx);
  return rows;
}

function agesOf(cells: readonly Cell[]): DangerBoard['ages'] {
  return AGES.map((key) => ({ key, count: sumOf(cells, (cell) => (cell.age === key ? cell.count : 0)) }));
}

function matrixOf(cells: readonly Cell[]): DangerBoard['matrix'] {
  const matrix = new Map<string, DangerBoard['matrix'][number]>();
  for (const { level, class: group, count } of cells) {
    const key = `${level} ${group}`;
    matrix.set(key, { level, class: group, count: (matrix.get(key)?.count ?? 0) + count });
  }
  return [...matrix.values()];
}

const sumOf = (cells: readonly Cell[], of: (cell: Cell) => number): number =>
  cells.reduce((total, cell) => total + of(cell), 0);

function standingOf(cells: readonly Cell[], now: number): Omit<DangerBoard['figures'], keyof Month> {
  const since = Math.min(...cells.flatMap(({ longest }) => (longest === null ? [] : [longest.getTime()])));
  return {
    overdue: sumOf(cells, (cell) => cell.overdue),
    longestOverdueDays: Number.isFinite(since) ? Math.max(1, Math.floor((now - since) / DAY)) : 0,
    major: sumOf(cells, (cell) => cell.major),
    listed: sumOf(cells, (cell) => cell.listed),
    open: sumOf(cells, (cell) => cell.count),
  };
}

/** What was found this month, list by list: how much each cleared and how much it handed on (三清三进). */
function flowOf(found: readonly Found[], now: number): DangerBoard['flow'] {
  const flow = new Map<Tier, DangerBoard['flow'][number]>(
    TIERS.map((tier) => [tier, { tier, fresh: 0, carried: 0, cleared: 0, moved: 0, open: 0 }]),
  );
  for (const { source, round, openedAt, closedAt, n } of found) {
    if (source !== 'self') continue;
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

async function listedOf(
  tx: Tx,
  file: RawBuilder<unknown>,
  detail: RawBuilder<unknown>,
  ids: readonly string[],
): Promise<DangerBoard['listed']> {
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
    FROM ${file} c JOIN ${detail} d ON d.case_id = c.id
    WHERE c.id = ANY (${[...ids]}::uuid[]) ORDER BY (d.listed_at IS NULL), c.due_at NULLS LAST, c.id`.execute(tx);
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
  ids: readonly string[],
  now: number,
): Promise<DangerBoard['overdue']> {
  const { rows } = await sql<CaseRow & { urged: number }>`
    SELECT c.*, (SELECT count(*)::int FROM case_entry e WHERE e.case_id = c.id AND e.action = 'urge' AND e.at <= ${new Date(now)}) AS urged
    FROM ${file} c WHERE c.id = ANY (${[...ids]}::uuid[]) ORDER BY c.overdue_since, c.id`.execute(tx);
  return rows.map(({ urged, ...row }) => ({ case: caseView(row), urged }));
}
