import { type RouteModule } from '../http/index.ts';
/** The same routes for every declared entity, the region tree, and the search over all of them. */
export declare const registryRoutes: RouteModule;
//# sourceMappingURL=routes.d.ts.map