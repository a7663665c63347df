import { LENGTHS } from '@anlan/kernel/entity';
import { both } from '@anlan/kernel/refusal';
import { z } from 'zod';
import { importRowSchema, importRunSchema } from '@anlan/kernel/registry';
import type { FastifyRequest } from 'fastify';
import { actorOf, answer, component, need, refuseNow, responses, type RouteModule } from '../../http/index.ts';
import { codeLists } from '../../code-list/book.ts';
import { reachOf } from '../standing.ts';
import { attachment } from '../reading.ts';
import { ENTITIES, entityOf } from '../table.ts';
import { markErrors } from './marked.ts';
import { applyRun, beginRun, cancelRun, IMPORT_STATES, readRun, readRunRows, relayout } from './run.ts';
import { templateOf } from './template.ts';
import { LIMITS } from './workbook.ts';

const tags = ['表格导入 Import'];
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const run = component('ImportRun', importRunSchema);
const params = z.object({ id: z.guid() });
const onRequest = need('registry.write');
const file = responses(z.unknown().describe('The workbook'));

/** Workbooks into registers: template, upload, preview with errors and differences, confirmation, marked workbook. */
export const importRoutes: RouteModule = (app, context) => {
  const { db } = context;
  app.addContentTypeParser(XLSX, { parseAs: 'buffer', bodyLimit: LIMITS.bytes }, (_request, body, done) =>
    done(null, body),
  );
  const own = async (request: FastifyRequest, id: string) =>
    (await readRun(db, actorOf(request).personId, id)) ?? refuseNow('not-found');
  const shown = async (request: FastifyRequest, id: string) => {
    const { sha256: _, ...found } = await own(request, id);
    return found;
  };

  for (const entity of ENTITIES.values()) {
    app.get(
      `/api/${entity.plural}/template.xlsx`,
      {
        onRequest: need('registry.read'),
        schema: { tags, summary: `${entity.label}填报模板 · Template`, response: file },
      },
      async (request, reply) => {
        // The options of whoever asks for it, as of today.
        const reach = (await reachOf(db, actorOf(request).scope)) ?? null;
        const local = (await codeLists(db)).entity(entity, reach, Date.now());
        return reply
          .type(XLSX)
          .header('content-disposition', attachment(`${entity.plural}-template.xlsx`, `${entity.label}填报模板.xlsx`))
          .send(Buffer.from(await templateOf(local)));
      },
    );
    app.post(
      `/api/${entity.plural}/imports`,
      {
        onRequest,
        bodyLimit: LIMITS.bytes,
        schema: {
          tags,
          summary: `上传${entity.label}台账 · Upload a ledger: the body is the workbook itself; nothing is written yet`,
          querystring: z.strictObject({ name: z.string().trim().min(1).max(200).default('台账.xlsx') }),
          response: responses(run, 201),
        },
      },
      async (request, reply) => {
        const bytes = request.body as Buffer | undefined;
        if (!Buffer.isBuffer(bytes))
          refuseNow('import-unreadable', { problem: both('应上传 .xlsx 工作簿', 'an .xlsx workbook is expected') });
        const id = answer(await beginRun(context, actorOf(request), entity, request.query.name, bytes));
        return reply.code(201).send(await shown(request, id));
      },
    );
  }
  app.get(
    '/api/imports/:id',
    { onRequest, schema: { tags, summary: '导入进度与结果 · One import', params, response: responses(run) } },
    (request) => shown(request, request.params.id),
  );
  app.get(
    '/api/imports/:id/rows',
    {
      onRequest,
      schema: {
        tags,
        summary: '逐行结果 · Lines with errors and differences',
        params,
        querystring: z.strictObject({
          state: z.enum(['new', 'changed', 'unchanged', 'invalid']).optional(),
          page: z.coerce.number().int().min(1).default(1),
          size: z.coerce.number().int().min(1).max(500).default(100),
        }),
        response: responses(z.array(importRowSchema)),
      },
    },
    async (request) => {
      const { id } = await own(request, request.params.id);
      const { state, page, size } = request.query;
      return readRunRows(db, id, state, size, (page - 1) * size);
    },
  );
  app.patch(
    '/api/imports/:id',
    {
      onRequest,
      schema: {
        tags,
        summary: '换工作表或列的对应 · Another sheet or mapping',
        params,
        body: z.strictObject({
          sheet: z.string().max(LENGTHS.line).optional(),
          members: z.record(z.string().regex(/^\d{1,3}$/), z.string().nullable()).optional(),
        }),
        response: responses(run),
      },
    },
    async (request) => {
      const found = await own(request, request.params.id);
      if (found.state !== 'ready') refuseNow('import-state', { state: IMPORT_STATES[found.state] });
      answer(await relayout(context, actorOf(request), entityOf(found.entity), found, request.body));
      return shown(request, found.id);
    },
  );
  app.post(
    '/api/imports/:id/apply',
    {
      onRequest,
      schema: {
        tags,
        summary: '确认导入 · Write it: all, or the valid lines',
        params,
        body: z.strictObject({
          what: z.enum(['all', 'valid']),
          reason: z
            .string()
            .trim()
            .max(300, '最长 300 字')
            .optional()
            .describe('why; a file that changes limits takes one'),
          from: z.iso
            .date()
            .optional()
            .describe('a later day from whose beginning the changed limits hold; all else is written at once'),
        }),
        response: responses(run),
      },
    },
    async (request) => {
      const found = await own(request, request.params.id);
      answer(await applyRun(context, actorOf(request), entityOf(found.entity), found, request.body));
      return shown(request, found.id);
    },
  );
  app.post(
    '/api/imports/:id/cancel',
    { onRequest, schema: { tags, summary: '取消 · Cancel; nothing is written', params, response: responses(run) } },
    async (request) => {
      const found = await own(request, request.params.id);
      if (!(await cancelRun(db, found.id))) refuseNow('import-state', { state: IMPORT_STATES[found.state] });
      return shown(request, found.id);
    },
  );
  app.get(
    '/api/imports/:id/marked.xlsx',
    {
      onRequest,
      schema: { tags, summary: '标出错误的原表 · The workbook with its wrong cells marked', params, response: file },
    },
    async (request, reply) => {
      const found = await own(request, request.params.id);
      const bytes = await context.files.read(found.sha256);
      if (bytes === undefined || found.layout === null) return refuseNow('not-found');
      const rows = await readRunRows(db, found.id, 'told', LIMITS.rows, 0);
      const marked = await markErrors(bytes, found.layout.sheet, rows);
      return reply
        .type(XLSX)
        .header('content-disposition', attachment('marked.xlsx', `标错-${found.fileName}`))
        .send(Buffer.from(marked));
    },
  );
};
