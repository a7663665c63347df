import { sql } from 'kysely';
import type { Limits } from '@anlan/kernel/alarm';
import type { BackTest, BackTestLine, Draft, Excursion } from '@anlan/kernel/back-test';
import type { Database, Tx } from '../access/scoped.ts';

/** A test as it is run. */
export interface Test {
  readonly id: string;
  readonly rule: string;
  readonly draft: Draft;
  readonly points: readonly string[];
  readonly limits: Readonly<Record<string, Limits>> | null;
  readonly from: number;
  readonly to: number;
}

/** A line as a run makes it. */
export interface Line {
  readonly seq: number;
  readonly kind: BackTestLine['kind'];
  readonly subject: string;
  readonly point: string;
  readonly name: string;
  readonly at: number;
  readonly before: readonly Excursion[];
  readonly after: readonly Excursion[];
  readonly alarmId: string | null;
}

/** An alarm that people have confirmed: handled, or closed and not as false, or led to a case. Times are epoch ms. */
export interface KnownEvent {
  readonly alarmId: string;
  readonly subject: string;
  readonly point: string;
  readonly name: string;
  readonly at: number;
  readonly until: number;
}

const ms = (time: ReturnType<typeof sql>) => sql`extract(epoch FROM ${time})::float8 * 1000`;
const COLUMNS = sql`id, rule, numbers AS draft, points, limits, ${ms(sql`from_at`)} AS "from", ${ms(sql`to_at`)} AS "to"`;

/**
 * Takes the next test that waits, or one whose run has not been heard of for a minute; each by one process only. Owners
 * take turns: whoever was served longest ago comes first, so that many tests of one hold up nobody else's.
 */
export async function claim(db: Database, now: Date): Promise<Test | undefined> {
  const { rows } = await sql<Test>`
    UPDATE back_test SET state = 'running', started_at = ${now}, beat_at = ${now}, done_points = 0, readings = 0
    WHERE id = (
      SELECT id FROM back_test t WHERE state = 'waiting' OR (state = 'running' AND beat_at < ${new Date(now.getTime() - 60_000)})
      ORDER BY (SELECT max(o.started_at) FROM back_test o
        WHERE o.region_path = t.region_path AND o.organisation_id IS NOT DISTINCT FROM t.organisation_id) NULLS FIRST, at
      LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING ${COLUMNS}`.execute(db);
  return rows[0];
}

/** Says that the run goes on; false when it is no longer wanted. */
export async function beat(db: Database, id: string, donePoints: number, readings: number): Promise<boolean> {
  const { rows } = await sql`
    UPDATE back_test SET beat_at = now(), done_points = ${donePoints}, readings = ${readings}
    WHERE id = ${id} AND state = 'running' RETURNING id`.execute(db);
  return rows.length > 0;
}

/** A run begins: what an earlier one left is taken away, and the limits it judges by are kept. */
export async function begin(db: Database, id: string, limits: Readonly<Record<string, Limits>>): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`DELETE FROM back_test_line WHERE test_id = ${id}`.execute(tx);
    await sql`UPDATE back_test SET limits = ${JSON.stringify(limits)}::jsonb WHERE id = ${id}`.execute(tx);
  });
}

export async function addLines(db: Database, id: string, lines: readonly Line[]): Promise<void> {
  if (lines.length === 0) return;
  await sql`
    INSERT INTO back_test_line (test_id, seq, kind, subject_id, point_id, subject_name, at, before, after, alarm_id, region_path,
      organisation_id, sector)
    SELECT t.id, l.seq, l.kind, l.subject, l.point, l.name, to_timestamp(l.at / 1000), l.before, l.after, l."alarmId", t.region_path,
      t.organisation_id, t.sector
    FROM back_test t, jsonb_to_recordset(${JSON.stringify(lines)}::jsonb)
      AS l(seq int, kind text, subject uuid, point uuid, name text, at float8, before jsonb, after jsonb, "alarmId" uuid)
    WHERE t.id = ${id}`.execute(db);
}

