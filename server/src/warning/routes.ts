import { LENGTHS } from '@anlan/kernel/entity';
import { z } from 'zod';
import { isRefusal, refuse, both, asIs } from '@anlan/kernel/refusal';
import {
  madeSourceSchema,
  receiptSchema,
  sourceInputSchema,
  warningDetailSchema,
  warningListSchema,
  warningSourceSchema,
} from '@anlan/kernel/warning';
import { withScope } from '../access/scoped.ts';
import { auditOutside } from '../audit/index.ts';
import { actorOf, answer, need, noContent, refuseNow, responses, type RouteModule } from '../http/index.ts';
import type { Context } from '../access/context.ts';
import { startFeeds } from './fetch.ts';
import type { Inbox } from './keep.ts';
import { listWarnings, readOne } from './read.ts';
import { receive } from './receive.ts';
import { changeSource, listSources, makeSource, sourceOfToken } from './sources.ts';

const tags = ['预警 Warnings'];
const one = z.object({ id: z.uuid() });
const LARGEST = 1 << 20;
const TYPES = ['application/cap+xml', 'application/common-alerting-protocol+xml', 'application/xml', 'text/xml'];

const keeping = (context: Context): Inbox => ({ db: context.db, fixes: () => context.mirror.fixes });

/** Warnings of other authorities by CAP: taken in, listed, their sources. */
export const warningRoutes: RouteModule = async (app, context) => {
  const feeds = startFeeds(keeping(context), context.log, () => Date.now());
  app.addHook('onClose', () => feeds.stop());
  // XML is read as it came, by these routes only.
  await app.register((own, _options, done) => {
    own.addContentTypeParser(TYPES, { parseAs: 'buffer', bodyLimit: LARGEST }, (_request, body, parsed) =>
      parsed(null, body),
    );
    void inbox(own, context);
    done();
  });
  app.get(
    '/api/warnings',
    {
      onRequest: need('alarm.read'),
      schema: {
        tags,
        summary: '预警清单 · Warnings',
        querystring: z.strictObject({
          running: z.stringbool().default(false),
          level: z.enum(['red', 'orange', 'yellow', 'blue']).optional(),
          search: z.string().trim().max(LENGTHS.search).optional(),
          page: z.coerce.number().int().min(0).max(10_000).default(0),
        }),
        response: responses(warningListSchema),
      },
    },
    (request) => withScope(context.db, actorOf(request).scope, (tx) => listWarnings(tx, request.query, Date.now())),
  );
  app.get(
    '/api/warnings/:id',
    {
      onRequest: need('alarm.read'),
      schema: { tags, summary: '预警 · One warning', params: one, response: responses(warningDetailSchema) },
    },
    async (request) => {
      const actor = actorOf(request);
      const { id } = request.params;
      const found = await withScope(context.db, actor.scope, (tx) => readOne(tx, id, Date.now()));
      if (found !== undefined) return found;
      await auditOutside(context.db, actor, 'warning', id, 'alarm.read');
      return answer(refuse('not-found'));
    },
  );
  void sourceRoutes(app, context);
};

const inbox: RouteModule = (app, context) => {
  app.post(
    '/api/cap',
    {
      bodyLimit: LARGEST,
      schema: {
        tags,
        summary: '预警接收 · Takes a CAP alert',
        description:
          'Body: the CAP 1.2 (or 1.1) document. Header `authorization: Bearer <token of the source>`. 201 when it is kept, 200 when it is known.',
        response: { ...responses(receiptSchema), 201: receiptSchema },
      },
    },
    async (request, reply) => {
      const [kind, token = ''] = (request.headers.authorization ?? '').split(' ');
      const origin = kind?.toLowerCase() === 'bearer' ? await sourceOfToken(context.db, token) : undefined;
      if (origin === undefined) return refuseNow('not-signed-in');
      if (!Buffer.isBuffer(request.body))
        return answer(
          refuse(
            'field-invalid',
            {
              field: both('报文', 'Message'),
              problem: both('应以 application/cap+xml 发送', 'it is sent as application/cap+xml'),
            },
            'body',
          ),
        );
      const outcome = await receive(keeping(context), origin, request.body, Date.now());
      if (outcome.result === 'refused')
        return answer(
          refuse('warning-refused', { reason: asIs(outcome.reason), detail: outcome.detail.slice(0, 200) }),
        );
      const { id, result, findings } = outcome;
      return reply.code(result === 'accepted' ? 201 : 200).send({ id, result, findings: [...findings] });
    },
  );
};

const sourceRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/warning-sources',
    {
      onRequest: need('device.read'),
      schema: { tags, summary: '预警来源 · Sources', response: responses(z.array(warningSourceSchema)) },
    },
    (request) => withScope(context.db, actorOf(request).scope, (tx) => listSources(tx)),
  );
  app.post(
    '/api/warning-sources',
    {
      onRequest: need('parameter.write'),
      schema: {
        tags,
        summary: '新增预警来源 · Make a source',
        body: sourceInputSchema,
        response: responses(madeSourceSchema, 201),
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const made = await makeSource(context, actor, request.body);
      if (isRefusal(made)) return answer(made);
      const [source] = await withScope(context.db, actor.scope, (tx) => listSources(tx, made.id));
      return reply.code(201).send({ ...source!, token: made.token });
    },
  );
  app.post(
    '/api/warning-sources/:id',
    {
      onRequest: need('parameter.write'),
      schema: {
        tags,
        summary: '启停预警来源 · Switch a source',
        params: one,
        body: z.strictObject({ enabled: z.boolean() }),
        response: noContent,
      },
    },
    async (request, reply) => {
      answer(await changeSource(context, actorOf(request), request.params.id, request.body));
      return reply.code(204).send();
    },
  );
  app.delete(
    '/api/warning-sources/:id',
    {
      onRequest: need('parameter.write'),
      schema: { tags, summary: '停用预警来源 · Retire a source', params: one, response: noContent },
    },
    async (request, reply) => {
      answer(await changeSource(context, actorOf(request), request.params.id, 'retire'));
      return reply.code(204).send();
    },
  );
};
