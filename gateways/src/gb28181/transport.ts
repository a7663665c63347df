import { createSocket, type Socket as Udp } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { decodeSip, encodeSip, type Refusal, type SipMessage, SipStream } from '@anlan/gb28181';
import type { Tally } from '../tally.ts';
import { type Connection, openTcp, type TcpLimits, type TcpPort } from '../tcp.ts';
import { REASONS } from './reasons.ts';

/** Who a message came from, and the way back. */
export interface Peer {
  readonly transport: 'UDP' | 'TCP';
  readonly host: string;
  readonly port: number;
  /** The connection of a peer by TCP. */
  readonly connection: Connection | undefined;
  send(bytes: Uint8Array): void;
}

export interface TransportOptions {
  readonly host: string;
  readonly port: number;
  readonly limits: TcpLimits;
  readonly tally: Tally;
  received(message: SipMessage, peer: Peer): void;
  /** A connection has ended. */
  gone(connection: Connection): void;
}

/** SIP on one port number over UDP and TCP. */
export interface Transport {
  readonly port: number;
  connections(): number;
  close(): Promise<void>;
}

/** Times another free port is tried where any will do: one free for TCP may be taken for UDP. */
const TRIES = 5;

/** Opens both; rejects with Node's error when the port is taken. */
export async function openTransport(options: TransportOptions, tries = TRIES): Promise<Transport> {
  const tcp = await openTcp({
    host: options.host,
    port: options.port,
    limits: options.limits,
    tally: options.tally,
    open: (connection) => listenTo(connection, options),
  });
  try {
    const udp = await openUdp({ ...options, port: tcp.port });
    return { port: tcp.port, connections: () => tcp.connections.size, close: () => closeBoth(tcp, udp) };
  } catch (error) {
    await tcp.close();
    if (options.port !== 0 || tries <= 1) throw error;
    return openTransport(options, tries - 1);
  }
}

async function closeBoth(tcp: TcpPort, udp: Udp): Promise<void> {
  await Promise.all([tcp.close(), new Promise<void>((resolve) => udp.close(() => resolve()))]);
}

function listenTo(connection: Connection, options: TransportOptions): void {
  const { socket } = connection;
  const stream = new SipStream();
  const peer: Peer = {
    transport: 'TCP',
    host: socket.remoteAddress ?? '',
    port: socket.remotePort ?? 0,
    connection,
    send: (bytes) => void (socket.writable && socket.write(bytes)),
  };
  socket.on('data', (chunk) => {
    const items = stream.push(chunk);
    if (items.length > 0) connection.heard();
    for (const item of items) taken(item, peer, options);
    connection.incomplete(stream.held > 0);
    if (stream.broken) socket.destroySoon();
  });
  socket.on('close', () => options.gone(connection));
}

function openUdp(options: TransportOptions): Promise<Udp> {
  const socket = createSocket(isIPv6(options.host) ? 'udp6' : 'udp4');
  socket.on('message', (bytes, { address, port }) => {
    // Empty lines keep a way through a translator open.
    if (bytes.length <= 4 && bytes.every((byte) => byte === 13 || byte === 10 || byte === 0)) return;
    const send = (out: Uint8Array): void => socket.send(out, port, address, () => {});
    taken(decodeSip(bytes), { transport: 'UDP', host: address, port, connection: undefined, send }, options);
  });
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(options.port, options.host, () => {
      socket.removeListener('error', reject);
      // A peer that is gone answers by ICMP; nothing is to be done about it.
      socket.on('error', () => {});
      resolve(socket);
    });
  });
}

function taken(item: SipMessage | Refusal, peer: Peer, { tally, received }: TransportOptions): void {
  if ('ok' in item)
    tally.refuse(REASONS[item.reason], peer.connection?.identity, `${item.detail}, ${peer.host}:${peer.port}`);
  else received(item, peer);
}

/** Writes a message to a peer. */
export function sendTo(peer: Peer, message: SipMessage): void {
  peer.send(encodeSip(message));
}
