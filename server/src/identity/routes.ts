import { z } from 'zod';
import { demonstrationIdentitySchema, pendingSchema, sessionSchema } from '@anlan/kernel/access';
import { REFUSALS } from '@anlan/kernel/refusal';
import { answer, component, noContent, personOf, responses, visitOf, type RouteModule } from '../http/index.ts';
import { accountRoutes } from './account-routes.ts';
import { readLink, redeemLink } from './credential.ts';
import { demonstrationIdentities, signInDemonstration } from './demonstration.ts';
import { enterWith, fromOf, showSession } from './entering.ts';
import { elsewhereRoutes } from './elsewhere-routes.ts';
import { ACCOUNT, CODE, LABELS, PASSWORD, TOKEN } from './inputs.ts';
import { peopleRoutes } from './people-routes.ts';
import { openSecretBox } from './secret-box.ts';
import { endSession, SESSION_COOKIE, switchGrant } from './session.ts';
import { setUp } from './setup.ts';
import { signIn, signInByCode } from './sign-in.ts';
import { sessionView } from './view.ts';

const session = component('Session', sessionSchema);
const SESSION_TAG = ['登录 Sign-in'];
const OPEN = { tags: SESSION_TAG, security: [], response: responses(session) };

const credentials = z.strictObject({ account: z.string().trim().min(1, '不能为空').max(60), password: PASSWORD });
const setupInput = z.strictObject({
  token: TOKEN,
  jurisdiction: z.string().max(100),
  account: ACCOUNT,
  password: PASSWORD,
  name: z.string().trim().min(1, '不能为空').max(60, '最长 60 字'),
});

/** Sign-in, session, set-up, one's own account, and the people the security administrator looks after. */
export const identityRoutes: RouteModule = async (app, context) => {
  const box = await openSecretBox(context.configuration.home);
  await signInRoutes(app, context);
  app.post(
    '/api/session/code',
    {
      config: { labels: LABELS },
      schema: {
        ...OPEN,
        summary: '第二重验证 · Second factor',
        body: z.strictObject({ ticket: TOKEN, code: CODE }),
      },
    },
    async (request, reply) => {
      const opened = await signInByCode(context.db, box, { ...request.body, now: Date.now() }, fromOf(request));
      const entered = await enterWith(context, request, reply, opened);
      return entered as z.infer<typeof sessionSchema>;
    },
  );
  await elsewhereRoutes(app, context);
  await sessionRoutes(app, context);
  await linkRoutes(app, context);
  await openRoutes(app, context);
  await accountRoutes(box)(app, context);
  await peopleRoutes(app, context);
};

const signInRoutes: RouteModule = (app, context) => {
  const { db, demonstration } = context;
  app.post(
    '/api/session',
    {
      schema: {
        ...OPEN,
        summary: '账号密码登录 · Sign in by password',
        body: credentials,
        response: responses(z.union([session, pendingSchema])),
      },
    },
    async (request, reply) => {
      const opened = await signIn(db, { ...request.body, demonstration }, fromOf(request));
      return enterWith(context, request, reply, opened);
    },
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
    async (request, reply) => {
      const opened = await signInDemonstration(context, request.body.key, fromOf(request));
      return (await enterWith(context, request, reply, opened)) as z.infer<typeof sessionSchema>;
    },
  );
  app.post(
    '/api/setup',
    {
      config: { labels: LABELS },
      schema: { ...OPEN, summary: '首次初始化 · First set-up, by the one-time link', body: setupInput },
    },
    async (request, reply) => {
      const opened = await setUp(db, request.body, fromOf(request));
      return (await enterWith(context, request, reply, opened)) as z.infer<typeof sessionSchema>;
    },
  );
};

const sessionRoutes: RouteModule = (app, context) => {
  const { db } = context;
  app.get(
    '/api/session',
    {
      config: { early: true },
      schema: { tags: SESSION_TAG, summary: '当前会话 · The session', response: responses(session) },
    },
    (request) => sessionView(db, visitOf(request), context.demonstration),
  );
  app.delete(
    '/api/session',
    {
      config: { early: true },
      schema: { tags: SESSION_TAG, summary: '退出登录 · Sign out', response: noContent },
    },
    async (request, reply) => {
      const { visit } = request;
      if (visit?.by === 'session') await endSession(db, visit.tokenHash, visit.actor);
      return reply.clearCookie(SESSION_COOKIE, { path: '/' }).code(204).send();
    },
  );
  app.post(
    '/api/session/grant',
    {
      config: { early: true, labels: LABELS },
      schema: {
        tags: SESSION_TAG,
        summary: '换一项授权 · Switch to another grant',
        body: z.strictObject({ grant: z.guid() }),
        response: responses(session),
      },
    },
    async (request, reply) =>
      showSession(context, reply, answer(await switchGrant(db, personOf(request), request.body.grant))),
  );
};

/** The one-time link by which a person chooses a password. */
const linkRoutes: RouteModule = (app, { db }) => {
  const who = z.object({
    account: z.string(),
    name: z.string(),
    passwordLength: z.int(),
    code: z.boolean().describe('还要批准码：管理员的账号'),
  });
  const shown = { tags: SESSION_TAG, security: [], response: responses(who) };
  app.post(
    '/api/session/link',
    { schema: { ...shown, summary: '查看一次性链接 · Whom a link is for', body: z.strictObject({ token: TOKEN }) } },
    async (request) =>
      answer((await readLink(db, request.body.token)) ?? { refused: 'link-invalid' as const, facts: {} }),
  );
  app.post(
    '/api/session/reset',
    {
      schema: {
        ...shown,
        summary: '用一次性链接设密码 · Choose a password by link',
        body: z.strictObject({ token: TOKEN, password: PASSWORD, code: z.string().max(40).optional() }),
      },
    },
    async (request) => answer(await redeemLink(db, request.body, request.ip)),
  );
};

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
