import { sql } from 'kysely';
import { z } from 'zod';
import { dayOf, shift, startOf } from '@anlan/domain/calendar';
import { nextOpening, planSchema, type CheckPlan } from '@anlan/kernel/checklist';
import { LEVELS } from '@anlan/kernel/entity';
import { refuse } from '@anlan/kernel/refusal';
import {
  checkClearingSchema,
  checkComparisonSchema,
  checkFiguresSchema,
  checkPlanSchema,
  checksForReportSchema,
  TIERS,
} from '@anlan/systems/prevention';
import { withScope } from '../access/scoped.ts';
import { auditOutside, record } from '../audit/index.ts';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';
import { valuesFor, worldFor } from '../parameter/book.ts';
import { periodSchema } from '../prevention/self-check.ts';
import { reachOf } from '../registry/standing.ts';
import { presentVersion } from './lists.ts';
import { masterRoutes } from './master-routes.ts';
import { runRoutes } from './run-routes.ts';
import { checkFigures, clearingOf, compareOf, selfReportOf } from './summary.ts';

const tags = ['检查清单 Checklist'];
const region = z
  .string()
  .regex(/^([\w-]+\.)+$/)
  .max(200)
  .optional();
const paging = {
  page: z.coerce.number().int().min(1).max(10_000).default(1),
  size: z.coerce.number().int().min(1).max(200).default(50),
};
const days = { from: z.iso.date().optional(), to: z.iso.date().optional().describe('last day') };
const rowsOf = ({ page, size }: { page: number; size: number }) => ({ limit: size, offset: (page - 1) * size });
/** The days asked for, or the last thirty. */
function spanOf({ from, to }: { from?: string | undefined; to?: string | undefined }): { from: number; to: number } {
  const last = to ?? dayOf(Date.now());
  return { from: startOf(from ?? shift(last, -29)), to: startOf(shift(last, 1)) };
}

/** Checklists: master, checks, plans of rounds, figures of what was missed, the colour-and-class list. */
export const checklistRoutes: RouteModule = async (app, context) => {
  await masterRoutes(app, context);
  await figureRoutes(app, context);
  await planRoutes(app, context);
  await runRoutes(app, context);
};

const figureRoutes: RouteModule = (app, context) => {
  const placeOf = async (actor: ReturnType<typeof actorOf>, asked: string | undefined) =>
    asked ?? (await reachOf(context.db, actor.scope)) ?? 'cn.';
  app.get(
    '/api/checks/figures',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '应查、已查、漏查 · Due, done and missed rounds',
        querystring: z.strictObject({ region, ...days, ...paging }),
        response: responses(checkFiguresSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const place = await placeOf(actor, request.query.region);
      const sectors = (await valuesFor(context.db, place, Date.now())).list('check.sectors');
      return withScope(context.db, actor.scope, (tx) =>
        checkFigures(tx, place, spanOf(request.query), sectors, rowsOf(request.query)),
      );
    },
  );
  app.get(
    '/api/checks/clearing',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '分色分类清单与三清三进 · What is not cleared, by list, colour and class',
        querystring: z.strictObject({
          region,
          tier: z.enum(TIERS).optional(),
          level: z.enum(LEVELS).optional(),
          class: z.string().max(20).optional(),
          ...paging,
        }),
        response: responses(checkClearingSchema),
      },
    },
    (request) =>
      withScope(context.db, actorOf(request).scope, (tx) => clearingOf(tx, request.query, rowsOf(request.query))),
  );
  app.get(
    '/api/checks/compare',
    {
      onRequest: need('case.supervise'),
      schema: {
        tags,
        summary: '自查与执法对照 · One item as the enterprise and as officers saw it',
        querystring: z.strictObject({ region, ...days, ...paging }),
        response: responses(checkComparisonSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const place = await placeOf(actor, request.query.region);
      const version = await presentVersion(context.db);
      return withScope(context.db, actor.scope, (tx) =>
        compareOf(tx, place, spanOf(request.query), version, rowsOf(request.query)),
      );
    },
  );
  app.get(
    '/api/checks/self-report',
    {
      onRequest: need('case.rectify'),
      schema: {
        tags,
        summary: '自报预填 · What the own checks of a period already say',
        querystring: z.strictObject({ period: periodSchema }),
        response: responses(checksForReportSchema),
      },
    },
    async (request) => {
      const { scope } = actorOf(request);
      if (scope.kind !== 'organisation') return answer(refuse('not-found'));
      return withScope(context.db, scope, (tx) => selfReportOf(tx, scope.organisationId, request.query.period));
    },
  );
};

const DEFAULT_PLAN: CheckPlan = {
  shifts: [
    { name: '白班', from: '08:00', to: '20:00' },
    { name: '夜班', from: '20:00', to: '08:00' },
  ],
  departments: ['生产部'],
  manager: true,
  daysOff: true,
  paused: false,
};

const planRoutes: RouteModule = (app, context) => {
  const of = z.object({ id: z.uuid() });
  app.get(
    '/api/enterprises/:id/check-plan',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '日周月安排 · Rounds of an enterprise',
        params: of,
        response: responses(checkPlanSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { id } = request.params;
      const found = await withScope(context.db, actor.scope, async (tx) => {
        const firm = await sql`SELECT FROM enterprise WHERE id = ${id}`.execute(tx);
        if (firm.rows.length === 0) return undefined;
        const { rows } = await sql<{ plan: CheckPlan; next_at: Date | null; by: string }>`
          SELECT plan, next_at, by FROM check_plan WHERE organisation_id = ${id}`.execute(tx);
        const [row] = rows;
        return row === undefined
          ? { set: false, plan: DEFAULT_PLAN, nextAt: null, by: null }
          : { set: true, plan: row.plan, nextAt: row.next_at?.getTime() ?? null, by: row.by };
      });
      if (found !== undefined) return found;
      await auditOutside(context.db, actor, 'enterprise', id, 'check.plan');
      return answer(refuse('not-found'));
    },
  );
  app.post(
    '/api/enterprises/:id/check-plan',
    {
      onRequest: need('check.plan'),
      schema: {
        tags,
        summary: '安排日周月 · Set the rounds',
        params: of,
        body: planSchema,
        response: responses(checkPlanSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { id } = request.params;
      const { rows } = await withScope(context.db, actor.scope, (tx) =>
        sql<{
          region_path: string;
        }>`SELECT region_path FROM enterprise WHERE id = ${id} AND retired_at IS NULL`.execute(tx),
      );
      if (rows[0] === undefined) {
        await auditOutside(context.db, actor, 'enterprise', id, 'check.plan');
        return answer(refuse('not-found'));
      }
      const now = Date.now();
      const plan = request.body;
      const { days: own } = await worldFor(context.db, rows[0].region_path, now);
      const next = nextOpening(plan, now, own);
      await context.db.transaction().execute(async (tx) => {
        await sql`
          INSERT INTO check_plan (organisation_id, region_path, sector, plan, made_until, next_at, by)
          SELECT id, region_path, sector, ${JSON.stringify(plan)}::jsonb, ${new Date(now)}, ${next === null ? null : new Date(next)}, ${actor.name}
          FROM enterprise WHERE id = ${id}
          ON CONFLICT (organisation_id) DO UPDATE SET plan = excluded.plan, made_until = excluded.made_until, next_at = excluded.next_at,
            by = excluded.by, updated_at = now()`.execute(tx);
        await record(tx, actor, 'check.plan', { kind: 'enterprise', id }, 'done', plan);
      });
      return { set: true, plan, nextAt: next, by: actor.name };
    },
  );
};
