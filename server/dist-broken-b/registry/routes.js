import { z } from 'zod';
import { regionSchema } from '@anlan/kernel/registry';
import { withScope } from '../access/scoped.js';
import { actorOf, component, need, responses } from '../http/index.js';
import { exportRoute, historyRoute, listRoute, readRoute } from './reading.js';
import { listRegions } from './regions.js';
import { foundSchema, search } from './search.js';
import { reachOf } from './standing.js';
import { ENTITIES } from './table.js';
import { changeRoute, createRoute, retireRoute } from './writing.js';
const EACH = [
    listRoute,
    exportRoute,
    readRoute,
    historyRoute,
    createRoute,
    changeRoute,
    retireRoute,
];
const regionsQuery = z.strictObject({
    under: z
        .string()
        .regex(/^([\w-]+\.)+$/)
        .max(200)
        .optional(),
});
const searchQuery = z.strictObject({ q: z.string().trim().max(60).default('') });
/** The same routes for every declared entity, the region tree, and the search over all of them. */
export const registryRoutes = async (app, context) => {
    for (const entity of ENTITIES.values())
        for (const route of EACH)
            await route(entity)(app, context);
    const { db } = context;
    const region = component('Region', regionSchema);
    app.get('/api/regions', {
        schema: {
            tags: ['辖区 Regions'],
            summary: '辖区树 · Regions within scope',
            querystring: regionsQuery,
            response: responses(z.array(region)),
        },
    }, async (request) => listRegions(db, await reachOf(db, actorOf(request).scope), request.query.under));
    app.get('/api/search', {
        onRequest: need('registry.read'),
        schema: {
            tags: ['搜索 Search'],
            summary: '全局搜索 · Search everything in scope',
            querystring: searchQuery,
            response: responses(z.array(foundSchema)),
        },
    }, async (request) => {
        const { scope } = actorOf(request);
        const { q } = request.query;
        if (q === '')
            return [];
        const reach = await reachOf(db, scope);
        return withScope(db, scope, (tx) => search(tx, reach, q));
    });
};
//# sourceMappingURL=routes.js.map