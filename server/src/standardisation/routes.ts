import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Actor } from '@anlan/kernel/access';
import { gradingResultSchema } from '@anlan/kernel/grading';
import { isRefusal, refuse } from '@anlan/kernel/refusal';
import { dayOf, endOfPeriod, shift } from '@anlan/domain/calendar';
import { ELEMENTS, SOURCED_RATES } from '@anlan/systems/technology';
import type { Context } from '../access/context.ts';
import { withScope } from '../access/scoped.ts';
import { lockOutbox } from '../alarm/write.ts';
import { auditOutside, record } from '../audit/index.ts';
import { createRun } from '../checklist/index.ts';
import { placeOf } from '../dual-prevention/routes.ts';
import { resultView, type ResultRow } from '../grading/keep.ts';
import { actorOf, answer, need, refuseNow, responses, type RouteModule } from '../http/index.ts';
import { valuesFor } from '../parameter/book.ts';
import { applicationOf, grantCertificate, scoreStage, type Application, type Stage } from './applications.ts';
import { runDefaults } from './defaults.ts';
import {
  HOLDER_FILTERS,
  holdersOf,
  holdersSchema,
  overviewOf,
  overviewSchema,
  targetSchema,
  targetsOf,
} from './rates.ts';

const tags = ['标准化 Standardisation'];
const region = z
  .string()
  .regex(/^([\w-]+\.)+$/)
  .max(200)
  .optional();
const day = z.iso.date().optional().describe('as of the end of this day; today where not given');
const one = z.object({ id: z.uuid() });

function authority(actor: Actor, verb: { zh: string; en: string }): void {
  if (actor.scope.kind === 'region' || actor.scope.kind === 'all') return;
  refuseNow('not-permitted', { verb: verb.zh, grantor: '监管部门' }, { verb: verb.en, grantor: 'the authority' });
}

async function warnDay(context: Context, place: string, on: string): Promise<string> {
  return shift(on, (await valuesFor(context.db, place, Date.now())).number('standardisation.warn'));
}

/** Standardisation (S96): rates as of a day, targets, certificates, defaults, applications. */
export const standardisationRoutes: RouteModule = async (app, context) => {
  app.get(
    '/api/standardisation/overview',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '达标率 · Rates of enterprises, posts, specialties and sites as of a day',
        querystring: z.strictObject({ region, day }),
        response: responses(
          overviewSchema.extend({
            targets: z.array(targetSchema),
            sourced: z.array(
              z.object({
                trade: z.string(),
                label: z.string(),
                numerator: z.int(),
                denominator: z.int(),
                percent: z.number(),
                origin: z.string(),
              }),
            ),
          }),
        ),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const place = await placeOf(context, actor, request.query.region);
      const on = request.query.day ?? dayOf(Date.now());
      const warn = await warnDay(context, place, on);
      return withScope(context.db, actor.scope, async (tx) => ({
        ...(await overviewOf(tx, place, on, warn)),
        targets: await targetsOf(tx, place, on),
        sourced: [...SOURCED_RATES],
      }));
    },
  );
  app.get(
    '/api/standardisation/enterprises',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '企业达标情况 · Enterprises with their certificate; those about to run out first',
        querystring: z.strictObject({
          region,
          day,
          filter: z.enum(HOLDER_FILTERS).default('all'),
          sector: z.string().max(60).optional(),
          q: z.string().trim().min(1).max(60).optional(),
          page: z.coerce.number().int().min(1).max(10_000).default(1),
          size: z.coerce.number().int().min(1).max(200).default(50),
        }),
        response: responses(holdersSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { filter, sector, q, page, size } = request.query;
      const place = await placeOf(context, actor, request.query.region);
      const on = request.query.day ?? dayOf(Date.now());
      const wish = {
        day: on,
        warn: await warnDay(context, place, on),
        filter,
        sector,
        q,
        limit: size,
        offset: (page - 1) * size,
      };
      return withScope(context.db, actor.scope, (tx) => holdersOf(tx, place, wish));
    },
  );
  await targetRoutes(app, context);
  await applicationRoutes(app, context);
};

