import { sql } from 'kysely';
import { z } from 'zod';
import type { Actor } from '@anlan/kernel/access';
import { refuse } from '@anlan/kernel/refusal';
import { dayOf, shift } from '@anlan/domain/calendar';
import {
  riskAssessmentSchema,
  riskControlSchema,
  enterpriseRisksSchema,
  KIND_KEYS,
  controlMeasuresSchema,
  METHOD_KEYS,
  dualOverviewSchema,
  threeInOneSchema,
  dualUnitsSchema,
  unownedRisksSchema,
} from '@anlan/systems/prevention';
import type { Context } from '../access/context.ts';
import { withScope, type Tx } from '../access/scoped.ts';
import { auditOutside } from '../audit/index.ts';
import { csvLines } from '../hazchem/csv.ts';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';
import { reachOf } from '../registry/standing.ts';
import {
  assessmentOf,
  assessmentsOf,
  beginAssessment,
  completeAssessment,
  rewriteAssessment,
  rowInput,
} from './assessments.ts';
import { enterpriseRisksOf, overviewOf, pointOf, threeInOneOf, UNIT_SORTS, unitsOf, unownedIn } from './figures.ts';
import { addMeasure, checkMeasure, checksOf, measuresDue, measuresOfPoint, retireMeasure } from './measures.ts';

const tags = ['双重预防 Dual prevention'];
const region = z
  .string()
  .regex(/^([\w-]+\.)+$/)
  .max(200)
  .optional();
const paging = {
  page: z.coerce.number().int().min(1).max(10_000).default(1),
  size: z.coerce.number().int().min(1).max(200).default(50),
};
const rowsOf = ({ page, size }: { page: number; size: number }) => ({ limit: size, offset: (page - 1) * size });
const one = z.object({ id: z.uuid() });

/** The place whose figures somebody sees first. */
export async function placeOf(context: Context, { scope }: Actor, asked?: string): Promise<string> {
  return asked ?? (await reachOf(context.db, scope)) ?? 'cn.';
}

async function lost(context: Context, actor: Actor, table: string, id: string): Promise<never> {
  await auditOutside(context.db, actor, table, id, 'case.read');
  return answer(refuse('not-found'));
}

/** Dual prevention (S64): risks by object and level, who holds them, measures and their checks, assessments. */
export const dualPreventionRoutes: RouteModule = async (app, context) => {
  await figureRoutes(app, context);
  await assessmentRoutes(app, context);
  await measureRoutes(app, context);
};

