import { z } from 'zod';
import {
  dangerBoardSchema,
  enterprisePreventionSchema,
  riskHeatSchema,
  riskSpreadSchema,
  selfCheckCoverageSchema,
  selfChecksIssuedSchema,
  selfChecksSchema,
  spotCheckDrawSchema,
  UNHELD_FOR,
  unheldRisksSchema,
} from '@anlan/systems/prevention';
import { withScope } from '../access/scoped.ts';
import { lockOutbox } from '../alarm/write.ts';
import { auditOutside, record } from '../audit/index.ts';
import { doerOf } from '../case/doer.ts';
import { isRefusal, refuse, both } from '@anlan/kernel/refusal';
import { actorOf, answer, need, refuseNow, responses, type RouteModule } from '../http/index.ts';
import { boardOf, boardThen } from './board.ts';
import { enterprisePreventionOf } from './enterprise.ts';
import { heatOf, risksOf, unheldIn } from './risks.ts';
import { coverageOf, currentPeriod, issueTasks, periodSchema, selfChecksOf } from './self-check.ts';
import './report-known.ts';
import { drawFor, drawsOf } from './spot-check.ts';
import { paging, placeOf, region, rowsOf } from './inputs.ts';

const tags = ['风险与隐患 Prevention'];

/** Figures of the hidden dangers and risks of a place: board, matrix, heat, coverage, self-reports. */
export const preventionRoutes: RouteModule = async (app, context) => {
  app.get(
    '/api/prevention/board',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '隐患看板 · Hidden-danger board, also as of a past moment',
        querystring: z.strictObject({
          region,
          sector: z.string().max(60).optional(),
          at: z.coerce.number().int().min(0).optional().describe('epoch ms; the board as it was then'),
        }),
        response: responses(dangerBoardSchema),
      },
    },
    (request) => {
      const { at, ...wish } = request.query;
      const now = Date.now();
      return withScope(context.db, actorOf(request).scope, (tx) =>
        at === undefined || at >= now ? boardOf(tx, wish, now) : boardThen(tx, wish, at),
      );
    },
  );
  app.get(
    '/api/prevention/enterprises/:id',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '企业隐患、风险点、检查与处罚 · Dangers, risk points, checks and penalties of an enterprise',
        params: z.object({ id: z.uuid() }),
        response: responses(enterprisePreventionSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { id } = request.params;
      const found = await withScope(context.db, actor.scope, (tx) => enterprisePreventionOf(tx, id, Date.now()));
      if (found !== undefined) return found;
      await auditOutside(context.db, actor, 'enterprise', id, 'case.read');
      return answer(refuse('not-found'));
    },
  );
  app.get(
    '/api/prevention/risks',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '区域 × 行业风险与隐患 · Risks and dangers by area and sector',
        querystring: z.strictObject({ region }),
        response: responses(riskSpreadSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const place = await placeOf(context, actor, request.query.region);
      return withScope(context.db, actor.scope, (tx) => risksOf(tx, place, Date.now()));
    },
  );
  app.get(
    '/api/prevention/risks/unheld',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '责任、措施未落实 · Risk points that nobody answers for',
        querystring: z.strictObject({ region, why: z.enum(UNHELD_FOR).optional(), ...paging }),
        response: responses(unheldRisksSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const place = await placeOf(context, actor, request.query.region);
      const { why } = request.query;
      return withScope(context.db, actor.scope, (tx) => unheldIn(tx, place, why, rowsOf(request.query), Date.now()));
    },
  );
  app.get(
    '/api/prevention/risks/heat',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '风险热力 · Heat of risks',
        querystring: z.strictObject({ region }),
        response: responses(riskHeatSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const place = await placeOf(context, actor, request.query.region);
      return withScope(context.db, actor.scope, (tx) => heatOf(tx, place));
    },
  );
  await selfCheckRoutes(app, context);
};

