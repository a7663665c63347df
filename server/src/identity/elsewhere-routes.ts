import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import { z } from 'zod';
import { sessionSchema } from '@anlan/kernel/access';
import { isRefusal } from '@anlan/kernel/refusal';
import { personOf, refuseNow, responses, type RouteModule } from '../http/index.ts';
import { cookieOf, enterWith, fromOf } from './entering.ts';
import { CALLBACK, openProvider } from './oidc.ts';
import { challengePasskey, partyOf, signInByPasskey } from './passkey.ts';

const TAG = ['登录 Sign-in'];
const OIDC_COOKIE = 'anlan_oidc';

/** What a browser's authenticator says is checked by the library; here only that it is a small object with an id. */
export const credentialSchema = z.looseObject({ id: z.string().max(1400), response: z.looseObject({}) });

/** Sign-in without a password of the platform: passkey, and the identity provider of the configuration. */
export const elsewhereRoutes: RouteModule = (app, context) => {
  const { db, configuration, demonstration } = context;
  const party = partyOf(configuration.publicUrl);
  app.post(
    '/api/session/passkey/begin',
    {
      schema: {
        tags: TAG,
        summary: '通行密钥登录：取挑战 · Challenge for a passkey',
        security: [],
        response: responses(z.object({ ticket: z.string(), options: z.looseObject({ challenge: z.string() }) })),
      },
    },
    async () => {
      const { ticket, options } = await challengePasskey(db, party);
      return { ticket, options: { ...options } };
    },
  );
  app.post(
    '/api/session/passkey',
    {
      schema: {
        tags: TAG,
        summary: '通行密钥登录 · Sign in by passkey',
        security: [],
        body: z.strictObject({ ticket: z.string().max(100), response: credentialSchema }),
        response: responses(sessionSchema),
      },
    },
    async (request, reply) => {
      const { ticket, response } = request.body;
      const answered = { ticket, response: response as unknown as AuthenticationResponseJSON };
      const opened = await signInByPasskey(db, party, answered, fromOf(request));
      return (await enterWith(context, request, reply, opened)) as z.infer<typeof sessionSchema>;
    },
  );
  const provider = openProvider(configuration, demonstration);
  app.get(
    '/api/session/oidc',
    {
      schema: {
        tags: TAG,
        summary: '转到统一认证 · To the identity provider',
        security: [],
        querystring: z.object({ next: z.string().max(500).optional() }),
        response: responses(z.undefined().describe('To the identity provider'), 302),
      },
    },
    async (request, reply) => {
      if (provider === undefined) return refuseNow('not-found');
      try {
        const { href, ticket } = await provider.begin(db, request.query.next ?? '');
        return await reply.setCookie(OIDC_COOKIE, ticket, cookieOf(context, 600)).redirect(href);
      } catch (error) {
        request.log.warn(error, 'the identity provider could not be asked');
        return reply.redirect('/sign-in?refused=identity-provider');
      }
    },
  );
  app.post(
    '/api/account/identity',
    {
      schema: {
        tags: ['我的账号 Account'],
        summary: '绑定统一认证 · Link one’s own identity elsewhere',
        response: responses(z.object({ href: z.string().describe('转到统一认证') })),
      },
    },
    async (request, reply) => {
      const { actor } = personOf(request);
      if (provider === undefined) return refuseNow('not-found');
      const { href, ticket } = await provider.begin(db, '', actor.personId).catch(() => refuseNow('identity-provider'));
      reply.setCookie(OIDC_COOKIE, ticket, cookieOf(context, 600));
      return { href };
    },
  );
  app.get(CALLBACK, { schema: { hide: true } }, async (request, reply) => {
    if (provider === undefined) return refuseNow('not-found');
    const url = new URL(request.url, configuration.publicUrl);
    const ticket = request.cookies[OIDC_COOKIE] ?? '';
    reply.clearCookie(OIDC_COOKIE, { path: '/' });
    const came = await provider.complete(db, ticket, url, { ...fromOf(request), visit: request.visit });
    if ('linked' in came) return reply.redirect(`/account?identity=${came.linked?.refused ?? 'linked'}`);
    const { opened, next } = came;
    if (isRefusal(opened)) return reply.redirect(`/sign-in?refused=${opened.refused}`);
    const entered = await enterWith(context, request, reply, opened);
    // The fragment is seen by the page alone: neither logs nor other sites get it.
    if ('pending' in entered) return reply.redirect(`/sign-in?next=${encodeURIComponent(next)}#code=${entered.ticket}`);
    return reply.redirect(/^\/(?![/\\])/.test(next) ? next : entered.lands);
  });
};
