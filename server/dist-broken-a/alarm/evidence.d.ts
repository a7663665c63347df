import { type RouteModule } from '../http/index.ts';
/** Photos and papers kept with an alarm, under the hash of their content. */
export declare const evidenceRoutes: RouteModule;
//# sourceMappingURL=evidence.d.ts.map