import { z } from 'zod';
import { groupInput, jointGroupSchema } from '@anlan/kernel/joint';
import { withScope } from '../access/scoped.ts';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';
import { endGroup, groupsOf, makeGroup } from './groups.ts';
import type { Context } from '../access/context.ts';
import { because, done, made, one, tags } from './shapes.ts';
import { shareRisks } from './share.ts';

export const groupRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/joint/groups',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '联防组 · Joint prevention groups of the scope',
        response: responses(z.object({ rows: z.array(jointGroupSchema) })),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      return { rows: await withScope(context.db, actor.scope, (tx) => groupsOf(tx, actor)) };
    },
  );
  app.post(
    '/api/joint/groups',
    {
      onRequest: need('joint.write'),
      schema: { tags, summary: '建立联防组 · Make a group', body: groupInput, response: responses(made, 201) },
    },
    async (request, reply) =>
      reply
        .code(201)
        .send({ id: await share(context, answer(await makeGroup(context, actorOf(request), request.body))) }),
  );
  app.post(
    '/api/joint/groups/:id/end',
    {
      onRequest: need('joint.write'),
      schema: {
        tags,
        summary: '解散联防组或退出成员 · End a group or a membership',
        params: one,
        body: z.strictObject({ member: z.uuid().optional(), because }),
        response: responses(done),
      },
    },
    async (request) => {
      answer(await endGroup(context, actorOf(request), request.params.id, request.body));
      return share(context, { done: true } as const);
    },
  );
};

/** What a change of groups means for the sharing is there with the answer. */
async function share<T>({ db }: Context, result: T): Promise<T> {
  await shareRisks(db, Date.now());
  return result;
}
