import { sql } from 'kysely';
import { z } from 'zod';
import { uuidOf } from '@anlan/data';
import { dayOf, endOf } from '@anlan/domain/calendar';
import { refuse } from '@anlan/kernel/refusal';
import { allOrNothing, kept } from '../access/all-or-nothing.ts';
import { withScope, type Tx } from '../access/scoped.ts';
import { lockOutbox } from '../alarm/write.ts';
import { auditOutside, record } from '../audit/index.ts';
import { createRun } from '../checklist/index.ts';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';

export interface Inspections {
  readonly regionPath: string;
  readonly runs: number;
  readonly done: number;
  readonly bad: number;
}

/** Checks of an action by the owner in whose place they were made, as the owner of the tables reads them: numbers only. */
export async function inspectionsOf(tx: Tx, action: string): Promise<Inspections[]> {
  const { rows } = await sql<Inspections>`
    SELECT s.region_path AS "regionPath", count(*)::int AS runs, count(k.done_at)::int AS done, coalesce(sum(k.bad), 0)::int AS bad
    FROM joint_side s JOIN check_run k ON k.source_kind = 'joint-action' AND k.source_id = s.action_id AND starts_with(k.region_path, s.region_path)
    WHERE s.action_id = ${action} GROUP BY 1`.execute(tx);
  return rows;
}

/** Joint inspection: each owner checks enterprises of its own place under the common action. */
export const inspectRoutes: RouteModule = (app, context) => {
  const { db } = context;
  app.post(
    '/api/joint/actions/:id/inspections',
    {
      onRequest: need('joint.write'),
      schema: {
        tags: ['联防联控 Joint prevention'],
        summary: '联合检查 · Make the checks of one’s own side',
        params: z.object({ id: z.uuid() }),
        body: z.strictObject({ enterprises: z.array(z.uuid()).min(1, '至少一家企业').max(50) }),
        response: responses(z.object({ runs: z.array(z.string()) }), 201),
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { id } = request.params;
      const wanted = [...new Set(request.body.enterprises)];
      const seen = await withScope(db, actor.scope, async (tx) => {
        const action = await sql<{ title: string; due: string; closedAt: Date | null }>`
          SELECT title, due_on AS due, closed_at AS "closedAt" FROM joint_action WHERE id = ${id}`.execute(tx);
        const firms =
          await sql`SELECT id FROM enterprise WHERE id = ANY (${wanted}::uuid[]) AND retired_at IS NULL`.execute(tx);
        return { action: action.rows[0], firms: firms.rows.length };
      });
      const { action } = seen;
      if (action === undefined) {
        await auditOutside(db, actor, 'joint_action', id, 'joint.inspect');
        return answer(refuse('not-found'));
      }
      if (action.closedAt !== null)
        return answer(refuse('joint-ended', { name: action.title, on: dayOf(action.closedAt.getTime()) }));
      if (seen.firms < wanted.length) return answer(refuse('not-found'));
      const now = Date.now();
      const runs = await allOrNothing(db, async (tx) => {
        await lockOutbox(tx);
        const made: string[] = [];
        for (const organisationId of wanted) {
          const run = kept(
            await createRun(tx, {
              id: uuidOf('joint-run', `${id}/${organisationId}`),
              use: 'enforcement',
              organisationId,
              title: action.title,
              period: dayOf(now),
              source: { kind: 'joint-action', id },
              opensAt: now,
              dueAt: Math.max(endOf(action.due), now + 1),
            }),
          );
          made.push(run.id);
        }
        await record(tx, actor, 'joint.inspect', { kind: 'joint-action', id }, 'done', { runs: made.length });
        return made;
      });
      return reply.code(201).send({ runs: answer(runs) });
    },
  );
};
