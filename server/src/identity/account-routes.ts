import type { RegistrationResponseJSON } from '@simplewebauthn/server';
import { z } from 'zod';
import { regionPathSchema, VERBS } from '@anlan/kernel/access';
import { answer, noContent, personOf, responses, type RouteModule } from '../http/index.ts';
import { accountSchema, accountView } from './account.ts';
import { makeToken, revokeToken } from './api-token.ts';
import { changePassword } from './credential.ts';
import { commission, delegate } from './delegate.ts';
import { credentialSchema } from './elsewhere-routes.ts';
import { endGrant } from './grants.ts';
import { ACCOUNT, CODE, LABELS, MOMENT, PASSWORD, REASON, TOKEN } from './inputs.ts';
import { beginPasskey, keepPasskey, partyOf, removePasskey } from './passkey.ts';
import type { SecretBox } from './secret-box.ts';
import { endSessionById, endSessionsOf, strengthen } from './session.ts';
import { beginTotp, confirmTotp, removeTotp } from './totp.ts';

const tags = ['我的账号 Account'];
const EARLY = { early: true, labels: LABELS };
const idOf = z.object({ id: z.guid() });
const NAME = z.string().trim().min(1, '不能为空').max(60, '最长 60 字');

/** One's own account: password, second factors, sessions, tokens, and what one hands on to others. */
export const accountRoutes =
  (box: SecretBox): RouteModule =>
  async (app, context) => {
    app.get(
      '/api/account',
      { config: EARLY, schema: { tags, summary: '我的账号 · One’s own account', response: responses(accountSchema) } },
      (request) => accountView(context, personOf(request)),
    );
    await passwordRoutes(app, context);
    await totpRoutes(box)(app, context);
    await passkeyRoutes(app, context);
    await tokenRoutes(app, context);
    await handingRoutes(app, context);
  };

const passwordRoutes: RouteModule = (app, { db }) => {
  app.post(
    '/api/account/password',
    {
      config: EARLY,
      schema: {
        tags,
        summary: '修改密码 · Change the password',
        body: z.strictObject({ current: PASSWORD, password: PASSWORD }),
        response: noContent,
      },
    },
    async (request, reply) => {
      const { actor, tokenHash } = personOf(request);
      answer(await changePassword(db, actor, { ...request.body, keepHash: tokenHash }));
      return reply.code(204).send();
    },
  );
  app.delete(
    '/api/account/sessions/:id',
    { schema: { tags, summary: '结束一个会话 · End a session', params: idOf, response: noContent } },
    async (request, reply) => {
      const { actor } = personOf(request);
      answer(await endSessionById(db, actor.personId, request.params.id, actor));
      return reply.code(204).send();
    },
  );
  app.delete(
    '/api/account/sessions',
    {
      schema: {
        tags,
        summary: '结束其他会话 · End all other sessions',
        response: responses(z.object({ ended: z.int() })),
      },
    },
    async (request) => {
      const { actor, tokenHash } = personOf(request);
      const ended = await db
        .transaction()
        .execute((tx) => endSessionsOf(tx, actor.personId, actor, 'by-owner', tokenHash));
      return { ended };
    },
  );
};

const totpRoutes =
  (box: SecretBox): RouteModule =>
  (app, { db }) => {
    const code = z.strictObject({ code: CODE });
    app.post(
      '/api/account/totp',
      {
        config: EARLY,
        schema: {
          tags,
          summary: '绑定动态验证码：取密钥 · Begin an authenticator',
          response: responses(z.object({ secret: z.string(), uri: z.string() })),
        },
      },
      async (request) => {
        const { actor, account } = personOf(request);
        return answer(await beginTotp(db, box, actor, account));
      },
    );
    app.post(
      '/api/account/totp/confirm',
      {
        config: EARLY,
        schema: {
          tags,
          summary: '绑定动态验证码：确认 · Confirm the authenticator',
          body: code,
          response: responses(z.object({ recovery: z.array(z.string()).describe('只显示这一次') })),
        },
      },
      async (request) => {
        const { actor, tokenHash } = personOf(request);
        const recovery = answer(await confirmTotp(db, box, actor, request.body.code, Date.now()));
        await strengthen(db, tokenHash);
        return { recovery };
      },
    );
    app.post(
      '/api/account/totp/remove',
      {
        config: { labels: LABELS },
        schema: { tags, summary: '解除动态验证码 · Remove the authenticator', body: code, response: noContent },
      },
      async (request, reply) => {
        answer(await removeTotp(db, box, personOf(request).actor, request.body.code, Date.now()));
        return reply.code(204).send();
      },
    );
  };

