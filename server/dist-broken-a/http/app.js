import { randomUUID } from 'node:crypto';
import { constants } from 'node:zlib';
import fastifyCompress from '@fastify/compress';
import fastifyCookie from '@fastify/cookie';
import fastifyWebsocket from '@fastify/websocket';
import { fastify, LogController, } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { refuse } from '@anlan/kernel/refusal';
import { record } from '../audit/record.js';
import { readVisit, SESSION_COOKIE } from '../identity/session.js';
import { describeApi } from './documentation.js';
import { refusedBy } from './failure.js';
import { servePages } from './pages.js';
import { languageOf, problemOf, PROBLEM_TYPE, Refused } from './problem.js';
import { sameOriginOnly, secureHeaders } from './security.js';
import { VERSION } from './version.js';
const BODY_LIMIT = 1024 * 1024;
const PUSH_LIMIT = 64 * 1024;
/** The web server with its guards, the routes of all modules, the API description and the pages; not yet listening. */
export async function buildApp(context, modules, options = {}) {
    const app = bare(context);
    app.setErrorHandler((error, request, reply) => fail(context, error, request, reply));
    await app.register(fastifyCookie);
    await app.register(fastifyCompress, {
        threshold: 1024,
        encodings: ['br', 'gzip'],
        brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
    });
    await app.register(fastifyWebsocket, { options: { maxPayload: PUSH_LIMIT } });
    guard(app, context);
    await describeApi(app, VERSION);
    for (const module of modules)
        await module(app, context);
    await servePages(app, options.web);
    await app.ready();
    return app;
}
function bare(context) {
    const app = fastify({
        loggerInstance: context.log,
        logController: new LogController({ disableRequestLogging: true }),
        bodyLimit: BODY_LIMIT,
        requestTimeout: 30_000,
        forceCloseConnections: true,
        routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true },
        genReqId: () => randomUUID(),
        frameworkErrors: (error, request, reply) => void fail(context, error, request, reply),
    });
    app.setValidatorCompiler(validatorCompiler);
    app.setSerializerCompiler(serializerCompiler);
    return app;
}
/** Hooks of every request: headers, origin, and whose session it is. */
function guard(app, context) {
    const { publicUrl } = context.configuration;
    app.decorateRequest('visit', null);
    app.addHook('onRequest', secureHeaders(publicUrl.startsWith('https:')));
    app.addHook('onRequest', sameOriginOnly(publicUrl));
    app.addHook('onRequest', async (request) => {
        const token = request.cookies[SESSION_COOKIE];
        if (token === undefined || !request.url.startsWith('/api/'))
            return;
        request.visit = await readVisit(context.db, token);
    });
}
/** The one place where a failure becomes an answer: refusals as they are, bugs logged under an incident number. */
async function fail(context, error, request, reply) {
    const refused = refusedBy(error, request.body, request.routeOptions.config.labels) ?? incident(error, request);
    await auditRefusal(context, refused, request);
    const problem = problemOf(refused, languageOf(request.headers['accept-language']), request.id);
    return reply
        .code(problem.status)
        .header('cache-control', 'no-store')
        .type(`${PROBLEM_TYPE}; charset=utf-8`)
        .send(JSON.stringify(problem));
}
function incident(error, request) {
    request.log.error({ err: error, method: request.method, url: request.url }, `internal error, incident ${request.id}`);
    return new Refused(refuse('internal', { incident: request.id }));
}
/** Somebody tried what their role may not do: the audit hears of it; a store that is down must not hide the answer. */
async function auditRefusal({ db, log }, { refusal }, request) {
    if (refusal.refused !== 'not-permitted' || request.visit === null)
        return;
    const subject = { kind: 'route', id: `${request.method} ${request.routeOptions.url ?? ''}` };
    try {
        await record(db, request.visit.actor, 'route.use', subject, 'refused', refusal.facts);
    }
    catch (error) {
        log.error({ err: error }, 'a refusal could not be audited');
    }
}
//# sourceMappingURL=app.js.map