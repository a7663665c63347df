import type { FastifyReply, FastifyRequest } from 'fastify';
/** Hook that sets the security headers of every answer; `https` adds strict transport security. */
export declare function secureHeaders(https: boolean): (request: FastifyRequest, reply: FastifyReply) => Promise<void>;
/**
 * Hook that refuses changes asked for by a foreign page: a cross-site form cannot set `x-anlan`, and a browser
 * always names the origin. A live connection is a GET, so its origin is checked as well.
 */
export declare function sameOriginOnly(publicUrl: string): (request: FastifyRequest) => Promise<void>;
//# sourceMappingURL=security.d.ts.map