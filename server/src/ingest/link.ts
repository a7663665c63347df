import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { timingSafeEqual } from 'node:crypto';
import { WebSocketServer, WebSocket } from 'ws';
import { changesOf, type Feed, packed } from './feed.ts';
import type { Latest, LatestReading } from './latest.ts';

/** An answer of ingest to a question over the link; anything JSON. */
export type Answer = (input: unknown) => unknown;

const FEED_MS = 200;
/** Readings in one piece of the feed: a second brings at most 25,000 changed points, each with its newest value. */
const PIECE = 5000;
/** A follower that lies so many bytes behind gets no more until it has read: values change, memory must not. */
const LARGEST_UNREAD = 16 * 1024 * 1024;
const LARGEST_QUESTION = 64 * 1024;

/**
 * Opens ingest's inner door on loopback: `POST /<question>` answers, a web socket follows the latest state.
 * Both need the token that only the processes of this instance know.
 */
export async function openLink(options: {
  port: number;
  token: string;
  latest: Latest;
  answers: Readonly<Record<string, Answer>>;
}): Promise<{ port: number; close(): Promise<void> }> {
  const { latest, token, answers } = options;
  const server = createServer((request, response) => void answer(request, response, token, answers));
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => {
    if (!permitted(request, token)) {
      socket.destroy();
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client) => {
      for (const piece of everything(latest)) client.send(packed(piece));
    });
  });
  const timer = setInterval(() => {
    if ([...sockets.clients].some(({ bufferedAmount }) => bufferedAmount > LARGEST_UNREAD)) return;
    const changed = latest.changed(sockets.clients.size === 0 ? undefined : PIECE);
    if (sockets.clients.size === 0 || (changed.readings.length === 0 && changed.fixes.length === 0)) return;
    const bytes = packed(changesOf(latest, changed));
    for (const client of sockets.clients) if (client.readyState === WebSocket.OPEN) client.send(bytes);
  }, FEED_MS);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  return { port: (server.address() as { port: number }).port, close: () => close(server, sockets, timer) };
}

/** All there is, in pieces: a text of a million readings would be longer than a text may be. */
function* everything(latest: Latest): Generator<Feed> {
  let readings: (readonly [string, LatestReading])[] = [];
  for (const reading of latest.readings) {
    if (readings.push(reading) < PIECE) continue;
    yield { readings, fixes: [] };
    readings = [];
  }
  yield { readings, fixes: [...latest.fixes] };
}

function permitted(request: IncomingMessage, token: string): boolean {
  const given = Buffer.from(request.headers['authorization'] ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  token: string,
  answers: Readonly<Record<string, Answer>>,
): Promise<void> {
  const question = answers[(request.url ?? '').slice(1)];
  if (!permitted(request, token) || question === undefined) return void response.writeHead(404).end();
  try {
    const result = await question(await bodyOf(request));
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(result ?? null));
  } catch (error) {
    response.writeHead(500).end(JSON.stringify({ error: (error as Error).message }));
  }
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  let text = '';
  // A character may be cut in two by a packet's end.
  request.setEncoding('utf8');
  for await (const chunk of request) {
    text += chunk as string;
    if (text.length > LARGEST_QUESTION) throw new Error('question too large');
  }
  return text === '' ? undefined : JSON.parse(text);
}

async function close(server: Server, sockets: WebSocketServer, timer: NodeJS.Timeout): Promise<void> {
  clearInterval(timer);
  for (const client of sockets.clients) client.terminate();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
