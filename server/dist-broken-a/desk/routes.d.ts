import { type RouteModule } from '../http/index.ts';
/** The duty log: people's lines and the alarms' own, newest first. Lines are added, never changed. */
export declare const deskRoutes: RouteModule;
//# sourceMappingURL=routes.d.ts.map