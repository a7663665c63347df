import { sql } from 'kysely';
import { z } from 'zod';
import type { Scope } from '@anlan/kernel/access';
import { deviceMediaSchema, type DeviceMedia, type MediumView, type SafetyEventView } from '@anlan/kernel/attachment';
import { refuse } from '@anlan/kernel/refusal';
import type { Context } from '../access/context.ts';
import { withScope, type Tx } from '../access/scoped.ts';
import { auditOutside } from '../audit/index.ts';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';

const tags = ['设备接入 Devices'];
const one = z.object({ id: z.uuid() });
/** What a browser shows in place; anything else is saved. */
const SHOWN: ReadonlySet<string> = new Set(['image/jpeg', 'image/png']);

/** Pictures of terminals and what their instruments saw. */
export const attachmentRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/devices/:id/media',
    {
      onRequest: need('position.read'),
      schema: {
        tags,
        summary: '车载终端的照片与主动安全报警 · Pictures and what instruments saw',
        params: one,
        response: responses(deviceMediaSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const found = await mediaOf(context, actor.scope, request.params.id);
      if (found === undefined) await auditOutside(context.db, actor, 'device', request.params.id, 'position.read');
      return found ?? answer(refuse('not-found'));
    },
  );
  app.get(
    '/api/media/:id',
    {
      onRequest: need('position.read'),
      schema: {
        tags,
        summary: '看照片 · The content of a medium',
        params: one,
        response: responses(z.unknown().describe('The file')),
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { rows } = await withScope(context.db, actor.scope, (tx) =>
        sql<{ sha256: string; type: string }>`
          SELECT sha256, type FROM terminal_medium WHERE id = ${request.params.id}`.execute(tx),
      );
      const [row] = rows;
      if (row === undefined)
        await auditOutside(context.db, actor, 'terminal_medium', request.params.id, 'position.read');
      const content = row === undefined ? undefined : await context.files.read(row.sha256);
      if (row === undefined || content === undefined) return answer(refuse('not-found'));
      return reply
        .type(row.type)
        .header('content-security-policy', "sandbox; default-src 'none'")
        .header('content-disposition', SHOWN.has(row.type) ? 'inline' : 'attachment')
        .send(content);
    },
  );
};

async function mediaOf(context: Context, scope: Scope, device: string): Promise<DeviceMedia | undefined> {
  return withScope(context.db, scope, async (tx) => {
    const known = await sql`SELECT FROM device WHERE id = ${device}`.execute(tx);
    if (known.rows.length === 0) return undefined;
    return { media: await readMedia(tx, device), events: await readEvents(tx, device) };
  });
}

async function readMedia(tx: Tx, device: string): Promise<MediumView[]> {
  const { rows } = await sql<Omit<MediumView, 'takenAt' | 'receivedAt'> & { takenAt: Date; receivedAt: Date }>`
    SELECT m.id, m.name, m.channel, m.type, m.size, m.sha256, m.taken_at AS "takenAt", m.received_at AS "receivedAt",
      e.label, coalesce(m.alarm_id, e.alarm_id) AS "alarmId", i.by AS "orderedBy"
    FROM terminal_medium m LEFT JOIN safety_event e ON e.id = m.event_id LEFT JOIN instruction i ON i.id = m.instruction_id
    WHERE m.device_id = ${device} ORDER BY m.taken_at DESC LIMIT 60`.execute(tx);
  return rows.map((row) => ({ ...row, takenAt: row.takenAt.getTime(), receivedAt: row.receivedAt.getTime() }));
}

async function readEvents(tx: Tx, device: string): Promise<SafetyEventView[]> {
  const { rows } = await sql<Omit<SafetyEventView, 'at'> & { at: Date }>`
    SELECT e.id, e.label, e.level, e.degree, e.at, e.alarm_id AS "alarmId", e.attachments,
      (SELECT count(*)::int FROM terminal_medium m WHERE m.event_id = e.id) AS arrived
    FROM safety_event e WHERE e.device_id = ${device} ORDER BY e.at DESC LIMIT 60`.execute(tx);
  return rows.map((row) => ({ ...row, at: row.at.getTime() }));
}