const targetRoutes: RouteModule = (app, context) => {
  const list = z.object({ rows: z.array(targetSchema) });
  const read = async (actor: Actor) => {
    const place = await placeOf(context, actor);
    return { rows: await withScope(context.db, actor.scope, (tx) => targetsOf(tx, place, dayOf(Date.now()))) };
  };
  app.post(
    '/api/standardisation/targets',
    {
      onRequest: need('case.supervise'),
      schema: {
        tags,
        summary: '设定达标期限 · Set until when a trade has to hold a grade',
        body: z.strictObject({
          trade: z.string().min(1).max(60),
          kind: z.enum(['enterprise', 'post', 'specialty', 'site']).default('enterprise'),
          grade: z.enum(['one', 'two', 'three']).default('three'),
          share: z.number().gt(0).max(100).default(100),
          dueOn: z.iso.date(),
          basis: z.string().trim().min(1).max(200),
        }),
        response: responses(list, 201),
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      authority(actor, { zh: '设定达标期限', en: 'set target dates' });
      const place = await placeOf(context, actor);
      const { trade, kind, grade, share, dueOn, basis } = request.body;
      await context.db.transaction().execute(async (tx) => {
        const id = randomUUID();
        await sql`
          INSERT INTO standardisation_target (id, region_path, trade, kind, grade, share, due_on, basis, set_at, set_by, demonstration)
          VALUES (${id}, ${place}, ${trade}, ${kind}, ${grade}, ${share}, ${dueOn}::date, ${basis}, now(), ${actor.name}, ${context.demonstration})`.execute(
          tx,
        );
        await record(tx, actor, 'standardisation.target', { kind: 'standardisation-target', id }, 'done', request.body);
      });
      return reply.code(201).send(await read(actor));
    },
  );
  app.post(
    '/api/standardisation/targets/:id/withdraw',
    {
      onRequest: need('case.supervise'),
      schema: {
        tags,
        summary: '撤回达标期限 · Withdraw a target',
        params: one,
        body: z.strictObject({ reason: z.string().trim().min(1).max(300) }),
        response: responses(list),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      authority(actor, { zh: '撤回达标期限', en: 'withdraw targets' });
      const place = await placeOf(context, actor);
      const { id } = request.params;
      const done = await context.db.transaction().execute(async (tx) => {
        const { rows } = await sql`
          UPDATE standardisation_target SET withdrawn_at = now() WHERE id = ${id} AND withdrawn_at IS NULL AND starts_with(region_path, ${place}) RETURNING id`.execute(
          tx,
        );
        if (rows.length > 0)
          await record(
            tx,
            actor,
            'standardisation.withdraw',
            { kind: 'standardisation-target', id },
            'done',
            request.body,
          );
        return rows.length > 0;
      });
      return done ? read(actor) : answer(refuse('not-found'));
    },
  );
  app.post(
    '/api/standardisation/defaults',
    {
      onRequest: need('case.supervise'),
      schema: {
        tags,
        summary: '核对逾期未达标 · Propose suspensions for who is past the target date, release who reached it',
        response: responses(z.object({ opened: z.int(), reached: z.int(), left: z.int() }), 201),
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      authority(actor, { zh: '建议暂扣许可证', en: 'propose suspensions' });
      const place = await placeOf(context, actor);
      const done = await context.db.transaction().execute(async (tx) => {
        await lockOutbox(tx);
        const result = await runDefaults(tx, place, Date.now());
        await record(tx, actor, 'standardisation.defaults', { kind: 'region', id: place }, 'done', result);
        return result;
      });
      return reply.code(201).send(done);
    },
  );
  app.get(
    '/api/inspection-weights',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '检查权重 · Enterprises that are to be inspected more often, and why',
        querystring: z.strictObject({ enterprise: z.uuid().optional() }),
        response: responses(
          z.object({
            rows: z.array(
              z.object({
                enterprise: z.string(),
                name: z.string(),
                reason: z.string(),
                label: z.string(),
                factor: z.number(),
                since: z.number(),
                caseId: z.string().nullable(),
              }),
            ),
          }),
        ),
      },
    },
    async (request) => {
      const { enterprise } = request.query;
      const { rows } = await withScope(context.db, actorOf(request).scope, (tx) =>
        sql<{
          enterprise: string;
          name: string;
          reason: string;
          label: string;
          factor: number;
          since: Date;
          caseId: string | null;
        }>`
          SELECT w.enterprise, e.name, w.reason, w.label, w.factor, w.since, w.case_id AS "caseId"
          FROM inspection_weight w JOIN enterprise e ON e.id = w.enterprise LEFT JOIN case_file c ON c.id = w.case_id
          WHERE w.until IS NULL AND c.closed_at IS NULL AND ${enterprise === undefined ? sql`true` : sql`w.enterprise = ${enterprise}`}
          ORDER BY w.factor DESC, w.since LIMIT 500`.execute(tx),
      );
      return { rows: rows.map((row) => ({ ...row, since: row.since.getTime() })) };
    },
  );
};

const runsSchema = z.object({
  id: z.string(),
  state: z.string(),
  enterprise: z.string(),
  runs: z.array(
    z.object({
      id: z.string(),
      number: z.string(),
      title: z.string(),
      state: z.string(),
      stage: z.enum(['self', 'evaluation']),
      items: z.int(),
      answered: z.int(),
      bad: z.int(),
      doneAt: z.number().nullable(),
    }),
  ),
  gradings: z.array(gradingResultSchema.extend({ stage: z.enum(['self', 'evaluation']) })),
  elements: z.array(
    z.object({ key: z.string(), label: z.string(), labelEn: z.string(), weight: z.number(), clause: z.string() }),
  ),
});

const applicationRoutes: RouteModule = (app, context) => {
  const stage = z.enum(['self', 'evaluation']);
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
      which === 'self' ? { verb: '企业自评', grantor: '企业' } : { verb: '现场评审', grantor: '监管部门' },
      which === 'self'
        ? { verb: 'self-score', grantor: 'the enterprise' }
        : { verb: 'evaluate', grantor: 'the authority' },
    );
  };
  const detail = (actor: Actor, application: Application) =>
    withScope(context.db, actor.scope, async (tx) => {
      const runs = await sql<Omit<z.infer<typeof runsSchema>['runs'][number], 'doneAt'> & { doneAt: Date | null }>`
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
        response: responses(runsSchema),
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
        response: responses(runsSchema, 201),
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
        response: responses(z.object({ grading: z.string(), score: z.number(), grade: z.string() }), 201),
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
        response: responses(z.object({ certificate: z.string() }), 201),
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
