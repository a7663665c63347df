import { sql } from 'kysely';
import type { AlarmView } from '@anlan/kernel/alarm';
import type { Context } from '../access/context.ts';
import type { RouteModule } from '../http/index.ts';

/** The rule that watches the emergency button of a vehicle, and its bit in the alarm word (JT/T 808 0x0200, 0x8203). */
const EMERGENCY = 'vehicle-emergency';
const EMERGENCY_BIT = 1;
const STATES: Readonly<Record<string, string>> = { done: 'acknowledged', timeout: 'timed-out' };

/** A terminal goes on with an emergency alarm until the platform has confirmed it: when an officer acknowledges, it is told. */
export const alarmConfirmations: RouteModule = (app, context) => {
  const stop = context.outbox?.onEvent(({ topic, happening, body }) => {
    if (topic !== 'alarm' || happening !== 'acknowledged' || body.rule !== EMERGENCY) return;
    confirm(context, body).catch((error: unknown) =>
      context.log.warn({ alarm: body.id, error: String(error) }, 'alarm not confirmed to its terminal'),
    );
  });
  app.addHook('onClose', async () => stop?.());
};

/** Sends 0x8203 to the vehicle's terminal; of several processes that hear the event the first sends. */
async function confirm(context: Context, { id, subjectId, acknowledgedBy }: AlarmView): Promise<void> {
  const { rows } = await sql<{ identity: string }>`
    WITH sent AS (
      INSERT INTO instruction (id, device_id, at, by, kind, text, state, region_path, organisation_id, sector)
      SELECT ${id}, d.id, now(), ${acknowledgedBy ?? ''}, 'confirm-alarm', '紧急报警', 'sent', d.region_path, d.organisation_id, d.sector
      FROM device d WHERE d.vehicle = ${subjectId} AND d.protocol = 'jt808' AND d.retired_at IS NULL ORDER BY d.created_at LIMIT 1
      ON CONFLICT (id) DO NOTHING RETURNING device_id)
    SELECT d.identity FROM sent JOIN device d ON d.id = sent.device_id`.execute(context.db);
  const [device] = rows;
  if (device === undefined) return;
  const command = { kind: 'confirm-alarm', bits: EMERGENCY_BIT };
  const answered = await context.mirror.ask<{ result: string }>('instruct', { identity: device.identity, command });
  const state = STATES[answered?.result ?? 'offline'] ?? 'refused';
  await sql`UPDATE instruction SET state = ${state}, answered_at = now() WHERE id = ${id}`.execute(context.db);
}
