import { sql, type RawBuilder } from 'kysely';
import type { z } from 'zod';
import { scopeRange } from '@anlan/kernel/access';
import { LEVELS, type Level } from '@anlan/kernel/entity';
import { dayOf, startOf } from '@anlan/domain/calendar';
import {
  type EnterpriseRisks,
  type DualOverview,
  type threeInOneSchema,
  type DualUnits,
  type unownedRisksSchema,
} from '@anlan/systems/prevention';
import type { Tx } from '../access/scoped.ts';
import { valuesFor } from '../parameter/book.ts';

const DAY = 86_400_000;

/** What the rhythm of a place is: days between checks by level, and since when a review counts. */
export interface Rhythm {
  readonly today: string;
  readonly since: string;
  readonly every: Readonly<Record<Level, number>>;
}

export async function rhythmOf(tx: Tx, place: string, now: number): Promise<Rhythm> {
  const values = await valuesFor(tx, place, now);
  const every = Object.fromEntries(LEVELS.map((level) => [level, values.number(`risk.check.${level}`)]));
  return {
    today: dayOf(now),
    since: dayOf(now - values.number('risk.review-every') * DAY),
    every: every as Record<Level, number>,
  };
}

/** Days between two checks of measure `m` of risk point `p`. */
export function everyOf({ every }: Rhythm): RawBuilder<number> {
  const cases = LEVELS.map((level) => sql`WHEN ${sql.lit(level)} THEN ${sql.lit(every[level])}`);
  return sql<number>`coalesce(m.every_days, CASE p.level ${sql.join(cases, sql` `)} END)`;
}

/** Rounds of measure `m` missed until today. */
export function missedOf(rhythm: Rhythm): RawBuilder<number> {
  return sql<number>`ceil(greatest(0, ${rhythm.today}::date - m.next_due)::numeric / ${everyOf(rhythm)})::int`;
}

export const UNOWNED = sql<boolean>`(p.level IN ('red', 'orange') AND (p.control IS DISTINCT FROM 'company' OR coalesce(btrim(p.responsible), '') = ''))`;
const reviewDue = ({ since }: Rhythm) => sql<boolean>`(p.reviewed_on IS NULL OR p.reviewed_on < ${since}::date)`;
const within = (under: string, column = 'p.region_path'): RawBuilder<unknown> => {
  const { from, to } = scopeRange(under);
  return sql`${sql.ref(column)} >= ${from} AND ${sql.ref(column)} < ${to}`;
};
const byLevel = (alias: string) =>
  sql.join(
    LEVELS.map(
      (level) => sql`count(*) FILTER (WHERE ${sql.ref(`${alias}.level`)} = ${sql.lit(level)})::int AS ${sql.id(level)}`,
    ),
  );

