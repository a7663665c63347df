import { sql } from 'kysely';
import { dayOf } from '@anlan/domain/calendar';
import type { Counted } from '@anlan/kernel/indicator';
import {
  COMPARED,
  COMPARED_KINDS,
  everyKey,
  isCompared,
  toleranceKey,
  type Comparison,
  type DueComparison,
} from '@anlan/systems/monitoring/comparison';
import { shareOf } from '@anlan/systems/monitoring/indicators';
import type { Context } from '../access/context.ts';
import type { Tx } from '../access/scoped.ts';
import { valuesFor } from '../parameter/book.ts';
import { dayInChina } from '../store/postgres/day.ts';

export interface Page {
  readonly limit: number;
  readonly offset: number;
}

interface DueRow {
  readonly pointId: string;
  readonly name: string;
  readonly kind: string;
  readonly system: string;
  readonly unit: string;
  readonly place: string | null;
  readonly enterprise: string | null;
  readonly lastAt: Date | null;
  readonly due: string;
  readonly total: number;
  readonly late: number;
}

/** Where a signal is: its tank or its pond, else its device. */
const PLACE = sql`coalesce((SELECT t.name FROM tank t WHERE t.id = p.tank_id), (SELECT t.name FROM tailings_pond t WHERE t.id = p.unit_id), d.name)`;

/** Kinds that are compared, each with the unit in which its tolerance is told. */
const KINDS = JSON.stringify(COMPARED_KINDS.map((kind) => ({ kind, unit: COMPARED[kind].unit })));

/**
 * Signals that are to be compared by `until` (YYYY-MM-DD), the longest late first. One that was never compared is due one
 * round after it was entered.
 */
export async function dueComparisons(
  tx: Tx,
  context: Context,
  place: string,
  { until, system, limit, offset }: Page & { readonly until: string; readonly system?: string | undefined },
  now: number,
): Promise<{ rows: DueComparison[]; total: number; late: number }> {
  const values = await valuesFor(tx, place, now);
  const today = dayOf(now);
  const { rows } = await sql<DueRow>`
    WITH kinds AS (SELECT * FROM jsonb_to_recordset(${KINDS}::jsonb) AS k (kind text, unit text)),
    last AS (SELECT DISTINCT ON (point) point, at, next_due FROM point_comparison ORDER BY point, at DESC),
    due AS (
      SELECT p.id AS "pointId", p.name, p.kind, p.system, p.unit, ${PLACE} AS place, e.name AS enterprise, last.at AS "lastAt",
        coalesce(last.next_due, ${dayInChina('d.created_at')} + CASE p.system WHEN 'S21' THEN ${values.number(everyKey('S21'))}::int
          ELSE ${values.number(everyKey('S17'))}::int END) AS due
      FROM public.point p JOIN kinds k ON k.kind = p.kind AND k.unit = p.unit JOIN device d ON d.id = p.device_id AND d.retired_at IS NULL
      LEFT JOIN enterprise e ON e.id = p.organisation_id LEFT JOIN last ON last.point = p.id
      WHERE p.system IN ('S17', 'S21') AND starts_with(p.region_path, ${place}) AND (${system ?? null}::text IS NULL OR p.system = ${system ?? null}::text))
    SELECT "pointId", name, kind, system, unit, place, enterprise, "lastAt", to_char(due, 'YYYY-MM-DD') AS due,
      count(*) OVER ()::int AS total, count(*) FILTER (WHERE due < ${today}::date) OVER ()::int AS late
    FROM due WHERE due <= ${until}::date ORDER BY due.due, enterprise, place, name, "pointId" LIMIT ${limit} OFFSET ${offset}`.execute(
    tx,
  );
  return {
    total: rows[0]?.total ?? 0,
    late: rows[0]?.late ?? 0,
    rows: rows.map(({ total: _, late: __, lastAt, ...row }) => {
      const latest = context.mirror.readings.get(row.pointId);
      return {
        ...row,
        value: latest?.value ?? null,
        at: latest?.at ?? null,
        tolerance: isCompared(row.kind) ? values.number(toleranceKey(row.kind)) : 0,
        lastAt: lastAt?.getTime() ?? null,
        late: row.due < today,
      };
    }),
  };
}

type Row = Omit<Comparison, 'at' | 'difference'> & { readonly at: Date; readonly total: number };

/** Comparisons that were made, the newest first. */
export async function comparisonsOf(
  tx: Tx,
  place: string,
  { limit, offset, failed, point }: Page & { readonly failed: boolean; readonly point?: string | undefined },
): Promise<{ rows: Comparison[]; total: number }> {
  const { rows } = await sql<Row>`
    SELECT c.id, c.point AS "pointId", p.name, p.kind, c.system, ${PLACE} AS place, e.name AS enterprise, c.unit, c.at, c.manual, c.shown, c.tolerance,
      c.passed, c.instrument, c.note, c.by, to_char(c.next_due, 'YYYY-MM-DD') AS "nextDue", c.case_id AS "caseId", c.demonstration, count(*) OVER ()::int AS total
    FROM point_comparison c JOIN public.point p ON p.id = c.point JOIN device d ON d.id = p.device_id LEFT JOIN enterprise e ON e.id = c.organisation_id
    WHERE starts_with(c.region_path, ${place}) AND (NOT ${failed}::boolean OR NOT c.passed) AND (${point ?? null}::uuid IS NULL OR c.point = ${point ?? null}::uuid)
    ORDER BY c.at DESC, c.id LIMIT ${limit} OFFSET ${offset}`.execute(tx);
  return {
    total: rows[0]?.total ?? 0,
    rows: rows.map(({ total: _, at, ...row }) => ({ ...row, at: at.getTime(), difference: row.shown - row.manual })),
  };
}

/** Comparisons that passed, of those made since `from` (epoch ms); who did not pass is named. */
export async function comparedShare(
  tx: Tx,
  system: string,
  region: string,
  from: number,
  until: number,
): Promise<Counted> {
  const { rows } = await sql<{ id: string; name: string; point: string; passed: boolean }>`
    SELECT c.id, p.name, c.point, c.passed FROM point_comparison c JOIN public.point p ON p.id = c.point
    WHERE c.system = ${system} AND starts_with(c.region_path, ${region}) AND c.at >= ${new Date(from)} AND c.at <= ${new Date(until)}
    ORDER BY c.at DESC, c.id`.execute(tx);
  return shareOf(
    rows.map(({ point, ...row }) => ({ ...row, href: `/comparisons?tab=made&point=${point}` })),
    ({ passed }) => passed,
  );
}
