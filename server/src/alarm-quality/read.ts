import { sql } from 'kysely';
import type { Annunciated, QualitySpan } from '@anlan/kernel/alarm-quality';
import type { Tx } from '../access/scoped.ts';

/** Whose alarms, beside what the transaction may see. */
export interface Asked {
  /** Region path. */
  readonly region?: string | undefined;
  readonly organisation?: string | undefined;
  readonly rule?: string | undefined;
}

/** An alarm with the positions it rang at. */
export interface Placed extends Annunciated {
  readonly organisation: string | null;
  readonly regionPath: string;
}

/** The condition on alarms `a` (or what stands in their place) that a question makes. */
export const askedFor = ({ region, organisation, rule }: Asked) =>
  sql`${region === undefined ? sql`true` : sql`starts_with(a.region_path, ${region})`}
    AND ${organisation === undefined ? sql`true` : sql`a.organisation_id = ${organisation}`}
    AND ${rule === undefined ? sql`true` : sql`a.rule = ${rule}`}`;

/** Rows of one page of the reading, so that other questions come between. */
const PAGE = 20_000;
const ms = (time: ReturnType<typeof sql>) => sql`extract(epoch FROM ${time})::float8 * 1000`;
const OVER = sql`least(a.recovered_at, a.closed_at)`;

/** Alarms that were raised in the span or still stood in it, in order of time; what the transaction may see of them. */
export async function readAlarms(tx: Tx, { from, to }: QualitySpan, asked: Asked): Promise<Placed[]> {
  const begin = new Date(from);
  await sql`DECLARE quality_alarms NO SCROLL CURSOR FOR
    SELECT a.id, ${ms(sql`a.raised_at`)} AS at, ${ms(OVER)} AS over, ${ms(sql`a.acknowledged_at`)} AS answered, a.level, a.rule,
      a.subject_id AS subject, a.retrospective, a.organisation_id AS organisation, a.region_path AS "regionPath"
    FROM alarm a
    WHERE a.raised_at < ${new Date(to)} AND (a.raised_at >= ${begin} OR coalesce(${OVER}, 'infinity') > ${begin}) AND ${askedFor(asked)}
    ORDER BY a.raised_at, a.id`.execute(tx);
  const found: Placed[] = [];
  for (;;) {
    const { rows } = await sql<Placed>`FETCH ${sql.lit(PAGE)} FROM quality_alarms`.execute(tx);
    found.push(...rows);
    if (rows.length < PAGE) break;
  }
  await sql`CLOSE quality_alarms`.execute(tx);
  return found;
}

/** Names of what figures are grouped by. */
export interface Names {
  readonly enterprises: ReadonlyMap<string, string>;
  /** County of a region path; the path itself where no county lies above it. */
  county(path: string): { readonly path: string; readonly name: string };
}

export async function readNames(tx: Tx, organisations: Iterable<string>): Promise<Names> {
  const enterprises = await sql<{ id: string; name: string }>`
    SELECT id, name FROM enterprise WHERE id = ANY(${[...organisations]}::uuid[])
    UNION ALL SELECT id, name FROM organisation WHERE id = ANY(${[...organisations]}::uuid[])`.execute(tx);
  const regions = await sql<{ path: string; name: string }>`
    SELECT path, name FROM region WHERE kind IN ('county', 'zone', 'city', 'municipality')`.execute(tx);
  const named = new Map(regions.rows.map(({ path, name }) => [path, name]));
  return {
    enterprises: new Map(enterprises.rows.map(({ id, name }) => [id, name])),
    county: (path) => {
      const parts = path.split('.');
      for (let length = parts.length - 1; length > 1; length -= 1) {
        const above = `${parts.slice(0, length).join('.')}.`;
        const name = named.get(above);
        if (name !== undefined) return { path: above, name };
      }
      return { path, name: path };
    },
  };
}

/**
 * Enterprises of a place that had something measured before the end of a span, with their names. Records of the
 * demonstration are as old as its loading: they count from ever.
 */
export async function readMonitored(tx: Tx, region: string, { to }: QualitySpan): Promise<ReadonlyMap<string, string>> {
  const end = new Date(to);
  const { rows } = await sql<{ id: string; name: string }>`
    SELECT e.id, e.name FROM enterprise e
    WHERE starts_with(e.region_path, ${region}) AND (e.created_at < ${end} OR e.demonstration) AND coalesce(e.retired_at, 'infinity') >= ${end}
      AND EXISTS (SELECT FROM public.point p JOIN device d ON d.id = p.device_id
        WHERE p.organisation_id = e.id AND (d.created_at < ${end} OR d.demonstration))`.execute(tx);
  return new Map(rows.map(({ id, name }) => [id, name]));
}