/** The figures of dual prevention of a place under the transaction's scope. */
export async function overviewOf(tx: Tx, under: string, now: number): Promise<DualOverview> {
  const rhythm = await rhythmOf(tx, under, now);
  const month = new Date(startOf(`${rhythm.today.slice(0, 7)}-01`));
  const objects = await sql<DualOverview['byObject'][number]>`
    SELECT p.object, ${byLevel('p')} FROM risk_point p WHERE p.retired_at IS NULL AND ${within(under)} GROUP BY p.object ORDER BY p.object`.execute(
    tx,
  );
  const points = await sql<Pick<DualOverview, 'assessed' | 'unowned' | 'changed' | 'reviewDue'>>`
    SELECT count(p.computed_level)::int AS assessed, count(*) FILTER (WHERE ${UNOWNED})::int AS unowned,
      count(*) FILTER (WHERE p.computed_level <> p.level)::int AS changed, count(*) FILTER (WHERE ${reviewDue(rhythm)})::int AS "reviewDue"
    FROM risk_point p WHERE p.retired_at IS NULL AND ${within(under)}`.execute(tx);
  const measures = await sql<Pick<DualOverview, 'measures' | 'due' | 'late' | 'missed'>>`
    SELECT count(*)::int AS measures, count(*) FILTER (WHERE m.next_due = ${rhythm.today}::date)::int AS due,
      count(*) FILTER (WHERE m.next_due < ${rhythm.today}::date)::int AS late, coalesce(sum(${missedOf(rhythm)}), 0)::int AS missed
    FROM risk_measure m JOIN risk_point p ON p.id = m.risk_point AND p.retired_at IS NULL
    WHERE m.retired_at IS NULL AND ${within(under, 'm.region_path')}`.execute(tx);
  const checks = await sql<Pick<DualOverview, 'checksMonth' | 'ineffectiveMonth'>>`
    SELECT count(*)::int AS "checksMonth", count(*) FILTER (WHERE k.result = 'ineffective')::int AS "ineffectiveMonth"
    FROM risk_measure_check k WHERE k.at >= ${month} AND ${within(under, 'k.region_path')}`.execute(tx);
  const sum = (level: Level) => objects.rows.reduce((total, row) => total + row[level], 0);
  return {
    points: Object.fromEntries(LEVELS.map((level) => [level, sum(level)])) as Record<Level, number>,
    byObject: objects.rows,
    ...points.rows[0]!,
    ...measures.rows[0]!,
    ...checks.rows[0]!,
    every: rhythm.every,
  };
}

export const UNIT_SORTS = ['worst', 'missed', 'unowned', 'name'] as const;
export interface UnitWish {
  readonly q?: string | undefined;
  readonly sector?: string | undefined;
  readonly sort: (typeof UNIT_SORTS)[number];
  readonly limit: number;
  readonly offset: number;
}
const ORDER: Record<UnitWish['sort'], RawBuilder<unknown>> = {
  worst: sql`u.red DESC, u.orange DESC, u.yellow DESC`,
  missed: sql`u.missed DESC`,
  unowned: sql`u.unowned DESC`,
  name: sql`e.initials`,
};

/** Enterprises with their risks by colour and how they are held; gravest first unless asked otherwise. */
export async function unitsOf(tx: Tx, under: string, wish: UnitWish, now: number): Promise<DualUnits> {
  const rhythm = await rhythmOf(tx, under, now);
  const conditions = [sql`e.retired_at IS NULL`, within(under, 'e.region_path')];
  if (wish.q !== undefined) conditions.push(sql`e.name ILIKE ${`%${wish.q.replaceAll(/[%_\\]/g, '\\$&')}%`}`);
  if (wish.sector !== undefined) conditions.push(sql`e.sector = ${wish.sector}`);
  const where = sql.join(conditions, sql` AND `);
  const { rows } = await sql<DualUnits['rows'][number] & { total: number }>`
    WITH u AS (
      SELECT p.enterprise, ${byLevel('p')}, count(*) FILTER (WHERE ${UNOWNED})::int AS unowned,
        count(*) FILTER (WHERE ${reviewDue(rhythm)})::int AS "reviewDue"
      FROM risk_point p WHERE p.retired_at IS NULL AND ${within(under)} GROUP BY p.enterprise),
    v AS (
      SELECT m.enterprise, count(*)::int AS measures, count(*) FILTER (WHERE m.next_due < ${rhythm.today}::date)::int AS late,
        sum(${missedOf(rhythm)})::int AS missed
      FROM risk_measure m JOIN risk_point p ON p.id = m.risk_point AND p.retired_at IS NULL
      WHERE m.retired_at IS NULL AND ${within(under, 'm.region_path')} GROUP BY m.enterprise),
    w AS (
      SELECT k.enterprise, count(DISTINCT c.id)::int AS ineffective FROM risk_measure_check k JOIN case_file c ON c.id = k.case_id
      WHERE c.closed_at IS NULL AND ${within(under, 'k.region_path')} GROUP BY 1)
    SELECT e.id, e.name, e.sector, r.name AS "regionName", u.red, u.orange, u.yellow, u.blue, u.unowned, u."reviewDue",
      coalesce(v.measures, 0) AS measures, coalesce(v.late, 0) AS late, coalesce(v.missed, 0) AS missed, coalesce(w.ineffective, 0) AS ineffective,
      count(*) OVER ()::int AS total
    FROM u JOIN enterprise e ON e.id = u.enterprise JOIN region r ON r.path = e.region_path
      LEFT JOIN v ON v.enterprise = e.id LEFT JOIN w ON w.enterprise = e.id
    WHERE ${where}
    ORDER BY ${ORDER[wish.sort]}, e.initials, e.id LIMIT ${wish.limit} OFFSET ${wish.offset}`.execute(tx);
  return { rows: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 };
}

