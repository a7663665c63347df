import { sql } from 'kysely';
import { z } from 'zod';
import { sharedAlertSchema, sharedRisksSchema, sharingTrailSchema } from '@anlan/kernel/joint';
import { refuse } from '@anlan/kernel/refusal';
import type { Actor } from '@anlan/kernel/access';
import type { Context } from '../access/context.ts';
import { withScope } from '../access/scoped.ts';
import { auditOutside, record } from '../audit/index.ts';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';
import { sharedAlerts, sharedRisks, sharingTrail } from './read.ts';
import { done, one, tags } from './shapes.ts';

export const sharingRoutes: RouteModule = (app, context) => {
  const { db } = context;
  app.get(
    '/api/joint/risks',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '邻区重大风险 · Neighbours’ major risks shown to the scope',
        querystring: z.strictObject({ kind: z.enum(['risk-point', 'hazard-source', 'hidden-danger']).optional() }),
        response: responses(sharedRisksSchema),
      },
    },
    (request) => withScope(db, actorOf(request).scope, (tx) => sharedRisks(tx, request.query.kind)),
  );
  app.get(
    '/api/joint/trail',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '共享去向 · To whom the scope’s own major risks are and were shown',
        querystring: z.strictObject({ all: z.enum(['0', '1']).default('0') }),
        response: responses(sharingTrailSchema),
      },
    },
    (request) => withScope(db, actorOf(request).scope, (tx) => sharingTrail(tx, request.query.all === '1')),
  );
  app.get(
    '/api/joint/alerts',
    {
      onRequest: need('alarm.read'),
      schema: {
        tags,
        summary: '邻区警情 · High alarms of shared sources',
        response: responses(z.object({ rows: z.array(sharedAlertSchema) })),
      },
    },
    async (request) => ({ rows: await withScope(db, actorOf(request).scope, sharedAlerts) }),
  );
  app.post(
    '/api/joint/alerts/:id/seen',
    {
      onRequest: need('alarm.supervise'),
      schema: { tags, summary: '签收邻区警情 · Receive a neighbour’s alert', params: one, response: responses(done) },
    },
    async (request) => answer(await seeAlert(context, actorOf(request), request.params.id)),
  );
};

/** The first to receive a notice is kept; who is second learns who it was. */
async function seeAlert({ db }: Context, actor: Actor, id: string) {
  const { rows } = await withScope(db, actor.scope, (tx) => sql`SELECT FROM shared_alert WHERE id = ${id}`.execute(tx));
  if (rows.length === 0) {
    await auditOutside(db, actor, 'shared_alert', id, 'joint.alert-seen');
    return refuse('not-found');
  }
  return db.transaction().execute(async (tx) => {
    const now = await sql<{
      by: string | null;
    }>`SELECT seen_by AS by FROM shared_alert WHERE id = ${id} FOR UPDATE`.execute(tx);
    const by = now.rows[0]?.by ?? null;
    if (by !== null) return refuse('notice-seen', { by });
    await sql`UPDATE shared_alert SET seen_at = now(), seen_by = ${actor.name} WHERE id = ${id}`.execute(tx);
    await record(tx, actor, 'joint.alert-seen', { kind: 'shared-alert', id }, 'done', {});
    return { done: true } as const;
  });
}
