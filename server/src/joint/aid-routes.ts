import { z } from 'zod';
import { mutualAidInput, mutualAidSchema, resourceInput } from '@anlan/kernel/joint';
import { isRefusal } from '@anlan/kernel/refusal';
import { withScope } from '../access/scoped.ts';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';
import { addResource, agreementsOf, endAgreement, signAgreement } from './aid.ts';
import { because, done, made, one, tags } from './shapes.ts';

export const aidRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/joint/agreements',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '互助协议与资源 · Mutual-aid agreements with resources',
        response: responses(z.object({ rows: z.array(mutualAidSchema) })),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      return { rows: await withScope(context.db, actor.scope, (tx) => agreementsOf(tx, actor, Date.now())) };
    },
  );
  app.post(
    '/api/joint/agreements',
    {
      onRequest: need('joint.write'),
      schema: {
        tags,
        summary: '登记互助协议 · Register an agreement',
        body: mutualAidInput,
        response: responses(made, 201),
      },
    },
    async (request, reply) =>
      reply.code(201).send({ id: answer(await signAgreement(context, actorOf(request), request.body)) }),
  );
  app.post(
    '/api/joint/agreements/parties/:id/resources',
    {
      onRequest: need('joint.write'),
      schema: {
        tags,
        summary: '登记互助资源 · Add a resource of one’s own party',
        params: one,
        body: resourceInput,
        response: responses(made, 201),
      },
    },
    async (request, reply) =>
      reply
        .code(201)
        .send({ id: answer(await addResource(context, actorOf(request), request.params.id, request.body)) }),
  );
  app.post(
    '/api/joint/agreements/:id/end',
    {
      onRequest: need('joint.write'),
      schema: {
        tags,
        summary: '终止互助协议 · End an agreement',
        params: one,
        body: z.strictObject({ because }),
        response: responses(done),
      },
    },
    async (request) => {
      const refused = await endAgreement(context, actorOf(request), request.params.id, request.body.because);
      return isRefusal(refused) ? answer(refused) : ({ done: true } as const);
    },
  );
};
