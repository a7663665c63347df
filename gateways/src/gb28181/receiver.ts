import { createSocket } from 'node:dgram';
import { createServer, isIPv6, type Socket } from 'node:net';
import { decodeRtp, ProgramStream, RtpOrder, type RtpPacket, RtpStream } from '@anlan/gb28181';
import type { AccessUnit } from '../media/unit.ts';
import type { MediaRefusal } from './reasons.ts';

/** Where media of one stream arrive, and what is told of them. */
export interface ReceiverOptions {
  readonly host: string;
  readonly port: number;
  readonly transport: 'UDP' | 'TCP';
  /** May media come from this address? */
  from(host: string): boolean;
  unit(unit: AccessUnit): void;
  refuse(refusal: MediaRefusal): void;
  /** The connection has ended (TCP). */
  over(): void;
}

/** What came so far. */
export interface ReceiverFigures {
  packets: number;
  lost: number;
  late: number;
  units: number;
}

/** An open port of media. */
export interface Receiver {
  readonly figures: ReceiverFigures;
  /** Monotonic ms of the newest packet. */
  heard(): number;
  /** Packets are taken from this source only, once it is known. */
  expect(ssrc: number): void;
  close(): void;
}

/** Room for a key picture's packets while the process does something else (bytes). */
const UDP_ROOM = 2 * 1024 * 1024;

/** Opens a port; rejects with Node's error when it is taken by somebody else. */
export async function openReceiver(options: ReceiverOptions): Promise<Receiver> {
  const intake = new Packets(options);
  const close = options.transport === 'UDP' ? await openUdp(options, intake) : await openTcp(options, intake);
  return {
    figures: intake.figures,
    heard: () => intake.heard,
    expect: (ssrc) => intake.expect(ssrc),
    close,
  };
}

/** Packets of one source become pictures. */
class Packets {
  readonly figures: ReceiverFigures = { packets: 0, lost: 0, late: 0, units: 0 };
  heard = performance.now();
  readonly #options: ReceiverOptions;
  readonly #order = new RtpOrder();
  readonly #program = new ProgramStream();
  #ssrc: number | undefined;
  #expected: number | undefined;

  constructor(options: ReceiverOptions) {
    this.#options = options;
  }

  expect(ssrc: number): void {
    this.#expected = ssrc;
  }

  take(packet: RtpPacket): void {
    // Makers that do not keep to y= are many: the first source counts, the agreed one displaces it.
    this.#ssrc ??= packet.ssrc;
    if (packet.ssrc !== this.#ssrc) {
      if (packet.ssrc !== this.#expected)
        return this.#options.refuse({ reason: 'stranger', detail: `SSRC ${packet.ssrc}` });
      this.#ssrc = packet.ssrc;
    }
    this.heard = performance.now();
    this.figures.packets += 1;
    const { packets, lost } = this.#order.push(packet);
    this.figures.lost += lost;
    this.figures.late = this.#order.late;
    if (lost > 0) this.#program.gap();
    for (const one of packets) this.#payload(one.payload);
  }

  #payload(bytes: Uint8Array): void {
    for (const item of this.#program.push(bytes)) {
      if ('ok' in item) this.#options.refuse(item);
      else {
        this.figures.units += 1;
        this.#options.unit(item);
      }
    }
  }
}

function openUdp(options: ReceiverOptions, packets: Packets): Promise<() => void> {
  const socket = createSocket({ type: isIPv6(options.host) ? 'udp6' : 'udp4', recvBufferSize: UDP_ROOM });
  let closed = false;
  socket.on('message', (bytes, { address }) => {
    if (!options.from(address)) return options.refuse({ reason: 'stranger', detail: address });
    const packet = decodeRtp(bytes);
    if ('ok' in packet) options.refuse(packet);
    else packets.take(packet);
  });
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(options.port, options.host, () => {
      socket.removeListener('error', reject);
      socket.on('error', () => {});
      resolve(() => {
        if (!closed) socket.close();
        closed = true;
      });
    });
  });
}

/** The device comes to us (a=setup:passive on our side); the first connection from it counts. */
function openTcp(options: ReceiverOptions, packets: Packets): Promise<() => void> {
  let active: Socket | undefined;
  const server = createServer({ noDelay: true }, (socket) => {
    socket.on('error', () => {});
    const host = socket.remoteAddress ?? '';
    if (active !== undefined || !options.from(host)) {
      options.refuse({ reason: 'stranger', detail: host });
      socket.destroy();
      return;
    }
    active = socket;
    const stream = new RtpStream();
    socket.on('data', (chunk) => {
      for (const item of stream.push(chunk)) {
        if ('ok' in item) options.refuse(item);
        else packets.take(item);
      }
      if (stream.broken) socket.destroy();
    });
    socket.on('close', () => options.over());
  });
  server.maxConnections = 4;
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, () => {
      server.removeListener('error', reject);
      resolve(() => {
        active?.destroy();
        server.close();
      });
    });
  });
}
