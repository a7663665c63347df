import { z } from 'zod';
import { dayOf } from '@anlan/domain/calendar';
import { certificateHoldersSchema, SOURCED_RATES, standardOverviewSchema } from '@anlan/systems/technology';
import { withScope } from '../access/scoped.ts';
import { actorOf, need, responses, type RouteModule } from '../http/index.ts';
import { HOLDER_FILTERS, holdersOf, overviewOf, targetsOf } from './rates.ts';
import { applicationRoutes } from './application-routes.ts';
import { day, tags, warnDay } from './asked.ts';
import { targetRoutes } from './target-routes.ts';
import { placeOf, region } from '../prevention/asked.ts';

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
        response: responses(standardOverviewSchema),
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
        response: responses(certificateHoldersSchema),
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
