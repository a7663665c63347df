import { type RouteModule } from '../http/index.ts';
/** `/api/live`: alarms by cursor, movements and watched readings as they come; only what the scope covers. */
export declare const liveRoutes: RouteModule;
//# sourceMappingURL=routes.d.ts.map