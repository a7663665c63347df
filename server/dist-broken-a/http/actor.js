import { may, VERBS } from '@anlan/kernel/access';
import { refuseNow } from './problem.js';
/** The signed-in actor of a request; refuses with `not-signed-in`. */
export function actorOf(request) {
    return visitOf(request).actor;
}
/** The session of a request with its actor, account and previous visit; refuses with `not-signed-in`. */
export function visitOf(request) {
    return request.visit ?? refuseNow('not-signed-in');
}
/** Hook that lets only actors pass who hold the verb. Use as `onRequest`, so that it is asked before the body is read. */
export function need(verb) {
    return async (request) => {
        const actor = actorOf(request);
        if (may(actor, verb))
            return;
        refuseNow('not-permitted', { verb: VERBS[verb], grantor: '安全管理员' }, { verb, grantor: 'the security administrator' });
    };
}
//# sourceMappingURL=actor.js.map