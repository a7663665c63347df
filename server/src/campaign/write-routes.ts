import { z } from 'zod';
import type { Actor } from '@anlan/kernel/access';
import { campaignInput, criteriaSchema, previewSchema, teamInput } from '@anlan/kernel/campaign';
import { isRefusal, refuse } from '@anlan/kernel/refusal';
import { withScope } from '../access/scoped.ts';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';
import { addTeam, extend, finish, setPlan, urge } from './act.ts';
import { issue, preview } from './issue.ts';
import { campaignOf } from './read.ts';
import { LABELS, reason, tags, view } from './shapes.ts';
import { one } from '../prevention/inputs.ts';

export const writeRoutes: RouteModule = (app, context) => {
  const { db } = context;
  const onRequest = need('campaign.write');
  const read = async (actor: Actor, id: string) =>
    (await withScope(db, actor.scope, (tx) => campaignOf(tx, actor, id, Date.now()))) ?? answer(refuse('not-found'));
  const after = async (actor: Actor, id: string, refused: unknown) =>
    isRefusal(refused) ? answer(refused) : read(actor, id);
  app.post(
    '/api/campaigns/preview',
    {
      onRequest,
      schema: {
        tags,
        summary: '试算检查对象 · How many targets criteria give',
        body: criteriaSchema,
        response: responses(previewSchema),
      },
    },
    async (request) => answer(await preview(context, actorOf(request), request.body)),
  );
  app.post(
    '/api/campaigns',
    {
      onRequest,
      config: { labels: LABELS },
      schema: { tags, summary: '部署专项行动 · Issue a campaign', body: campaignInput, response: responses(view, 201) },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      return reply.code(201).send(await read(actor, answer(await issue(context, actor, request.body))));
    },
  );
  app.post(
    '/api/campaigns/:id/parts/:part',
    {
      onRequest,
      schema: {
        tags,
        summary: '调整计划 · Set how many a place inspects',
        params: one.extend({ part: z.uuid() }),
        body: z.strictObject({ planned: z.int().min(0).max(1_000_000) }),
        response: responses(view),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { id, part } = request.params;
      return after(actor, id, await setPlan(context, actor, id, part, request.body.planned));
    },
  );
  app.post(
    '/api/campaigns/:id/teams',
    {
      onRequest: need('case.verify'),
      config: { labels: LABELS },
      schema: {
        tags,
        summary: '组建联合检查组 · Add a joint team',
        params: one,
        body: teamInput,
        response: responses(view, 201),
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      answer(await addTeam(context, actor, request.params.id, request.body));
      return reply.code(201).send(await read(actor, request.params.id));
    },
  );
  app.post(
    '/api/campaigns/:id/urge',
    {
      onRequest,
      schema: {
        tags,
        summary: '催办逾期辖区 · Urge the places that are late',
        params: one,
        body: z.strictObject({ parts: z.array(z.uuid()).max(100).default([]), demand: reason }),
        response: responses(z.object({ urged: z.int() })),
      },
    },
    async (request) => ({ urged: answer(await urge(context, actorOf(request), request.params.id, request.body)) }),
  );
  app.post(
    '/api/campaigns/:id/extend',
    {
      onRequest,
      schema: {
        tags,
        summary: '延期 · Extend a campaign',
        params: one,
        body: z.strictObject({ to: z.iso.date(), reason }),
        response: responses(view),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      return after(actor, request.params.id, await extend(context, actor, request.params.id, request.body));
    },
  );
  app.post(
    '/api/campaigns/:id/finish',
    {
      onRequest,
      schema: {
        tags,
        summary: '总结 · Close a campaign with its report',
        params: one,
        body: z.strictObject({ summary: z.string().trim().min(1, '不能为空').max(2000) }),
        response: responses(view),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      return after(actor, request.params.id, await finish(context, actor, request.params.id, request.body.summary));
    },
  );
};
