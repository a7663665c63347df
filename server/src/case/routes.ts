import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Actor } from '@anlan/kernel/access';
import { caseDetailSchema, casePageSchema, type CaseDetail } from '@anlan/kernel/case';
import { isRefusal, refuse, type Refusal } from '@anlan/kernel/refusal';
import type { Context } from '../access/context.ts';
import { withScope } from '../access/scoped.ts';
import { auditOutside } from '../audit/index.ts';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';
import { actAs, openAs } from './acting.ts';
import { caseExportRoute } from './export.ts';
import { listCases, wishSchema } from './list.ts';
import { withPeople } from './people.ts';
import { readCase } from './read.ts';
import { KINDS } from './row.ts';

const bundleSchema = caseDetailSchema.omit({ actions: true });
const tags = ['事项 Cases'];
const one = z.object({ id: z.uuid() });
const files = z
  .array(
    z.strictObject({
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
      name: z.string().trim().max(120).nullable().optional(),
      takenAt: z.int().nullable().optional(),
      lon: z.number().min(-180).max(180).nullable().optional(),
      lat: z.number().min(-90).max(90).nullable().optional(),
    }),
  )
  .max(30)
  .default([]);
const values = z.record(z.string().max(60), z.union([z.string().max(4000), z.number(), z.boolean(), z.null()]));
const sent = {
  input: values.default({}),
  files,
  requestId: z.uuid().optional().describe('made by the sender: the same act sent twice is one act'),
};
const opening = z.strictObject({
  ...sent,
  kind: z.string().max(60),
  id: z.uuid().optional(),
  source: z.enum(['inspection', 'expert', 'public']).optional(),
  alarm: z.uuid().optional().describe('the open alarm it is opened from; one case of a kind for an alarm'),
});
const acting = z.strictObject({
  ...sent,
  version: z.int().min(1),
  seen: values.optional().describe('made without a signal: what the asked fields were; merged with a newer version'),
  unchosen: values.optional().describe('of two versions of a field the one given up; it stays in the trail'),
});

/** Cases: lists, one case with its trail and what may be done, opening and acting. */
export const caseRoutes: RouteModule = async (app, context) => {
  const labels = labelsOfAll();
  await caseExportRoute(app, context);
  app.get(
    '/api/cases',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '事项列表 · Cases in scope',
        querystring: wishSchema,
        response: responses(casePageSchema),
      },
    },
    (request) => listCases(context, actorOf(request), request.query),
  );
  app.get(
    '/api/cases/:id',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '一件事项 · One case with its trail',
        params: one,
        response: responses(caseDetailSchema),
      },
    },
    async (request) => answer(await read(context, actorOf(request), request.params.id)),
  );
  app.post(
    '/api/cases',
    {
      onRequest: need('case.read'),
      config: { labels },
      schema: { tags, summary: '上报 · Open a case', body: opening, response: responses(caseDetailSchema, 201) },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const row = answer(await openAs(context, actor, request.body.kind, request.body));
      return reply.code(201).send(answer(await read(context, actor, row.id)));
    },
  );
  app.post(
    '/api/cases/:id/acts/:action',
    {
      onRequest: need('case.read'),
      config: { labels },
      schema: {
        tags,
        summary: '办理 · Act on a case',
        params: one.extend({ action: z.string().max(60) }),
        body: acting,
        response: responses(caseDetailSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { id, action } = request.params;
      answer(await actAs(context, actor, id, action, request.body));
      return answer(await read(context, actor, id));
    },
  );
  app.get(
    '/api/cases/:id/bundle',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '档案 · The whole file with the hash of its content',
        params: one,
        response: responses(z.object({ sha256: z.string(), made: z.number(), content: bundleSchema })),
      },
    },
    async (request) => {
      // Hashed as it is sent: the schema has the last word on what is in it and in which order.
      const content = bundleSchema.parse(answer(await read(context, actorOf(request), request.params.id)));
      const sha256 = createHash('sha256').update(JSON.stringify(content)).digest('hex');
      return { sha256, made: Date.now(), content };
    },
  );
  app.get(
    '/api/cases/:id/files/:sha256',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '看附件 · Read a file of a case',
        params: one.extend({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
        response: responses(z.unknown().describe('The file')),
      },
    },
    async (request, reply) => {
      const { id, sha256 } = request.params;
      const { rows } = await withScope(context.db, actorOf(request).scope, (tx) =>
        sql<{
          type: string;
        }>`SELECT type FROM case_attachment WHERE case_id = ${id} AND sha256 = ${sha256} LIMIT 1`.execute(tx),
      );
      const content = rows[0] === undefined ? undefined : await context.files.read(sha256);
      if (rows[0] === undefined || content === undefined) return answer(refuse('not-found'));
      return reply.type(rows[0].type).header('content-security-policy', "sandbox; default-src 'none'").send(content);
    },
  );
};

async function read(context: Context, actor: Actor, id: string): Promise<CaseDetail | Refusal> {
  const detail = await withScope(context.db, actor.scope, (tx) => readCase(tx, actor, id));
  if (detail !== undefined && !isRefusal(detail)) return withPeople(context.db, actor, detail);
  await auditOutside(context.db, actor, 'case_file', id, 'case.read');
  return refuse('not-found');
}

/** Names of what is filled in, for refusals of the body itself. */
function labelsOfAll(): Record<string, { zh: string; en: string }> {
  const fields = [...KINDS.values()].flatMap(({ kind }) => Object.entries(kind.fields));
  return Object.fromEntries(fields.map(([key, field]) => [key, { zh: field.label, en: field.labelEn }]));
}
