import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Context } from '../access/context.ts';
import type { Visit } from '../identity/session.ts';
import { PROBLEM_TYPE, problemSchema } from './problem.ts';

/** The web application with zod schemas: bodies, queries and answers are typed by them. */
export type App = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** Routes of one folder; paths are written in full (`/api/…`), so that they can be found by searching. */
export type RouteModule = (app: App, context: Context) => Promise<void> | void;

/** Names of input members as people know them, for refusals. */
export type Labels = Readonly<Record<string, { readonly zh: string; readonly en: string }>>;

declare module 'fastify' {
  interface FastifyContextConfig {
    labels?: Labels;
    /** Answered also while a password or a second factor is due. */
    early?: boolean;
  }
  interface FastifyRequest {
    visit: Visit | null;
    /** What is answered is about something that an alarm runs about: who handles it needs the names. */
    incident: boolean;
  }
}

const problem = {
  description: 'Refused: which rule, in both languages',
  content: { [PROBLEM_TYPE]: { schema: problemSchema } },
};

/** Response schemas of a route: the answer, and the problem document of every refusal. */
export function responses<S extends z.ZodType, Status extends number = 200>(schema: S, status?: Status) {
  const success = { [status ?? 200]: schema } as { [K in Status]: S };
  return { ...success, '4xx': problem, '5xx': problem };
}

/** Response schemas of a route that answers 204 without a body. */
export const noContent = { 204: z.undefined().describe('Done'), '4xx': problem, '5xx': problem };
