import { type RouteModule } from '../http/index.ts';
/** What a browser may know before anybody has signed in. */
export declare const platformRoutes: RouteModule;
//# sourceMappingURL=platform.d.ts.map