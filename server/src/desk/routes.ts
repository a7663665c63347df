import { LENGTHS } from '@anlan/kernel/entity';
import { deskOf } from '../notify/desk.ts';
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { z } from 'zod';
import { withScope } from '../access/scoped.ts';
import { record } from '../audit/index.ts';
import { actorOf, need, responses, type RouteModule } from '../http/index.ts';

const tags = ['值班台 Duty desk'];
const entrySchema = z.object({
  id: z.string(),
  at: z.number(),
  by: z.string(),
  kind: z.string(),
  text: z.string(),
  alarmId: z.string().nullable(),
});
const inputSchema = z.strictObject({
  kind: z.enum(['note', 'call', 'handover']),
  text: z.string().trim().min(1).max(500),
  alarmId: z.uuid().nullable().optional(),
});

/** The duty log: people's lines and the alarms' own, newest first. Lines are added, never changed. */
export const deskRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/desk/log',
    {
      onRequest: need('alarm.read'),
      schema: {
        tags,
        summary: '值班日志 · Duty log',
        querystring: z.object({
          limit: z.coerce.number().int().min(1).max(500).default(50),
          kind: z.enum(['note', 'call', 'handover', 'system']).optional(),
          q: z.string().trim().max(LENGTHS.search).optional(),
        }),
        response: responses(z.array(entrySchema)),
      },
    },
    async (request) => {
      const { limit, kind = null, q = '' } = request.query;
      const { rows } = await withScope(context.db, actorOf(request).scope, (tx) =>
        sql<{ id: string; at: Date; by: string; kind: string; text: string; alarmId: string | null }>`
          (SELECT id::text, at, by, kind, text, alarm_id AS "alarmId" FROM desk_entry
           WHERE (${kind}::text IS NULL OR kind = ${kind}) AND (${q} = '' OR position(${q} IN text || ' ' || by) > 0) ORDER BY at DESC LIMIT ${limit})
          UNION ALL
          (SELECT e.alarm_id::text || '-' || e.seq, e.at, e.by, 'system', a.subject_name || ' · ' || e.text, e.alarm_id
           FROM alarm_entry e JOIN alarm a ON a.id = e.alarm_id
           WHERE e.at > now() - interval '24 hours' AND (${kind}::text IS NULL OR ${kind} = 'system')
             AND (${q} = '' OR position(${q} IN a.subject_name || ' ' || e.text) > 0) ORDER BY e.at DESC LIMIT ${limit})
          ORDER BY at DESC LIMIT ${limit}`.execute(tx),
      );
      return rows.map((row) => ({ ...row, at: row.at.getTime() }));
    },
  );
  app.post(
    '/api/desk/log',
    {
      onRequest: need('desk.write'),
      schema: { tags, summary: '记一条 · Add a line', body: inputSchema, response: responses(entrySchema, 201) },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { path, sector } = deskOf(actor);
      const { kind, text, alarmId } = request.body;
      const entry = { id: randomUUID(), at: new Date(), by: actor.name, kind, text, alarmId: alarmId ?? null };
      await withScope(context.db, actor.scope, async (tx) => {
        await sql`
          INSERT INTO desk_entry (id, at, by, kind, text, alarm_id, region_path, sector)
          VALUES (${entry.id}, ${entry.at}, ${entry.by}, ${kind}, ${text}, (SELECT id FROM alarm WHERE id = ${entry.alarmId}), ${path}, ${sector})`.execute(
          tx,
        );
        await record(tx, actor, 'desk.write', { kind: 'desk_entry', id: entry.id }, 'done', { kind });
      });
      return reply.code(201).send({ ...entry, at: entry.at.getTime() });
    },
  );
};
