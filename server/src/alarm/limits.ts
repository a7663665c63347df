import { sql } from 'kysely';
import { speedLimitsBehind } from '@anlan/kernel/position';
import type { Database, Tx } from '../access/scoped.ts';
import { settingsOfRule } from '../ingest/limit-settings.ts';
import { showRetired } from '../telemetry/retired.ts';
import { limitOfStep, ruleOf, type AlarmRow } from './row.ts';

/** The limits an alarm is judged by, for its card: those of the point in force when it was raised. */
export async function limitsOf(tx: Tx, row: AlarmRow): Promise<Record<string, number>> {
  const rule = ruleOf(row.rule);
  if (rule?.condition.kind === 'silence') return { silence: row.limit_value };
  const set = rule === undefined ? {} : await settingsOfRule(tx, rule, row.region_path, row.raised_at.getTime());
  const derived = { ...set, ...(await unitLimits(tx, row)) };
  await showRetired(tx);
  if (row.subject_kind === 'point') return { ...derived, ...(await pointLimits(tx, row.subject_id, row.raised_at)) };
  return { ...derived, ...speedJudgedBy(row) };
}

/** The speed limit an object was judged by – its own, a fence's, the night's share – follows from the step it reached. */
function speedJudgedBy(row: AlarmRow): Record<string, number> {
  const reached = limitOfStep(ruleOf(row.rule), row.label);
  return (reached === undefined ? undefined : speedLimitsBehind(reached, row.limit_value)) ?? {};
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

/** Tells the ingest process of rules' limits that jurisdictions have set to begin after `from` and up to `to`. */
export async function tellDueSettings(db: Database, from: Date, to: Date): Promise<void> {
  await sql`
    SELECT pg_notify('registry', 'parameter') FROM parameter_setting
    WHERE key LIKE 'alarm.%' AND valid_from > ${from} AND valid_from <= ${to} LIMIT 1`.execute(db);
}
