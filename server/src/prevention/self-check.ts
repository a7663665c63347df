import { sql } from 'kysely';
import { z } from 'zod';
import { scopeRange } from '@anlan/kernel/access';
import { isRefusal } from '@anlan/kernel/refusal';
import type { Database, Tx } from '../access/scoped.ts';
import { happenAfter } from '../case/known.ts';
import { actOn, openCase, PLATFORM, type Belonging } from '../case/write.ts';
import type { Doer } from '@anlan/kernel/case';
import {
  boundsOf,
  monthsOf,
  PERIOD,
  periodAt,
  type SelfCheckCoverage,
  type SelfChecks,
} from '@anlan/systems/prevention';
import { spreadOver, valuesFor } from '../parameter/book.ts';

export const periodSchema = z.string().regex(PERIOD, '形如 2026-03、2026-Q1、2026-H1 或 2026');

const REPORTED = ['reported', 'drawn', 'filed', 'consistent', 'false'];

/** The period that runs at a place at `at` (epoch ms), as its jurisdiction reports. */
export async function currentPeriod(db: Database | Tx, place: string, at: number): Promise<string> {
  return periodAt(at, (await valuesFor(db, place, at)).number('self-check.period'));
}

/**
 * How many of those who should have reported in a period did. Who was set no task does not count as should: `issued`
 * says how many were; an excused one (stopped production) leaves the denominator.
 */
export async function selfChecksOf(tx: Tx, period: string, under: string): Promise<SelfChecks> {
  const { from, to } = scopeRange(under);
  const rows = await sql<{ region: string; name: string; sector: string; state: string; late: boolean; n: number }>`
    SELECT r.path AS region, r.name, coalesce(c.sector, 'other') AS sector, c.state, c.overdue_since IS NOT NULL AND c.state = 'due' AS late, count(*)::int AS n
    FROM case_self_check d JOIN case_file c ON c.id = d.case_id
    JOIN region r ON starts_with(c.region_path, r.path) AND r.parent_path = ${under}
    WHERE d.period = ${period} AND c.region_path >= ${from} AND c.region_path < ${to}
    GROUP BY 1, 2, 3, 4, 5`.execute(tx);
  const own = await sql<{ state: string; late: boolean; n: number }>`
    SELECT c.state, c.overdue_since IS NOT NULL AND c.state = 'due' AS late, count(*)::int AS n
    FROM case_self_check d JOIN case_file c ON c.id = d.case_id
    WHERE d.period = ${period} AND c.region_path >= ${from} AND c.region_path < ${to} GROUP BY 1, 2`.execute(tx);
  const sum = (list: readonly { n: number }[]): number => list.reduce((total, row) => total + row.n, 0);
  const shareOf = (list: readonly { state: string; n: number }[]) => ({
    should: sum(list.filter((row) => row.state !== 'excused')),
    reported: sum(list.filter((row) => REPORTED.includes(row.state))),
  });
  const by = (key: 'region' | 'sector') =>
    [...new Set(rows.rows.map((row) => row[key]))].sort().map((value) => rows.rows.filter((row) => row[key] === value));
  return {
    period,
    months: monthsOf(period),
    ...shareOf(own.rows),
    issued: sum(own.rows),
    excused: sum(own.rows.filter((row) => row.state === 'excused')),
    late: sum(own.rows.filter((row) => row.late)),
    false: sum(own.rows.filter((row) => row.state === 'false')),
    byRegion: by('region').map((list) => ({ path: list[0]!.region, name: list[0]!.name, ...shareOf(list) })),
    bySector: by('sector').map((list) => ({ sector: list[0]!.sector, ...shareOf(list) })),
  };
}

/** Tasks set in one transaction: it keeps the outbox's lock, and alarms wait for that. */
const AT_ONCE = 200;
const DAY = 86_400_000;
const KEYS = ['self-check.sectors', 'self-check.period', 'self-check.automatic'];

