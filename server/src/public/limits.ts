import type { FastifyRequest } from 'fastify';
import { refuseNow } from '../http/index.ts';

interface Bucket {
  left: number;
  at: number;
}

/** Addresses remembered at once; beyond them the ones longest quiet are forgotten, so that no flood fills the memory. */
const MOST = 20_000;

export interface Limiter {
  /** Takes one from the address's share; seconds to wait where there is none, else undefined. */
  take(address: string, now: number): number | undefined;
}

/** `most` at once, refilled evenly over `seconds`. Lives in memory only: addresses are not written down. */
export function openLimiter(most: number, seconds: number): Limiter {
  const buckets = new Map<string, Bucket>();
  const perMs = most / (seconds * 1000);
  return {
    take(address, now) {
      const known = buckets.get(address);
      const left = known === undefined ? most : Math.min(most, known.left + (now - known.at) * perMs);
      buckets.delete(address);
      const granted = left >= 1;
      buckets.set(address, { left: granted ? left - 1 : left, at: now });
      if (buckets.size > MOST) buckets.delete(buckets.keys().next().value as string);
      return granted ? undefined : Math.max(1, Math.ceil((1 - left) / perMs / 1000));
    },
  };
}

/** Who asks, as far as limits go: one address, of the newer kind its /64, which one line has for itself. */
export function addressOf(ip: string): string {
  if (!ip.includes(':') || ip.startsWith('::ffff:')) return ip;
  const [head = '', tail = ''] = ip.split('::');
  const before = head.split(':').filter((part) => part !== '');
  const after = ip.includes('::') ? tail.split(':').filter((part) => part !== '') : [];
  const zeros = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0');
  return [...before, ...zeros, ...after].slice(0, 4).join(':');
}

/** Hook for routes that anybody may ask; every route (or group that shares a limiter) has its own share. */
export function limited(limiter: Limiter): (request: FastifyRequest) => Promise<void> {
  return async (request) => {
    const seconds = limiter.take(addressOf(request.ip), Date.now());
    if (seconds !== undefined) refuseNow('too-many-requests', { seconds });
  };
}
