import { sql, type RawBuilder } from 'kysely';
import { scopeRange } from '@anlan/kernel/access';
import {
  type CertificateHolders,
  percentOf,
  type Rate,
  reachesGrade,
  type StandardRates,
  type StandardTarget,
} from '@anlan/systems/technology';
import type { Tx } from '../access/scoped.ts';
import { dayInChina } from '../store/postgres/day.ts';

export const within = (under: string, column: string): RawBuilder<unknown> => {
  const { from, to } = scopeRange(under);
  return sql`${sql.ref(column)} >= ${from} AND ${sql.ref(column)} < ${to}`;
};

/** Enterprise `e` counts on a day: it was there, was not retired, and is not closed. */
export function inCohort(day: string): RawBuilder<boolean> {
  return sql<boolean>`coalesce(e.established_on, (e.created_at AT TIME ZONE 'Asia/Shanghai')::date) <= ${day}::date
    AND (e.retired_at IS NULL OR (e.retired_at AT TIME ZONE 'Asia/Shanghai')::date > ${day}::date) AND e.status IS DISTINCT FROM 'closed'`;
}

/** The best grade of a certificate of enterprise `e` that holds on a day; null = none. */
export function gradeOn(day: string): RawBuilder<string | null> {
  return sql<string | null>`(
    SELECT t.grade FROM standardisation_certificate t
    WHERE t.enterprise = e.id AND t.retired_at IS NULL AND t.issued_on <= ${day}::date AND t.valid_until >= ${day}::date
      AND (t.revoked_on IS NULL OR t.revoked_on > ${day}::date)
    ORDER BY array_position(ARRAY['one', 'two', 'three'], t.grade) LIMIT 1)`;
}

/** Cuts `region_path` to one level below `under`. */
function child(under: string): RawBuilder<string> {
  const levels = under.split('.').length;
  return sql<string>`array_to_string((string_to_array(rtrim(e.region_path, '.'), '.'))[1:${sql.lit(levels)}], '.') || '.'`;
}

interface Cell {
  readonly region: string;
  readonly sector: string;
  readonly grade: string | null;
  readonly n: number;
}

const rateOf = (numerator: number, denominator: number) => ({
  numerator,
  denominator,
  percent: percentOf(numerator, denominator),
});

function gradesOf(cells: readonly Cell[]) {
  const sum = (test: (cell: Cell) => boolean) => cells.filter(test).reduce((total, { n }) => total + n, 0);
  const of = (grade: string) => sum((cell) => cell.grade === grade);
  return {
    ...rateOf(
      sum(({ grade }) => grade !== null),
      sum(() => true),
    ),
    one: of('one'),
    two: of('two'),
    three: of('three'),
  };
}

function groupsOf(cells: readonly Cell[], keyOf: (cell: Cell) => string, nameOf: (key: string) => string) {
  const keys = [...new Set(cells.map(keyOf))].sort();
  return keys.map((key) => ({ key, name: nameOf(key), ...gradesOf(cells.filter((cell) => keyOf(cell) === key)) }));
}

/** Who holds a grade of those who were there on a day: enterprises by trade and area, posts, specialties and sites. */
export async function overviewOf(tx: Tx, under: string, day: string, warn: string): Promise<StandardRates> {
  const { rows: cells } = await sql<Cell>`
    SELECT region, sector, grade, count(*)::int AS n FROM (
      SELECT ${child(under)} AS region, coalesce(e.sector, 'other') AS sector, ${gradeOn(day)} AS grade
      FROM enterprise e WHERE ${inCohort(day)} AND ${within(under, 'e.region_path')}) x GROUP BY 1, 2, 3`.execute(tx);
  const names = await sql<{ path: string; name: string }>`
    SELECT path, name FROM region WHERE path = ANY (${[...new Set(cells.map(({ region }) => region))]})`.execute(tx);
  const nameOf = new Map(names.rows.map(({ path, name }) => [path, name]));
  const units = await unitRates(tx, under, day);
  const counts = await sql<Pick<StandardRates, 'expiring' | 'expired' | 'defaults'>>`
    SELECT (SELECT count(*)::int FROM enterprise e JOIN LATERAL (${lastCertificate(day)}) t ON true
        WHERE ${inCohort(day)} AND ${within(under, 'e.region_path')} AND t.holds AND t.valid_until <= ${warn}::date) AS expiring,
      (SELECT count(*)::int FROM enterprise e JOIN LATERAL (${lastCertificate(day)}) t ON true
        WHERE ${inCohort(day)} AND ${within(under, 'e.region_path')} AND NOT t.holds) AS expired,
      (SELECT count(*)::int FROM case_file c WHERE c.kind = 'standardisation-default' AND c.closed_at IS NULL AND ${within(under, 'c.region_path')}) AS defaults`.execute(
    tx,
  );
  const open = await sql<{ state: string; n: number }>`
    SELECT state, count(*)::int AS n FROM case_file c
    WHERE c.kind = 'standardisation' AND c.closed_at IS NULL AND ${within(under, 'c.region_path')} GROUP BY 1`.execute(
    tx,
  );
  return {
    day,
    enterprise: gradesOf(cells),
    ...units,
    bySector: groupsOf(
      cells,
      ({ sector }) => sector,
      (key) => key,
    ),
    byRegion: groupsOf(
      cells,
      ({ region }) => region,
      (key) => nameOf.get(key) ?? key,
    ),
    ...counts.rows[0]!,
    applications: Object.fromEntries(open.rows.map(({ state, n }) => [state, n])),
  };
}

