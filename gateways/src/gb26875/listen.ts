import { performance } from 'node:perf_hooks';
import type { CommandingListener } from '../listener.ts';
import { Tally } from '../tally.ts';
import { type Connection, TCP_LIMITS } from '../tcp.ts';
import { openTcpAndUdp } from '../udp.ts';
import { Centre, type Gb26875Limits, type Gb26875Options, NAME } from './centre.ts';
import { Session } from './session.ts';

/** Devices beat every 20–30 s; GB/T 26875.3-2011 7.2.2 answers within 10 s, here with three sendings inside 15 s. */
const LIMITS: Gb26875Limits = {
  ...TCP_LIMITS,
  idle: 180_000,
  connect: 60_000,
  strangers: 10,
  stuck: 3000,
  request: { wait: 5000, times: 3 },
  clockOff: 60_000,
  clockEvery: 3_600_000,
};

/** Takes GB/T 26875.3 transmission devices over TCP and, at `udpPort`, UDP; sessions and counted reasons are in `README.md` beside this file. */
export async function listenGb26875(options: Gb26875Options): Promise<CommandingListener> {
  const tally = new Tally(NAME, options.intake);
  const limits = { ...LIMITS, ...options.limits };
  const centre = new Centre(options, limits, tally);
  const sessions = new Set<Session>();
  const open = (connection: Connection): void => {
    const session = new Session(connection, centre);
    sessions.add(session);
    connection.read((chunk) => session.take(chunk, performance.now()));
    connection.socket.on('close', () => {
      sessions.delete(session);
      session.end();
    });
  };
  const { host, port, udpPort } = options;
  const ports = await openTcpAndUdp({ host, port, limits, tally, open }, udpPort);
  const sweep = setInterval(
    () => {
      const now = performance.now();
      for (const session of sessions) session.unstick(now);
    },
    Math.max(10, limits.stuck / 3),
  );
  options.log.info({ listener: NAME, ...ports.numbers }, 'listening');
  return {
    name: NAME,
    ...ports.numbers,
    sessions: () => centre.lines.size,
    stats: () => tally.stats(centre.lines.size),
    send: async (identity, command) => centre.lines.of(identity)?.dialogue.send(command) ?? { result: 'offline' },
    close: async () => {
      clearInterval(sweep);
      await ports.close();
    },
  };
}
