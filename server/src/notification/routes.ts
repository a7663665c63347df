import { regionPathSchema } from '@anlan/kernel/access';
import { sql } from 'kysely';
import { z } from 'zod';
import { signatureSchema } from '@anlan/kernel/document';
import { refuse } from '@anlan/kernel/refusal';
import {
  cardPublishedSchema,
  contractorJobSchema,
  firmNotificationSchema,
  jobWorkerSchema,
  notificationRatesSchema,
} from '@anlan/systems/prevention';
import { withScope } from '../access/scoped.ts';
import { auditOutside } from '../audit/index.ts';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';
import { publishCard, signCard } from './cards.ts';
import { firmCoverage, ratesIn } from './coverage.ts';
import { addWorker, openJobs, removeWorker, tellWorker, workersOf } from './jobs.ts';

const tags = ['风险告知 Notification'];
const device = z.string().trim().min(1).max(200);
const pin = z.string().regex(/^\d{4,6}$/, '应为 4 至 6 位数字');
const one = z.object({ id: z.uuid() });
const worker = z.object({ id: z.uuid(), worker: z.uuid() });

/** Risk cards with signatures and the rate of those told; contracted jobs with their people and warnings (S71). */
export const notificationRoutes: RouteModule = async (app, context) => {
  app.get(
    '/api/notification/rates',
    {
      onRequest: need('registry.read'),
      schema: {
        tags,
        summary: '全员告知率 · Rates of notification in scope',
        querystring: z.object({ region: regionPathSchema.optional() }),
        response: responses(notificationRatesSchema),
      },
    },
    (request) => withScope(context.db, actorOf(request).scope, (tx) => ratesIn(tx, request.query.region)),
  );
  app.get(
    '/api/enterprises/:id/notification',
    {
      onRequest: need('registry.read'),
      schema: {
        tags,
        summary: '企业告知情况 · Cards, signatures, who is missing',
        params: one,
        response: responses(firmNotificationSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { id } = request.params;
      const found = await withScope(context.db, actor.scope, (tx) => firmCoverage(tx, actor, id));
      if (found === undefined) {
        await auditOutside(context.db, actor, 'enterprise', id, 'notification.read');
        return answer(refuse('not-found'));
      }
      const pins = await sql<{ id: string }>`
        SELECT worker_id AS id FROM worker_pin WHERE worker_id = ANY (${found.unsigned.map(({ workerId }) => workerId)}::uuid[])`.execute(
        context.db,
      );
      const known = new Set(pins.rows.map((row) => row.id));
      return { ...found, unsigned: found.unsigned.map((row) => ({ ...row, pin: known.has(row.workerId) })) };
    },
  );
  app.post(
    '/api/risk-cards',
    {
      onRequest: need('notification.write'),
      schema: {
        tags,
        summary: '发布告知卡 · Publish a card or its next version',
        body: z.strictObject({
          kind: z.enum(['post', 'gas']),
          post: z.string().trim().max(60).default(''),
          points: z.array(z.uuid()).max(30).default([]),
          emergency: z.array(z.string().trim().min(1).max(300)).max(20).default([]),
          phone: z.string().trim().min(1).max(60),
        }),
        response: responses(cardPublishedSchema, 201),
      },
    },
    async (request, reply) => {
      const card = answer(await publishCard(context, actorOf(request), request.body));
      return reply.code(201).send({ id: card.id, version: card.card_version, documentId: card.document_id });
    },
  );
  app.post(
    '/api/risk-cards/:id/signatures',
    {
      onRequest: need('notification.write'),
      schema: {
        tags,
        summary: '员工签名 · A worker signs, by hand or by PIN',
        params: one,
        body: z.strictObject({
          workerId: z.uuid(),
          signature: signatureSchema.optional(),
          pin: pin.optional(),
          newPin: pin.optional(),
          device,
          requestId: z.uuid().optional(),
        }),
        response: responses(z.object({ signed: z.boolean() })),
      },
    },
    async (request) => ({ signed: answer(await signCard(context, actorOf(request), request.params.id, request.body)) }),
  );
  await jobRoutes(app, context);
};

const jobRoutes: RouteModule = (app, context) => {
  const people = z.array(jobWorkerSchema);
  app.get(
    '/api/contractor-jobs',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '外包作业与预警 · Jobs under way, with warnings',
        response: responses(z.array(contractorJobSchema)),
      },
    },
    (request) => withScope(context.db, actorOf(request).scope, openJobs),
  );
  app.get(
    '/api/contractor-jobs/:id/workers',
    {
      onRequest: need('case.read'),
      schema: { tags, summary: '作业人员 · People of a job', params: one, response: responses(people) },
    },
    (request) => {
      const actor = actorOf(request);
      return withScope(context.db, actor.scope, (tx) => workersOf(tx, actor, request.params.id));
    },
  );
  const write = { onRequest: need('notification.write') };
  app.post(
    '/api/contractor-jobs/:id/workers',
    {
      ...write,
      schema: {
        tags,
        summary: '登记作业人员 · Add a worker',
        params: one,
        body: z.strictObject({
          name: z.string().trim().min(2).max(40),
          work: z.string().trim().min(1).max(60),
          certificate: z.string().trim().max(60).optional(),
        }),
        response: responses(people),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      answer(await addWorker(context, actor, request.params.id, request.body));
      return withScope(context.db, actor.scope, (tx) => workersOf(tx, actor, request.params.id));
    },
  );
  app.post(
    '/api/contractor-jobs/:id/workers/:worker/tell',
    {
      ...write,
      schema: {
        tags,
        summary: '告知签名 · The worker signs',
        params: worker,
        body: z.strictObject({ signature: signatureSchema, device }),
        response: responses(people),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { id } = request.params;
      answer(await tellWorker(context, actor, id, request.params.worker, request.body));
      return withScope(context.db, actor.scope, (tx) => workersOf(tx, actor, id));
    },
  );
  app.delete(
    '/api/contractor-jobs/:id/workers/:worker',
    {
      ...write,
      schema: { tags, summary: '移出作业人员 · Remove a worker', params: worker, response: responses(people) },
    },
    async (request) => {
      const actor = actorOf(request);
      const { id } = request.params;
      answer(await removeWorker(context, actor, id, request.params.worker));
      return withScope(context.db, actor.scope, (tx) => workersOf(tx, actor, id));
    },
  );
};
