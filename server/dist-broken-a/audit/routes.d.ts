import { type RouteModule } from '../http/index.ts';
/**
 * The audit, newest first, for the audit administrator: entries of people within their scope, and those of nobody
 * known (failed sign-ins).
 */
export declare const auditRoutes: RouteModule;
//# sourceMappingURL=routes.d.ts.map