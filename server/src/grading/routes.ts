import { sql } from 'kysely';
import { z } from 'zod';
import { explain, gradingResultSchema } from '@anlan/kernel/grading';
import { isRefusal, refuse } from '@anlan/kernel/refusal';
import type { Tx } from '../access/scoped.ts';
import { withScope } from '../access/scoped.ts';
import { auditOutside } from '../audit/index.ts';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';
import { rederive, resultAt, resultById, resultView, type ResultRow } from './keep.ts';

const tags = ['评级 Grading'];
const checkedSchema = gradingResultSchema.extend({
  again: z.object({
    same: z.boolean().describe('derived again from the kept facts and model, it came out the same'),
    hash: z.string(),
    score: z.number().nullable(),
    level: z.string().nullable(),
  }),
  explained: z.array(z.string()).describe('one line per point'),
});
const verifySchema = z.object({
  checked: z.int(),
  same: z.int(),
  different: z.array(z.object({ id: z.string(), subjectName: z.string(), model: z.string(), version: z.string() })),
});
/** More are not derived again in one request. */
const MOST = 2000;

/** Kept gradings: one with its points, what held on a day, and whether all come out the same again. */
export const gradingRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/gradings/:id',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '一次评级，重新推导并比对 · One grading, derived again and compared',
        params: z.object({ id: z.uuid() }),
        response: responses(checkedSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const found = await withScope(context.db, actor.scope, async (tx) => {
        const row = await resultById(tx, request.params.id);
        return row === undefined ? undefined : checked(tx, row);
      });
      if (found !== undefined) return found;
      await auditOutside(context.db, actor, 'grading_result', request.params.id, 'case.read');
      return answer(refuse('not-found'));
    },
  );
  app.get(
    '/api/gradings',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '某日有效的评级 · The grading of a subject that held at an instant',
        querystring: z.strictObject({
          model: z.string().max(60),
          kind: z.string().max(60),
          subject: z.string().max(200),
          at: z.coerce.number().int().optional().describe('epoch ms; now where not given'),
        }),
        response: responses(checkedSchema),
      },
    },
    async (request) => {
      const { model, kind, subject, at = Date.now() } = request.query;
      const found = await withScope(context.db, actorOf(request).scope, async (tx) => {
        const row = await resultAt(tx, { model, kind, id: subject, at });
        return row === undefined ? undefined : checked(tx, row);
      });
      return found ?? answer(refuse('not-found'));
    },
  );
  app.get(
    '/api/gradings/verification',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '复算核对 · Derive the newest results in scope again and compare',
        querystring: z.strictObject({ model: z.string().max(60).optional() }),
        response: responses(verifySchema),
      },
    },
    (request) => withScope(context.db, actorOf(request).scope, (tx) => verifyAll(tx, request.query.model)),
  );
};

async function checked(tx: Tx, row: ResultRow): Promise<z.infer<typeof checkedSchema>> {
  const again = await rederive(tx, row);
  return {
    ...resultView(row),
    again: isRefusal(again) ? { same: false, hash: '', score: null, level: null } : { ...again },
    explained: explain(row.result),
  };
}

async function verifyAll(tx: Tx, model: string | undefined): Promise<z.infer<typeof verifySchema>> {
  const { rows } = await sql<ResultRow>`
    SELECT r.*, m.hash AS model_hash FROM grading_result r JOIN grading_model m ON m.key = r.model AND m.version = r.version
    WHERE ${model === undefined ? sql`true` : sql`r.model = ${model}`} ORDER BY r.at DESC LIMIT ${MOST}`.execute(tx);
  const different: z.infer<typeof verifySchema>['different'] = [];
  for (const row of rows) {
    const again = await rederive(tx, row);
    if (!isRefusal(again) && again.same) continue;
    different.push({ id: row.id, subjectName: row.subject_name, model: row.model, version: row.version });
  }
  return { checked: rows.length, same: rows.length - different.length, different };
}
