import { sql } from 'kysely';
import { z } from 'zod';
import { scopeRange } from '@anlan/kernel/access';
import type { Database } from '../access/scoped.ts';

/** Places and enterprises as anybody may know them: name and where. */
export const publicPlaceSchema = z.object({ path: z.string(), name: z.string(), parent: z.string().nullable() });
export const publicEnterpriseSchema = z.object({
  id: z.string(),
  name: z.string(),
  path: z.string(),
  place: z.string(),
  metres: z.number().nullable().describe('from the asker, where that was said'),
});
export const nearSchema = z.object({
  town: publicPlaceSchema.nullable(),
  enterprises: z.array(publicEnterpriseSchema),
});
type Enterprise = z.infer<typeof publicEnterpriseSchema>;

/** Counties, zones and towns of a jurisdiction in tree order. */
export async function publicPlaces(db: Database, under: string): Promise<z.infer<typeof publicPlaceSchema>[]> {
  const { from, to } = scopeRange(under);
  const { rows } = await sql<z.infer<typeof publicPlaceSchema>>`
    SELECT path, name, parent_path AS parent FROM region
    WHERE path > ${from} AND path < ${to} AND kind IN ('county', 'zone', 'town') AND valid_to IS NULL ORDER BY path`.execute(
    db,
  );
  return rows;
}

/** Metres between two points of a few kilometres, from degrees. */
const METRES = sql`sqrt(power((e.lat - p.lat) * 110574, 2) + power((e.lon - p.lon) * 111320 * cos(radians(p.lat)), 2))`;
const NEAR_DEGREES = 0.03;

/** The nearest town and the enterprises within some three kilometres of a point, nearest first. */
export async function near(db: Database, lon: number, lat: number): Promise<z.infer<typeof nearSchema>> {
  const towns = await sql<z.infer<typeof publicPlaceSchema>>`
    SELECT path, name, parent_path AS parent FROM region
    WHERE kind = 'town' AND valid_to IS NULL AND lon BETWEEN ${lon - 0.5} AND ${lon + 0.5} AND lat BETWEEN ${lat - 0.5} AND ${lat + 0.5}
    ORDER BY power(lat - ${lat}, 2) + power((lon - ${lon}) * cos(radians(${lat})), 2) LIMIT 1`.execute(db);
  const { rows } = await sql<Enterprise>`
    SELECT e.id, e.name, e.region_path AS path, r.name AS place, round(${METRES})::int AS metres
    FROM (SELECT ${lon}::double precision AS lon, ${lat}::double precision AS lat) p, enterprise e
    JOIN region r ON r.path = e.region_path
    WHERE e.retired_at IS NULL AND e.lon BETWEEN ${lon - NEAR_DEGREES} AND ${lon + NEAR_DEGREES}
      AND e.lat BETWEEN ${lat - NEAR_DEGREES} AND ${lat + NEAR_DEGREES}
    ORDER BY metres LIMIT 8`.execute(db);
  return { town: towns.rows[0] ?? null, enterprises: rows };
}

/** Enterprises of a jurisdiction whose name has the words, the shortest first; the whole register is nobody's list. */
export async function findEnterprises(db: Database, under: string, words: string): Promise<Enterprise[]> {
  const { from, to } = scopeRange(under);
  const pattern = `%${words.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  const { rows } = await sql<Enterprise>`
    SELECT e.id, e.name, e.region_path AS path, r.name AS place, NULL::int AS metres
    FROM enterprise e JOIN region r ON r.path = e.region_path
    WHERE e.retired_at IS NULL AND e.region_path >= ${from} AND e.region_path < ${to} AND e.name ILIKE ${pattern}
    ORDER BY length(e.name), e.name LIMIT 8`.execute(db);
  return rows;
}

/** The enterprise whose code was scanned. */
export async function publicEnterprise(db: Database, id: string): Promise<Enterprise | undefined> {
  const { rows } = await sql<Enterprise>`
    SELECT e.id, e.name, e.region_path AS path, r.name AS place, NULL::int AS metres
    FROM enterprise e JOIN region r ON r.path = e.region_path WHERE e.id = ${id} AND e.retired_at IS NULL`.execute(db);
  return rows[0];
}

export const publicFiguresSchema = z.object({
  received: z.int(),
  accepted: z.int().describe('accepted, refused or sent on'),
  inTime: z.int().describe('of these within the time limit'),
  checked: z.int(),
  verified: z.int(),
  rewarded: z.int(),
  yuan: z.number().describe('paid'),
});

/** What became of the reports of the last twelve months under a place: sums only. */
export async function publicFigures(db: Database, under: string): Promise<z.infer<typeof publicFiguresSchema>> {
  const { from, to } = scopeRange(under);
  const { rows } = await sql<z.infer<typeof publicFiguresSchema>>`
    SELECT count(*)::int AS received,
      (count(*) FILTER (WHERE first.at IS NOT NULL))::int AS accepted,
      (count(*) FILTER (WHERE first.at IS NOT NULL AND late.at IS NULL))::int AS "inTime",
      (count(*) FILTER (WHERE checked.verified IS NOT NULL))::int AS checked,
      (count(*) FILTER (WHERE checked.verified))::int AS verified,
      (count(*) FILTER (WHERE w.paid_at IS NOT NULL))::int AS rewarded,
      coalesce(sum(w.amount) FILTER (WHERE w.paid_at IS NOT NULL), 0)::double precision / 100 AS yuan
    FROM case_file f
    LEFT JOIN report_reward w ON w.case_id = f.id
    LEFT JOIN LATERAL (SELECT min(e.seq) AS seq, min(e.at) AS at FROM case_entry e
      WHERE e.case_id = f.id AND e.action IN ('accept', 'refuse', 'redirect', 'merge')) first ON true
    LEFT JOIN LATERAL (SELECT min(e.at) AS at FROM case_entry e
      WHERE e.case_id = f.id AND e.action = 'overdue' AND e.seq < first.seq) late ON true
    LEFT JOIN LATERAL (SELECT bool_or(e.action = 'verify') AS verified FROM case_entry e
      WHERE e.case_id = f.id AND e.action IN ('verify', 'unfound')) checked ON true
    WHERE f.kind = 'public-report' AND f.region_path >= ${from} AND f.region_path < ${to}
      AND f.opened_at > now() - interval '12 months'`.execute(db);
  return rows[0]!;
}