/** The certificate of enterprise `e` that runs longest of those issued by a day, and whether it holds on it. */
export function lastCertificate(day: string): RawBuilder<unknown> {
  return sql`
    SELECT t.id, t.number, t.grade, t.issued_on, t.valid_until, t.revoked_on,
      t.valid_until >= ${day}::date AND (t.revoked_on IS NULL OR t.revoked_on > ${day}::date) AS holds
    FROM standardisation_certificate t WHERE t.enterprise = e.id AND t.retired_at IS NULL AND t.issued_on <= ${day}::date
    ORDER BY (t.revoked_on IS NULL OR t.revoked_on > ${day}::date) DESC, t.valid_until DESC LIMIT 1`;
}

type UnitKind = 'post' | 'specialty' | 'site';

async function unitRates(tx: Tx, under: string, day: string): Promise<Record<UnitKind, Rate>> {
  const { rows } = await sql<{ kind: UnitKind; reached: number; all: number }>`
    SELECT u.kind, count(*)::int AS all, count(*) FILTER (WHERE ${unitReached(day)})::int AS reached
    FROM standardisation_unit u WHERE ${unitThere(day)} AND ${within(under, 'u.region_path')} GROUP BY 1`.execute(tx);
  const of = (kind: UnitKind) => {
    const found = rows.find((row) => row.kind === kind);
    return rateOf(found?.reached ?? 0, found?.all ?? 0);
  };
  return { post: of('post'), specialty: of('specialty'), site: of('site') };
}

const unitThere = (day: string) =>
  sql`(u.since IS NULL OR u.since <= ${day}::date) AND (u.until IS NULL OR u.until > ${day}::date) AND (u.retired_at IS NULL OR ${dayInChina('u.retired_at')} > ${day}::date)`;
const unitReached = (day: string) =>
  sql`u.reached_on <= ${day}::date AND (u.valid_until IS NULL OR u.valid_until >= ${day}::date)`;

/** Targets in force in a place and above it, each with what is reached of it on a day; the nearest date first. */
export async function targetsOf(tx: Tx, under: string, day: string): Promise<StandardTarget[]> {
  const { rows } = await sql<Omit<StandardTarget, 'reached' | 'past' | 'met' | 'setAt'> & { setAt: Date }>`
    SELECT t.id, t.region_path AS "regionPath", r.name AS "regionName", t.trade, t.kind, t.grade, t.share, t.due_on AS "dueOn", t.basis, t.set_at AS "setAt",
      t.set_by AS "setBy"
    FROM standardisation_target t JOIN region r ON r.path = t.region_path
    WHERE t.withdrawn_at IS NULL AND (starts_with(${under}, t.region_path) OR starts_with(t.region_path, ${under})) ORDER BY t.due_on, t.trade`.execute(
    tx,
  );
  const targets: StandardTarget[] = [];
  for (const { setAt, ...target } of rows) {
    // What is asked of a wider jurisdiction is answered for the part that is looked at.
    const place = target.regionPath.startsWith(under) ? target.regionPath : under;
    const reached =
      target.kind === 'enterprise'
        ? await enterpriseReached(tx, target, place, day)
        : await unitsReached(tx, target, place, day);
    targets.push({
      ...target,
      setAt: setAt.getTime(),
      reached,
      past: target.dueOn < day,
      met: reached.denominator > 0 && (reached.numerator / reached.denominator) * 100 >= target.share - 1e-9,
    });
  }
  return targets;
}

