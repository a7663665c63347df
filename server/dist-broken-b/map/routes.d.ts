import { type RouteModule } from '../http/index.ts';
export declare const mapRoutes: RouteModule;
//# sourceMappingURL=routes.d.ts.map