import { createSocket, type RemoteInfo, type Socket as UdpSocket } from 'node:dgram';
import { Duplex } from 'node:stream';
import { Connections, type Line, openTcp, type TcpOptions, type TcpPort } from './tcp.ts';

/** Largest payload of a datagram over IPv4. */
const LARGEST = 65_507;

/** What one sender's datagrams and the answers to it look like as a connection. Datagrams that come while it is not read are lost, as on any full line. */
class DatagramLine extends Duplex implements Line {
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly datagrams = true;
  readonly localAddress: string;
  readonly #socket: UdpSocket;

  constructor(socket: UdpSocket, { address, port }: RemoteInfo) {
    super({ allowHalfOpen: false });
    this.remoteAddress = address;
    this.remotePort = port;
    this.localAddress = socket.address().address;
    this.#socket = socket;
  }

  /** A datagram of the sender; false when too much waits to be read. */
  heard(datagram: Uint8Array): boolean {
    if (this.readableLength > LARGEST) return false;
    this.push(datagram);
    return true;
  }

  destroySoon(): void {
    this.end(() => this.destroy());
  }

  override _read(): void {}

  override _write(bytes: Uint8Array, _: BufferEncoding, done: (error?: Error | null) => void): void {
    // Nobody learns that a datagram was lost, and so the sender's going away is no error either.
    this.#socket.send(bytes, this.remotePort, this.remoteAddress, () => done());
  }
}

/**
 * Opens a UDP port whose senders are connections as those of TCP, told apart by address and port: each has a session,
 * its limits of silence and its downlink. Whoever is at another address must sign on there, or anybody could take a
 * device's place by its number; the newest address that has signed on is where it is spoken to.
 */
async function openUdp(options: TcpOptions): Promise<TcpPort> {
  const connections = new Connections(options);
  const senders = new Map<string, DatagramLine>();
  const socket = createSocket(options.host.includes(':') ? 'udp6' : 'udp4');
  socket.on('message', (datagram, remote) => {
    const key = `${remote.address} ${remote.port}`;
    let line = senders.get(key);
    if (line === undefined) {
      line = new DatagramLine(socket, remote);
      if (!connections.admit(line)) return;
      senders.set(key, line);
      line.on('close', () => senders.delete(key));
    }
    if (!line.heard(datagram)) options.tally.refuse('overload', undefined, `${key} sends faster than it is kept`);
  });
  try {
    await bound(socket, options);
  } catch (error) {
    connections.close();
    throw error;
  }
  // What an earlier datagram ran into on its way is told here; the port goes on.
  socket.on('error', () => {});
  return {
    port: socket.address().port,
    connections: connections.all,
    close: async () => {
      connections.close();
      await new Promise<void>((resolve) => socket.close(() => resolve()));
    },
  };
}

/** Ports of both kinds, opened and closed together. */
export interface Ports {
  readonly numbers: { readonly port: number; readonly udpPort?: number };
  close(): Promise<void>;
}

/** Opens a TCP port and, where one is given, a UDP port for the same devices; rejects when either is taken. */
export async function openTcpAndUdp(options: TcpOptions, udpPort: number | undefined): Promise<Ports> {
  const tcp = await openTcp(options);
  if (udpPort === undefined) return { numbers: { port: tcp.port }, close: () => tcp.close() };
  try {
    const udp = await openUdp({ ...options, port: udpPort });
    return {
      numbers: { port: tcp.port, udpPort: udp.port },
      close: async () => {
        await Promise.all([tcp.close(), udp.close()]);
      },
    };
  } catch (error) {
    await tcp.close();
    throw error;
  }
}

function bound(socket: UdpSocket, { host, port }: TcpOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(port, host, () => {
      socket.removeListener('error', reject);
      resolve();
    });
  });
}
