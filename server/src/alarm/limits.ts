import { sql } from 'kysely';
import type { Tx } from '../access/scoped.ts';
import { ruleOf, type AlarmRow } from './row.ts';

/** The limits an alarm is judged by, for its card: those of the point in force when it was raised. */
export async function limitsOf(tx: Tx, row: AlarmRow): Promise<Record<string, number>> {
  if (ruleOf(row.rule)?.condition.kind === 'silence') return { silence: row.limit_value };
  const derived = await unitLimits(tx, row);
  if (row.subject_kind === 'point') return { ...derived, ...(await pointLimits(tx, row.subject_id, row.raised_at)) };
  if (row.subject_kind !== 'vessel' && row.subject_kind !== 'vehicle') return derived;
  const { rows } = await sql<{ speed_limit: number | null }>`
    SELECT speed_limit FROM ${sql.id(row.subject_kind)} WHERE id = ${row.subject_id}`.execute(tx);
  const limit = rows[0]?.speed_limit;
  return limit == null ? {} : { overspeed: limit, overspeed20: limit * 1.2, overspeed50: limit * 1.5 };
}

/** Limits that follow from the figures of the alarm's unit. */
async function unitLimits(tx: Tx, row: AlarmRow): Promise<Record<string, number>> {
  const rule = ruleOf(row.rule);
  if (rule?.limitsFrom === undefined || rule.of === undefined || row.unit_id === null) return {};
  const { rows } = await sql<Record<string, unknown>>`
    SELECT * FROM ${sql.table(rule.of.replaceAll('-', '_'))} WHERE id = ${row.unit_id}`.execute(tx);
  const camel = (column: string): string => column.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  const figures = Object.entries(rows[0] ?? {}).filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number',
  );
  return { ...rule.limitsFrom(Object.fromEntries(figures.map(([key, value]) => [camel(key), value]))) };
}

/** A point's own limits as they were at an instant. */
export async function pointLimits(tx: Tx, point: string, at: Date): Promise<Record<string, number>> {
  const { rows } = await sql<{ limits: Record<string, number> }>`
    SELECT CASE WHEN EXISTS (SELECT FROM point_limit WHERE point_id = p.id) THEN coalesce((
      SELECT jsonb_object_agg(key, value) FROM (
        SELECT DISTINCT ON (key) key, value FROM point_limit WHERE point_id = p.id AND valid_from <= ${at}
        ORDER BY key, valid_from DESC, created_at DESC) l WHERE value IS NOT NULL), '{}') ELSE p.limits END AS limits
    FROM public.point p WHERE p.id = ${point}`.execute(tx);
  return rows[0]?.limits ?? {};
}

/** Mirrors limits whose time has come into `point.limits`, and tells the ingest process; gives how many came due. */
export async function applyDueLimits(tx: Tx, at: Date): Promise<number> {
  const { rows } = await sql<{ point_id: string }>`
    UPDATE point_limit SET applied_at = ${at} WHERE applied_at IS NULL AND valid_from <= ${at} RETURNING point_id`.execute(
    tx,
  );
  for (const point of new Set(rows.map(({ point_id }) => point_id))) {
    const limits = await pointLimits(tx, point, at);
    await sql`UPDATE public.point SET limits = ${JSON.stringify(limits)}::jsonb WHERE id = ${point}`.execute(tx);
  }
  if (rows.length > 0) await sql`SELECT pg_notify('registry', 'point')`.execute(tx);
  return rows.length;
}