const figureRoutes: RouteModule = (app, context) => {
  const read = need('case.read');
  app.get(
    '/api/dual-prevention/overview',
    {
      onRequest: read,
      schema: {
        tags,
        summary: '双重预防总览 · Figures of dual prevention',
        querystring: z.strictObject({ region }),
        response: responses(dualOverviewSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const place = await placeOf(context, actor, request.query.region);
      return withScope(context.db, actor.scope, (tx) => overviewOf(tx, place, Date.now()));
    },
  );
  app.get(
    '/api/dual-prevention/units',
    {
      onRequest: read,
      schema: {
        tags,
        summary: '企业风险四色清单 · Enterprises by the colours of their risks',
        querystring: z.strictObject({
          region,
          q: z.string().trim().min(1).max(60).optional(),
          sector: z.string().max(60).optional(),
          sort: z.enum(UNIT_SORTS).default('worst'),
          ...paging,
        }),
        response: responses(dualUnitsSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { q, sector, sort } = request.query;
      const place = await placeOf(context, actor, request.query.region);
      const wish = { q, sector, sort, ...rowsOf(request.query) };
      return withScope(context.db, actor.scope, (tx) => unitsOf(tx, place, wish, Date.now()));
    },
  );
  app.get(
    '/api/dual-prevention/unowned',
    {
      onRequest: read,
      schema: {
        tags,
        summary: '高风险未落实企业级责任人 · High risks without an enterprise-level owner',
        querystring: z.strictObject({ region, ...paging }),
        response: responses(unownedRisksSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const place = await placeOf(context, actor, request.query.region);
      return withScope(context.db, actor.scope, (tx) => unownedIn(tx, place, rowsOf(request.query)));
    },
  );
  app.get(
    '/api/dual-prevention/three-in-one',
    {
      onRequest: read,
      schema: {
        tags,
        summary: '三位一体 · Risk, danger and standardisation in one line',
        querystring: z.strictObject({ region, ...paging }),
        response: responses(threeInOneSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const place = await placeOf(context, actor, request.query.region);
      return withScope(context.db, actor.scope, (tx) => threeInOneOf(tx, place, rowsOf(request.query), Date.now()));
    },
  );
  app.get(
    '/api/dual-prevention/enterprises/:id',
    {
      onRequest: read,
      schema: {
        tags,
        summary: '企业风险四色图与清单 · Risks of an enterprise',
        params: one,
        response: responses(enterpriseRisksSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { id } = request.params;
      const found = await withScope(context.db, actor.scope, (tx) => enterpriseRisksOf(tx, id, Date.now()));
      return found ?? lost(context, actor, 'enterprise', id);
    },
  );
  app.get(
    '/api/dual-prevention/enterprises/:id/list.csv',
    {
      onRequest: read,
      schema: {
        tags,
        summary: '风险分级管控清单导出 · The list as CSV',
        params: one,
        response: responses(z.string().describe('CSV')),
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { id } = request.params;
      const csv = await withScope(context.db, actor.scope, (tx) => listCsv(tx, id));
      if (csv === undefined) return lost(context, actor, 'enterprise', id);
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', "attachment; filename*=UTF-8''" + encodeURIComponent('风险分级管控清单.csv'))
        .send(csv);
    },
  );
};

const HEAD = [
  '风险点',
  '分析单元',
  '对象',
  '危险源',
  '可能的事故',
  '方法',
  '评估值',
  '等级',
  '计算等级',
  '管控层级',
  '责任人',
  '管控措施',
  '最近评审',
];

async function listCsv(tx: Tx, id: string): Promise<string | undefined> {
  const found = await enterpriseRisksOf(tx, id, Date.now());
  if (found === undefined) return undefined;
  const { rows } = await sql<{ point: string; text: string }>`
    SELECT risk_point AS point, string_agg(text, '；' ORDER BY added_at, id) AS text FROM risk_measure
    WHERE enterprise = ${id} AND retired_at IS NULL GROUP BY 1`.execute(tx);
  const measures = new Map(rows.map(({ point, text }) => [point, text]));
  const lines = found.points.map((p) => [
    p.name,
    p.unit,
    p.object,
    p.hazard,
    p.accident,
    p.method,
    p.score,
    p.level,
    p.computedLevel,
    p.control,
    p.responsible,
    measures.get(p.id) ?? '',
    p.reviewedOn,
  ]);
  return csvLines([HEAD, ...lines]);
}

const assessmentRoutes: RouteModule = (app, context) => {
  const write = need('registry.write');
  const rows = z.array(rowInput).max(300);
  const read = async (actor: Actor, id: string) => {
    const found = await withScope(context.db, actor.scope, (tx) => assessmentOf(tx, id));
    return found ?? lost(context, actor, 'risk_assessment', id);
  };
  app.get(
    '/api/risk-assessments/:id',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '风险评估 · An assessment, its rows derived again',
        params: one,
        response: responses(riskAssessmentSchema),
      },
    },
    (request) => read(actorOf(request), request.params.id),
  );
  app.post(
    '/api/risk-assessments',
    {
      onRequest: write,
      schema: {
        tags,
        summary: '开始风险评估 · Begin an assessment',
        body: z.strictObject({
          id: z.uuid(),
          riskPoint: z.uuid(),
          method: z.enum(METHOD_KEYS),
          title: z.string().trim().min(1).max(120),
          team: z.string().trim().max(200).nullish(),
          rows: rows.default([]),
        }),
        response: responses(riskAssessmentSchema, 201),
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const begun = await beginAssessment(context, actor, request.body, Date.now());
      if (begun === undefined) return lost(context, actor, 'risk_point', request.body.riskPoint);
      answer(begun);
      return reply.code(201).send(await read(actor, request.body.id));
    },
  );
  app.patch(
    '/api/risk-assessments/:id',
    {
      onRequest: write,
      schema: {
        tags,
        summary: '修改评估的步骤 · Replace the rows of a draft',
        params: one,
        body: z.strictObject({ version: z.int().min(1), rows }),
        response: responses(riskAssessmentSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { id } = request.params;
      const done = await rewriteAssessment(context, actor, id, request.body);
      if (done === undefined) return lost(context, actor, 'risk_assessment', id);
      answer(done);
      return read(actor, id);
    },
  );
  app.post(
    '/api/risk-assessments/:id/complete',
    {
      onRequest: write,
      schema: {
        tags,
        summary: '完成评估并定级 · Complete: the risk point takes the level',
        params: one,
        body: z.strictObject({
          version: z.int().min(1),
          control: z.enum(['company', 'department', 'team', 'post']).optional(),
          responsible: z.string().trim().min(1).max(40).optional(),
        }),
        response: responses(riskAssessmentSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { id } = request.params;
      const done = await completeAssessment(context, actor, id, request.body, Date.now());
      if (done === undefined) return lost(context, actor, 'risk_assessment', id);
      answer(done);
      return read(actor, id);
    },
  );
};

const measureRoutes: RouteModule = (app, context) => {
  const control = async (actor: Actor, id: string) => {
    const found = await withScope(context.db, actor.scope, async (tx) => {
      const known = await pointOf(tx, id, Date.now());
      if (known === undefined) return undefined;
      return {
        point: known.point,
        measures: await measuresOfPoint(tx, id, known.rhythm),
        checks: await checksOf(tx, id),
        assessments: await assessmentsOf(tx, id),
        dangers: await dangersOf(tx, id),
      };
    });
    return found ?? lost(context, actor, 'risk_point', id);
  };
  app.get(
    '/api/dual-prevention/points/:id',
    {
      onRequest: need('case.read'),
      schema: { tags, summary: '风险点管控 · How a risk is held', params: one, response: responses(riskControlSchema) },
    },
    (request) => control(actorOf(request), request.params.id),
  );
  app.get(
    '/api/dual-prevention/measures',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '待检查的管控措施 · Measures to be checked',
        querystring: z.strictObject({
          region,
          enterprise: z.uuid().optional(),
          days: z.coerce.number().int().min(0).max(365).default(0),
          ...paging,
        }),
        response: responses(controlMeasuresSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { enterprise, days } = request.query;
      const place = await placeOf(context, actor, request.query.region);
      const own = actor.scope.kind === 'organisation' ? actor.scope.organisationId : enterprise;
      const wish = { enterprise: own, until: shift(dayOf(Date.now()), days), ...rowsOf(request.query) };
      return withScope(context.db, actor.scope, (tx) => measuresDue(tx, place, wish, Date.now()));
    },
  );
  app.post(
    '/api/dual-prevention/points/:id/measures',
    {
      onRequest: need('registry.write'),
      schema: {
        tags,
        summary: '增加管控措施 · Add a measure',
        params: one,
        body: z.strictObject({
          kind: z.enum(KIND_KEYS),
          text: z.string().trim().min(1).max(200),
          responsible: z.string().trim().min(1).max(40).nullish(),
          everyDays: z.int().min(1).max(365).nullish(),
          nextDue: z.iso.date().optional(),
        }),
        response: responses(riskControlSchema, 201),
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { id } = request.params;
      const added = await addMeasure(context, actor, id, request.body, Date.now());
      if (added === undefined) return lost(context, actor, 'risk_point', id);
      return reply.code(201).send(await control(actor, id));
    },
  );
  app.post(
    '/api/dual-prevention/measures/:id/retire',
    {
      onRequest: need('registry.write'),
      schema: {
        tags,
        summary: '停用管控措施 · Take a measure out of use',
        params: one,
        body: z.strictObject({ reason: z.string().trim().min(1).max(300) }),
        response: responses(riskControlSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { id } = request.params;
      const point = await retireMeasure(context, actor, id, request.body.reason, Date.now());
      return point === undefined ? lost(context, actor, 'risk_measure', id) : control(actor, point);
    },
  );
  app.post(
    '/api/dual-prevention/measures/:id/checks',
    {
      onRequest: need('case.report'),
      schema: {
        tags,
        summary: '检查管控措施 · Check a measure; an ineffective one becomes a hidden danger',
        params: one,
        body: z.strictObject({
          id: z.uuid().describe('made by the sender: one sent twice is one check'),
          result: z.enum(['effective', 'ineffective']),
          note: z.string().trim().max(500).nullish(),
          files: z
            .array(
              z.strictObject({
                sha256: z.string().regex(/^[0-9a-f]{64}$/),
                name: z.string().max(120).nullable().optional(),
              }),
            )
            .max(9)
            .default([]),
        }),
        response: responses(z.object({ id: z.string(), caseId: z.string().nullable() }), 201),
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { id } = request.params;
      const done = await checkMeasure(context, actor, id, request.body, Date.now());
      if (done === undefined) return lost(context, actor, 'risk_measure', id);
      return reply.code(201).send(answer(done));
    },
  );
  app.get(
    '/api/dual-prevention/checks/:id/photos/:sha256',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '检查照片 · A photo of a check',
        params: one.extend({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
        response: responses(z.unknown().describe('The file')),
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { id, sha256 } = request.params;
      const { rows } = await withScope(context.db, actor.scope, (tx) =>
        sql`SELECT FROM risk_measure_check WHERE id = ${id} AND ${sha256} = ANY (photos)`.execute(tx),
      );
      const content = rows.length === 0 ? undefined : await context.files.read(sha256);
      if (content === undefined) return lost(context, actor, 'risk_measure_check', id);
      const kind = await sql<{ type: string }>`SELECT type FROM upload WHERE sha256 = ${sha256} LIMIT 1`.execute(
        context.db,
      );
      return reply
        .type(kind.rows[0]?.type ?? 'application/octet-stream')
        .header('content-security-policy', "sandbox; default-src 'none'")
        .send(content);
    },
  );
};

async function dangersOf(tx: Tx, point: string): Promise<z.infer<typeof riskControlSchema>['dangers']> {
  const { rows } = await sql<{
    id: string;
    number: string;
    title: string;
    state: string;
    openedAt: Date;
    closedAt: Date | null;
  }>`
    SELECT c.id, c.number, c.title, c.state, c.opened_at AS "openedAt", c.closed_at AS "closedAt"
    FROM case_hidden_danger d JOIN case_file c ON c.id = d.case_id WHERE d.risk_point = ${point}
    ORDER BY (c.closed_at IS NOT NULL), c.opened_at DESC LIMIT 50`.execute(tx);
  return rows.map((row) => ({ ...row, openedAt: row.openedAt.getTime(), closedAt: row.closedAt?.getTime() ?? null }));
}
