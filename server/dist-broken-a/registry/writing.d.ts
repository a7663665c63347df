import type { EntityRoute } from './entity-route.ts';
export declare const createRoute: EntityRoute;
export declare const changeRoute: EntityRoute;
export declare const retireRoute: EntityRoute;
//# sourceMappingURL=writing.d.ts.map