const selfCheckRoutes: RouteModule = (app, context) => {
  const query = z.strictObject({ period: periodSchema.optional().describe('default: the one that runs'), region });
  const periodOf = async (asked: string | undefined, place: string): Promise<string> =>
    asked ?? (await currentPeriod(context.db, place, Date.now()));
  app.get(
    '/api/prevention/coverage',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '自查覆盖与零自查企业 · Who checked itself, and who did not',
        querystring: query.extend(paging),
        response: responses(selfCheckCoverageSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const place = await placeOf(context, actor, request.query.region);
      const period = await periodOf(request.query.period, place);
      return withScope(context.db, actor.scope, (tx) => coverageOf(tx, period, place, rowsOf(request.query)));
    },
  );
  app.get(
    '/api/prevention/self-checks',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '自报率 · Share of those who reported',
        querystring: query,
        response: responses(selfChecksSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const place = await placeOf(context, actor, request.query.region);
      const period = await periodOf(request.query.period, place);
      return withScope(context.db, actor.scope, (tx) => selfChecksOf(tx, period, place));
    },
  );
  app.post(
    '/api/prevention/self-checks',
    {
      onRequest: need('case.supervise'),
      schema: {
        tags,
        summary: '下达自查任务 · Set the period’s task for everyone who has to report',
        body: z.strictObject({ period: periodSchema }),
        response: responses(selfChecksIssuedSchema, 201),
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      if (actor.scope.kind === 'organisation' || actor.scope.kind === 'participant') {
        return refuseNow('not-permitted', {
          verb: both('下达自查任务', 'set tasks'),
          grantor: both('监管部门', 'the authority'),
        });
      }
      const { period } = request.body;
      const trades = actor.scope.kind === 'region' ? (actor.scope.sectors ?? []) : [];
      const place = await placeOf(context, actor);
      const batch = () =>
        context.db.transaction().execute(async (tx) => {
          await lockOutbox(tx);
          const result = await issueTasks(tx, { under: place, trades, period }, doerOf(actor), Date.now());
          await record(tx, actor, 'self-check.issue', { kind: 'period', id: period }, 'done', result);
          return result;
        });
      let last = await batch();
      const { known } = last;
      let { issued } = last;
      while (last.left > 0) {
        last = await batch();
        issued += last.issued;
      }
      return reply.code(201).send({ issued, known });
    },
  );
  app.get(
    '/api/prevention/self-checks/draws',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '随机抽查记录 · Spot-checks drawn by lot, with what it takes to draw them again',
        querystring: z.strictObject({ period: periodSchema }),
        response: responses(z.array(spotCheckDrawSchema)),
      },
    },
    (request) => withScope(context.db, actorOf(request).scope, (tx) => drawsOf(tx, request.query.period)),
  );
  app.post(
    '/api/prevention/self-checks/draws',
    {
      onRequest: need('case.supervise'),
      schema: {
        tags,
        summary: '随机抽查 · Draw reports and officers by lot (双随机)',
        body: z.strictObject({
          period: periodSchema,
          region,
          seed: z
            .string()
            .trim()
            .min(1)
            .max(64)
            .optional()
            .describe('of a public lottery; else the platform makes one'),
        }),
        response: responses(spotCheckDrawSchema, 201),
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      if (actor.scope.kind !== 'region' && actor.scope.kind !== 'all')
        return refuseNow('not-permitted', {
          verb: both('随机抽查', 'draw spot-checks'),
          grantor: both('监管部门', 'the authority'),
        });
      const { period, seed } = request.body;
      const place = await placeOf(context, actor, request.body.region);
      const own = await placeOf(context, actor);
      if (!place.startsWith(own)) return answer(refuse('not-found'));
      const draw = await context.db.transaction().execute(async (tx) => {
        await lockOutbox(tx);
        const made = await drawFor(tx, actor, { place, period, seed }, Date.now());
        if (isRefusal(made)) return made;
        await record(tx, actor, 'self-check.draw', { kind: 'draw', id: made }, 'done', { period });
        // Told to whoever drew, a department of some sectors too, which lists no draws over all of them.
        return (await drawsOf(tx, period)).find((one) => one.id === made)!;
      });
      return reply.code(201).send(answer(draw));
    },
  );
};
