import type { LightMyRequestResponse } from 'fastify';
import type { Context } from '../../access/context.ts';
import { type Database } from '../../access/scoped.ts';
import { type App, type AppOptions, type RouteModule } from '../index.ts';
export type Ask = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, body?: object | string, headers?: Record<string, string>) => Promise<LightMyRequestResponse>;
/** The platform's web server on a real PostgreSQL of its own with the region packs, and nobody in it. */
export interface Stage {
    readonly context: Context;
    readonly db: Database;
    /** Address of the database, as its owner. */
    readonly url: string;
    /** What the server logged as errors. */
    readonly errors: string[];
    app(options?: {
        demonstration?: boolean;
        modules?: readonly RouteModule[];
    } & AppOptions): Promise<App>;
    close(): Promise<void>;
}
/** Routes that need the system of record only. */
export declare const OWN_ROUTES: readonly RouteModule[];
export declare function openStage(): Promise<Stage>;
/** Asks as nobody in particular, marked as a page of the platform. */
export declare function asker(app: App, cookie?: string): Ask;
export interface PersonOf {
    readonly id: string;
    readonly account: string;
    readonly role: string;
    readonly region?: string;
    readonly organisation?: string;
    readonly sectors?: readonly string[];
}
/** Enters a person as the migrations' tables want it; without region or organisation the scope is everything. */
export declare function enterPerson(db: Database, person: PersonOf): Promise<void>;
/** Asks as a person, in a session of their own. */
export declare function askAs(app: App, db: Database, personId: string): Promise<Ask>;
//# sourceMappingURL=stage.d.ts.map