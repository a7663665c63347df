import { type RouteModule } from '../http/index.ts';
/** 待办: one list ordered by "when does this get worse", never by system. */
export declare const homeRoutes: RouteModule;
//# sourceMappingURL=routes.d.ts.map