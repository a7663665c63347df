import { z } from 'zod';
import type { FastifyRequest } from 'fastify';
import { changeSchema, envelopeSchema, inspectionSchema, mergedSchema } from '@anlan/kernel/merge';
import { actorOf, answer, need, noContent, personOf, responses, type App, type RouteModule } from '../http/index.ts';
import { readChanges, takeChanges } from './changes.ts';
import {
  decideEnvelope,
  envelopeView,
  envelopeViewSchema,
  takeEnvelope,
  waitingEnvelopes,
  type CarryOut,
} from './envelopes.ts';
import { closeInspection, inspectionFile, listInspections, openInspection, readInspection } from './inspections.ts';
import { deviceKeySchema, keysOf, registerKey, revokeKey } from './keys.ts';
import { planFor, planSchema } from './plan.ts';

const tags = ['离线 Offline'];
const one = z.object({ id: z.uuid() });
const LABELS = {
  label: { zh: '标题', en: 'Label' },
  body: { zh: '内容', en: 'Body' },
  enterprise: { zh: '被检查单位', en: 'Enterprise' },
};
const recordText = z.string().max(120);

/** What phones bring back: signed envelopes, changes of single fields, inspection records, and what they take along. */
export const offlineRoutes: RouteModule = async (app, context) => {
  await keyRoutes(app, context);
  await envelopeRoutes(app, context);
  await changeRoutes(app, context);
  await inspectionRoutes(app, context);
  app.get(
    '/api/offline/plan',
    {
      onRequest: need('registry.read'),
      schema: {
        tags,
        summary: '今天要带的资料 · What a phone takes along for a day',
        querystring: z.object({
          lon: z.coerce.number().min(-180).max(180).optional(),
          lat: z.coerce.number().min(-90).max(90).optional(),
        }),
        response: responses(planSchema),
      },
    },
    (request) => {
      const { lon, lat } = request.query;
      return planFor(context, actorOf(request), lon === undefined || lat === undefined ? null : { lon, lat });
    },
  );
};

const keyRoutes: RouteModule = (app, { db }) => {
  app.get(
    '/api/account/devices',
    {
      schema: { tags, summary: '我的设备密钥 · One’s own device keys', response: responses(z.array(deviceKeySchema)) },
    },
    (request) => keysOf(db, personOf(request).actor.personId),
  );
  app.post(
    '/api/account/devices',
    {
      schema: {
        tags,
        summary: '登记设备公钥 · Register the public key of this device',
        body: z.strictObject({ publicKey: z.string().max(400), name: z.string().trim().min(1).max(60) }),
        response: responses(z.object({ id: z.string() }), 201),
      },
    },
    async (request, reply) => {
      const id = answer(await registerKey(db, personOf(request).actor, request.body));
      return reply.code(201).send({ id });
    },
  );
  app.delete(
    '/api/account/devices/:id',
    {
      schema: {
        tags,
        summary: '吊销设备密钥 · Revoke a device key',
        params: z.object({ id: z.string().max(80) }),
        response: noContent,
      },
    },
    async (request, reply) => {
      answer(await revokeKey(db, personOf(request).actor, request.params.id));
      return reply.code(204).send();
    },
  );
};

/** The request inside goes through the same door as any other: the sender's session, guards, schemas. */
function carryOutAs(app: App, request: FastifyRequest): CarryOut {
  const { cookie, 'accept-language': language } = request.headers;
  return async ({ method, path, body }) => {
    const response = await app.inject({
      method: method as 'POST',
      url: `/api${path}`,
      payload: body,
      headers: {
        'content-type': 'application/json',
        'x-anlan': '1',
        ...(cookie === undefined ? {} : { cookie }),
        ...(language === undefined ? {} : { 'accept-language': language }),
      },
    });
    const json = response.headers['content-type']?.toString().includes('json') === true && response.body !== '';
    return { status: response.statusCode, answer: json ? (response.json() as unknown) : null };
  };
}

