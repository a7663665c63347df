import { type RouteModule } from '../http/index.ts';
/** Readable without signing in by those who watch the platform; it names parts and states, nothing of anybody's data. */
export declare const healthRoutes: RouteModule;
//# sourceMappingURL=routes.d.ts.map