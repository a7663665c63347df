import { sql } from 'kysely';
import type { z } from 'zod';
import { firstOut, LINK_WINDOW, type Moment } from '@anlan/systems';
import type { Database, Tx } from '../access/scoped.ts';
import { addEntry, lockOutbox, publish } from '../alarm/write.ts';
import type { shutOffSchema } from './shapes.ts';

type ShutOff = z.infer<typeof shutOffSchema>;

interface Open {
  readonly id: string;
  readonly number: string;
  readonly tank_id: string | null;
  readonly tank_name: string;
  readonly closed_at: Date;
  readonly trigger_alarm_id: string | null;
  readonly reopened_at: Date | null;
}

/** An event is looked at this long for alarms that come late (device buffers, a slow line). */
const LATE = '10 minutes';

/**
 * Makes an event of every shut-off alarm and links it to the alarm that triggered it; both alarms say so in their trail.
 * Runs as the owner in one transaction; done again it changes nothing. Answers the number of events that changed.
 */
export async function settleShutOffs(db: Database): Promise<number> {
  const due = await sql<{ due: boolean }>`
    SELECT EXISTS (SELECT FROM shut_off_event WHERE NOT settled OR reopened_at IS NULL) OR EXISTS (
      SELECT FROM alarm a WHERE a.rule = 'shut-off' AND NOT EXISTS (SELECT FROM shut_off_event e WHERE e.id = a.id)) AS due`.execute(
    db,
  );
  if (due.rows[0]?.due !== true) return 0;
  return db.transaction().execute(async (tx) => {
    await lockOutbox(tx);
    await recordNew(tx);
    const reopened = await sql`
      UPDATE shut_off_event e SET reopened_at = a.recovered_at FROM alarm a
      WHERE a.id = e.id AND e.reopened_at IS NULL AND a.recovered_at IS NOT NULL`.execute(tx);
    const { rows } = await sql<Open>`
      SELECT e.id, a.number, e.tank_id, e.tank_name, e.closed_at, e.trigger_alarm_id, e.reopened_at
      FROM shut_off_event e JOIN alarm a ON a.id = e.id WHERE NOT e.settled ORDER BY e.closed_at LIMIT 500`.execute(tx);
    let linked = 0;
    for (const event of rows) if (await link(tx, event)) linked += 1;
    await sql`
      UPDATE shut_off_event e SET settled = true FROM alarm a
      WHERE a.id = e.id AND NOT e.settled AND greatest(a.seen_at, e.closed_at) < now() - interval ${sql.lit(LATE)}`.execute(
      tx,
    );
    return linked + Number(reopened.numAffectedRows ?? 0);
  });
}

async function recordNew(tx: Tx): Promise<void> {
  await sql`
    INSERT INTO shut_off_event (id, point_id, tank_id, tank_name, closed_at, region_path, organisation_id, sector)
    SELECT a.id, p.id, p.tank_id, coalesce(t.name, a.subject_name), a.raised_at, a.region_path, a.organisation_id, a.sector
    FROM alarm a JOIN public.point p ON p.id = a.subject_id LEFT JOIN tank t ON t.id = p.tank_id
    WHERE a.rule = 'shut-off' AND NOT EXISTS (SELECT FROM shut_off_event e WHERE e.id = a.id)
    ON CONFLICT (id) DO NOTHING`.execute(tx);
}

/** Moments at which alarms of the tank, or of the area sensors of its hazard source, began or rose. */
async function momentsNear(tx: Tx, event: Open): Promise<Moment[]> {
  const at = event.closed_at.getTime();
  const from = new Date(at - LINK_WINDOW.before * 1000);
  const to = new Date(at + LINK_WINDOW.after * 1000);
  const { rows } = await sql<{ alarmId: string; rule: string; at: Date; own: boolean }>`
    WITH near AS (
      SELECT id, true AS own FROM public.point WHERE tank_id = ${event.tank_id}
      UNION
      SELECT b.point_id, false FROM hazard_source_point b JOIN chemical_holding h ON h.hazard_source = b.source_id
      WHERE h.tank = ${event.tank_id} AND h.retired_at IS NULL)
    SELECT a.id AS "alarmId", a.rule, n.at, near.own FROM near JOIN alarm a ON a.subject_id = near.id
    JOIN alarm_entry n ON n.alarm_id = a.id AND n.kind IN ('raised', 'level-raised')
    WHERE a.rule NOT IN ('shut-off', 'recording-gap') AND n.at BETWEEN ${from} AND ${to}`.execute(tx);
  return rows.map((row) => ({ ...row, at: row.at.getTime() }));
}

