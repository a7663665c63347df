import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Hub, StreamAddress, StreamEnd, Watching } from '@anlan/gateways/media';
import type { MediaState } from './link.ts';

export interface DoorOptions {
  readonly port: number;
  readonly token: string;
  readonly hub: Hub;
  readonly clock: () => number;
  state(): MediaState;
  /** Questions by `/ask?question=…&input=…`, in and out as JSON: what else this process knows. */
  readonly answers?: Readonly<Record<string, (input: never) => unknown>>;
}

type Answer = (query: URLSearchParams, response: ServerResponse, options: DoorOptions) => Promise<void>;

const ANSWERS: Readonly<Record<string, Answer>> = {
  '/live': live,
  '/clip': clip,
  '/still': still,
  '/state': state,
  '/ask': asked,
};
const MOST_SECONDS = 120;

/** Opens the relay's inner door on loopback; what is asked needs the token that only this instance's processes know. */
export async function openDoor(options: DoorOptions): Promise<{ readonly port: number; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const answer = ANSWERS[pathname];
    if (!permitted(request, options.token) || answer === undefined) {
      response.writeHead(404).end();
      return;
    }
    answer(searchParams, response, options).catch(() => {
      if (response.headersSent) response.destroy();
      else refuse(response, 'lost');
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as { port: number }).port,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function permitted(request: IncomingMessage, token: string): boolean {
  const given = Buffer.from(request.headers['authorization'] ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

const addressOf = (query: URLSearchParams): StreamAddress => ({
  id: query.get('id') ?? '',
  source: query.get('source') ?? '',
  channel: query.get('channel') ?? '',
});

function refuse(response: ServerResponse, end: StreamEnd | 'nothing'): void {
  response.writeHead(409, { 'x-end': end }).end();
}

async function live(query: URLSearchParams, response: ServerResponse, { hub }: DoorOptions): Promise<void> {
  const held: Uint8Array[] = [];
  let begun = false;
  const outlet = {
    write: (bytes: Uint8Array) => (begun ? response.write(bytes) : held.push(bytes) > 0),
    end(reason: StreamEnd) {
      response.addTrailers({ 'x-end': reason });
      response.end();
    },
  };
  let gone = false;
  let watching: Watching | StreamEnd | undefined;
  response.on('close', () => {
    gone = true;
    if (typeof watching === 'object') watching.leave();
  });
  watching = await hub.watch(addressOf(query), outlet);
  if (typeof watching === 'string') return refuse(response, watching);
  if (gone) return watching.leave();
  const { mime, epoch, drained } = watching;
  response.on('drain', drained);
  response.writeHead(200, { 'content-type': mime, 'x-epoch': String(epoch), trailer: 'x-end' });
  begun = true;
  // The group a viewer begins with was written before the head could be.
  for (const bytes of held) response.write(bytes);
}

async function clip(query: URLSearchParams, response: ServerResponse, { hub, clock }: DoorOptions): Promise<void> {
  const seconds = (name: string): number => Math.min(MOST_SECONDS, Math.max(0, Number(query.get(name)) || 0));
  const asked = clock();
  const address = addressOf(query);
  const watching = await hub.watch(address, { write: () => true, end: () => {} });
  if (typeof watching === 'string') return refuse(response, watching);
  try {
    await pause(seconds('after') * 1000);
    const made = await hub.clip(address.id, asked - seconds('before') * 1000, clock());
    if (made === undefined) return refuse(response, 'nothing');
    response.writeHead(200, {
      'x-from': String(made.from),
      'x-until': String(made.until),
      'x-epoch': String(watching.epoch),
      'content-length': made.bytes.length,
    });
    response.end(made.bytes);
  } finally {
    watching.leave();
  }
}

async function still(query: URLSearchParams, response: ServerResponse, { hub }: DoorOptions): Promise<void> {
  const address = addressOf(query);
  const watching = await hub.watch(address, { write: () => true, end: () => {} });
  if (typeof watching === 'string') return refuse(response, watching);
  const made = hub.still(address.id);
  watching.leave();
  if (made === undefined) return refuse(response, 'nothing');
  const at = String(made.at);
  response.writeHead(200, {
    'x-from': at,
    'x-until': at,
    'x-epoch': String(watching.epoch),
    'content-length': made.bytes.length,
  });
  response.end(made.bytes);
}

async function state(_query: URLSearchParams, response: ServerResponse, { state: tell }: DoorOptions): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(tell()));
}

/** `question` names it, `input` is its JSON. */
async function asked(query: URLSearchParams, response: ServerResponse, { answers }: DoorOptions): Promise<void> {
  const answer = answers?.[query.get('question') ?? ''] as ((input: unknown) => unknown) | undefined;
  if (answer === undefined) return void response.writeHead(404).end();
  const made = await answer(JSON.parse(query.get('input') ?? 'null'));
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(made ?? null));
}
