import type { FastifyReply, FastifyRequest } from 'fastify';
import { refuseNow } from './problem.ts';

/**
 * Nothing is loaded from elsewhere. The map library runs its worker from a blob, and the component library
 * writes its styles into the page.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "media-src 'self' blob:",
  "worker-src 'self' blob:",
  "child-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(self), microphone=(self), geolocation=(self), payment=(), usb=()',
};

/** Hook that sets the security headers of every answer; `https` adds strict transport security. */
export function secureHeaders(https: boolean): (request: FastifyRequest, reply: FastifyReply) => Promise<void> {
  const headers = https ? { ...HEADERS, 'strict-transport-security': 'max-age=31536000' } : HEADERS;
  return async (request, reply) => {
    reply.headers(headers);
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store');
  };
}

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Hook that refuses changes asked for by a foreign page: a cross-site form cannot set `x-anlan`, and a browser
 * always names the origin. A live connection is a GET, so its origin is checked as well.
 */
export function sameOriginOnly(publicUrl: string): (request: FastifyRequest) => Promise<void> {
  const known = new URL(publicUrl).host;
  return async (request) => {
    const live = request.headers.upgrade?.toLowerCase() === 'websocket';
    if (SAFE.has(request.method) && !live) return;
    const { origin } = request.headers;
    const foreign = origin !== undefined && !sameHost(origin, [known, request.host]);
    // A foreign page cannot set a bearer token either.
    const bearer = request.headers.authorization?.toLowerCase().startsWith('bearer ') === true;
    const unmarked = !live && !bearer && request.headers['x-anlan'] !== '1';
    if (!foreign && !unmarked && request.headers['sec-fetch-site'] !== 'cross-site') return;
    refuseNow('cross-site');
  };
}

function sameHost(origin: string, hosts: readonly string[]): boolean {
  if (!URL.canParse(origin)) return false;
  const { protocol, host } = new URL(origin);
  // Through the same parser, so that a default port counts the same written or not.
  return hosts.some((own) => URL.canParse(`${protocol}//${own}`) && new URL(`${protocol}//${own}`).host === host);
}
