import { createSocket } from 'node:dgram';
import { encodeMessage, type Message } from '@anlan/ais';
import type { Counts } from './counts.ts';

/** A receiving station: sends AIS messages as datagrams to the platform, with a tag block when times are kept. */
export class AisRadio {
  readonly #socket = createSocket('udp4');
  readonly #host: string;
  readonly #port: number;
  readonly #counts: Counts;
  #group = 0;

  constructor(host: string, port: number, counts: Counts) {
    this.#host = host;
    this.#port = port;
    this.#counts = counts;
    // Nobody listening is no fault of a radio.
    this.#socket.on('error', () => {});
    this.#socket.unref();
  }

  /** Sends a message; `time` (epoch ms) is told in the tag block. */
  send(message: Message, time?: number): void {
    this.#group = (this.#group + 1) % 10;
    const tag = time === undefined ? '' : tagBlock(time);
    const lines = encodeMessage(message, { group: this.#group }).map((line) => `${tag}${line}\r\n`);
    this.#socket.send(lines.join(''), this.#port, this.#host, () => {});
    this.#counts.sent += 1;
  }

  end(): void {
    this.#socket.close();
  }
}

/** NMEA 4 tag block with the time of reception in seconds. */
function tagBlock(time: number): string {
  const body = `s:REPLAY,c:${Math.floor(time / 1000)}`;
  let sum = 0;
  for (let i = 0; i < body.length; i += 1) sum ^= body.charCodeAt(i);
  return `\\${body}*${sum.toString(16).toUpperCase().padStart(2, '0')}\\`;
}
