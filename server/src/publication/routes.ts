import { z } from 'zod';
import type { Actor } from '@anlan/kernel/access';
import {
  noticeDetailSchema,
  noticePageSchema,
  publicationBodySchema,
  publicationDetailSchema,
  publicationKindSchema,
  publicationPageSchema,
} from '@anlan/kernel/publication';
import { refuse } from '@anlan/kernel/refusal';
import type { Context } from '../access/context.ts';
import { auditOutside } from '../audit/index.ts';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';
import { limited, openLimiter } from '../public/index.ts';
import { actOnPublication, draftAs, markRead } from './acts.ts';
import { inbox, listPublications, publicNotice, publicNotices, readPublication, wishSchema } from './read.ts';

const tags = ['公布 Publication'];
const one = z.object({ id: z.uuid() });
const drafting = z.strictObject({
  kind: publicationKindSchema,
  body: publicationBodySchema,
  names: z.array(z.string().trim().min(2).max(20)).max(50).default([]).describe('persons to be masked'),
  to: z.array(z.string().max(200)).max(100).default([]).describe('places whose people are told; internal notices'),
  requestId: z.uuid().optional(),
});
const acting = z.strictObject({
  version: z.int().min(1),
  reason: z.string().trim().max(500).optional(),
  previewSha256: z.string().max(64).optional().describe('approving: the preview that was seen'),
});

/** Publications: drafted, approved by another person, public or to named readers, withdrawn with a reason. */
export const publicationRoutes: RouteModule = async (app, context) => {
  app.get(
    '/api/publications',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '公布事项 · Publications in scope',
        querystring: wishSchema,
        response: responses(publicationPageSchema),
      },
    },
    (request) => listPublications(context, actorOf(request), request.query),
  );
  app.get(
    '/api/publications/inbox',
    {
      onRequest: need('case.read'),
      schema: { tags, summary: '收到的通知 · Notices addressed to me', response: responses(publicationPageSchema) },
    },
    (request) => inbox(context, actorOf(request)),
  );
  app.get(
    '/api/publications/:id',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '一项公布 · One publication',
        params: one,
        response: responses(publicationDetailSchema),
      },
    },
    async (request) => answer(await read(context, actorOf(request), request.params.id)),
  );
  app.post(
    '/api/publications',
    {
      onRequest: need('publication.write'),
      schema: {
        tags,
        summary: '拟制公布 · Draft a publication',
        body: drafting,
        response: responses(publicationDetailSchema, 201),
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const id = answer(await draftAs(context, actor, { ...request.body, body: request.body.body }));
      return reply.code(201).send(answer(await read(context, actor, id)));
    },
  );
  for (const act of ['approve', 'reject', 'withdraw'] as const) {
    app.post(
      `/api/publications/:id/${act}`,
      {
        onRequest: need('publication.approve'),
        schema: {
          tags,
          summary: '审批、撤回 · Approve, reject, withdraw',
          params: one,
          body: acting,
          response: responses(publicationDetailSchema),
        },
      },
      async (request) => {
        const actor = actorOf(request);
        answer(await actOnPublication(context, actor, request.params.id, act, request.body));
        return answer(await read(context, actor, request.params.id));
      },
    );
  }
  app.post(
    '/api/publications/:id/read',
    {
      onRequest: need('case.read'),
      schema: { tags, summary: '已阅 · Mark as read', params: one, response: responses(publicationDetailSchema) },
    },
    async (request) => {
      const actor = actorOf(request);
      answer(await markRead(context, actor, request.params.id));
      return answer(await read(context, actor, request.params.id));
    },
  );
  await noticeRoutes(app, context);
};

async function read(context: Context, actor: Actor, id: string) {
  const detail = await readPublication(context, actor, id);
  if (detail !== undefined) return detail;
  await auditOutside(context.db, actor, 'publication', id, 'publication.read');
  return refuse('not-found');
}

/** What anybody may read; only what was approved. */
const noticeRoutes: RouteModule = (app, context) => {
  const open = { tags: ['公开 Public'], security: [] };
  const limiter = limited(openLimiter(120, 60));
  app.get(
    '/api/public/notices',
    {
      onRequest: limiter,
      schema: {
        ...open,
        summary: '公开公布 · Public notices',
        querystring: z.object({
          place: z
            .string()
            .regex(/^([\w-]+\.)+$/)
            .max(200)
            .optional(),
          kind: publicationKindSchema.optional(),
          page: z.coerce.number().int().min(1).max(1000).default(1),
          size: z.coerce.number().int().min(1).max(50).default(20),
        }),
        response: responses(noticePageSchema),
      },
    },
    (request) => publicNotices(context.db, request.query),
  );
  app.get(
    '/api/public/notices/:id',
    {
      onRequest: limiter,
      schema: {
        ...open,
        summary: '一项公开公布 · One public notice',
        params: one,
        response: responses(noticeDetailSchema),
      },
    },
    async (request) => {
      const found = await publicNotice(context.db, request.params.id);
      return answer((found as z.infer<typeof noticeDetailSchema> | undefined) ?? refuse('not-found'));
    },
  );
};
