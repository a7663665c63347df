import type { Context } from '../access/context.ts';
import type { App, RouteModule } from './types.ts';
export interface AppOptions {
    /** Folder of the built web application; default web/dist. */
    readonly web?: string;
}
/** The web server with its guards, the routes of all modules, the API description and the pages; not yet listening. */
export declare function buildApp(context: Context, modules: readonly RouteModule[], options?: AppOptions): Promise<App>;
//# sourceMappingURL=app.d.ts.map