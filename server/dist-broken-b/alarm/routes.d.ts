import { type RouteModule } from '../http/index.ts';
export declare const alarmRoutes: RouteModule;
//# sourceMappingURL=routes.d.ts.map