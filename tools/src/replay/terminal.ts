import { connect, type Socket } from 'node:net';
import {
  answering,
  decodeFrame,
  type Decoded,
  encodeFrames,
  FrameSplitter,
  type Header,
  type LocationBody,
  type Message,
  messageOf,
  RESULT,
  type Version,
} from '@anlan/jt808';
import { BackOff } from './back-off.ts';
import type { Counts } from './counts.ts';

export interface TerminalOptions {
  readonly host: string;
  readonly port: number;
  readonly phone: string;
  readonly version: Version;
  readonly terminalId: string;
  readonly plate: string;
  readonly counts: Counts;
}

const HEARTBEAT = 60_000;
const MOST_UNACKNOWLEDGED = 32;
const PLATFORM_ANSWERS: ReadonlySet<string> = new Set(['platformAnswer', 'registrationAnswer', 'timeAnswer']);
const YELLOW = 2;

/**
 * A JT/T 808 terminal: registers, authenticates, beats, reports, obeys texts and queries, reconnects with back-off, and
 * sends what was not acknowledged again as a blind-area batch.
 */
export class Terminal {
  readonly #options: TerminalOptions;
  readonly #backOff = new BackOff();
  readonly #unacknowledged = new Map<number, Message>();
  readonly #heartbeat: NodeJS.Timeout;
  #socket: Socket | undefined;
  #retry: NodeJS.Timeout | undefined;
  #serial = 0;
  #authentication = -1;
  #signedOn = false;
  #lastSent = 0;
  #last: LocationBody | undefined;

  constructor(options: TerminalOptions) {
    this.#options = options;
    this.#heartbeat = setInterval(() => this.#beat(), HEARTBEAT / 2);
  }

  get connected(): boolean {
    return this.#signedOn;
  }

  /** May a report be sent: signed on, and not too much unacknowledged. */
  get ready(): boolean {
    return this.#signedOn && this.#unacknowledged.size < MOST_UNACKNOWLEDGED;
  }

  /** Connects, and again whenever the connection is lost. */
  start(): void {
    const splitter = new FrameSplitter();
    const socket = connect(this.#options.port, this.#options.host);
    this.#socket = socket;
    socket.on('connect', () => this.#register());
    socket.on('data', (chunk) => {
      for (const cut of splitter.push(chunk)) {
        const frame = cut.ok ? decodeFrame(cut.frame) : cut;
        if (frame.ok) this.#received(frame);
      }
    });
    // The reason of a failed attempt does not matter; 'close' follows.
    socket.on('error', () => {});
    socket.on('close', () => {
      this.#signedOn = false;
      if (this.#socket === socket) this.#retry = setTimeout(() => this.start(), this.#backOff.wait());
    });
  }

  /** Reports a position; back-filled positions travel as 0x0704 type 1. */
  report(location: LocationBody, backFilled: boolean): void {
    const live: Message = { kind: 'location', body: location };
    const message: Message = backFilled ? batch([location]) : live;
    this.#last = location;
    this.#unacknowledged.set(this.#send(message), message);
    this.#options.counts.sent += 1;
  }

  end(): void {
    clearInterval(this.#heartbeat);
    clearTimeout(this.#retry);
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.destroySoon();
  }

  #register(): void {
    const { version, terminalId, plate } = this.#options;
    const layout = version === 2019 ? '2019' : '2013';
    const maker = { provinceId: 0, cityId: 0, manufacturerId: 'DEMO', model: 'REPLAY' };
    this.#send({ kind: 'registration', body: { layout, ...maker, terminalId, plateColor: YELLOW, plate } });
  }

  #authenticate(authCode: string): void {
    const extra = this.#options.version === 2019 ? { imei: '', softwareVersion: '1.0' } : {};
    this.#authentication = this.#send({ kind: 'authentication', body: { authCode, ...extra } });
  }

  #received(frame: Decoded): void {
    if (frame.kind === 'registrationAnswer') {
      if (frame.body.result === RESULT.done && frame.body.authCode) this.#authenticate(frame.body.authCode);
      else this.#turnedAway();
    } else if (frame.kind === 'platformAnswer')
      this.#answered(frame.body.ackSerial, frame.body.ackId, frame.body.result);
    else if (frame.kind === 'queryLocation' && this.#last) {
      this.#send({ kind: 'locationAnswer', body: { ackSerial: frame.header.serial, location: this.#last } });
    } else if (!PLATFORM_ANSWERS.has(frame.kind)) {
      this.#confirm(frame.header, frame.kind === 'text' ? RESULT.done : RESULT.unsupported);
    }
  }

  #answered(serial: number, id: number, result: number): void {
    if (serial === this.#authentication && messageOf(id)?.kind === 'authentication') {
      if (result === RESULT.done) this.#signOn();
      else this.#turnedAway();
    } else if (this.#unacknowledged.delete(serial)) {
      if (result === RESULT.done) this.#options.counts.acknowledged += 1;
      else this.#options.counts.refused += 1;
    }
  }

  #signOn(): void {
    this.#signedOn = true;
    this.#backOff.reset();
    const kept = [...this.#unacknowledged.values()].flatMap(locationsOf);
    this.#unacknowledged.clear();
    if (kept.length === 0) return;
    const message = batch(kept);
    this.#unacknowledged.set(this.#send(message), message);
  }

  #turnedAway(): void {
    this.#options.counts.refused += 1;
    this.#socket?.destroy();
  }

  #confirm(to: Header, result: number): void {
    this.#send({ kind: 'terminalAnswer', body: { ackSerial: to.serial, ackId: to.msgId, result } });
  }

  #beat(): void {
    if (this.#signedOn && Date.now() - this.#lastSent >= HEARTBEAT) this.#send({ kind: 'heartbeat', body: {} });
  }

  /** Sends a message and returns its serial. */
  #send(message: Message): number {
    const { phone, version } = this.#options;
    const serial = this.#serial;
    const size = version === 2019 ? 17 : 12;
    const header: Header = { msgId: 0, version, size, bodyLength: 0, encryption: 0, phone, serial };
    const frames = encodeFrames(message, answering(header, serial));
    this.#serial = (serial + frames.length) & 0xffff;
    this.#lastSent = Date.now();
    for (const frame of frames) this.#socket?.write(frame);
    return serial;
  }
}

function batch(locations: LocationBody[]): Message {
  return { kind: 'locationBatch', body: { type: 1, locations } };
}

function locationsOf(message: Message): LocationBody[] {
  if (message.kind === 'location') return [message.body];
  return message.kind === 'locationBatch' ? message.body.locations : [];
}
