import { decisionInput, findingInput } from '@anlan/kernel/campaign';
import { isRefusal } from '@anlan/kernel/refusal';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';
import { decideFinding, find, settleFinding } from './findings.ts';
import { done, LABELS, made, tags } from './shapes.ts';
import { one } from '../prevention/inputs.ts';

export const findingRoutes: RouteModule = (app, context) => {
  app.post(
    '/api/campaigns/:id/findings',
    {
      onRequest: need('case.report'),
      config: { labels: LABELS },
      schema: {
        tags,
        summary: '登记查出的问题 · Enter a finding',
        params: one,
        body: findingInput,
        response: responses(made, 201),
      },
    },
    async (request, reply) =>
      reply.code(201).send({ id: answer(await find(context, actorOf(request), request.params.id, request.body)) }),
  );
  app.post(
    '/api/campaigns/findings/:id/decide',
    {
      onRequest: need('case.enforce'),
      schema: {
        tags,
        summary: '处理决定 · Decide on a finding',
        params: one,
        body: decisionInput,
        response: responses(done),
      },
    },
    async (request) => {
      const refused = await decideFinding(context, actorOf(request), request.params.id, request.body);
      return isRefusal(refused) ? answer(refused) : ({ done: true } as const);
    },
  );
  app.post(
    '/api/campaigns/findings/:id/settle',
    {
      onRequest: need('case.enforce'),
      schema: {
        tags,
        summary: '办结未登记场所的问题 · Settle a finding at an unregistered place',
        params: one,
        response: responses(done),
      },
    },
    async (request) => {
      const refused = await settleFinding(context, actorOf(request), request.params.id);
      return isRefusal(refused) ? answer(refused) : ({ done: true } as const);
    },
  );
};
