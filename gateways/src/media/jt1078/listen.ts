import { createServer, type Server, type Socket } from 'node:net';
import type { Command, CommandResult, Log, Witness } from '../../listener.ts';
import type { Publisher, Source } from '../unit.ts';
import { StreamProblem, type StreamEnd } from '../words.ts';
import { keyOf, type Expected } from './expected.ts';
import { Terminal } from './terminal.ts';

export interface Jt1078Options {
  readonly host: string;
  readonly port: number;
  /** The address terminals are told, when it is not the one they know the platform by. */
  readonly publicHost?: string;
  readonly publicPort?: number;
  readonly log: Log;
  /** Sends a command over the terminal's JT/T 808 connection. */
  ask(identity: string, command: Command): Promise<CommandResult>;
  /** Is shown streams that were asked for, as `jt1078:` and the number of the terminal. */
  readonly witness?: Witness;
  readonly limits?: Partial<Jt1078Limits>;
}

/** Bounds; times in ms. */
export interface Jt1078Limits {
  readonly connections: number;
  /** From connecting to the first packet that was asked for. */
  readonly connect: number;
  /** Longest silence after it. */
  readonly idle: number;
}

export interface Jt1078Listener extends Source {
  readonly port: number;
  /** Connections that bring streams, and packets refused by reason since the start. */
  figures(): { readonly connections: number; readonly refused: Readonly<Record<string, number>> };
  close(): Promise<void>;
}

const LIMITS: Jt1078Limits = { connections: 512, connect: 15_000, idle: 20_000 };

/** How a refused command is told to who wants to watch. */
const ENDS: Readonly<Record<Exclude<CommandResult['result'], 'done'>, StreamEnd>> = {
  failed: 'refused',
  malformed: 'refused',
  unsupported: 'refused',
  timeout: 'silent',
  offline: 'offline',
  unsafe: 'refused',
};

interface Wanted {
  readonly identity: string;
  readonly channel: number;
  readonly stream: 'main' | 'sub';
}

/** `jt808:013912345678/1` or `…/1/sub`. */
function wantedOf(channel: string): Wanted | undefined {
  const [, identity = '', number = '', sub] = /^(jt808:\d{12,20})\/(\d{1,3})(\/sub)?$/.exec(channel) ?? [];
  return identity === ''
    ? undefined
    : { identity, channel: Number(number), stream: sub === undefined ? 'main' : 'sub' };
}

/**
 * Takes the streams of JT/T 1078 terminals over TCP. A stream is taken only while it was asked for over the terminal's
 * authenticated JT/T 808 connection, and by one connection; anything else is refused and the connection closed.
 */
export async function listenJt1078(options: Jt1078Options): Promise<Jt1078Listener> {
  const limits = { ...LIMITS, ...options.limits };
  const expected = new Map<string, Expected>();
  const refused: Record<string, number> = {};
  const sockets = new Set<Socket>();
  const refuse = (reason: string, remote: string): void => {
    if ((refused[reason] = (refused[reason] ?? 0) + 1) === 1)
      options.log.warn({ listener: 'jt1078', reason, remote }, 'refused');
  };
  const server = createServer({ noDelay: true }, (socket) => {
    socket.on('error', () => {});
    if (sockets.size >= limits.connections) {
      refuse('overload', socket.remoteAddress ?? '?');
      socket.destroy();
      return;
    }
    sockets.add(socket);
    const terminal = new Terminal(
      socket,
      expected,
      (reason) => refuse(reason, socket.remoteAddress ?? '?'),
      options.witness,
    );
    socket.setTimeout(limits.connect, () => socket.destroy());
    socket.on('data', (chunk) => {
      if (terminal.take(chunk)) socket.setTimeout(limits.idle);
    });
    socket.on('close', () => {
      sockets.delete(socket);
      terminal.end();
    });
  });
  const port = await listening(server, options.host, options.port);
  options.log.info({ listener: 'jt1078', port }, 'listening');
  return {
    port,
    open: (channel, publisher) =>
      open(channel, publisher, expected, { ...options, publicPort: options.publicPort ?? port }),
    figures: () => ({ connections: sockets.size, refused: { ...refused } }),
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

async function open(
  channel: string,
  publisher: Publisher,
  expected: Map<string, Expected>,
  { ask, publicHost, publicPort, log }: Jt1078Options & { readonly publicPort: number },
): Promise<() => void> {
  const wanted = wantedOf(channel);
  if (wanted === undefined) throw new StreamProblem('unknown-source');
  const key = keyOf(wanted.identity.slice('jt808:'.length), wanted.channel);
  if (expected.has(key)) throw new StreamProblem('refused', 'the channel is being watched already');
  const mine: Expected = { publisher, live: false };
  // Pictures may come before the answer does.
  expected.set(key, mine);
  const place = { port: publicPort, ...(publicHost !== undefined && { host: publicHost }) };
  const { result } = await ask(wanted.identity, {
    kind: 'video',
    channel: wanted.channel,
    stream: wanted.stream,
    ...place,
  });
  if (result !== 'done' && !mine.live) {
    expected.delete(key);
    throw new StreamProblem(ENDS[result]);
  }
  return () => {
    if (expected.get(key) === mine) expected.delete(key);
    ask(wanted.identity, { kind: 'video-end', channel: wanted.channel, recorded: false }).then(
      ({ result: ended }) =>
        ended === 'done' || log.info({ listener: 'jt1078', channel, result: ended }, 'end not confirmed'),
      () => {},
    );
  };
}

function listening(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.removeListener('error', reject);
      resolve((server.address() as { port: number }).port);
    });
  });
}
