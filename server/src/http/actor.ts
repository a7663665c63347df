import { both, refuse, type Refusal } from '@anlan/kernel/refusal';
import type { FastifyRequest } from 'fastify';
import { may, VERBS, type Actor, type Verb } from '@anlan/kernel/access';
import type { Visit } from '../identity/session.ts';
import { answer, refuseNow } from './problem.ts';

/** The signed-in actor of a request; refuses with `not-signed-in`. */
export function actorOf(request: FastifyRequest): Actor {
  return visitOf(request).actor;
}

/** The session of a request with its actor, account and previous visit; refuses with `not-signed-in`. */
export function visitOf(request: FastifyRequest): Visit {
  return request.visit ?? refuseNow('not-signed-in');
}

/** The session of a person at a screen; refuses programs that come with a token. */
export function personOf(request: FastifyRequest): Visit {
  const visit = visitOf(request);
  return visit.by === 'session' ? visit : refuseNow('in-person-only');
}

/** Hook that lets only actors pass who hold the verb. Use as `onRequest`, so that it is asked before the body is read. */
export function need(verb: Verb): (request: FastifyRequest) => Promise<void> {
  return async (request) => {
    const actor = actorOf(request);
    if (!may(actor, verb)) answer(lacksVerb(verb));
  };
}

/** The refusal of an actor who does not hold the verb: its name in both languages, and who can grant it. */
export function lacksVerb(verb: Verb, field?: string): Refusal {
  const { label, labelEn } = VERBS[verb];
  const named = both(label, labelEn.charAt(0).toLowerCase() + labelEn.slice(1));
  return refuse('not-permitted', { verb: named, grantor: both('安全管理员', 'the security administrator') }, field);
}
