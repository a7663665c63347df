import type { RouteModule } from './http/index.ts';
/** Every route of the platform, in the order of the API description. */
export declare const ROUTES: readonly RouteModule[];
//# sourceMappingURL=routes.d.ts.map