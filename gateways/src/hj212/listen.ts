import type { CommandingListener } from '../listener.ts';
import { Tally } from '../tally.ts';
import { openTcp, TCP_LIMITS } from '../tcp.ts';
import { Centre, type Hj212Limits, type Hj212Options, NAME } from './centre.ts';
import { Session } from './session.ts';

/** RtdInterval reaches an hour (HJ 212-2017 table 8), so silence of less than that is no fault; TCP keep-alive finds the half-open. */
const LIMITS: Hj212Limits = {
  ...TCP_LIMITS,
  idle: 3_900_000,
  strangers: 10,
  request: { wait: 5000, times: 3 },
  execution: 15_000,
};

/** Takes HJ 212 stations (2005 and 2017) over TCP; sessions and counted reasons are in `README.md` beside this file. */
export async function listenHj212(options: Hj212Options): Promise<CommandingListener> {
  const tally = new Tally(NAME, options.intake);
  const limits = { ...LIMITS, ...options.limits };
  const centre = new Centre(options, limits, tally);
  const tcp = await openTcp({
    host: options.host,
    port: options.port,
    limits,
    tally,
    open: (connection) => {
      const session = new Session(connection, centre);
      connection.read((chunk) => session.take(chunk));
      connection.socket.on('close', () => session.end());
    },
  });
  options.log.info({ listener: NAME, port: tcp.port }, 'listening');
  return {
    name: NAME,
    port: tcp.port,
    sessions: () => centre.lines.size,
    stats: () => tally.stats(centre.lines.size),
    send: async (identity, command) => centre.lines.of(identity)?.dialogue.send(command) ?? { result: 'offline' },
    close: () => tcp.close(),
  };
}
