import { setTimeout as pause } from 'node:timers/promises';
import { connect, type NatsConnection, type NodeConnectionOptions } from '@nats-io/transport-node';
import { StoreProblem } from '../store/index.ts';

/** The connection of one process to the bus. */
export type Bus = NatsConnection;

const RECONNECT_MS = 250;
const FIRST_MS = 30_000;

/** User, password or token of the first address, `nats://user:password@host` or `nats://token@host`; all share them. */
function credentials(first: URL): { user?: string; pass?: string; token?: string } {
  const [user, pass] = [decodeURIComponent(first.username), decodeURIComponent(first.password)];
  if (user === '') return {};
  return pass === '' ? { token: user } : { user, pass };
}

/** The addresses of ANLAN_NATS, each whole; a scheme is written once or at each. */
export function serversOf(addresses: string): URL[] {
  return addresses.split(',').map((text) => new URL(/^\w+:\/\//.test(text) ? text : `nats://${text}`));
}

/**
 * Connects to a bus and never gives up: a lost server is replaced by another one, and requests wait or fail meanwhile.
 * Throws StoreProblem when none can be reached at first within half a minute.
 */
export async function openBus(addresses: string, name: string): Promise<Bus> {
  const servers = serversOf(addresses);
  const first = servers[0]!;
  const options: NodeConnectionOptions = {
    servers: servers.map(({ host }) => host),
    ...credentials(first),
    ...(first.protocol === 'tls:' ? { tls: {} } : {}),
    name: `anlan-${name}`,
    maxReconnectAttempts: -1,
    reconnectTimeWait: RECONNECT_MS,
    // A server that is there but does not answer is left after two pings.
    pingInterval: 5000,
    maxPingOut: 2,
    timeout: 5000,
  };
  for (const end = Date.now() + FIRST_MS; ; await pause(RECONNECT_MS)) {
    try {
      return await connect(options);
    } catch (error) {
      if (Date.now() < end) continue;
      throw new StoreProblem(
        `ANLAN_NATS 指向的 NATS（${options.servers}）连不上：${(error as Error).message}`,
        `none of the NATS servers of ANLAN_NATS can be reached`,
        error,
      );
    }
  }
}
