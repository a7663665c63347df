import type { FastifyRequest } from 'fastify';
import { type Actor, type Verb } from '@anlan/kernel/access';
import type { Visit } from '../identity/session.ts';
/** The signed-in actor of a request; refuses with `not-signed-in`. */
export declare function actorOf(request: FastifyRequest): Actor;
/** The session of a request with its actor, account and previous visit; refuses with `not-signed-in`. */
export declare function visitOf(request: FastifyRequest): Visit;
/** Hook that lets only actors pass who hold the verb. Use as `onRequest`, so that it is asked before the body is read. */
export declare function need(verb: Verb): (request: FastifyRequest) => Promise<void>;
//# sourceMappingURL=actor.d.ts.map