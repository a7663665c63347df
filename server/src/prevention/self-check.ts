import { sql } from 'kysely';
import { z } from 'zod';
import { startOf } from '@anlan/domain/calendar';
import { scopeRange } from '@anlan/kernel/access';
import { isRefusal } from '@anlan/kernel/refusal';
import type { Tx } from '../access/scoped.ts';
import { openCase, type Belonging } from '../case/write.ts';
import type { Doer } from '@anlan/kernel/case';
import type { SelfCheckCoverage, SelfChecks } from '@anlan/systems/prevention';
import { valuesFor } from '../parameter/book.ts';

export const periodSchema = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, '形如 2026-03');

const REPORTED = ['reported', 'consistent', 'false'];

/** First millisecond of a period and of the next one. */
export function boundsOf(period: string): { from: number; to: number } {
  const [year, month] = period.split('-').map(Number) as [number, number];
  const next = month === 12 ? `${year + 1}-01` : `${year}-${String(month + 1).padStart(2, '0')}`;
  return { from: startOf(`${period}-01`), to: startOf(`${next}-01`) };
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

/**
 * Sets the period's task for every enterprise under `under` whose sector has to report there; one that has it keeps it.
 * Inside the owner's transaction with the outbox's lock. `trades` narrows it to
 * those a sector department answers for; none = all. At most `AT_ONCE` are set: `left` says how many are still to come.
 */
export async function issueTasks(
  tx: Tx,
  period: string,
  { under, trades }: { readonly under: string; readonly trades: readonly string[] },
  by: Doer,
  at: number,
): Promise<{ issued: number; known: number; left: number }> {
  const due = (await valuesFor(tx, under, at)).list('self-check.sectors');
  const sectors = due.filter((sector) => trades.length === 0 || trades.includes(sector));
  const { from, to } = scopeRange(under);
  const { rows } = await sql<Belonging & { organisationId: string; known: boolean }>`
    SELECT e.id AS "organisationId", e.name AS "organisationName", e.region_path AS "regionPath", e.sector, e.lon, e.lat, e.demonstration,
      EXISTS (SELECT FROM case_self_check d WHERE d.enterprise = e.id AND d.period = ${period}) AS known
    FROM enterprise e
    WHERE e.retired_at IS NULL AND e.sector = ANY (${[...sectors]}::text[]) AND e.region_path >= ${from} AND e.region_path < ${to}
    ORDER BY e.id`.execute(tx);
  const waiting = rows.filter(({ known }) => !known);
  const next = waiting.slice(0, AT_ONCE);
  for (const { known: _, ...belongs } of next) {
    const input = { enterprise: belongs.organisationId, title: `${period} 自查自改自报`, period };
    const opened = await openCase(tx, { kind: 'self-check', input, source: 'self', belongs }, by, at);
    if (isRefusal(opened)) throw new Error(`self-check task refused: ${opened.refused}`);
  }
  return { issued: next.length, known: rows.length - waiting.length, left: waiting.length - next.length };
}

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