const passkeyRoutes: RouteModule = (app, { db, configuration }) => {
  const party = partyOf(configuration.publicUrl);
  app.post(
    '/api/account/passkeys/begin',
    {
      config: EARLY,
      schema: {
        tags,
        summary: '添加通行密钥：取挑战 · Begin a passkey',
        response: responses(z.object({ ticket: z.string(), options: z.looseObject({ challenge: z.string() }) })),
      },
    },
    async (request) => {
      const { actor, account } = personOf(request);
      const { ticket, options } = await beginPasskey(db, party, actor, account);
      return { ticket, options: { ...options } };
    },
  );
  app.post(
    '/api/account/passkeys',
    {
      config: EARLY,
      schema: {
        tags,
        summary: '添加通行密钥 · Keep a passkey',
        body: z.strictObject({ ticket: TOKEN, name: NAME, response: credentialSchema }),
        response: noContent,
      },
    },
    async (request, reply) => {
      const { actor, tokenHash } = personOf(request);
      const response = request.body.response as unknown as RegistrationResponseJSON;
      answer(await keepPasskey(db, party, actor, { ...request.body, response, tokenHash }));
      await strengthen(db, tokenHash);
      return reply.code(204).send();
    },
  );
  app.delete(
    '/api/account/passkeys/:key',
    {
      schema: {
        tags,
        summary: '删除通行密钥 · Remove a passkey',
        params: z.object({ key: z.string().max(1400) }),
        response: noContent,
      },
    },
    async (request, reply) => {
      answer(await removePasskey(db, personOf(request).actor, request.params.key));
      return reply.code(204).send();
    },
  );
};

const verbs = z
  .array(z.enum(Object.keys(VERBS)))
  .min(1, '至少选一项')
  .max(60);

const tokenRoutes: RouteModule = (app, { db }) => {
  app.post(
    '/api/account/tokens',
    {
      config: { labels: { ...LABELS, name: { zh: '名称', en: 'Name' } } },
      schema: {
        tags,
        summary: '新建接口令牌 · Make a token',
        body: z.strictObject({ name: NAME, verbs, days: z.int().min(1).max(730) }),
        response: responses(z.object({ id: z.string(), token: z.string().describe('只显示这一次') }), 201),
      },
    },
    async (request, reply) => reply.code(201).send(answer(await makeToken(db, personOf(request), request.body))),
  );
  app.delete(
    '/api/account/tokens/:id',
    { schema: { tags, summary: '撤销接口令牌 · Revoke a token', params: idOf, response: noContent } },
    async (request, reply) => {
      answer(await revokeToken(db, personOf(request).actor, request.params.id));
      return reply.code(204).send();
    },
  );
};

const handing = { grant: z.guid(), account: ACCOUNT, from: MOMENT.optional(), to: MOMENT, reason: REASON };

const handingRoutes: RouteModule = (app, { db }) => {
  const given = responses(z.object({ id: z.string() }), 201);
  app.post(
    '/api/account/delegations',
    {
      config: { labels: LABELS },
      schema: {
        tags,
        summary: '请人代理 · Delegate a grant, or a part of it',
        body: z.strictObject({
          ...handing,
          verbs: verbs.optional().describe('不填为授权的全部事项'),
          regionPath: regionPathSchema.optional().describe('不填为授权的全部辖区'),
          sectors: z.array(z.string().max(60)).max(40).default([]),
        }),
        response: given,
      },
    },
    async (request, reply) => {
      const { grant: grantId, from = Date.now(), to, ...wish } = request.body;
      const id = answer(
        await delegate(db, personOf(request).actor, { ...wish, grantId, span: { from, to } }, Date.now()),
      );
      return reply.code(201).send({ id });
    },
  );
  app.post(
    '/api/account/commissions',
    {
      config: { labels: LABELS },
      schema: {
        tags,
        summary: '委托执法 · Commission a town',
        body: z.strictObject({
          ...handing,
          regionPath: regionPathSchema,
          sectors: z.array(z.string().max(60)).max(40).default([]),
          verbs,
          document: z.string().trim().min(1, '不能为空').max(100),
          penaltyYuan: z.number().min(0).max(1e9).optional(),
        }),
        response: given,
      },
    },
    async (request, reply) => {
      const { grant: grantId, from = Date.now(), to, ...wish } = request.body;
      const id = answer(
        await commission(db, personOf(request).actor, { ...wish, grantId, span: { from, to } }, Date.now()),
      );
      return reply.code(201).send({ id });
    },
  );
  app.post(
    '/api/account/given/:id/end',
    {
      config: { labels: LABELS },
      schema: {
        tags,
        summary: '收回代理或委托 · End what one handed on',
        params: idOf,
        body: z.strictObject({ reason: REASON }),
        response: noContent,
      },
    },
    async (request, reply) => {
      const { actor } = personOf(request);
      const { reason } = request.body;
      answer(await endGrant(db, actor, { id: request.params.id, giver: actor.personId, reason }));
      return reply.code(204).send();
    },
  );
};
