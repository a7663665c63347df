import type { App } from './types.ts';
/** Serves the pages and the map packs; every other path of a page belongs to the application's own router. */
export declare function servePages(app: App, web?: string): Promise<void>;
//# sourceMappingURL=pages.d.ts.map