import type { CookieSerializeOptions } from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { demonstrationIdentitySchema, sessionSchema } from '@anlan/kernel/access';
import { REFUSALS, type Refusal } from '@anlan/kernel/refusal';
import type { Context } from '../access/context.ts';
import { record } from '../audit/record.ts';
import { actorOf, answer, component, need, noContent, responses, visitOf, type RouteModule } from '../http/index.ts';
import { demonstrationIdentities, signInDemonstration } from './demonstration.ts';
import { ACCOUNT, createPerson, listPeople, mayCreate, personInputSchema, personSchema } from './people.ts';
import { endSession, hashToken, readVisit, SESSION_COOKIE, SESSION_HOURS } from './session.ts';
import { setUp } from './setup.ts';
import { signIn, type Opened } from './sign-in.ts';
import { sessionView } from './view.ts';

const PASSWORD = z.string().min(1, '不能为空').max(128, '最长 128 个字符');
const session = component('Session', sessionSchema);
const SESSION_TAG = ['登录 Sign-in'];
const PEOPLE_TAG = ['人员 People'];
const OPEN = { tags: SESSION_TAG, security: [], response: responses(session) };

const credentials = z.strictObject({ account: z.string().trim().min(1, '不能为空').max(60), password: PASSWORD });
const setupInput = z.strictObject({
  token: z.string().min(1, '不能为空').max(100),
  jurisdiction: z.string().max(100),
  account: ACCOUNT,
  password: PASSWORD,
  name: z.string().trim().min(1, '不能为空').max(60, '最长 60 字'),
});
const peopleQuery = z.strictObject({
  search: z.string().max(60).default(''),
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  size: z.coerce.number().int().min(1).max(200).default(50),
});

/** Sign-in, session, set-up, and the people the security administrator looks after. */
export const identityRoutes: RouteModule = (app, context) => {
  const { db } = context;
  const enter = (request: FastifyRequest, reply: FastifyReply, opened: Opened | Refusal) =>
    enterWith(context, request, reply, opened);

  app.post(
    '/api/session',
    { schema: { ...OPEN, summary: '账号密码登录 · Sign in by password', body: credentials } },
    async (request, reply) =>
      enter(request, reply, await signIn(db, request.body.account, request.body.password, request.ip)),
  );
  app.post(
    '/api/session/demonstration',
    {
      schema: {
        ...OPEN,
        summary: '演示身份一键登录 · One-click demonstration sign-in',
        body: z.strictObject({ key: z.string().max(100) }),
      },
    },
    async (request, reply) => enter(request, reply, await signInDemonstration(context, request.body.key, request.ip)),
  );
  app.post(
    '/api/setup',
    {
      config: { labels: { name: { zh: '姓名', en: 'Name' } } },
      schema: { ...OPEN, summary: '首次初始化 · First set-up, by the one-time link', body: setupInput },
    },
    async (request, reply) => enter(request, reply, await setUp(db, request.body, request.ip)),
  );
  app.get(
    '/api/session',
    { schema: { tags: SESSION_TAG, summary: '当前会话 · The session', response: responses(session) } },
    (request) => sessionView(db, visitOf(request), context.demonstration),
  );
  app.delete(
    '/api/session',
    { schema: { tags: SESSION_TAG, summary: '退出登录 · Sign out', response: noContent } },
    async (request, reply) => {
      const { visit } = request;
      if (visit !== null) {
        await endSession(db, visit.tokenHash);
        await record(db, visit.actor, 'session.end', { kind: 'person', id: visit.actor.personId }, 'done');
      }
      return reply.clearCookie(SESSION_COOKIE, { path: '/' }).code(204).send();
    },
  );
  void openRoutes(app, context);
  void peopleRoutes(app, context);
};

/** Sets the cookie, ends the session it replaces, and answers with the new one. */
async function enterWith(
  { db, configuration, demonstration }: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  opened: Opened | Refusal,
) {
  const { token } = answer(opened);
  if (request.visit !== null) await endSession(db, request.visit.tokenHash);
  const cookie: CookieSerializeOptions = {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: configuration.publicUrl.startsWith('https:'),
    maxAge: SESSION_HOURS * 3600,
  };
  reply.setCookie(SESSION_COOKIE, token, cookie);
  const visit = await readVisit(db, token);
  if (visit === null) throw new Error(`session ${hashToken(token).slice(0, 8)} is gone`);
  return sessionView(db, visit, demonstration);
}

const openRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/platform/demonstration',
    {
      schema: {
        tags: ['平台 Platform'],
        summary: '演示身份 · Demonstration identities',
        security: [],
        response: responses(z.array(demonstrationIdentitySchema)),
      },
    },
    () => demonstrationIdentities(context),
  );
  const refusal = z.object({ code: z.string(), status: z.int(), zh: z.string(), en: z.string() });
  const table = Object.entries(REFUSALS).map(([code, [status, zh, en]]) => ({ code, status, zh, en }));
  app.get(
    '/api/refusals',
    {
      schema: {
        tags: ['平台 Platform'],
        summary: '拒绝理由一览 · All refusals',
        security: [],
        response: responses(z.array(refusal)),
      },
    },
    () => table,
  );
};

const peopleRoutes: RouteModule = (app, { db }) => {
  const page = z.object({ rows: z.array(component('Person', personSchema)), total: z.int() });
  app.get(
    '/api/people',
    {
      onRequest: need('people.write'),
      schema: {
        tags: PEOPLE_TAG,
        summary: '人员清单 · People within scope',
        querystring: peopleQuery,
        response: responses(page),
      },
    },
    (request) => listPeople(db, actorOf(request).scope, request.query.search, request.query.page, request.query.size),
  );
  app.post(
    '/api/people',
    {
      config: { labels: { name: { zh: '姓名', en: 'Name' } } },
      schema: {
        tags: PEOPLE_TAG,
        summary: '新增人员 · Create a person',
        body: personInputSchema,
        response: responses(z.object({ id: z.string() }), 201),
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      if (!(await mayCreate(db, actor, request.body.role))) await need('people.write')(request);
      const id = answer(await createPerson(db, actor, request.body));
      return reply.code(201).send({ id });
    },
  );
};
