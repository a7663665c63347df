import { connect, type Socket } from 'node:net';

/** The other end of a connection to a listener: whoever calls it, with the messages that came back. */
export class Caller<M> {
  readonly socket: Socket;
  readonly received: M[] = [];
  closed = false;

  /** @param read gives the messages that are whole with a chunk; throws when the platform sent a bad one */
  constructor(port: number, read: (chunk: Uint8Array) => readonly M[]) {
    this.socket = connect(port, '127.0.0.1');
    this.socket.setNoDelay(true);
    this.socket.on('data', (chunk) => {
      for (const message of read(chunk)) {
        this.received.push(message);
        this.heard?.(message);
      }
    });
    this.socket.on('close', () => (this.closed = true));
    this.socket.on('error', () => {});
  }

  /** What it does with a message, where it does something. */
  protected heard?(message: M): void;

  write(bytes: Uint8Array): void {
    this.socket.write(bytes);
  }

  end(): void {
    this.socket.destroy();
  }
}
