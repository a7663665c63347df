import { type RouteModule } from '../http/index.ts';
/** Figures the sources name for connected supervision: coverage by place (S16), the vehicle rates (S33), AIS by river (S38). */
export declare const supervisionRoutes: RouteModule;
//# sourceMappingURL=routes.d.ts.map