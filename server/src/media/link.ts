import { request, type IncomingMessage } from 'node:http';
import type { StreamAddress, StreamEnd, StreamFigures } from '@anlan/gateways/media';

/** Pictures on their way; `ended` says why, once the body has. */
export interface Live {
  readonly mime: string;
  readonly epoch: number;
  readonly body: IncomingMessage;
  ended(): StreamEnd;
  close(): void;
}

/** Pictures of a time, as a file. */
export interface Taken {
  readonly from: number;
  readonly until: number;
  /** Wall clock at which time 0 of the stream arrived. */
  readonly epoch: number;
  readonly body: IncomingMessage;
}

/** What the relay does now. */
export interface MediaState {
  readonly since: number;
  readonly streams: Readonly<Record<string, StreamFigures>>;
  readonly jt1078: {
    readonly port: number;
    readonly connections: number;
    readonly refused: Readonly<Record<string, number>>;
  } | null;
  readonly trouble: string | null;
}

/** `unreachable`: the relay's process does not answer; `nothing`: no stream is open, or it has no such pictures. */
export type LinkEnd = StreamEnd | 'unreachable' | 'nothing';

/** The relay of streams, a process of its own, as the api process asks it. */
export interface MediaLink {
  live(address: StreamAddress): Promise<Live | LinkEnd>;
  /** Opens the stream when nobody watches it, and waits until `after` is over. */
  clip(address: StreamAddress, before: number, after: number): Promise<Taken | LinkEnd>;
  still(address: StreamAddress): Promise<Taken | LinkEnd>;
  state(): Promise<MediaState | undefined>;
  /** Asks a question of no stream; undefined when the relay does not answer, or not this. */
  ask<T>(question: string, input?: unknown): Promise<T | undefined>;
}

/** Opening takes 20 s at most, a clip 30 s more. */
const PATIENCE_MS = 60_000;

/** The way to the relay on this machine; `token` is known to the processes of this instance only. */
export function openMediaLink({ port, token }: { readonly port: number; readonly token: string }): MediaLink {
  const ask = (path: string, query: Readonly<Record<string, string>>): Promise<IncomingMessage | undefined> =>
    new Promise((resolve) => {
      const asking = request({
        host: '127.0.0.1',
        port,
        path: `${path}?${new URLSearchParams(query).toString()}`,
        headers: { authorization: `Bearer ${token}` },
        timeout: PATIENCE_MS,
      });
      asking.on('timeout', () => asking.destroy());
      asking.on('error', () => resolve(undefined));
      asking.on('response', (response) => {
        // A relay that ends while pictures come is an end of the body, no fault of ours.
        response.on('error', () => {});
        asking.setTimeout(0);
        resolve(response);
      });
      asking.end();
    });

  const taken = async (path: string, query: Readonly<Record<string, string>>): Promise<Taken | LinkEnd> => {
    const response = await ask(path, query);
    if (response === undefined) return 'unreachable';
    const refused = refusedBy(response);
    if (refused !== undefined) return refused;
    const [from, until, epoch] = ['x-from', 'x-until', 'x-epoch'].map((name) => Number(response.headers[name]));
    return { from: from!, until: until!, epoch: epoch!, body: response };
  };

  const jsonOf = async <T>(path: string, query: Readonly<Record<string, string>>): Promise<T | undefined> => {
    const response = await ask(path, query);
    if (response?.statusCode !== 200) {
      response?.resume();
      return undefined;
    }
    let text = '';
    response.setEncoding('utf8');
    for await (const chunk of response) text += chunk as string;
    return JSON.parse(text) as T;
  };

  return {
    async live(address) {
      const response = await ask('/live', { ...address });
      if (response === undefined) return 'unreachable';
      const refused = refusedBy(response);
      if (refused !== undefined) return refused;
      return {
        mime: response.headers['content-type'] ?? '',
        epoch: Number(response.headers['x-epoch']),
        body: response,
        ended: () => (response.trailers['x-end'] ?? 'lost') as StreamEnd,
        close: () => response.destroy(),
      };
    },
    clip: (address, before, after) => taken('/clip', { ...address, before: String(before), after: String(after) }),
    still: (address) => taken('/still', { ...address }),
    state: () => jsonOf<MediaState>('/state', {}),
    ask: (question, input = null) => jsonOf('/ask', { question, input: JSON.stringify(input) }),
  };
}

function refusedBy(response: IncomingMessage): LinkEnd | undefined {
  if (response.statusCode === 200) return undefined;
  response.resume();
  return (response.headers['x-end'] as LinkEnd | undefined) ?? 'unreachable';
}