async function enterpriseReached(
  tx: Tx,
  { trade, grade }: { trade: string; grade: string },
  place: string,
  day: string,
) {
  const { rows } = await sql<{ grade: string | null; n: number }>`
    SELECT grade, count(*)::int AS n FROM (SELECT ${gradeOn(day)} AS grade FROM enterprise e
      WHERE ${inCohort(day)} AND e.sector = ${trade} AND ${within(place, 'e.region_path')}) x GROUP BY 1`.execute(tx);
  const sum = (test: (row: { grade: string | null }) => boolean) =>
    rows.filter(test).reduce((total, { n }) => total + n, 0);
  return rateOf(
    sum((row) => reachesGrade(row.grade, grade)),
    sum(() => true),
  );
}

async function unitsReached(tx: Tx, { trade, kind }: { trade: string; kind: string }, place: string, day: string) {
  const { rows } = await sql<{ reached: number; all: number }>`
    SELECT count(*)::int AS all, count(*) FILTER (WHERE ${unitReached(day)})::int AS reached
    FROM standardisation_unit u WHERE u.kind = ${kind} AND u.sector = ${trade} AND ${unitThere(day)} AND ${within(place, 'u.region_path')}`.execute(
    tx,
  );
  return rateOf(rows[0]!.reached, rows[0]!.all);
}

export const HOLDER_FILTERS = ['all', 'holding', 'expiring', 'expired', 'without', 'default'] as const;

/** Enterprises with their certificate on a day, soonest to run out first. */
export async function holdersOf(
  tx: Tx,
  under: string,
  wish: {
    day: string;
    warn: string;
    filter: (typeof HOLDER_FILTERS)[number];
    sector?: string | undefined;
    q?: string | undefined;
    limit: number;
    offset: number;
  },
): Promise<CertificateHolders> {
  const FILTERS: Record<(typeof HOLDER_FILTERS)[number], RawBuilder<unknown>> = {
    all: sql`true`,
    holding: sql`holds`,
    expiring: sql`holds AND "validUntil" <= ${wish.warn}::date`,
    expired: sql`NOT holds AND certificate IS NOT NULL`,
    without: sql`NOT holds`,
    default: sql`"defaultId" IS NOT NULL`,
  };
  const where = [inCohort(wish.day), within(under, 'e.region_path')];
  if (wish.sector !== undefined) where.push(sql`e.sector = ${wish.sector}`);
  if (wish.q !== undefined) where.push(sql`e.name ILIKE ${`%${wish.q.replaceAll(/[%_\\]/g, '\\$&')}%`}`);
  const { rows } = await sql<CertificateHolders['rows'][number] & { total: number }>`
    SELECT *, count(*) OVER ()::int AS total FROM (
      SELECT e.id, e.name, e.sector, r.name AS "regionName", t.id AS certificate, t.number, t.grade, t.issued_on AS "issuedOn", t.valid_until AS "validUntil",
        coalesce(t.holds, false) AS holds, a.state AS applying, a.id AS "applicationId", d.id AS "defaultId",
        (SELECT max(w.factor) FROM inspection_weight w WHERE w.enterprise = e.id AND w.until IS NULL) AS weight
      FROM enterprise e JOIN region r ON r.path = e.region_path
        LEFT JOIN LATERAL (${lastCertificate(wish.day)}) t ON true
        LEFT JOIN LATERAL (SELECT id, state FROM case_file c WHERE c.organisation_id = e.id AND c.kind = 'standardisation' AND c.closed_at IS NULL
          ORDER BY opened_at DESC LIMIT 1) a ON true
        LEFT JOIN LATERAL (SELECT id FROM case_file c WHERE c.organisation_id = e.id AND c.kind = 'standardisation-default' AND c.closed_at IS NULL LIMIT 1) d ON true
      WHERE ${sql.join(where, sql` AND `)}) x
    WHERE ${FILTERS[wish.filter]} ORDER BY "validUntil" NULLS LAST, name, id LIMIT ${wish.limit} OFFSET ${wish.offset}`.execute(
    tx,
  );
  return { rows: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 };
}
