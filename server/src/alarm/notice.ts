import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { GOVERNMENTS, type Government, type Rule, type Rung } from '@anlan/kernel/alarm';
import type { Tx } from '../access/scoped.ts';
import type { AlarmRow } from './row.ts';

/** Which government a rung of the ladder tells; the enterprise has no notice, it has the alarm itself. */
const TOLD: Readonly<Record<Rung['to'], Government | undefined>> = {
  enterprise: undefined,
  town: 'town',
  county: 'county',
  city: 'city',
  leader: 'city',
};

/** Gives a notice to every government the rule names for the alarm's level, and to those on the ladder told at once. */
export async function notifyGovernments(
  tx: Tx,
  alarmId: string,
  rule: Rule,
  record: Readonly<Record<string, unknown>>,
  at: number,
): Promise<void> {
  const { rows } = await sql<AlarmRow>`SELECT * FROM alarm WHERE id = ${alarmId}`.execute(tx);
  const [row] = rows;
  if (row === undefined) return;
  const byLevel = rule.notifies?.[row.level] ?? [];
  const atOnce = rule.escalation.filter(({ after }) => after === 0).flatMap(({ to }) => TOLD[to] ?? []);
  const tells = rule.tells?.(record);
  for (const government of byLevel) await notify(tx, row, government, 'level', tells, at);
  for (const government of atOnce) await notify(tx, row, government, 'ladder', tells, at);
}

/** A rung of the ladder has been reached: its government gets a notice, unless it has one already. */
export async function notifyRung(tx: Tx, row: AlarmRow, rule: Rule | undefined, rung: Rung, at: number): Promise<void> {
  const government = TOLD[rung.to];
  if (government === undefined) return;
  const record = rule?.tells === undefined ? {} : await recordOf(tx, row);
  await notify(tx, row, government, 'ladder', rule?.tells?.(record), at);
}

/** The line a notice of the alarm's unit carried when it was raised. */
async function recordOf(tx: Tx, row: AlarmRow): Promise<Readonly<Record<string, unknown>>> {
  if (row.unit_id === null || row.subject_kind === 'device') return {};
  const { rows } = await sql<{ kind: string | null }>`
    SELECT unit_kind AS kind FROM public.point WHERE unit_id = ${row.unit_id} LIMIT 1`.execute(tx);
  const table = rows[0]?.kind?.replaceAll('-', '_');
  if (table === undefined) return {};
  const found = await sql<Record<string, unknown>>`SELECT * FROM ${sql.table(table)} WHERE id = ${row.unit_id}`.execute(
    tx,
  );
  const camel = (column: string): string => column.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  return Object.fromEntries(Object.entries(found.rows[0] ?? {}).map(([key, value]) => [camel(key), value]));
}

async function notify(
  tx: Tx,
  row: AlarmRow,
  government: Government,
  cause: 'level' | 'ladder',
  tells: string | undefined,
  at: number,
): Promise<void> {
  const text = [`${row.place_name} ${row.subject_name} ${row.rule_label}（${row.label}）`, tells]
    .filter(Boolean)
    .join('；');
  // A notice already given says a worse level anew: its receipt was for the milder one.
  await sql`
    INSERT INTO notice (id, alarm_id, government, region_name, level, cause, text, raised_at, region_path, organisation_id, sector)
    SELECT ${randomUUID()}, ${row.id}, ${government}, r.name, ${row.level}, ${cause}, ${text}, ${new Date(at)}, r.path, NULL, ${row.sector}
    FROM region r
    WHERE r.kind = ANY(${[...GOVERNMENTS[government].kinds]}) AND starts_with(${row.region_path}, r.path)
    ORDER BY length(r.path) DESC LIMIT 1
    ON CONFLICT (alarm_id, government) DO UPDATE
      SET level = excluded.level, text = excluded.text, raised_at = excluded.raised_at, seen_at = NULL, seen_by = NULL
      WHERE notice.level <> excluded.level`.execute(tx);
}