/** Ends a run that was not cancelled meanwhile. */
export async function finish(
  db: Database,
  id: string,
  end: { readonly figures: object; readonly hash: string } | { readonly trouble: string },
): Promise<void> {
  const failed = 'trouble' in end;
  await sql`
    UPDATE back_test SET state = ${failed ? 'failed' : 'done'}, ended_at = now(), trouble = ${failed ? end.trouble : null},
      figures = ${failed ? null : JSON.stringify(end.figures)}::jsonb, hash = ${failed ? null : end.hash}
    WHERE id = ${id} AND state = 'running'`.execute(db);
}

/** Confirmed alarms of the rule on the test's points, or on the units they belong to, within its span. */
export async function knownEvents(db: Database, { rule, points, from, to }: Test): Promise<KnownEvent[]> {
  const { rows } = await sql<KnownEvent>`
    SELECT a.id AS "alarmId", a.subject_id AS subject, coalesce(p.id, ${points[0] ?? null}) AS point, a.subject_name AS name,
      ${ms(sql`a.raised_at`)} AS at, ${ms(sql`coalesce(a.recovered_at, a.closed_at, a.raised_at)`)} AS until
    FROM alarm a LEFT JOIN public.point p ON p.id = a.subject_id
    WHERE a.rule = ${rule} AND a.raised_at >= ${new Date(from)} AND a.raised_at < ${new Date(to)}
      AND a.subject_id IN (
        SELECT unnest(${points}::uuid[])
        UNION SELECT coalesce(q.unit_id, q.tank_id, q.device_id) FROM public.point q WHERE q.id = ANY(${points}::uuid[]))
      AND ((a.response IN ('handling', 'closed') AND a.close_result IS DISTINCT FROM 'false')
        OR EXISTS (SELECT FROM case_file c WHERE c.origin_id = a.id))
    ORDER BY a.raised_at, a.id`.execute(db);
  return rows;
}

interface TestRow extends Omit<BackTest, 'draft'> {
  numbers: Draft;
}

/** Tests the transaction may see, newest first. */
export async function backTests(tx: Tx, id?: string): Promise<BackTest[]> {
  const { rows } = await sql<TestRow>`
    SELECT id, number, rule, rule_label AS "ruleLabel", title, numbers, cardinality(points) AS points, ${ms(sql`from_at`)} AS "from",
      ${ms(sql`to_at`)} AS "to", state, done_points AS "donePoints", readings::float8 AS readings, ${ms(sql`at`)} AS at, by,
      ${ms(sql`started_at`)} AS "startedAt", ${ms(sql`ended_at`)} AS "endedAt", trouble, figures, hash,
      ${ms(sql`published_at`)} AS "publishedAt", published_by AS "publishedBy"
    FROM back_test t WHERE ${id === undefined ? sql`true` : sql`t.id = ${id}`} ORDER BY t.at DESC LIMIT 200`.execute(
    tx,
  );
  return rows.map(({ numbers, ...row }) => ({ ...row, draft: numbers }));
}

/** Lines of a test of one kind, in their order. */
export async function linesOf(
  tx: Tx,
  id: string,
  kind: string | undefined,
  { offset, size }: { readonly offset: number; readonly size: number },
): Promise<{ total: number; rows: BackTestLine[] }> {
  const of = kind === undefined ? sql`kind <> 'kept'` : sql`kind = ${kind}`;
  const total = await sql<{
    n: number;
  }>`SELECT count(*)::int AS n FROM back_test_line WHERE test_id = ${id} AND ${of}`.execute(tx);
  const { rows } = await sql<BackTestLine>`
    SELECT seq, kind, subject_id AS "subjectId", point_id AS "pointId", subject_name AS "subjectName", ${ms(sql`at`)} AS at, before, after,
      alarm_id AS "alarmId"
    FROM back_test_line WHERE test_id = ${id} AND ${of} ORDER BY seq OFFSET ${offset} LIMIT ${size}`.execute(tx);
  return { total: total.rows[0]!.n, rows };
}
