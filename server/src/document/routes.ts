import { sql } from 'kysely';
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
import { auditOutside, record } from '../audit/index.ts';
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

/** Seals of authorities: who may have them put on a paper. Managed apart from all business. */
export const sealRoutes: RouteModule = (app, context) => {
  const sealSchema = z.object({
    id: z.string(),
    regionPath: z.string(),
    place: z.string(),
    users: z.array(z.object({ id: z.string(), name: z.string() })),
    uploadedAt: z.number(),
    uploadedBy: z.string(),
  });
  const list = async (): Promise<z.infer<typeof sealSchema>[]> => {
    const { rows } = await sql<Omit<z.infer<typeof sealSchema>, 'uploadedAt'> & { uploadedAt: Date }>`
      SELECT s.id, s.region_path AS "regionPath", r.name AS place, s.uploaded_at AS "uploadedAt", s.uploaded_by AS "uploadedBy",
        coalesce((SELECT json_agg(json_build_object('id', p.id, 'name', p.name) ORDER BY p.name) FROM person p WHERE p.id = ANY (s.users)), '[]'::json) AS users
      FROM authority_seal s JOIN region r ON r.path = s.region_path WHERE s.retired_at IS NULL ORDER BY s.region_path`.execute(
      context.db,
    );
    return rows.map((row) => ({ ...row, uploadedAt: row.uploadedAt.getTime() }));
  };
  const within = (actor: Actor, path: string): boolean =>
    actor.scope.kind === 'all' || (actor.scope.kind === 'region' && path.startsWith(actor.scope.path));
  app.get(
    '/api/seals',
    {
      onRequest: need('seal.write'),
      schema: { tags, summary: '印章 · Seals', response: responses(z.array(sealSchema)) },
    },
    async (request) => (await list()).filter(({ regionPath }) => within(actorOf(request), regionPath)),
  );
  app.post(
    '/api/seals',
    {
      onRequest: need('seal.write'),
      schema: {
        tags,
        summary: '启用印章 · Put a seal into use; the one before is kept and retired',
        body: z.strictObject({
          regionPath: z.string().max(200),
          picture: z.base64().max(900_000).describe('PNG or JPEG'),
          users: z.array(z.uuid()).max(50),
        }),
        response: responses(z.array(sealSchema)),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { regionPath, picture, users } = request.body;
      if (!within(actor, regionPath)) return answer(refuse('not-found'));
      answer(await putSeal(context, actor, regionPath, Buffer.from(picture, 'base64'), users));
      return (await list()).filter((seal) => within(actor, seal.regionPath));
    },
  );
};

const PICTURE: Record<string, string> = { '89504e47': 'image/png', ffd8ffe0: 'image/jpeg', ffd8ffe1: 'image/jpeg' };

async function putSeal(
  context: Context,
  actor: Actor,
  regionPath: string,
  picture: Buffer,
  users: readonly string[],
): Promise<true | Refusal> {
  const type = PICTURE[picture.subarray(0, 4).toString('hex')];
  if (type === undefined) return refuse('field-invalid', { field: '印章', problem: '应为 PNG 或 JPEG' }, 'picture');
  const { sha256 } = await context.files.put(picture);
  await context.db.transaction().execute(async (tx) => {
    await sql`UPDATE authority_seal SET retired_at = now() WHERE region_path = ${regionPath} AND retired_at IS NULL`.execute(
      tx,
    );
    await sql`
      INSERT INTO authority_seal (id, region_path, sha256, type, users, uploaded_by)
      VALUES (gen_random_uuid(), ${regionPath}, ${sha256}, ${type}, ${[...users]}::uuid[], ${actor.name})`.execute(tx);
    await record(tx, actor, 'seal.put', { kind: 'region', id: regionPath }, 'done', { sha256, users: users.length });
  });
  return true;
}
