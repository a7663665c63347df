import type { CommandingListener } from '../listener.ts';
import { Tally } from '../tally.ts';
import { openTcp, TCP_LIMITS } from '../tcp.ts';
import { command } from './command.ts';
import { type Jt808Limits, type Jt808Options, Platform } from './platform.ts';
import { Session } from './session.ts';

const NAME = 'jt808';

const LIMITS: Jt808Limits = {
  ...TCP_LIMITS,
  connect: 30_000,
  unauthenticated: 10,
  reassembly: 524_288,
  missing: { wait: 5000, times: 3 },
  command: 15_000,
};

/** Takes JT/T 808 terminals (2013 and 2019) over TCP; sessions and counted reasons are in `README.md` beside this file. */
export async function listenJt808(options: Jt808Options): Promise<CommandingListener> {
  const tally = new Tally(NAME, options.intake);
  const limits = { ...LIMITS, ...options.limits };
  const platform = new Platform(options, limits, tally);
  const tcp = await openTcp({
    host: options.host,
    port: options.port,
    limits,
    tally,
    open: (connection) => {
      const session = new Session(connection, platform);
      connection.socket.on('data', (chunk) => session.take(chunk));
      connection.socket.on('close', () => session.end());
    },
  });
  options.log.info({ listener: NAME, port: tcp.port }, 'listening');
  return {
    name: NAME,
    port: tcp.port,
    sessions: () => platform.size,
    stats: () => tally.stats(platform.size),
    send: async (identity, wanted) => {
      const line = platform.line(identity);
      return line ? command(line, wanted, options.clock()) : { result: 'offline' };
    },
    close: () => tcp.close(),
  };
}
