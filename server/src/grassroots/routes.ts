import { z } from 'zod';
import type { Actor } from '@anlan/kernel/access';
import {
  evaluationInput,
  fireOverviewSchema,
  fireUnitSchema,
  fireUnitsSchema,
  fireVillagesSchema,
} from '@anlan/kernel/grassroots';
import { refuse } from '@anlan/kernel/refusal';
import { withScope } from '../access/scoped.ts';
import { auditOutside } from '../audit/index.ts';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';
import { reachOf } from '../registry/standing.ts';
import { evaluate } from './evaluate.ts';
import { LACKS, overview, unitOf, unitsIn, villagesIn } from './read.ts';

const tags = ['消防基层 Fire grass-roots'];
const region = z
  .string()
  .regex(/^([\w-]+\.)+$/)
  .max(200)
  .optional();
const paging = {
  page: z.coerce.number().int().min(1).max(10_000).default(1),
  size: z.coerce.number().int().min(1).max(500).default(50),
};
const one = z.object({ id: z.uuid() });

/** Fire grass-roots (S69): coverage, evaluations, villages; the registers themselves are entities. */
export const grassrootsRoutes: RouteModule = (app, context) => {
  const { db } = context;
  const onRequest = need('registry.read');
  const under = async (actor: Actor, asked: string | undefined) => asked ?? (await reachOf(db, actor.scope)) ?? 'cn.';
  app.get(
    '/api/grassroots/overview',
    {
      onRequest,
      schema: {
        tags,
        summary: '消防基层总览 · Coverage, evaluations and organisations by county',
        querystring: z.strictObject({ region }),
        response: responses(fireOverviewSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const place = await under(actor, request.query.region);
      return withScope(db, actor.scope, (tx) => overview(tx, place, Date.now()));
    },
  );
  app.get(
    '/api/grassroots/units',
    {
      onRequest,
      schema: {
        tags,
        summary: '消防重点单位 · Key units, or those that lack something',
        querystring: z.strictObject({ region, lack: z.enum(LACKS).optional(), ...paging }),
        response: responses(fireUnitsSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { lack, page, size } = request.query;
      const place = await under(actor, request.query.region);
      return withScope(db, actor.scope, (tx) => unitsIn(tx, { under: place, lack, page, size }, Date.now()));
    },
  );
  app.get(
    '/api/grassroots/villages',
    {
      onRequest,
      schema: {
        tags,
        summary: '村（居）消防组织 · Villages, or those without a fire organisation',
        querystring: z.strictObject({ region, missing: z.enum(['0', '1']).default('1'), ...paging }),
        response: responses(fireVillagesSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { missing, page, size } = request.query;
      const place = await under(actor, request.query.region);
      return withScope(db, actor.scope, (tx) => villagesIn(tx, { under: place, missing: missing === '1', page, size }));
    },
  );
  const read = async (actor: Actor, id: string) => {
    const found = await withScope(db, actor.scope, (tx) => unitOf(tx, actor, id, Date.now()));
    if (found !== undefined) return found;
    await auditOutside(db, actor, 'fire_unit', id, 'grassroots.read');
    return refuse('not-found');
  };
  app.get(
    '/api/grassroots/units/:id',
    {
      onRequest,
      schema: {
        tags,
        summary: '一家重点单位 · A key unit with its evaluations',
        params: one,
        response: responses(fireUnitSchema),
      },
    },
    async (request) => answer(await read(actorOf(request), request.params.id)),
  );
  app.post(
    '/api/grassroots/units/:id/evaluations',
    {
      onRequest: need('case.report'),
      schema: {
        tags,
        summary: '提交自我评价 · Hand in a self-evaluation',
        params: one,
        body: evaluationInput,
        response: responses(fireUnitSchema, 201),
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      answer(await evaluate(context, actor, request.params.id, request.body));
      return reply.code(201).send(answer(await read(actor, request.params.id)));
    },
  );
};
