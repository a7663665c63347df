import type { CookieSerializeOptions } from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Session } from '@anlan/kernel/access';
import type { Refusal } from '@anlan/kernel/refusal';
import type { Context } from '../access/context.ts';
import { answer } from '../http/index.ts';
import { twoFactorRoles } from './policy.ts';
import { endSession, hashToken, readVisit, SESSION_COOKIE } from './session.ts';
import type { From, Opened, Pending } from './sign-in.ts';
import { sessionView } from './view.ts';

/** Address and program of a request. */
export function fromOf(request: FastifyRequest): From {
  return { remote: request.ip, client: request.headers['user-agent'] };
}

/** Cookie of a session: not for scripts, not for other sites, and as long as the session. */
export function cookieOf({ configuration }: Context, maxAge: number): CookieSerializeOptions {
  const secure = configuration.publicUrl.startsWith('https:');
  return { path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge };
}

/** Sets the cookie, ends the session it replaces, and answers with the new one, or that a code is awaited. */
export async function enterWith(
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  opened: Opened | Pending | Refusal,
): Promise<Session | Pending> {
  const result = answer(opened);
  if ('pending' in result) return result;
  if (request.visit?.by === 'session')
    await endSession(context.db, request.visit.tokenHash, request.visit.actor, 'replaced');
  return showSession(context, reply, result.token);
}

/** The session of a token as its browser sees it, with the cookie set. */
export async function showSession(context: Context, reply: FastifyReply, token: string): Promise<Session> {
  const { db, demonstration } = context;
  const visit = await readVisit(db, token, (named) => twoFactorRoles(named, demonstration));
  if (visit === null) throw new Error(`session ${hashToken(token).slice(0, 8)} is gone`);
  const seconds = Math.max(1, Math.round((visit.expiresAt.getTime() - Date.now()) / 1000));
  reply.setCookie(SESSION_COOKIE, token, cookieOf(context, seconds));
  return sessionView(db, visit, demonstration);
}
