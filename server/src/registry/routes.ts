import { LENGTHS } from '@anlan/kernel/entity';
import { z } from 'zod';
import { regionNamesSchema, regionSchema } from '@anlan/kernel/registry';
import { withScope } from '../access/scoped.ts';
import { actorOf, component, need, responses, type RouteModule } from '../http/index.ts';
import { announcementsRoute } from './announcement-routes.ts';
import type { EntityRoute } from './entity-route.ts';
import { censusRoutes } from './census.ts';
import { importRoutes } from './import/routes.ts';
import { qrRoute } from './qr.ts';
import { csvRoute, historyRoute, listRoute, readRoute, xlsxRoute } from './reading.ts';
import { regionAdminRoutes } from './region-admin.ts';
import { listRegions, regionNames } from './regions.ts';
import { knowsNames } from './mask.ts';
import { foundSchema, search } from './search.ts';
import { reachOf } from './standing.ts';
import { asOfRoute, mergeRoute, registerRoutes, standingRoute, verifyRoute } from './standing-routes.ts';
import { ENTITIES } from './table.ts';
import { changeRoute, createRoute, retireRoute } from './writing.ts';

const EACH: readonly EntityRoute[] = [
  listRoute,
  csvRoute,
  xlsxRoute,
  readRoute,
  historyRoute,
  createRoute,
  changeRoute,
  retireRoute,
  standingRoute,
  asOfRoute,
  verifyRoute,
  mergeRoute,
  qrRoute,
  announcementsRoute,
];

const regionsQuery = z.strictObject({
  under: z
    .string()
    .regex(/^([\w-]+\.)+$/)
    .max(200)
    .optional(),
});
const searchQuery = z.strictObject({ q: z.string().trim().max(LENGTHS.search).default('') });

/** The same routes for every declared entity, the region tree, and the search over all of them. */
export const registryRoutes: RouteModule = async (app, context) => {
  for (const entity of ENTITIES.values()) for (const route of EACH) await route(entity)(app, context);
  for (const module of [registerRoutes, regionAdminRoutes, importRoutes, censusRoutes]) await module(app, context);
  const { db } = context;
  const region = component('Region', regionSchema);
  app.get(
    '/api/regions',
    {
      schema: {
        tags: ['辖区 Regions'],
        summary: '辖区树 · Regions within scope',
        querystring: regionsQuery,
        response: responses(z.array(region)),
      },
    },
    async (request) => listRegions(db, await reachOf(db, actorOf(request).scope), request.query.under),
  );
  // What places are called is public, and pages that nobody signed in to say it too.
  app.get(
    '/api/region-names',
    {
      schema: {
        tags: ['辖区 Regions'],
        summary: '辖区的罗马字母拼写 · What regions are called in English letters, by name',
        response: responses(regionNamesSchema),
      },
    },
    async (_, reply) => {
      void reply.header('cache-control', 'public, max-age=3600');
      return regionNames(db);
    },
  );
  app.get(
    '/api/search',
    {
      onRequest: need('registry.read'),
      schema: {
        tags: ['搜索 Search'],
        summary: '全局搜索 · Search everything in scope',
        querystring: searchQuery,
        response: responses(z.array(foundSchema)),
      },
    },
    async (request) => {
      const { scope } = actorOf(request);
      const { q } = request.query;
      if (q === '') return [];
      const reach = await reachOf(db, scope);
      return withScope(db, scope, (tx) => search(tx, reach, q, knowsNames(scope)));
    },
  );
};