const POINT = (rhythm: Rhythm) => sql`
  p.id, p.name, p.unit, p.object, p.hazard, p.accident, p.method, p.score, p.level, p.computed_level AS "computedLevel", p.control,
  p.responsible, p.reviewed_on AS "reviewedOn", ${reviewDue(rhythm)} AS "reviewDue", ${UNOWNED} AS unowned, p.lon, p.lat,
  (SELECT count(*)::int FROM risk_measure m WHERE m.risk_point = p.id AND m.retired_at IS NULL) AS measures,
  (SELECT count(*)::int FROM risk_measure m WHERE m.risk_point = p.id AND m.retired_at IS NULL AND m.next_due < ${rhythm.today}::date) AS late,
  (SELECT count(*)::int FROM case_hidden_danger d JOIN case_file c ON c.id = d.case_id WHERE d.risk_point = p.id AND c.closed_at IS NULL) AS dangers`;

/** Every risk point of an enterprise for its four-colour map and list; undefined outside the scope. */
export async function enterpriseRisksOf(tx: Tx, id: string, now: number): Promise<EnterpriseRisks | undefined> {
  const { rows } = await sql<Omit<EnterpriseRisks, 'points'> & { regionPath: string }>`
    SELECT e.id, e.name, e.sector, e.region_path AS "regionPath", r.name AS "regionName"
    FROM enterprise e JOIN region r ON r.path = e.region_path WHERE e.id = ${id}`.execute(tx);
  const [found] = rows;
  if (found === undefined) return undefined;
  const { regionPath, ...enterprise } = found;
  const points = await sql<EnterpriseRisks['points'][number]>`
    SELECT ${POINT(await rhythmOf(tx, regionPath, now))} FROM risk_point p
    WHERE p.enterprise = ${id} AND p.retired_at IS NULL
    ORDER BY array_position(ARRAY['red', 'orange', 'yellow', 'blue'], p.level), p.name, p.id`.execute(tx);
  return { ...enterprise, points: points.rows };
}

export type PointRow = EnterpriseRisks['points'][number] & {
  readonly enterpriseId: string;
  readonly enterpriseName: string | null;
  readonly version: number;
};

/** One risk point with where it belongs; undefined outside the scope. */
export async function pointOf(
  tx: Tx,
  id: string,
  now: number,
): Promise<{ readonly point: PointRow; readonly rhythm: Rhythm } | undefined> {
  const place = await sql<{ path: string }>`SELECT region_path AS path FROM risk_point WHERE id = ${id}`.execute(tx);
  if (place.rows[0] === undefined) return undefined;
  const rhythm = await rhythmOf(tx, place.rows[0].path, now);
  const { rows } = await sql<PointRow>`
    SELECT ${POINT(rhythm)}, p.enterprise AS "enterpriseId", e.name AS "enterpriseName", p.version
    FROM risk_point p LEFT JOIN enterprise e ON e.id = p.enterprise WHERE p.id = ${id}`.execute(tx);
  return rows[0] === undefined ? undefined : { point: rows[0], rhythm };
}

