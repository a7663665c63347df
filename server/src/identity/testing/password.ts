import type { LightMyRequestResponse } from 'fastify';
import type { Ask } from '../../http/testing/stage.ts';

/** Chooses a password by the one-time link that an answer carries (`{ link: { href } }` or `{ href }`), with an approver's code. */
export function choosePassword(
  ask: Ask,
  answer: LightMyRequestResponse,
  password: string,
  code?: string,
): Promise<LightMyRequestResponse> {
  const body = answer.json() as { link?: { href: string }; href?: string };
  const token = new URL(body.link?.href ?? body.href ?? '').searchParams.get('token');
  return ask('POST', '/api/session/reset', { token, password, ...(code === undefined ? {} : { code }) });
}
