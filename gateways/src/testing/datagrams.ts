import { createSocket } from 'node:dgram';

/** A device that speaks by datagrams, as one whole message each. */
export class DatagramCaller<M> {
  readonly received: M[] = [];
  /** Datagrams of the platform that are lost on their way. */
  loses = 0;
  readonly #socket = createSocket('udp4');
  readonly #port: number;

  constructor(port: number, read: (datagram: Uint8Array) => readonly M[]) {
    this.#port = port;
    this.#socket.on('message', (datagram) => {
      if (this.loses > 0) this.loses -= 1;
      else this.received.push(...read(datagram));
    });
  }

  write(bytes: Uint8Array): void {
    this.#socket.send(bytes, this.#port, '127.0.0.1');
  }

  end(): void {
    this.#socket.close();
  }
}
