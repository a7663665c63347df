import { sql } from 'kysely';
import { z } from 'zod';
import type { Actor } from '@anlan/kernel/access';
import { isRefusal, refuse, both } from '@anlan/kernel/refusal';
import { dayOf, endOfPeriod } from '@anlan/domain/calendar';
import {
  ELEMENTS,
  STAGES,
  standardGrantedSchema,
  standardRunsSchema,
  standardScoredSchema,
} from '@anlan/systems/technology';
import { withScope } from '../access/scoped.ts';
import { lockOutbox } from '../alarm/write.ts';
import { auditOutside, record } from '../audit/index.ts';
import { createRun } from '../checklist/index.ts';
import { resultView, type ResultRow } from '../grading/keep.ts';
import { actorOf, answer, need, refuseNow, responses, type RouteModule } from '../http/index.ts';
import { applicationOf, grantCertificate, scoreStage, type Application, type Stage } from './applications.ts';
import { authority } from './authority.ts';
import { one } from '../prevention/inputs.ts';

const tags = ['标准化 Standardisation'];

export const applicationRoutes: RouteModule = (app, context) => {
  const stage = z.enum(STAGES);
  const found = async (actor: Actor, id: string): Promise<Application> => {
    const application = await withScope(context.db, actor.scope, (tx) => applicationOf(tx, id));
    if (application !== undefined) return application;
    await auditOutside(context.db, actor, 'case_file', id, 'case.read');
    return answer(refuse('not-found'));
  };
  /** The self-score is the enterprise's own, the evaluation the authority's. */
  const mayScore = (actor: Actor, which: Stage) => {
    const own = actor.scope.kind === 'organisation';
    if (own === (which === 'self')) return;
    refuseNow(
      'not-permitted',
      which === 'self'
        ? { verb: both('企业自评', 'self-score'), grantor: both('企业', 'the enterprise') }
        : { verb: both('现场评审', 'evaluate'), grantor: both('监管部门', 'the authority') },
    );
  };
  const detail = (actor: Actor, application: Application) =>
    withScope(context.db, actor.scope, async (tx) => {
      const runs = await sql<
        Omit<z.infer<typeof standardRunsSchema>['runs'][number], 'doneAt'> & { doneAt: Date | null }
      >`
        SELECT id, number, title, state, CASE source_kind WHEN 'standardisation-self' THEN 'self' ELSE 'evaluation' END AS stage, items, answered, bad, done_at AS "doneAt"
        FROM check_run WHERE source_id = ${application.id} AND source_kind LIKE 'standardisation-%' ORDER BY opens_at`.execute(
        tx,
      );
      const results = await sql<ResultRow>`
        SELECT g.*, m.hash AS model_hash FROM grading_result g JOIN grading_model m ON m.key = g.model AND m.version = g.version
        WHERE g.subject_id = ${application.id} AND g.subject_kind LIKE 'standardisation-%' ORDER BY g.at`.execute(tx);
      return {
        id: application.id,
        state: application.state,
        enterprise: application.enterprise,
        runs: runs.rows.map((row) => ({ ...row, doneAt: row.doneAt?.getTime() ?? null })),
        gradings: results.rows.map((row) => ({
          ...resultView(row),
          stage: row.subject_kind.slice('standardisation-'.length) as Stage,
        })),
        elements: [...ELEMENTS],
      };
    });
  app.get(
    '/api/standardisation/applications/:id',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '一份申请的检查与得分 · Checks and gradings of an application',
        params: one,
        response: responses(standardRunsSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      return detail(actor, await found(actor, request.params.id));
    },
  );
  app.post(
    '/api/standardisation/applications/:id/runs',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '生成评定检查表 · Make the check of a stage from the master',
        params: one,
        body: z.strictObject({ stage }),
        response: responses(standardRunsSchema, 201),
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const which = request.body.stage;
      mayScore(actor, which);
      const application = await found(actor, request.params.id);
      const now = Date.now();
      const made = await context.db.transaction().execute(async (tx) => {
        const known = await sql`
          SELECT FROM check_run WHERE source_id = ${application.id} AND source_kind = ${`standardisation-${which}`} AND state = 'open'`.execute(
          tx,
        );
        if (known.rows.length > 0) return undefined;
        const run = await createRun(tx, {
          use: 'standard',
          organisationId: application.enterprise,
          title: which === 'self' ? `标准化自评 ${application.number}` : `标准化现场评审 ${application.number}`,
          period: dayOf(now),
          source: { kind: `standardisation-${which}`, id: application.id },
          opensAt: now,
          dueAt: endOfPeriod(now, 90, 'days'),
        });
        if (isRefusal(run)) return run;
        await record(tx, actor, 'standardisation.run', { kind: 'case', id: application.id }, 'done', {
          stage: which,
          run: run.id,
        });
        return undefined;
      });
      if (made !== undefined) answer(made);
      return reply.code(201).send(await detail(actor, application));
    },
  );
  app.post(
    '/api/standardisation/applications/:id/scores',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '按检查计分 · Score a stage from its finished check',
        params: one,
        body: z.strictObject({ stage, run: z.uuid() }),
        response: responses(standardScoredSchema, 201),
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { stage: which, run } = request.body;
      mayScore(actor, which);
      const application = await found(actor, request.params.id);
      const done = await context.db.transaction().execute(async (tx) => {
        await lockOutbox(tx);
        const current = (await applicationOf(tx, application.id)) as Application;
        const result = await scoreStage(tx, current, { stage: which, run, by: actor.name, at: Date.now() });
        if (!isRefusal(result))
          await record(tx, actor, 'standardisation.score', { kind: 'case', id: application.id }, 'done', {
            stage: which,
            ...result,
          });
        return result;
      });
      return reply.code(201).send(answer(done));
    },
  );
  app.post(
    '/api/standardisation/applications/:id/grant',
    {
      onRequest: need('case.supervise'),
      schema: {
        tags,
        summary: '发证 · Grant the certificate after the announcement',
        params: one,
        response: responses(standardGrantedSchema, 201),
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      authority(actor, { zh: '发放标准化证书', en: 'grant certificates' });
      const application = await found(actor, request.params.id);
      const done = await context.db.transaction().execute(async (tx) => {
        await lockOutbox(tx);
        const current = (await applicationOf(tx, application.id)) as Application;
        const result = await grantCertificate(tx, current, { by: actor.name, at: Date.now() });
        if (!isRefusal(result))
          await record(tx, actor, 'standardisation.grant', { kind: 'case', id: application.id }, 'done', result);
        return result;
      });
      return reply.code(201).send(answer(done));
    },
  );
};
