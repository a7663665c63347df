import type { CommandingListener } from '../listener.ts';
import { Tally } from '../tally.ts';
import { type Connection, TCP_LIMITS } from '../tcp.ts';
import { openTcpAndUdp } from '../udp.ts';
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
  // Ours: the standard's T is a parameter of the terminal (0x0004), of the platform it names none.
  again: { wait: 4000, times: 3 },
};

/** Takes JT/T 808 terminals (2013 and 2019) over TCP and, at `udpPort`, UDP; sessions and counted reasons are in `README.md` beside this file. */
export async function listenJt808(options: Jt808Options): Promise<CommandingListener> {
  const tally = new Tally(NAME, options.intake);
  const limits = { ...LIMITS, ...options.limits };
  const platform = new Platform(options, limits, tally);
  const open = (connection: Connection): void => {
    const session = new Session(connection, platform);
    connection.read((chunk) => session.take(chunk));
    connection.socket.on('close', () => session.end());
  };
  const { host, port, udpPort } = options;
  const ports = await openTcpAndUdp({ host, port, limits, tally, open }, udpPort);
  options.log.info({ listener: NAME, ...ports.numbers }, 'listening');
  return {
    name: NAME,
    ...ports.numbers,
    sessions: () => platform.size,
    stats: () => tally.stats(platform.size),
    send: async (identity, wanted) => {
      const line = platform.line(identity);
      return line ? command(line, wanted, options.clock()) : { result: 'offline' };
    },
    close: () => ports.close(),
  };
}
