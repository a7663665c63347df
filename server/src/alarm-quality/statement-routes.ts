import { z } from 'zod';
import type { Actor } from '@anlan/kernel/access';
import { statementHeadSchema, statementSchema, type QualityStatement } from '@anlan/kernel/alarm-quality';
import { refuse, type Refusal, both } from '@anlan/kernel/refusal';
import type { Context } from '../access/context.ts';
import { withScope } from '../access/scoped.ts';
import { auditOutside, record } from '../audit/index.ts';
import { renderPdf } from '../document/index.ts';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';
import { draftPublication } from '../publication/draft.ts';
import { attachment } from '../registry/reading.ts';
import { paperOf, publicBodyOf, titleOf, workbookOf } from './statement-paper.ts';
import { issue, statementOf, statements } from './statement.ts';

const tags = ['报警质量 Alarm quality'];
const params = z.object({ id: z.uuid() });
const FILES = {
  pdf: ['application/pdf', (statement: QualityStatement) => renderPdf(paperOf(statement))],
  xlsx: ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', workbookOf],
} as const;

/** Statements of whole months: issued, restated, taken away as a file, and proposed for publication. */
export const statementRoutes: RouteModule = (app, context) => {
  const read = { onRequest: need('alarm.read') };
  app.get(
    '/api/alarm-quality/statements',
    {
      ...read,
      schema: {
        tags,
        summary: '已出具的月报及其修订 · Statements',
        response: responses(z.array(statementHeadSchema)),
      },
    },
    (request) => withScope(context.db, actorOf(request).scope, statements),
  );
  app.post(
    '/api/alarm-quality/statements',
    {
      onRequest: need('publication.write'),
      schema: {
        tags,
        summary: '出具月报 · Issue the figures of a month',
        body: z.strictObject({
          month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/),
          reason: z.string().trim().min(1).max(200),
        }),
        response: responses(statementSchema, 201),
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { month, reason } = request.body;
      const { id } = answer(await issue(context.db, actor, month, reason, Date.now()));
      return reply.code(201).send(answer(await found(context, actor, id)));
    },
  );
  app.get(
    '/api/alarm-quality/statements/:id',
    {
      ...read,
      schema: {
        tags,
        summary: '月报与各企业指标 · A statement with its enterprises',
        params,
        response: responses(statementSchema),
      },
    },
    async (request) => answer(await found(context, actorOf(request), request.params.id)),
  );
  for (const form of Object.keys(FILES) as (keyof typeof FILES)[])
    app.get(
      `/api/alarm-quality/statements/:id/file.${form}`,
      {
        ...read,
        schema: {
          tags,
          summary: `导出月报 · A statement as ${form}`,
          params,
          response: {
            ...responses(z.unknown()),
            200: { description: 'the file', content: { [FILES[form][0]]: { schema: z.unknown() } } },
          },
        },
      },
      async (request, reply) => {
        const actor = actorOf(request);
        const statement = answer(await found(context, actor, request.params.id));
        const [type, make] = FILES[form];
        const bytes = await make(statement);
        const subject = { kind: 'alarm-quality-statement', id: statement.id };
        await record(context.db, actor, 'alarm.quality.export', subject, 'done', { form });
        return reply
          .type(type)
          .header(
            'content-disposition',
            attachment(`statement.${form}`, `${titleOf(statement)}-${statement.revision}.${form}`),
          )
          .send(bytes);
      },
    );
  app.post(
    '/api/alarm-quality/statements/:id/publication',
    {
      onRequest: need('publication.write'),
      schema: {
        tags,
        summary: '拟制公布 · Propose a statement for publication',
        params,
        response: responses(z.object({ id: z.string() }), 201),
      },
    },
    async (request, reply) => {
      const id = answer(await propose(context, actorOf(request), request.params.id));
      return reply.code(201).send({ id });
    },
  );
};

async function found(context: Context, actor: Actor, id: string): Promise<QualityStatement | Refusal> {
  const statement = await withScope(context.db, actor.scope, (tx) => statementOf(tx, id));
  if (statement !== undefined) return statement;
  await auditOutside(context.db, actor, 'alarm_quality_statement', id, 'alarm.read');
  return refuse('not-found');
}

/** Drafts the public notice of a revision; somebody else approves it before anybody outside reads it. */
async function propose(context: Context, actor: Actor, id: string): Promise<string | Refusal> {
  const { scope } = actor;
  const statement = await found(context, actor, id);
  if ('refused' in statement) return statement;
  if (scope.kind !== 'region' || !statement.regionPath.startsWith(scope.path)) return refuse('statement-scope');
  return context.db.transaction().execute(async (tx) => {
    const draft = {
      kind: 'notice',
      body: publicBodyOf(statement),
      names: [],
      regionPath: statement.regionPath,
      source: { kind: 'alarm-quality-statement', id },
      because: '报警质量月报',
    } as const;
    const drafted = await draftPublication(tx, draft, { id: actor.personId, name: actor.name }, Date.now());
    if (drafted === undefined)
      return refuse('already-exists', { field: both('公布事项', 'Publication'), value: draft.body.title });
    const told = { kind: draft.kind, title: draft.body.title, statement: id };
    await record(tx, actor, 'publication.draft', { kind: 'publication', id: drafted }, 'done', told);
    return drafted;
  });
}
