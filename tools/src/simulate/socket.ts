import { connect, type Socket } from 'node:net';
import { BackOff } from '../replay/back-off.ts';

export interface LineOptions {
  readonly host: string;
  readonly port: number;
}

/** What a device makes of its socket. */
export interface LineEvents {
  opened(): void;
  received(chunk: Uint8Array): void;
  closed(): void;
}

/** A TCP line of a device that comes back with growing pauses when it is lost. */
export class TcpLine {
  readonly #options: LineOptions;
  readonly #events: LineEvents;
  readonly #backOff = new BackOff();
  #socket: Socket | undefined;
  #retry: NodeJS.Timeout | undefined;

  constructor(options: LineOptions, events: LineEvents) {
    this.#options = options;
    this.#events = events;
  }

  get open(): boolean {
    return this.#socket?.readyState === 'open';
  }

  start(): void {
    const socket = connect({ port: this.#options.port, host: this.#options.host, noDelay: true });
    this.#socket = socket;
    socket.on('connect', () => {
      this.#backOff.reset();
      this.#events.opened();
    });
    socket.on('data', (chunk) => this.#events.received(chunk));
    // The reason of a failed attempt does not matter; 'close' follows.
    socket.on('error', () => {});
    socket.on('close', () => {
      this.#events.closed();
      if (this.#socket === socket) this.#retry = setTimeout(() => this.start(), this.#backOff.wait());
    });
  }

  write(bytes: Uint8Array): void {
    this.#socket?.write(bytes);
  }

  end(): void {
    clearTimeout(this.#retry);
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.destroySoon();
  }
}

/** Messages sent and not yet acknowledged, by the key the answer carries; `answered` tells how long each took. */
export class Unanswered {
  readonly #sent = new Map<string, number>();
  readonly #answered: (milliseconds: number) => void;

  constructor(answered: (milliseconds: number) => void) {
    this.#answered = answered;
  }

  get size(): number {
    return this.#sent.size;
  }

  add(key: string): void {
    this.#sent.set(key, performance.now());
  }

  settle(key: string): boolean {
    const sent = this.#sent.get(key);
    if (sent === undefined) return false;
    this.#sent.delete(key);
    this.#answered(performance.now() - sent);
    return true;
  }

  /** How many were lost with the line. */
  clear(): number {
    const { size } = this.#sent;
    this.#sent.clear();
    return size;
  }
}