const envelopeRoutes: RouteModule = (app, context) => {
  app.post(
    '/api/envelopes',
    {
      config: { labels: LABELS },
      schema: {
        tags,
        summary: '送达离线记录 · Take what a device has signed',
        body: envelopeSchema,
        response: responses(envelopeViewSchema),
      },
    },
    async (request) => {
      const { actor } = personOf(request);
      return envelopeView(answer(await takeEnvelope(context, actor, request.body, carryOutAs(app, request))));
    },
  );
  app.get(
    '/api/envelopes',
    {
      onRequest: need('case.supervise'),
      schema: {
        tags,
        summary: '待核收的离线记录 · Records set aside for a person',
        response: responses(z.array(envelopeViewSchema)),
      },
    },
    async (request) => (await waitingEnvelopes(context, actorOf(request))).map(envelopeView),
  );
  app.post(
    '/api/envelopes/:id/decide',
    {
      onRequest: need('case.supervise'),
      schema: {
        tags,
        summary: '核收或不收 · Let a record in, or keep it out with a reason',
        params: one,
        body: z.strictObject({ take: z.boolean(), reason: z.string().trim().min(1).max(500) }),
        response: responses(envelopeViewSchema),
      },
    },
    async (request) => {
      const { actor } = personOf(request);
      return envelopeView(
        answer(await decideEnvelope(context, actor, request.params.id, request.body, carryOutAs(app, request))),
      );
    },
  );
};

const changeRoutes: RouteModule = (app, context) => {
  app.post(
    '/api/changes',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '送达字段修改 · Take changes of single fields',
        body: z.strictObject({
          requestId: z.uuid(),
          record: recordText,
          changes: z
            .array(changeSchema.omit({ by: true, record: true }))
            .min(1)
            .max(200),
        }),
        response: responses(mergedSchema),
      },
    },
    async (request) => answer(await takeChanges(context, actorOf(request), request.body)),
  );
  app.get(
    '/api/changes',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '一条记录的全部修改 · All changes of a record',
        querystring: z.object({ record: recordText }),
        response: responses(mergedSchema),
      },
    },
    async (request) => answer(await readChanges(context, actorOf(request), request.query.record)),
  );
};

const inspectionRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/inspections',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '现场检查记录 · Inspection records',
        querystring: z.object({
          open: z.literal('1').optional(),
          conflicts: z.literal('1').optional(),
          enterprise: z.uuid().optional(),
          size: z.coerce.number().int().min(1).max(200).default(50),
        }),
        response: responses(z.array(inspectionSchema)),
      },
    },
    (request) => listInspections(context, actorOf(request), request.query),
  );
  app.post(
    '/api/inspections',
    {
      onRequest: need('case.report'),
      config: { labels: LABELS },
      schema: {
        tags,
        summary: '开始现场检查 · Begin an inspection record',
        body: z.strictObject({ id: z.uuid(), requestId: z.uuid(), enterprise: z.uuid(), openedAt: z.int() }),
        response: responses(inspectionSchema, 201),
      },
    },
    async (request, reply) =>
      reply.code(201).send(answer(await openInspection(context, actorOf(request), request.body))),
  );
  app.get(
    '/api/inspections/:id',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '一份现场检查记录 · One inspection record',
        params: one,
        response: responses(inspectionSchema),
      },
    },
    async (request) => answer(await readInspection(context, actorOf(request), request.params.id)),
  );
  app.get(
    '/api/inspections/:id/files/:sha256',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '看检查记录的附件 · Read a file of an inspection record',
        params: one.extend({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
        response: responses(z.unknown().describe('The file')),
      },
    },
    async (request, reply) => {
      const { id, sha256 } = request.params;
      const { type, content } = answer(await inspectionFile(context, actorOf(request), id, sha256));
      return reply.type(type).header('content-security-policy', "sandbox; default-src 'none'").send(content);
    },
  );
  app.post(
    '/api/inspections/:id/close',
    {
      onRequest: need('case.report'),
      schema: {
        tags,
        summary: '归档现场检查记录 · Close an inspection record',
        params: one,
        body: z.strictObject({ requestId: z.uuid() }),
        response: responses(inspectionSchema),
      },
    },
    async (request) => answer(await closeInspection(context, actorOf(request), request.params.id)),
  );
};
