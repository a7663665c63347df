import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Listener, Log } from '@anlan/gateways';
import { isRefusal, refuse, toProblem, type Refusal } from '@anlan/kernel/refusal';
import { PACKED, type IntakeRefusal } from '@anlan/kernel/telemetry';
import type { OpenIntake } from '../intake.ts';
import type { DurableLog } from '../journal/log.ts';
import { knownBatches } from './known.ts';
import { listSchema, openLists, type ListsParts } from './lists.ts';
import { openBatches } from './take.ts';

export interface BatchOptions extends ListsParts {
  readonly host: string;
  readonly port: number;
  readonly intake: OpenIntake;
  readonly journal: DurableLog;
  readonly log: Log;
}

/** Bytes of a list, and of the largest batch. */
const LARGEST_LIST = 48 * 1024 * 1024;
const LARGEST_BATCH = PACKED.head + 21 * PACKED.most;
const CONNECTIONS = 2000;
/** Lists read at a time: whoever sends one has shown no secret yet, and each takes its room. */
const LISTS_AT_ONCE = 4;
/** A request must be there within this (ms), and an idle connection speak. */
const SLOW = 60_000;

/** What a request is answered with. */
type Answer = object | Refusal;
type Route = (request: IncomingMessage) => Promise<Answer>;

/**
 * Takes batches of readings over HTTP: `POST /readings/lists` once, `POST /readings` ever after with the list's token. It
 * answers 200 when the batch is on disk. Why so, and what both look like: decision 0025.
 */
export async function listenBatch(options: BatchOptions): Promise<Listener> {
  const { host, port, intake, log } = options;
  const lists = openLists(options);
  const batches = openBatches(intake, await knownBatches(options.journal));
  const refused: Partial<Record<IntakeRefusal, number>> = {};
  let accepted = 0;
  let reading = 0;

  function count(reason: IntakeRefusal, detail: string): void {
    refused[reason] = (refused[reason] ?? 0) + 1;
    intake.refused('batch', reason, undefined, detail);
  }

  const routes: Readonly<Record<string, Route>> = {
    '/readings/lists': async (request) => {
      if (reading >= LISTS_AT_ONCE) return refuse('intake-busy');
      reading += 1;
      const bytes = await bodyOf(request, LARGEST_LIST).finally(() => (reading -= 1));
      if (isRefusal(bytes)) return bytes;
      const given = listSchema.safeParse(jsonOf(bytes));
      if (!given.success) return refuse('batch-malformed', { detail: given.error.issues[0]?.message ?? 'not a list' });
      const list = lists.declare(given.data);
      if (isRefusal(list)) {
        count('unauthenticated', String(list.facts['device'] ?? ''));
        return list;
      }
      return { list: list.token, points: list.size, unknown: list.unknown };
    },
    '/readings': async (request) => {
      const token = /^Bearer ([\w-]{20,100})$/.exec(request.headers.authorization ?? '')?.[1];
      const list = token === undefined ? undefined : lists.find(token);
      if (list === undefined) return refuse('list-unknown');
      if (request.headers['content-type'] !== PACKED.type)
        return refuse('batch-malformed', { detail: `content-type ${PACKED.type}` });
      const bytes = await bodyOf(request, LARGEST_BATCH);
      if (isRefusal(bytes)) return bytes;
      const answer = await batches.take(list, bytes);
      if ('accepted' in answer) accepted += answer.repeated ? 0 : 1;
      else count(answer.refused === 'batch-malformed' ? 'malformed' : 'overload', String(answer.facts['detail'] ?? ''));
      return answer;
    },
  };

  const server = createServer(
    { requestTimeout: SLOW, headersTimeout: SLOW, keepAliveTimeout: SLOW },
    (request, response) => {
      void respond(request, response, routes, log);
    },
  );
  server.maxConnections = CONNECTIONS;
  await listening(server, port, host);
  const connections = (): number => (server as Server & { _connections?: number })._connections ?? 0;
  return {
    name: 'batch',
    port: (server.address() as { port: number }).port,
    sessions: connections,
    stats: () => ({ sessions: connections(), accepted, refused: { ...refused } }),
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  routes: Readonly<Record<string, Route>>,
  log: Log,
): Promise<void> {
  const route = routes[(request.url ?? '').split('?')[0]!];
  try {
    const answer = request.method !== 'POST' || route === undefined ? refuse('not-found') : await route(request);
    if (isRefusal(answer) && !('accepted' in answer)) refuseTo(request, response, answer);
    else send(response, 200, 'application/json', answer);
  } catch (error) {
    // The sender has gone, or the connection broke: nobody is left to answer.
    log.info({ listener: 'batch', error: String(error) }, 'request not answered');
    request.destroy();
  }
}

function refuseTo(request: IncomingMessage, response: ServerResponse, refusal: Refusal): void {
  const zh = toProblem(refusal, 'zh');
  const { en } = toProblem(refusal, 'en');
  if (zh.status === 503 || zh.status === 507) response.setHeader('retry-after', '1');
  // What is left of a body that was not wanted would be read as the next request.
  if (!request.complete) response.setHeader('connection', 'close');
  send(response, zh.status, 'application/problem+json', { ...zh, en });
}

function send(response: ServerResponse, status: number, type: string, body: object): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(text) }).end(text);
}

/** The whole body in a buffer of its own, so that columns in it are aligned; its length must be said. */
async function bodyOf(request: IncomingMessage, largest: number): Promise<Uint8Array | Refusal> {
  const length = Number(request.headers['content-length'] ?? Number.NaN);
  if (!Number.isSafeInteger(length)) return refuse('batch-malformed', { detail: 'content-length' });
  if (length > largest) return refuse('batch-too-large', { most: largest });
  const bytes = new Uint8Array(length);
  let filled = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes.set(chunk, filled);
    filled += chunk.length;
  }
  if (filled !== length) throw new Error('the connection ended within a request');
  return bytes;
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

function listening(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve());
  });
}
