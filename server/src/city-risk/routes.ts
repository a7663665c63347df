import { LENGTHS } from '@anlan/kernel/entity';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Actor } from '@anlan/kernel/access';
import { refuse, both } from '@anlan/kernel/refusal';
import {
  cityScoresSchema,
  distancesMeasuredSchema,
  externalDistancesSchema,
  riskInventorySchema,
  SITING_FACILITIES,
  sitingSchema,
  sitingsSchema,
} from '@anlan/systems/prevention';
import { withScope } from '../access/scoped.ts';
import { lockOutbox } from '../alarm/write.ts';
import { record } from '../audit/index.ts';
import { doerOf } from '../case/doer.ts';
import { actorOf, answer, need, refuseNow, responses, type RouteModule } from '../http/index.ts';
import { valuesFor } from '../parameter/book.ts';
import { evaluateDistances } from './evaluate.ts';
import { distancesOf, inventoryOf, scoresOf, VERDICTS } from './figures.ts';
import { scoreCity } from './score.ts';
import { examine, keepSiting, sitingNumber, sitingsOf } from './siting.ts';
import { placeOf, region } from '../prevention/inputs.ts';

const tags = ['城市安全风险 City risk'];
const where = z.strictObject({ region });

/** What is done for a whole place is an authority's: an enterprise neither measures itself nor grades the city. */
function authority(actor: Actor, verb: { zh: string; en: string }): void {
  if (actor.scope.kind === 'region' || actor.scope.kind === 'all') return;
  refuseNow('not-permitted', { verb: both(verb.zh, verb.en), grantor: both('监管部门', 'the authority') });
}

/** City safety risk (S72): score of the areas, inventory of risk sources, safety distances, siting. */
export const cityRiskRoutes: RouteModule = async (app, context) => {
  app.get(
    '/api/city-risk/scores',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '城市安全风险评估 · Newest scores of areas',
        querystring: where,
        response: responses(cityScoresSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const place = await placeOf(context, actor, request.query.region);
      return withScope(context.db, actor.scope, (tx) => scoresOf(tx, place));
    },
  );
  app.post(
    '/api/city-risk/scores',
    {
      onRequest: need('case.supervise'),
      schema: {
        tags,
        summary: '重新评估 · Grade the place and its areas now',
        response: responses(cityScoresSchema, 201),
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      authority(actor, { zh: '评估城市安全风险', en: 'grade the city' });
      const place = await placeOf(context, actor);
      const now = Date.now();
      await context.db.transaction().execute(async (tx) => {
        const scored = await scoreCity(tx, place, actor.name, now);
        await record(tx, actor, 'city-risk.score', { kind: 'region', id: place }, 'done', { areas: scored.length });
      });
      return reply.code(201).send(await withScope(context.db, actor.scope, (tx) => scoresOf(tx, place)));
    },
  );
  app.get(
    '/api/city-risk/sources',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '风险源分布 · City risk sources by area and kind',
        querystring: where,
        response: responses(riskInventorySchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const place = await placeOf(context, actor, request.query.region);
      return withScope(context.db, actor.scope, (tx) => inventoryOf(tx, place));
    },
  );
  await distanceRoutes(app, context);
  await sitingRoutes(app, context);
};

const distanceRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/city-risk/distances',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '外部安全距离普查 · Actual and required distance of every hazchem enterprise',
        querystring: where.extend({
          verdict: z.enum(VERDICTS).optional(),
          q: z.string().trim().min(1).max(LENGTHS.search).optional(),
          page: z.coerce.number().int().min(1).max(10_000).default(1),
          size: z.coerce.number().int().min(1).max(200).default(50),
        }),
        response: responses(externalDistancesSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { verdict, q, page, size } = request.query;
      const place = await placeOf(context, actor, request.query.region);
      return withScope(context.db, actor.scope, async (tx) => {
        const sectors = (await valuesFor(tx, place, Date.now())).list('distance.sectors');
        return distancesOf(tx, place, { sectors, verdict, q, limit: size, offset: (page - 1) * size });
      });
    },
  );
  app.post(
    '/api/city-risk/distances',
    {
      onRequest: need('case.supervise'),
      schema: {
        tags,
        summary: '测定外部安全距离 · Measure now and list who is too near',
        body: z.strictObject({ enterprise: z.uuid().optional() }),
        response: responses(distancesMeasuredSchema, 201),
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      authority(actor, { zh: '测定外部安全距离', en: 'measure the distances' });
      const { enterprise } = request.body;
      if (enterprise !== undefined) {
        const { rows } = await withScope(context.db, actor.scope, (tx) =>
          sql`SELECT FROM enterprise WHERE id = ${enterprise}`.execute(tx),
        );
        if (rows.length === 0) return answer(refuse('not-found'));
      }
      const place = await placeOf(context, actor);
      const done = await context.db.transaction().execute(async (tx) => {
        await lockOutbox(tx);
        const result = await evaluateDistances(tx, { under: place, enterprise, by: doerOf(actor), at: Date.now() });
        await record(tx, actor, 'city-risk.distances', { kind: 'region', id: place }, 'done', result);
        return result;
      });
      return reply.code(201).send(done);
    },
  );
};

const sitingRoutes: RouteModule = (app, context) => {
  const question = z.strictObject({
    name: z.string().trim().min(1).max(80),
    lon: z.number().min(73).max(136),
    lat: z.number().min(3).max(54),
    facility: z.enum(SITING_FACILITIES),
    required: z.number().min(1).max(20_000).optional().describe('m; of a report or design'),
  });
  app.get(
    '/api/city-risk/sitings',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '选址核查记录 · Siting checks of the scope',
        response: responses(sitingsSchema),
      },
    },
    async (request) => ({ rows: await withScope(context.db, actorOf(request).scope, (tx) => sitingsOf(tx)) }),
  );
  app.post(
    '/api/city-risk/sitings',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '选址核查 · What lies around a proposed place, kept with its day',
        body: question,
        response: responses(sitingSchema, 201),
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      authority(actor, { zh: '核查选址', en: 'examine a site' });
      const place = await placeOf(context, actor);
      const now = Date.now();
      const number = await context.db.transaction().execute((tx) => sitingNumber(tx, now));
      const kept = await withScope(context.db, actor.scope, async (tx) => {
        const result = await examine(tx, request.body, place, now);
        const id = await keepSiting(tx, request.body, result, {
          place,
          number,
          by: actor.name,
          at: now,
          demonstration: context.demonstration,
        });
        await record(tx, actor, 'city-risk.siting', { kind: 'siting', id }, 'done', {
          number,
          verdict: result.verdict,
        });
        const [own] = await sitingsOf(tx, sql`s.id = ${id}`);
        return own!;
      });
      return reply.code(201).send(kept);
    },
  );
};
