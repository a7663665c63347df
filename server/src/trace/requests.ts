import type { FastifyReply, FastifyRequest, HookHandlerDoneFunction } from 'fastify';
import { begin, runUnder, underNow, type Under } from './cause.ts';
import { note, noting } from './recorder.ts';
import { openRanking } from './slow.ts';

/** Slower than this a request is worth a look, whatever it did. */
const SLOW_MS = 300;
/** Of ordinary requests one in this time is kept. */
const SAMPLE_MS = 5000;
const MOST_ROUTES = 1000;
const routes = openRanking(MOST_ROUTES);
let nextSample = 0;

/** The slowest requests of this process by method and pattern of the route. */
export const slowestRequests = routes.worst;

/** The number of an incident is the cause of its request, with hyphens. */
export const causeOfRequest = (id: string): string => id.replaceAll('-', '');

/** First of all hooks: everything the request does is done under its cause, which its answer names. */
export function beginRequest(request: FastifyRequest, reply: FastifyReply, done: HookHandlerDoneFunction): void {
  const cause = causeOfRequest(request.id);
  reply.header('x-trace-id', cause);
  runUnder(begin(cause), done);
}

/** Last of all hooks: what took long is counted; what led to an event, took long or failed is kept as a trace. */
export async function endRequest(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const under = underNow();
  const url = request.routeOptions.url;
  // Pages and files of the web application are none of the platform's work.
  if (under === undefined || url === undefined || !url.startsWith('/api/')) return;
  const ended = Date.now();
  const ms = reply.elapsedTime;
  const route = `${request.method} ${url}`;
  routes.note(route, ms, ended, under.cause);
  if (!noting() || !worthKeeping(under, ms, reply.statusCode, ended)) return;
  noteRequest(under, route, reply.statusCode, ended - ms, ended);
}

function worthKeeping({ led }: Under, ms: number, status: number, now: number): boolean {
  if (led || ms >= SLOW_MS || status >= 500) return true;
  if (now < nextSample) return false;
  nextSample = now + SAMPLE_MS;
  return true;
}

function noteRequest(under: Under, route: string, status: number, began: number, ended: number): void {
  const { cause, queries, queryMs, slowest, transactions } = under;
  const facts = {
    route,
    status,
    queries,
    queryMs: Math.round(queryMs * 10) / 10,
    ...(slowest === undefined ? {} : { slowest: slowest.sql, slowestMs: Math.round(slowest.ms * 10) / 10 }),
  };
  note({ cause, name: 'request', began, ended, facts, ...(status >= 500 ? { trouble: `${status}` } : {}) });
  for (const [index, { began: from, ended: to, ending }] of transactions.slice(0, 20).entries())
    note({ cause, name: 'transaction', key: String(index), began: from, ended: to, facts: { ending } });
}
