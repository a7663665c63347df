import { z } from 'zod';
import { actionInput, jointActionsSchema, partnersSchema, taskDoneInput, taskInput } from '@anlan/kernel/joint';
import { isRefusal, refuse } from '@anlan/kernel/refusal';
import type { Actor } from '@anlan/kernel/access';
import { withScope } from '../access/scoped.ts';
import { auditOutside } from '../audit/index.ts';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';
import { addTask, finishTask, openAction } from './actions.ts';
import { ownPlace, partnersOf } from './partners.ts';
import { jointAction, jointActions } from './read.ts';
import { actionView, one, tags } from './shapes.ts';

export const actionRoutes: RouteModule = (app, context) => {
  const { db } = context;
  const onRequest = need('case.read');
  const write = need('joint.write');
  const read = async (actor: Actor, id: string) => {
    const found = await withScope(db, actor.scope, (tx) => jointAction(tx, actor, id));
    if (found !== undefined) return found;
    await auditOutside(db, actor, 'joint_action', id, 'joint.read');
    return refuse('not-found');
  };
  app.get(
    '/api/joint/partners',
    {
      onRequest: write,
      schema: { tags, summary: '可共同牵头的地区 · With whom one may act', response: responses(partnersSchema) },
    },
    async (request) => {
      const own = ownPlace(actorOf(request));
      return own === undefined ? [] : db.transaction().execute((tx) => partnersOf(tx, own));
    },
  );
  app.get(
    '/api/joint/actions',
    {
      onRequest,
      schema: { tags, summary: '联合行动 · Joint actions of the scope', response: responses(jointActionsSchema) },
    },
    (request) => {
      const actor = actorOf(request);
      return withScope(db, actor.scope, (tx) => jointActions(tx, actor));
    },
  );
  app.get(
    '/api/joint/actions/:id',
    {
      onRequest,
      schema: { tags, summary: '一次联合行动 · One joint action', params: one, response: responses(actionView) },
    },
    async (request) => answer(await read(actorOf(request), request.params.id)),
  );
  app.post(
    '/api/joint/actions',
    {
      onRequest: write,
      schema: {
        tags,
        summary: '发起联合行动 · Open a joint action',
        body: actionInput,
        response: responses(actionView, 201),
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const id = answer(await openAction(context, actor, request.body));
      return reply.code(201).send(answer(await read(actor, id)));
    },
  );
  app.post(
    '/api/joint/actions/:id/tasks',
    {
      onRequest: write,
      schema: {
        tags,
        summary: '安排本方任务 · Add a task of one’s own side',
        params: one,
        body: taskInput,
        response: responses(actionView, 201),
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      answer(await addTask(context, actor, request.params.id, request.body));
      return reply.code(201).send(answer(await read(actor, request.params.id)));
    },
  );
  app.post(
    '/api/joint/actions/:id/tasks/:task/done',
    {
      onRequest: write,
      schema: {
        tags,
        summary: '完成本方任务 · Finish a task of one’s own side',
        params: one.extend({ task: z.uuid() }),
        body: taskDoneInput,
        response: responses(actionView),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { id, task } = request.params;
      const refused = await finishTask(context, actor, id, task, request.body.result);
      if (isRefusal(refused)) return answer(refused);
      return answer(await read(actor, id));
    },
  );
};
