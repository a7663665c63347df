import { sql } from 'kysely';
import { z } from 'zod';
import {
  actionInput,
  groupInput,
  jointActionsSchema,
  jointActionSchema,
  jointGroupSchema,
  mutualAidInput,
  mutualAidSchema,
  partnersSchema,
  resourceInput,
  sharedAlertSchema,
  sharedRisksSchema,
  sharingTrailSchema,
  taskDoneInput,
  taskInput,
} from '@anlan/kernel/joint';
import { isRefusal, refuse } from '@anlan/kernel/refusal';
import type { Actor } from '@anlan/kernel/access';
import type { Context } from '../access/context.ts';
import { withScope } from '../access/scoped.ts';
import { auditOutside, record } from '../audit/index.ts';
import { actorOf, answer, component, need, responses, type RouteModule } from '../http/index.ts';
import { addResource, agreementsOf, endAgreement, signAgreement } from './aid.ts';
import { addTask, finishTask, openAction, settleActions } from './actions.ts';
import { shareAlerts } from './alerts.ts';
import { endGroup, groupsOf, makeGroup } from './groups.ts';
import { ownPlace, partnersOf } from './partners.ts';
import { jointAction, jointActions, sharedAlerts, sharedRisks, sharingTrail } from './read.ts';
import { inspectRoutes } from './inspections.ts';
import { shareRisks } from './share.ts';

const tags = ['联防联控 Joint prevention'];
const one = z.object({ id: z.uuid() });
const made = z.object({ id: z.string() });
const done = z.object({ done: z.literal(true) });
const because = z.string().trim().min(1, '请写明理由').max(300);
const actionView = component('JointAction', jointActionSchema);

/** Sharing and closing follow the registers, alarms and confirmations at this pace. */
const PACE_MS = 2000;

/** Joint prevention of neighbours and groups (S65), and what keeps it up to date. */
export const jointRoutes: RouteModule = async (app, context) => {
  for (const routes of [sharingRoutes, groupRoutes, actionRoutes, inspectRoutes, aidRoutes]) await routes(app, context);
  let running: Promise<void> | undefined;
  const work = async (): Promise<void> => {
    await shareRisks(context.db, Date.now());
    await shareAlerts(context.db, Date.now());
    await settleActions(context.db, Date.now());
  };
  const timer = setInterval(() => {
    running ??= work()
      .catch((error: unknown) =>
        context.log.warn({ error: (error as Error).message }, 'joint prevention not brought up to date'),
      )
      .finally(() => {
        running = undefined;
      });
  }, PACE_MS);
  app.addHook('onClose', async () => {
    clearInterval(timer);
    await running;
  });
};

const sharingRoutes: RouteModule = (app, context) => {
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

const groupRoutes: RouteModule = (app, context) => {
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

const actionRoutes: RouteModule = (app, context) => {
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

const aidRoutes: RouteModule = (app, context) => {
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
