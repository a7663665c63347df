import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import type { Listener } from '../listener.ts';
import { Tally } from '../tally.ts';
import { AisEar, type AisOptions, type AisSource } from './source.ts';

const NAME = 'ais-udp';
const SENDERS = 1024;
const IDLE = 300_000;
const UNACKNOWLEDGED = 10_000;
// A datagram carries whole lines; one without a line end still ends its last line.
const LINE_END = new Uint8Array([10]);
const LINE_FEED = 10;

interface Sender {
  readonly source: AisSource;
  lastHeard: number;
}

/** Takes AIS datagrams from any number of stations, each decoded on its own; the least recently heard is forgotten. */
export async function listenAisUdp(options: AisOptions): Promise<Listener> {
  const tally = new Tally(NAME, options.intake);
  const ear = new AisEar(options, tally);
  const limits = { connections: SENDERS, idle: IDLE, unacknowledged: UNACKNOWLEDGED, ...options.limits };
  const senders = new Map<string, Sender>();
  const socket = createSocket('udp4');
  let pending = 0;
  socket.on('message', (datagram, remote) => {
    const now = options.clock();
    const sender = senderOf(remote, senders, ear, limits.connections, now);
    const whole = datagram.at(-1) === LINE_FEED ? datagram : Buffer.concat([datagram, LINE_END]);
    for (const envelope of sender.source.take(whole, now).envelopes) {
      if (pending >= limits.unacknowledged) {
        tally.refuse('overload', envelope.device, 'too many fixes on their way to disk');
        continue;
      }
      pending += 1;
      void ear.deliver(envelope).finally(() => (pending -= 1));
    }
  });
  await bound(socket, options.host, options.port);
  socket.on('error', (error) => options.log.warn({ listener: NAME, error: error.message }, 'socket error'));
  const sweep = setInterval(() => forget(senders, options.clock() - limits.idle), Math.min(10_000, limits.idle));
  const { port } = socket.address();
  options.log.info({ listener: NAME, port }, 'listening');
  return {
    name: NAME,
    port,
    sessions: () => senders.size,
    stats: () => tally.stats(senders.size),
    close: () => {
      clearInterval(sweep);
      return new Promise((resolve) => socket.close(() => resolve()));
    },
  };
}

function senderOf(remote: RemoteInfo, senders: Map<string, Sender>, ear: AisEar, most: number, now: number): Sender {
  const key = `${remote.address}:${remote.port}`;
  const sender = senders.get(key) ?? { source: ear.source(), lastHeard: now };
  sender.lastHeard = now;
  senders.delete(key);
  senders.set(key, sender);
  if (senders.size > most) senders.delete(senders.keys().next().value!);
  return sender;
}

function forget(senders: Map<string, Sender>, before: number): void {
  for (const [key, sender] of senders) if (sender.lastHeard < before) senders.delete(key);
}

function bound(socket: Socket, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(port, host, () => {
      socket.removeListener('error', reject);
      resolve();
    });
  });
}
