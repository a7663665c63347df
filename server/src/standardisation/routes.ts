import { LENGTHS } from '@anlan/kernel/entity';
import { z } from 'zod';
import { dayOf, shift } from '@anlan/domain/calendar';
import { certificateHoldersSchema, SOURCED_RATES, standardOverviewSchema } from '@anlan/systems/technology';
import type { Context } from '../access/context.ts';
import { withScope } from '../access/scoped.ts';
import { actorOf, need, responses, type RouteModule } from '../http/index.ts';
import { valuesFor } from '../parameter/book.ts';
import { paging, placeOf, region, rowsOf } from '../prevention/inputs.ts';
import { HOLDER_FILTERS, holdersOf, overviewOf, targetsOf } from './rates.ts';
import { applicationRoutes } from './application-routes.ts';
import { targetRoutes } from './target-routes.ts';

const tags = ['标准化 Standardisation'];
const day = z.iso.date().optional().describe('as of the end of this day; today where not given');

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
          q: z.string().trim().min(1).max(LENGTHS.search).optional(),
          ...paging,
        }),
        response: responses(certificateHoldersSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { filter, sector, q } = request.query;
      const place = await placeOf(context, actor, request.query.region);
      const on = request.query.day ?? dayOf(Date.now());
      const wish = {
        day: on,
        warn: await warnDay(context, place, on),
        filter,
        sector,
        q,
        ...rowsOf(request.query),
      };
      return withScope(context.db, actor.scope, (tx) => holdersOf(tx, place, wish));
    },
  );
  await targetRoutes(app, context);
  await applicationRoutes(app, context);
};

/** The last day of the certificates that are about to run out on a day. */
async function warnDay(context: Context, place: string, on: string): Promise<string> {
  return shift(on, (await valuesFor(context.db, place, Date.now())).number('standardisation.warn'));
}