/** Which tasks are set: those of a named period, or of the period that has begun wherever the platform sets them itself. */
export interface Round {
  readonly under: string;
  /** Narrows it to what a sector department answers for; none = all. */
  readonly trades: readonly string[];
  readonly period?: string;
}

/**
 * Sets the period's task for every enterprise under a place that has to report by the rules of its own jurisdiction:
 * sector, length of period; one that has it keeps it. Inside the owner's transaction with the outbox's lock. At most
 * `AT_ONCE` are set: `left` says how many are still to come. Without a named period only those are asked that were
 * registered before theirs began: a new enterprise begins with the next.
 */
export async function issueTasks(
  tx: Tx,
  { under, trades, period }: Round,
  by: Doer,
  at: number,
): Promise<{ issued: number; known: number; left: number }> {
  const spread = await spreadOver(tx, under, KEYS, at, (values) => {
    const months = values.number('self-check.period');
    const own = period ?? periodAt(at, months);
    const asked = period === undefined ? values.value('self-check.automatic') === true : monthsOf(period) === months;
    const due = values.list('self-check.sectors').filter((one) => trades.length === 0 || trades.includes(one));
    return { period: own, begins: boundsOf(own).from, sectors: asked ? due : [] };
  });
  const places = spread.map(({ path, value }) => ({ path, ...value, begins: new Date(value.begins) }));
  const { from, to } = scopeRange(under);
  const { rows } = await sql<Belonging & { organisationId: string; period: string; known: boolean }>`
    SELECT e.id AS "organisationId", e.name AS "organisationName", e.region_path AS "regionPath", e.sector, e.lon, e.lat, e.demonstration, v.period,
      EXISTS (SELECT FROM case_self_check d WHERE d.enterprise = e.id AND d.period = v.period) AS known
    FROM enterprise e CROSS JOIN LATERAL (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(places)}::jsonb) AS x(path text, period text, begins timestamptz, sectors jsonb)
      WHERE starts_with(e.region_path, x.path) ORDER BY length(x.path) DESC LIMIT 1) v
    WHERE e.retired_at IS NULL AND jsonb_exists(v.sectors, e.sector) AND e.region_path >= ${from} AND e.region_path < ${to}
      AND (${period !== undefined} OR e.created_at < v.begins)
    ORDER BY e.id`.execute(tx);
  const waiting = rows.filter(({ known }) => !known);
  const next = waiting.slice(0, AT_ONCE);
  for (const { known: _, period: own, ...belongs } of next) {
    const input = { enterprise: belongs.organisationId, title: `${own} 自查自改自报`, period: own };
    const opened = await openCase(tx, { kind: 'self-check', input, source: 'self', belongs }, by, at);
    if (isRefusal(opened)) throw new Error(`self-check task refused: ${opened.refused}`);
  }
  return { issued: next.length, known: rows.length - waiting.length, left: waiting.length - next.length };
}

/**
 * Files the reports that no lot has fallen on in the time their jurisdiction gives after the period. Inside the owner's
 * transaction with the outbox's lock; at most `AT_ONCE` are filed, the number tells whether to ask again.
 */
export async function fileReports(tx: Tx, at: number): Promise<number> {
  const spread = await spreadOver(tx, 'cn.', ['self-check.file-after'], at, (values) =>
    values.number('self-check.file-after'),
  );
  const { rows } = await sql<{ id: string; period: string; days: number }>`
    SELECT c.id, d.period, v.value AS days FROM case_file c JOIN case_self_check d ON d.case_id = c.id CROSS JOIN LATERAL (
      SELECT value FROM jsonb_to_recordset(${JSON.stringify(spread)}::jsonb) AS x(path text, value int)
      WHERE starts_with(c.region_path, x.path) ORDER BY length(x.path) DESC LIMIT 1) v
    WHERE c.kind = 'self-check' AND c.state = 'reported' AND c.closed_at IS NULL ORDER BY d.period, c.id`.execute(tx);
  const over = rows.filter(({ period, days }) => boundsOf(period).to + days * DAY <= at).slice(0, AT_ONCE);
  for (const { id } of over) {
    const filed = await actOn(tx, id, { action: 'file', input: {}, files: [] }, PLATFORM, at);
    if (isRefusal(filed)) throw new Error(`filing of ${id} refused: ${filed.refused}`);
  }
  return over.length;
}

