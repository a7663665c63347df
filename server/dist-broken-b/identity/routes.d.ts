import { type RouteModule } from '../http/index.ts';
/** Sign-in, session, set-up, and the people the security administrator looks after. */
export declare const identityRoutes: RouteModule;
//# sourceMappingURL=routes.d.ts.map