import { sql } from 'kysely';
import { z } from 'zod';
import { regionPathSchema, scopeRange } from '@anlan/kernel/access';
import { columnName } from '@anlan/kernel/entity';
import { FIVE, type MajorDanger, type MajorDangers, progressOf } from '@anlan/systems/prevention';
import type { Tx } from '../access/scoped.ts';
import { caseView, type CaseRow } from '../case/row.ts';
import { valuesFor } from '../parameter/book.ts';

export const wishSchema = z.object({
  standing: z.enum(['listed', 'delisted', 'unlisted']).default('listed'),
  level: z.enum(['county', 'city']).optional(),
  fire: z.enum(['major', 'regional', 'any']).optional(),
  late: z.enum(['yes']).optional(),
  region: regionPathSchema.optional(),
  page: z.coerce.number().int().min(1).max(1000).default(1),
  size: z.coerce.number().int().min(1).max(500).default(100),
});
export type Wish = z.infer<typeof wishSchema>;

type Row = CaseRow & {
  listed_at: 'county' | 'city' | null;
  listing_number: string | null;
  listed_on: string | null;
  listed_by: string | null;
  lister: string | null;
  fire: string | null;
  department: string | null;
  place: string | null;
  responsible: string | null;
  progress: number | null;
  five: Record<string, boolean>;
  start: Date | null;
  reports: number[] | null;
  exposure: MajorDanger['exposure'];
  documents: number;
};

const STANDING = {
  listed: sql`d.listed_at IS NOT NULL AND c.closed_at IS NULL`,
  delisted: sql`d.listed_at IS NULL AND d.listed_by IS NOT NULL`,
  unlisted: sql`d.listed_at IS NULL AND d.listed_by IS NULL AND c.closed_at IS NULL`,
};

function where({ standing, level, fire, late, region }: Wish) {
  const range = region === undefined ? undefined : scopeRange(region);
  return sql.join(
    [
      sql`d.grade = 'major' AND ${STANDING[standing]}`,
      ...(level === undefined ? [] : [sql`d.listed_at = ${level}`]),
      ...(fire === undefined ? [] : [fire === 'any' ? sql`d.fire IS NOT NULL` : sql`d.fire = ${fire}`]),
      ...(late === undefined ? [] : [sql`c.overdue_since IS NOT NULL`]),
      ...(range === undefined ? [] : [sql`c.region_path >= ${range.from} AND c.region_path < ${range.to}`]),
    ],
    sql` AND `,
  );
}

const five = FIVE.flatMap((key) => [sql.lit(key), sql`${sql.ref(`d.${columnName(key)}`)} IS NOT NULL`]);

/** MajorDanger dangers under (or once under) listed supervision in the transaction's scope, the latest ones first. */
export async function listMajors(tx: Tx, wish: Wish, now: number): Promise<MajorDangers> {
  const { rows } = await sql<Row>`
    SELECT c.*, d.listed_at, d.listing_number, d.listed_on, d.listed_by, l.name AS lister, d.fire, d.department, d.place, d.responsible,
      d.progress, jsonb_build_object(${sql.join(five)}) AS five,
      (SELECT max(e.at) FROM case_entry e WHERE e.case_id = c.id AND e.action = 'list') AS start,
      (SELECT json_agg(round(extract(epoch FROM e.at) * 1000)) FROM case_entry e WHERE e.case_id = c.id AND e.action = 'progress') AS reports,
      (SELECT p.state FROM publication p WHERE p.source_id = c.id AND p.kind = 'exposure' ORDER BY p.drafted_at DESC LIMIT 1) AS exposure,
      (SELECT count(*)::int FROM document o WHERE o.case_id = c.id AND o.number IS NOT NULL) AS documents
    FROM case_hidden_danger d JOIN case_file c ON c.id = d.case_id LEFT JOIN region l ON l.path = d.listed_by
    WHERE ${where(wish)} ORDER BY c.overdue_since NULLS LAST, c.due_at NULLS LAST, c.opened_at DESC, c.id
    LIMIT ${wish.size} OFFSET ${(wish.page - 1) * wish.size}`.execute(tx);
  const every = new Map<string, number>();
  for (const place of new Set(rows.map((row) => row.listed_by ?? row.region_path)))
    every.set(place, (await valuesFor(tx, place, now)).number('danger.progress.every'));
  const figures = await countMajors(tx);
  const counted = await sql<{ n: number }>`
    SELECT count(*)::int AS n FROM case_hidden_danger d JOIN case_file c ON c.id = d.case_id WHERE ${where(wish)}`.execute(
    tx,
  );
  return {
    rows: rows.map((row) => major(row, every.get(row.listed_by ?? row.region_path) ?? 7, now)),
    total: counted.rows[0]?.n ?? 0,
    figures,
  };
}

function major(row: Row, every: number, now: number): MajorDanger {
  const start = row.start?.getTime() ?? now;
  // Rectifying ends the reports: what is submitted waits for its acceptance.
  const end =
    row.state === 'rectifying' || row.state === 'graded' ? null : Math.min(now, row.closed_at?.getTime() ?? now);
  return {
    case: caseView(row),
    listedAt: row.listed_at,
    listingNumber: row.listing_number,
    listedOn: row.listed_on,
    lister: row.lister,
    fire: row.fire,
    department: row.department,
    place: row.place,
    responsible: row.responsible,
    five: row.five,
    progress: row.progress,
    reports: progressOf(start, row.reports ?? [], every, now, end),
    exposure: row.exposure,
    documents: row.documents,
  };
}

async function countMajors(tx: Tx): Promise<MajorDangers['figures']> {
  const listed = sql`d.listed_at IS NOT NULL AND c.closed_at IS NULL`;
  const { rows } = await sql<MajorDangers['figures']>`
    SELECT count(*) FILTER (WHERE ${listed})::int AS listed,
      count(*) FILTER (WHERE ${listed} AND d.listed_at = 'county')::int AS county,
      count(*) FILTER (WHERE ${listed} AND d.listed_at = 'city')::int AS city,
      count(*) FILTER (WHERE ${listed} AND c.overdue_since IS NOT NULL)::int AS late,
      count(*) FILTER (WHERE ${listed} AND d.fire IS NOT NULL)::int AS fire,
      count(*) FILTER (WHERE d.listed_at IS NULL AND d.listed_by IS NOT NULL)::int AS delisted,
      count(*) FILTER (WHERE d.listed_at IS NULL AND d.listed_by IS NULL AND c.closed_at IS NULL)::int AS unlisted,
      (SELECT count(*)::int FROM publication p WHERE p.kind = 'exposure' AND p.state = 'published') AS exposed
    FROM case_hidden_danger d JOIN case_file c ON c.id = d.case_id WHERE d.grade = 'major'`.execute(tx);
  return rows[0]!;
}
