import { LENGTHS } from '@anlan/kernel/entity';
import { z } from 'zod';
import { campaignsSchema, findingsSchema, targetsSchema } from '@anlan/kernel/campaign';
import { refuse } from '@anlan/kernel/refusal';
import { withScope } from '../access/scoped.ts';
import { auditOutside } from '../audit/index.ts';
import { actorOf, answer, need, responses, seen, type RouteModule } from '../http/index.ts';
import { campaignOf, campaignsOf, findingsIn, targetsIn } from './read.ts';
import { tags, view } from './shapes.ts';
import { one, paging, region } from '../prevention/inputs.ts';

export const readRoutes: RouteModule = (app, context) => {
  const { db } = context;
  const onRequest = need('case.read');
  app.get(
    '/api/campaigns',
    {
      onRequest,
      schema: {
        tags,
        summary: '专项行动 · Campaigns of the scope',
        querystring: z.strictObject({
          year: z.coerce.number().int().min(2000).max(2100).optional(),
          category: z.string().max(40).optional(),
          state: z.enum(['running', 'finished', 'cancelled']).optional(),
        }),
        response: responses(campaignsSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      return { rows: await withScope(db, actor.scope, (tx) => campaignsOf(tx, actor, request.query)) };
    },
  );
  app.get(
    '/api/campaigns/:id',
    {
      onRequest,
      schema: { tags, summary: '一次专项行动 · One campaign with its report', params: one, response: responses(view) },
    },
    async (request) => {
      const actor = actorOf(request);
      const found = await withScope(db, actor.scope, (tx) => campaignOf(tx, actor, request.params.id, Date.now()));
      if (found !== undefined) return found;
      await auditOutside(db, actor, 'campaign', request.params.id, 'campaign.read');
      return answer(refuse('not-found'));
    },
  );
  app.get(
    '/api/campaigns/:id/targets',
    {
      onRequest,
      preHandler: seen(context, 'campaign', 'case.read'),
      schema: {
        tags,
        summary: '检查对象 · Targets as they were frozen',
        params: one,
        querystring: z.strictObject({
          region,
          state: z.enum(['done', 'open']).optional(),
          search: z.string().max(LENGTHS.search).optional(),
          ...paging,
        }),
        response: responses(targetsSchema),
      },
    },
    (request) => withScope(db, actorOf(request).scope, (tx) => targetsIn(tx, request.params.id, request.query)),
  );
  app.get(
    '/api/campaigns/:id/findings',
    {
      onRequest,
      preHandler: seen(context, 'campaign', 'case.read'),
      schema: {
        tags,
        summary: '查出的问题 · Findings behind the numbers',
        params: one,
        querystring: z.strictObject({
          region,
          violation: z.string().max(60).optional().describe('empty = not classified yet'),
          state: z.enum(['rectified', 'open', 'penalised', 'closed']).optional(),
          ...paging,
        }),
        response: responses(findingsSchema),
      },
    },
    (request) => withScope(db, actorOf(request).scope, (tx) => findingsIn(tx, request.params.id, request.query)),
  );
};
