import { sql } from 'kysely';
import type { Database } from '../access/scoped.ts';
import type { Span } from '../telemetry/buckets.ts';

/** What stays of an object, epoch ms. */
export interface Window extends Span {
  readonly object: string;
}

/** What of a month an alarm or case is evidence of: whose, and from when to when. */
const EVIDENCE = {
  // What the alarm is about, and all that is measured by the same device or at the same unit.
  reading: sql`
    SELECT p.id AS object, w.begun, w.over FROM happened w JOIN public.point p ON p.id = w.subject
    UNION ALL SELECT p.id, w.begun, w.over FROM happened w JOIN public.point p ON p.device_id IN (w.subject, w.device)
    UNION ALL SELECT p.id, w.begun, w.over FROM happened w JOIN public.point p ON p.unit_id IN (w.subject, w.unit)
    UNION ALL SELECT p.id, w.begun, w.over FROM happened w JOIN public.point p ON p.tank_id IN (w.subject, w.unit)`,
  fix: sql`
    SELECT w.subject AS object, w.begun, w.over FROM happened w WHERE w.kind IN ('vehicle', 'vessel')
    UNION ALL SELECT coalesce(d.vehicle, d.vessel), w.begun, w.over FROM happened w
      JOIN device d ON d.id = coalesce(w.device, w.subject) WHERE coalesce(d.vehicle, d.vessel) IS NOT NULL`,
} as const;

/**
 * The windows of a span that stay, merged, in order of object and time: `hours` before what an alarm was raised for until as
 * long after it was over, and as long around the opening of a case.
 */
export async function windowsOf(
  db: Database,
  table: keyof typeof EVIDENCE,
  { from, to }: Span,
  hours: number,
): Promise<Window[]> {
  const around = `${hours} hours`;
  const { rows } = await sql<{ object: string; begun: Date; over: Date }>`
    WITH happened AS (
      SELECT subject_kind AS kind, subject_id AS subject, device_id AS device, unit_id AS unit, since - ${around}::interval AS begun,
        coalesce(least(recovered_at, closed_at), 'infinity') + ${around}::interval AS over
      FROM alarm WHERE since < ${new Date(to)}::timestamptz + ${around}::interval
        AND coalesce(least(recovered_at, closed_at), 'infinity') >= ${new Date(from)}::timestamptz - ${around}::interval
      UNION ALL
      SELECT subject_kind, subject_id, NULL, NULL, opened_at - ${around}::interval, opened_at + ${around}::interval
      FROM case_file WHERE subject_id IS NOT NULL AND opened_at BETWEEN ${new Date(from)}::timestamptz - ${around}::interval
        AND ${new Date(to)}::timestamptz + ${around}::interval)
    SELECT object, greatest(begun, ${new Date(from)}) AS begun, least(over, ${new Date(to)}) AS over FROM (${EVIDENCE[table]}) x
    WHERE begun < ${new Date(to)} AND over > ${new Date(from)} ORDER BY object, begun`.execute(db);
  return merged(rows.map(({ object, begun, over }) => ({ object, from: begun.getTime(), to: over.getTime() })));
}

/** Windows that touch are one; `windows` are in order of object and beginning. */
export function merged(windows: readonly Window[]): Window[] {
  const result: Window[] = [];
  for (const one of windows) {
    const last = result.at(-1);
    if (last !== undefined && last.object === one.object && one.from <= last.to)
      result[result.length - 1] = { ...last, to: Math.max(last.to, one.to) };
    else result.push(one);
  }
  return result;
}