async function link(tx: Tx, event: Open): Promise<boolean> {
  if (event.tank_id === null) return false;
  const { trigger, others } = firstOut(event.closed_at.getTime(), await momentsNear(tx, event));
  if (trigger === null || trigger.alarmId === event.trigger_alarm_id) return false;
  await sql`
    UPDATE shut_off_event SET trigger_alarm_id = ${trigger.alarmId},
      other_alarm_ids = ${others.map(({ alarmId }) => alarmId)}::uuid[] WHERE id = ${event.id}`.execute(tx);
  const { rows } = await sql<{ number: string; rule_label: string; label: string }>`
    SELECT number, rule_label, label FROM alarm WHERE id = ${trigger.alarmId}`.execute(tx);
  const cause = rows[0];
  if (cause === undefined) return false;
  const text = `紧急切断已动作：${event.tank_name}（切断记录 ${event.number}）`;
  await addEntry(tx, trigger.alarmId, event.closed_at, '系统', 'shut-off', text);
  await addEntry(
    tx,
    event.id,
    event.closed_at,
    '系统',
    'shut-off',
    `触发报警：${cause.number} ${cause.rule_label} ${cause.label}`,
  );
  await publish(tx, trigger.alarmId, 'shut-off');
  await publish(tx, event.id, 'shut-off');
  return true;
}

/** Shut-offs of a tank, or those an alarm triggered or stands for, newest first, under the transaction's scope. */
export async function readShutOffs(
  tx: Tx,
  of: { readonly tank: string } | { readonly alarm: string },
): Promise<ShutOff[]> {
  const which =
    'tank' in of
      ? sql`e.tank_id = ${of.tank}`
      : sql`(e.id = ${of.alarm} OR e.trigger_alarm_id = ${of.alarm} OR ${of.alarm} = ANY (e.other_alarm_ids))`;
  const { rows } = await sql<{
    id: string;
    number: string;
    tank: string | null;
    tankName: string;
    closedAt: Date;
    reopenedAt: Date | null;
    others: string[];
    triggerId: string | null;
    triggerNumber: string;
    triggerLabel: string;
    triggerLevel: string;
    triggerAt: Date;
  }>`
    SELECT e.id, a.number, e.tank_id AS tank, e.tank_name AS "tankName", e.closed_at AS "closedAt", e.reopened_at AS "reopenedAt",
           e.other_alarm_ids AS others, t.id AS "triggerId", t.number AS "triggerNumber",
           concat(t.rule_label, ' ', t.label) AS "triggerLabel", t.level AS "triggerLevel", t.raised_at AS "triggerAt"
    FROM shut_off_event e JOIN alarm a ON a.id = e.id LEFT JOIN alarm t ON t.id = e.trigger_alarm_id
    WHERE ${which} ORDER BY e.closed_at DESC LIMIT 100`.execute(tx);
  return rows.map((row) => ({
    id: row.id,
    tank: row.tank,
    tankName: row.tankName,
    closedAt: row.closedAt.getTime(),
    reopenedAt: row.reopenedAt?.getTime() ?? null,
    alarm: { id: row.id, number: row.number },
    trigger:
      row.triggerId === null
        ? null
        : {
            id: row.triggerId,
            number: row.triggerNumber,
            label: row.triggerLabel,
            level: row.triggerLevel,
            raisedAt: row.triggerAt.getTime(),
          },
    others: row.others,
  }));
}
