import { sql } from 'kysely';
import { z } from 'zod';
import {
  enterpriseRisksSchema,
  dualOverviewSchema,
  threeInOneSchema,
  dualUnitsSchema,
  unownedRisksSchema,
} from '@anlan/systems/prevention';
import { mask, LENGTHS } from '@anlan/kernel/entity';
import { withScope, type Tx } from '../access/scoped.ts';
import { csvLines } from '../hazchem/csv.ts';
import { actorOf, need, responses, type RouteModule } from '../http/index.ts';
import { enterpriseRisksOf, overviewOf, threeInOneOf, UNIT_SORTS, unitsOf, unownedIn } from './figures.ts';
import { notFound } from './not-found.ts';
import { one, paging, placeOf, region, rowsOf } from '../prevention/inputs.ts';

const tags = ['双重预防 Dual prevention'];

export const figureRoutes: RouteModule = (app, context) => {
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
          q: z.string().trim().min(1).max(LENGTHS.search).optional(),
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
      return found ?? notFound(context, actor, 'enterprise', id);
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
      const csv = await withScope(context.db, actor.scope, (tx) =>
        listCsv(tx, id, actor.scope.kind === 'organisation'),
      );
      if (csv === undefined) return notFound(context, actor, 'enterprise', id);
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

/** The list as CSV; names of people only for their own enterprise. */
async function listCsv(tx: Tx, id: string, names: boolean): Promise<string | undefined> {
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
    p.responsible === null || names ? p.responsible : mask(p.responsible),
    measures.get(p.id) ?? '',
    p.reviewedOn,
  ]);
  return csvLines([HEAD, ...lines]);
}
