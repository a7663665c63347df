import { sql } from 'kysely';
import type { Wall } from '@anlan/kernel/map';
import type { Tx } from '../access/scoped.ts';

const DAY = 86_400_000;

type Part<K extends keyof Wall> = NonNullable<Wall[K]>;

/** Inspections begun since `from` (epoch ms, the day's beginning), and the enterprises' own rounds that are due in the day. */
export async function checksOf(tx: Tx, from: number): Promise<Part<'checks'>> {
  const { rows } = await sql<Omit<Part<'checks'>, 'rounds'> & { done: number; all: number }>`
    SELECT i.*, r.* FROM
      (SELECT count(*)::int AS inspections, count(DISTINCT enterprise)::int AS enterprises, count(closed_at)::int AS closed
       FROM inspection_record WHERE opened_at >= ${new Date(from)}) i,
      (SELECT count(*) FILTER (WHERE state = 'done')::int AS done, count(*)::int AS all
       FROM check_run WHERE due_at >= ${new Date(from)} AND due_at < ${new Date(from + DAY + 1)} AND opens_at < ${new Date(from + DAY)} AND state <> 'excused') r`.execute(
    tx,
  );
  const { done, all, ...inspections } = rows[0]!;
  return { ...inspections, rounds: { numerator: done, denominator: all } };
}

/** Contractors' jobs under way by kind, most first; `day` (2026-03-18) tells which should have ended. */
export async function jobsOf(tx: Tx, day: string): Promise<Part<'jobs'>> {
  const { rows } = await sql<{ job: string; count: number; over: number }>`
    SELECT j.job, count(*)::int AS count, count(*) FILTER (WHERE j.ends_on < ${day}::date)::int AS over
    FROM case_file c JOIN case_contractor_job j ON j.case_id = c.id
    WHERE c.kind = 'contractor-job' AND c.state = 'running' GROUP BY 1 ORDER BY 2 DESC, 1`.execute(tx);
  return {
    running: rows.map(({ job, count }) => ({ job, count })),
    over: rows.reduce((sum, { over }) => sum + over, 0),
  };
}

/** Desks with somebody rostered at `now` (epoch ms), by kind of place, and those that nobody keeps any more. */
export async function dutyOf(tx: Tx, now: number): Promise<Part<'duty'>> {
  const at = new Date(now);
  const { rows } = await sql<{ kind: string; kept: number; people: number; empty: number }>`
    SELECT r.kind, count(*) FILTER (WHERE d.people > 0)::int AS kept, sum(d.people)::int AS people,
      count(*) FILTER (WHERE d.people = 0)::int AS empty
    FROM (SELECT region_path, count(DISTINCT person_id) FILTER (WHERE from_at <= ${at} AND to_at > ${at}) AS people
      FROM duty_shift WHERE cancelled_at IS NULL AND from_at <= ${at} AND to_at > ${new Date(now - 7 * DAY)} GROUP BY 1) d
    JOIN region r ON r.path = d.region_path GROUP BY 1
    ORDER BY array_position(ARRAY['province', 'municipality', 'city', 'county', 'zone', 'town'], r.kind)`.execute(tx);
  return {
    places: rows.flatMap(({ kind, kept }) => (kept === 0 ? [] : [{ kind, count: kept }])),
    people: rows.reduce((sum, { people }) => sum + people, 0),
    empty: rows.reduce((sum, { empty }) => sum + empty, 0),
  };
}

/** Events first reported since `from` (epoch ms). */
export async function eventsOf(tx: Tx, from: number): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    SELECT count(*)::int AS n FROM flash_report WHERE seq = 1 AND received_at >= ${new Date(from)}`.execute(tx);
  return rows[0]!.n;
}
