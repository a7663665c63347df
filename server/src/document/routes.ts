import { z } from 'zod';
import { may, type Actor } from '@anlan/kernel/access';
import {
  documentDetailSchema,
  documentPageSchema,
  signatureSchema,
  verifiedSchema,
  type DocumentDetail,
} from '@anlan/kernel/document';
import { isRefusal, refuse, type Refusal } from '@anlan/kernel/refusal';
import type { Context } from '../access/context.ts';
import { withScope } from '../access/scoped.ts';
import { auditOutside } from '../audit/index.ts';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';
import { limited, openLimiter } from '../public/index.ts';
import { attachment } from '../registry/reading.ts';
import { actOnDocument, DOCUMENT_ACTS, draftForCase, type DocumentAct } from './acts.ts';
import { renderDocx } from './docx.ts';
import { renderPdf } from './pdf.ts';
import { listDocuments, readDocument, wishSchema } from './read.ts';
import { TEMPLATES } from './row.ts';
import { verified } from './verify.ts';

const tags = ['文书 Documents'];
const one = z.object({ id: z.uuid() });
const acts = Object.keys(DOCUMENT_ACTS) as [DocumentAct, ...DocumentAct[]];
const input = z.record(z.string().max(60), z.union([z.string().max(4000), z.number(), z.boolean(), z.null()]));
const drafting = z.strictObject({
  template: z.string().max(60),
  caseId: z.uuid(),
  input: input.default({}),
  requestId: z.uuid().optional(),
});
const acting = z.strictObject({
  version: z.int().min(1),
  reason: z.string().trim().max(500).optional(),
  input: input.optional(),
  contentSha256: z.string().max(64).optional().describe('approving: the content that was seen'),
  signature: signatureSchema.optional(),
  device: z.string().trim().max(200).optional(),
  how: z.enum(['on-site', 'refused']).optional(),
  replacedBy: z.uuid().optional(),
});
const templatesSchema = z.array(
  z.object({ key: z.string(), states: z.array(z.string()).nullable(), kind: z.string().nullable(), may: z.boolean() }),
);
const TYPES = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
} as const;

/** Papers: drafted for a case, approved by a second person, issued with number and seal, served, revoked; and verified. */
export const documentRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/documents/templates',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '文书种类 · Kinds of documents and who may draft them',
        response: responses(templatesSchema),
      },
    },
    (request) =>
      [...TEMPLATES.values()].map((template) => ({
        key: template.key,
        states: template.case === undefined ? null : [...template.case.states],
        kind: template.case?.kind ?? null,
        may: may(actorOf(request), template.verb),
      })),
  );
  app.get(
    '/api/documents',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '文书列表 · Documents in scope',
        querystring: wishSchema,
        response: responses(documentPageSchema),
      },
    },
    (request) => withScope(context.db, actorOf(request).scope, (tx) => listDocuments(tx, request.query)),
  );
  app.get(
    '/api/documents/:id',
    {
      onRequest: need('case.read'),
      schema: { tags, summary: '一份文书 · One document', params: one, response: responses(documentDetailSchema) },
    },
    async (request) => answer(await read(context, actorOf(request), request.params.id)),
  );
  app.post(
    '/api/documents',
    {
      onRequest: need('document.write'),
      schema: {
        tags,
        summary: '拟制文书 · Draft a document',
        body: drafting,
        response: responses(documentDetailSchema, 201),
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const row = answer(await draftForCase(context, actor, request.body));
      return reply.code(201).send(answer(await read(context, actor, row.id)));
    },
  );
  app.post(
    '/api/documents/:id/acts/:act',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '审批、签发、送达、撤销 · Act on a document',
        params: one.extend({ act: z.enum(acts) }),
        body: acting,
        response: responses(documentDetailSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { id, act } = request.params;
      answer(await actOnDocument(context, actor, id, act, request.body));
      return answer(await read(context, actor, id));
    },
  );
  app.get(
    '/api/documents/:id/file.:type',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '下载文书 · The document as PDF or DOCX; a draft is marked as one',
        params: one.extend({ type: z.enum(['pdf', 'docx']) }),
        response: responses(z.unknown().describe('The file')),
      },
    },
    async (request, reply) => {
      const { id, type } = request.params;
      const detail = answer(await read(context, actorOf(request), id));
      const content = await fileOf(context, detail, type);
      const name = `${detail.document.number ?? '草稿'}-${detail.document.title}`.slice(0, 90);
      return reply
        .type(TYPES[type])
        .header('content-disposition', attachment(`document.${type}`, `${name}.${type}`))
        .send(content);
    },
  );
  void verifyRoute(app, context);
};

const verifyRoute: RouteModule = (app, context) => {
  app.get(
    '/api/public/verify',
    {
      onRequest: limited(openLimiter(30, 60)),
      schema: {
        tags: ['公开 Public'],
        security: [],
        summary: '文书核验 · Is this document real and in force',
        querystring: z.object({ code: z.string().trim().min(4).max(60).describe('code or full number') }),
        response: responses(verifiedSchema),
      },
    },
    async (request) => answer((await verified(context.db, request.query.code, Date.now())) ?? refuse('not-found')),
  );
};

async function read(context: Context, actor: Actor, id: string): Promise<DocumentDetail | Refusal> {
  const detail = await withScope(context.db, actor.scope, (tx) => readDocument(context, tx, actor, id));
  if (detail !== undefined && !isRefusal(detail)) return detail;
  await auditOutside(context.db, actor, 'document', id, 'document.read');
  return refuse('not-found');
}

/** What was issued comes out of the store byte for byte; a draft is drawn as it now reads. */
async function fileOf(context: Context, detail: DocumentDetail, type: 'pdf' | 'docx'): Promise<Buffer> {
  const sha256 = type === 'pdf' ? detail.pdfSha256 : detail.docxSha256;
  const kept = sha256 === null ? undefined : await context.files.read(sha256);
  if (kept !== undefined) return kept;
  const paper = detail.paper as Parameters<typeof renderPdf>[0];
  return type === 'pdf' ? renderPdf(paper, { mark: '草　稿' }) : renderDocx(paper);
}
