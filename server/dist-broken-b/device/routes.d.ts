import { type RouteModule } from '../http/index.ts';
export declare const deviceRoutes: RouteModule;
//# sourceMappingURL=routes.d.ts.map