/** Dangers that the enterprise found itself in a period, and which of them are closed: what a report is made of. */
export async function ownDangers(
  tx: Tx,
  organisation: string,
  period: string,
): Promise<readonly { readonly id: string; readonly corrected: boolean }[]> {
  const { from, to } = boundsOf(period);
  const { rows } = await sql<{ id: string; corrected: boolean }>`
    SELECT c.id, c.state IN ('closed', 'archived') AS corrected FROM case_file c
    WHERE c.organisation_id = ${organisation} AND c.kind = 'hidden-danger' AND c.source = 'self' AND c.state <> 'unfounded'
      AND c.opened_at >= ${new Date(from)} AND c.opened_at < ${new Date(to)} ORDER BY c.opened_at`.execute(tx);
  return rows;
}

/** What a report was made of is kept with it: later changes of the dangers do not change what was claimed. */
happenAfter('self-check', 'report', async (tx, row) => {
  const { rows } = await sql<{ period: string }>`SELECT period FROM case_self_check WHERE case_id = ${row.id}`.execute(
    tx,
  );
  if (row.organisation_id === null) return;
  for (const { id, corrected } of await ownDangers(tx, row.organisation_id, rows[0]!.period))
    await sql`
      INSERT INTO self_check_danger (case_id, danger_id, corrected, region_path, organisation_id, sector)
      VALUES (${row.id}, ${id}, ${corrected}, ${row.region_path}, ${row.organisation_id}, ${row.sector})
      ON CONFLICT DO NOTHING`.execute(tx);
});

/** Who checked itself in the period, and the enterprises that did not: every registered one counts (全覆盖). */
export async function coverageOf(
  tx: Tx,
  period: string,
  under: string,
  page: { limit: number; offset: number },
): Promise<SelfCheckCoverage> {
  const { from, to } = boundsOf(period);
  const range = scopeRange(under);
  const active = sql`(
    EXISTS (SELECT FROM case_file c WHERE c.organisation_id = e.id AND c.kind = 'hidden-danger' AND c.source = 'self'
      AND c.opened_at >= ${new Date(from)} AND c.opened_at < ${new Date(to)})
    OR EXISTS (SELECT FROM case_self_check d JOIN case_file c ON c.id = d.case_id
      WHERE d.enterprise = e.id AND d.period = ${period} AND c.state = ANY (${REPORTED}::text[])))`;
  const where = sql`e.retired_at IS NULL AND e.region_path >= ${range.from} AND e.region_path < ${range.to}`;
  const counts = await sql<{ registered: number; active: number }>`
    SELECT count(*)::int AS registered, count(*) FILTER (WHERE ${active})::int AS active FROM enterprise e WHERE ${where}`.execute(
    tx,
  );
  const { registered, active: some } = counts.rows[0]!;
  const { rows } = await sql<{
    id: string;
    name: string;
    sector: string | null;
    regionName: string;
    last: Date | null;
  }>`
    SELECT e.id, e.name, e.sector, r.name AS "regionName",
      (SELECT max(c.opened_at) FROM case_file c WHERE c.organisation_id = e.id AND c.kind = 'hidden-danger' AND c.source = 'self') AS last
    FROM enterprise e JOIN region r ON r.path = e.region_path
    WHERE ${where} AND NOT ${active} ORDER BY e.region_path, e.name LIMIT ${page.limit} OFFSET ${page.offset}`.execute(
    tx,
  );
  return {
    period,
    registered,
    active: some,
    zero: registered - some,
    rows: rows.map(({ last, ...row }) => ({ ...row, lastSelfFound: last?.getTime() ?? null })),
    total: registered - some,
  };
}
