import { randomUUID } from 'node:crypto';
import { constants } from 'node:zlib';
import fastifyCompress from '@fastify/compress';
import fastifyCookie from '@fastify/cookie';
import fastifyWebsocket from '@fastify/websocket';
import {
  fastify,
  LogController,
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { factsIn, refuse, toProblem } from '@anlan/kernel/refusal';
import type { Context } from '../access/context.ts';
import { record } from '../audit/record.ts';
import { readToken } from '../identity/api-token.ts';
import { twoFactorRoles } from '../identity/policy.ts';
import { readVisit, SESSION_COOKIE, type Visit } from '../identity/session.ts';
import { describeApi } from './documentation.ts';
import { refusedBy, refuseUnkept, unreadable } from './failure.ts';
import { servePages } from './pages.ts';
import { languageOf, PROBLEM_TYPE, Refused, refuseNow } from './problem.ts';
import { guardPersonal } from './personal.ts';
import { sameOriginOnly, secureHeaders } from './security.ts';
import { beginRequest, endRequest } from '../trace/requests.ts';
import type { App, RouteModule } from './types.ts';
import { VERSION } from './version.ts';

const BODY_LIMIT = 1024 * 1024;
const PUSH_LIMIT = 64 * 1024;

export interface AppOptions {
  /** Folder of the built web application; default web/dist. */
  readonly web?: string;
}

/** The web server with its guards, the routes of all modules, the API description and the pages; not yet listening. */
export async function buildApp(
  context: Context,
  modules: readonly RouteModule[],
  options: AppOptions = {},
): Promise<App> {
  const app = bare(context);
  app.addHook('onRequest', beginRequest);
  app.addHook('onResponse', endRequest);
  app.setErrorHandler((error: FastifyError, request, reply) => fail(context, error, request, reply));
  await app.register(fastifyCookie);
  await app.register(fastifyCompress, {
    threshold: 1024,
    encodings: ['br', 'gzip'],
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
  });
  await app.register(fastifyWebsocket, { options: { maxPayload: PUSH_LIMIT } });
  guard(app, context);
  await describeApi(app, VERSION);
  for (const module of modules) await module(app, context);
  await servePages(app, options.web);
  await app.ready();
  return app;
}

function bare(context: Context): App {
  const app = fastify({
    // eslint-disable-next-line typescript/no-unnecessary-type-assertion -- without it the logger's type enters the application's
    loggerInstance: context.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT,
    // Only a proxy named in the configuration may say who the client is.
    trustProxy: context.configuration.trustProxy ?? false,
    requestTimeout: 30_000,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true },
    genReqId: () => randomUUID(),
    clientErrorHandler: (error, socket) => {
      const told = unreadable(error);
      if (told !== undefined && socket.writable) socket.end(told);
      else socket.destroy(error);
    },
    frameworkErrors: (error, request, reply) => void fail(context, error, request, reply as FastifyReply),
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  // eslint-disable-next-line typescript/no-unnecessary-type-assertion -- the compilers set above are what the type provider says
  return app as unknown as App;
}

/** Hooks of every request: headers, origin, and whose session it is. */
function guard(app: App, context: Context): void {
  const { publicUrl } = context.configuration;
  app.decorateRequest('visit', null);
  app.decorateRequest('incident', false);
  app.addHook('preSerialization', (request, reply, payload) => guardPersonal(context, request, reply, payload));
  app.addHook('onRequest', secureHeaders(publicUrl.startsWith('https:')));
  app.addHook('onRequest', sameOriginOnly(publicUrl));
  app.addHook('preValidation', async (request) => refuseUnkept(request.body));
  app.addHook('onRequest', async (request) => {
    if (!request.url.startsWith('/api/')) return;
    request.visit = await visitOfRequest(context, request);
    if (request.visit?.must != null && request.routeOptions.config.early !== true) refuseNow(DUE[request.visit.must]);
  });
}

const DUE = { password: 'password-due', 'second-factor': 'second-factor-due' } as const;

/** A program names itself by a bearer token; a cookie beside it counts for nothing. */
function visitOfRequest({ db, demonstration }: Context, request: FastifyRequest): Promise<Visit | null> {
  const [kind, bearer] = (request.headers.authorization ?? '').split(' ');
  if (kind?.toLowerCase() === 'bearer' && bearer !== undefined) return readToken(db, bearer);
  const token = request.cookies[SESSION_COOKIE];
  if (token === undefined) return Promise.resolve(null);
  return readVisit(db, token, (named) => twoFactorRoles(named, demonstration));
}

/** The one place where a failure becomes an answer: refusals as they are, bugs logged under an incident number. */
async function fail(
  context: Context,
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const refused = refusedBy(error, request, request.routeOptions.config.labels) ?? incident(error, request);
  await auditRefusal(context, refused, request);
  const problem = toProblem(refused.refusal, languageOf(request.headers['accept-language']), request.id);
  return reply
    .code(problem.status)
    .header('cache-control', 'no-store')
    .type(`${PROBLEM_TYPE}; charset=utf-8`)
    .send(JSON.stringify(problem));
}

function incident(error: FastifyError, request: FastifyRequest): Refused {
  request.log.error({ err: error, method: request.method, url: request.url }, `internal error, incident ${request.id}`);
  return new Refused(refuse('internal', { incident: request.id }));
}

/** Somebody tried what their role may not do: the audit hears of it; a store that is down must not hide the answer. */
async function auditRefusal({ db, log }: Context, { refusal }: Refused, request: FastifyRequest): Promise<void> {
  if (refusal.refused !== 'not-permitted' || request.visit === null) return;
  const subject = { kind: 'route', id: `${request.method} ${request.routeOptions.url ?? ''}` };
  try {
    await record(db, request.visit.actor, 'route.use', subject, 'refused', factsIn(refusal.facts, 'zh'));
  } catch (error) {
    log.error({ err: error }, 'a refusal could not be audited');
  }
}
