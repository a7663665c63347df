import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Context } from '../access/context.ts';
import type { Visit } from '../identity/session.ts';
/** The web application with zod schemas: bodies, queries and answers are typed by them. */
export type App = FastifyInstance<RawServerDefault, IncomingMessage, ServerResponse, FastifyBaseLogger, ZodTypeProvider>;
/** Routes of one folder; paths are written in full (`/api/…`), so that they can be found by searching. */
export type RouteModule = (app: App, context: Context) => Promise<void> | void;
/** Names of input members as people know them, for refusals. */
export type Labels = Readonly<Record<string, {
    readonly zh: string;
    readonly en: string;
}>>;
declare module 'fastify' {
    interface FastifyContextConfig {
        labels?: Labels;
    }
    interface FastifyRequest {
        visit: Visit | null;
    }
}
/** Response schemas of a route: the answer, and the problem document of every refusal. */
export declare function responses<S extends z.ZodType, Status extends number = 200>(schema: S, status?: Status): { [K in Status]: S; } & {
    '4xx': {
        description: string;
        content: {
            "application/problem+json": {
                schema: z.ZodObject<{
                    type: z.ZodString;
                    title: z.ZodString;
                    status: z.ZodInt;
                    code: z.ZodString;
                    zh: z.ZodString;
                    en: z.ZodString;
                    field: z.ZodOptional<z.ZodString>;
                    facts: z.ZodRecord<z.ZodString, z.ZodUnion<readonly [z.ZodString, z.ZodNumber]>>;
                    instance: z.ZodOptional<z.ZodString>;
                }, z.core.$strip>;
            };
        };
    };
    '5xx': {
        description: string;
        content: {
            "application/problem+json": {
                schema: z.ZodObject<{
                    type: z.ZodString;
                    title: z.ZodString;
                    status: z.ZodInt;
                    code: z.ZodString;
                    zh: z.ZodString;
                    en: z.ZodString;
                    field: z.ZodOptional<z.ZodString>;
                    facts: z.ZodRecord<z.ZodString, z.ZodUnion<readonly [z.ZodString, z.ZodNumber]>>;
                    instance: z.ZodOptional<z.ZodString>;
                }, z.core.$strip>;
            };
        };
    };
};
/** Response schemas of a route that answers 204 without a body. */
export declare const noContent: {
    204: z.ZodUndefined;
    '4xx': {
        description: string;
        content: {
            "application/problem+json": {
                schema: z.ZodObject<{
                    type: z.ZodString;
                    title: z.ZodString;
                    status: z.ZodInt;
                    code: z.ZodString;
                    zh: z.ZodString;
                    en: z.ZodString;
                    field: z.ZodOptional<z.ZodString>;
                    facts: z.ZodRecord<z.ZodString, z.ZodUnion<readonly [z.ZodString, z.ZodNumber]>>;
                    instance: z.ZodOptional<z.ZodString>;
                }, z.core.$strip>;
            };
        };
    };
    '5xx': {
        description: string;
        content: {
            "application/problem+json": {
                schema: z.ZodObject<{
                    type: z.ZodString;
                    title: z.ZodString;
                    status: z.ZodInt;
                    code: z.ZodString;
                    zh: z.ZodString;
                    en: z.ZodString;
                    field: z.ZodOptional<z.ZodString>;
                    facts: z.ZodRecord<z.ZodString, z.ZodUnion<readonly [z.ZodString, z.ZodNumber]>>;
                    instance: z.ZodOptional<z.ZodString>;
                }, z.core.$strip>;
            };
        };
    };
};
//# sourceMappingURL=types.d.ts.map