/** High risks that no one at the level of the enterprise answers for by name, gravest first. */
export async function unownedIn(
  tx: Tx,
  under: string,
  page: { limit: number; offset: number },
): Promise<z.infer<typeof unownedRisksSchema>> {
  const { rows } = await sql<z.infer<typeof unownedRisksSchema>['rows'][number] & { total: number }>`
    SELECT p.id, p.name, p.level, p.control, p.responsible, p.enterprise AS "enterpriseId", e.name AS "enterpriseName", r.name AS "regionName",
      count(*) OVER ()::int AS total
    FROM risk_point p LEFT JOIN enterprise e ON e.id = p.enterprise LEFT JOIN region r ON r.path = p.region_path
    WHERE p.retired_at IS NULL AND ${within(under)} AND ${UNOWNED}
    ORDER BY array_position(ARRAY['red', 'orange'], p.level), e.name, p.id LIMIT ${page.limit} OFFSET ${page.offset}`.execute(
    tx,
  );
  return { rows: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 };
}

/** 三位一体: risk, hidden danger and standardisation of each enterprise of the configured sectors in one line (D4:189). */
export async function threeInOneOf(
  tx: Tx,
  under: string,
  page: { limit: number; offset: number },
  now: number,
): Promise<z.infer<typeof threeInOneSchema>> {
  const today = dayOf(now);
  const sectors = [...(await valuesFor(tx, under, now)).list('three-in-one.sectors')];
  const { rows } = await sql<z.infer<typeof threeInOneSchema>['rows'][number] & { total: number }>`
    WITH u AS (
      SELECT p.enterprise, count(*) FILTER (WHERE p.level IN ('red', 'orange'))::int AS high, count(*) FILTER (WHERE ${UNOWNED})::int AS unowned
      FROM risk_point p WHERE p.retired_at IS NULL AND p.sector = ANY (${sectors}::text[]) AND ${within(under)} GROUP BY 1),
    v AS (
      SELECT m.enterprise, count(*)::int AS late FROM risk_measure m
      WHERE m.retired_at IS NULL AND m.next_due < ${today}::date AND m.sector = ANY (${sectors}::text[]) AND ${within(under, 'm.region_path')} GROUP BY 1),
    d AS (
      SELECT c.organisation_id AS enterprise, count(*)::int AS open, count(c.overdue_since)::int AS overdue, count(*) FILTER (WHERE h.grade = 'major')::int AS major
      FROM case_file c JOIN case_hidden_danger h ON h.case_id = c.id
      WHERE c.kind = 'hidden-danger' AND c.closed_at IS NULL AND c.sector = ANY (${sectors}::text[]) AND ${within(under, 'c.region_path')} GROUP BY 1),
    s AS (
      SELECT DISTINCT ON (enterprise) enterprise, grade, valid_until FROM standardisation_certificate
      WHERE retired_at IS NULL AND (revoked_on IS NULL OR revoked_on > ${today}::date) AND issued_on <= ${today}::date AND valid_until >= ${today}::date
      ORDER BY enterprise, array_position(ARRAY['one', 'two', 'three'], grade), valid_until DESC)
    SELECT e.id, e.name, e.sector, r.name AS "regionName", coalesce(u.high, 0) AS high, coalesce(u.unowned, 0) AS unowned, coalesce(v.late, 0) AS late,
      coalesce(d.open, 0) AS open, coalesce(d.overdue, 0) AS overdue, coalesce(d.major, 0) AS major, s.grade, s.valid_until AS "validUntil",
      count(*) OVER ()::int AS total
    FROM enterprise e JOIN region r ON r.path = e.region_path LEFT JOIN u ON u.enterprise = e.id LEFT JOIN v ON v.enterprise = e.id
      LEFT JOIN d ON d.enterprise = e.id LEFT JOIN s ON s.enterprise = e.id
    WHERE e.retired_at IS NULL AND e.sector = ANY (${sectors}::text[]) AND ${within(under, 'e.region_path')}
    ORDER BY coalesce(d.major, 0) DESC, coalesce(d.overdue, 0) DESC, coalesce(u.high, 0) DESC, e.initials, e.id LIMIT ${page.limit} OFFSET ${page.offset}`.execute(
    tx,
  );
  return { sectors, rows: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 };
}
