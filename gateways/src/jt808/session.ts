import {
  answering,
  decodeFrame,
  type Decoded,
  encodeFrame,
  encodeFrames,
  FrameSplitter,
  generalAnswer,
  type Header,
  type Message,
  type Part,
  type Pending,
  Reassembler,
  type Refusal,
  RESULT,
} from '@anlan/jt808';
import type { IntakeRefusal } from '@anlan/kernel/telemetry';
import { Awaiting } from '../awaiting.ts';
import { Recent } from '../recent.ts';
import type { Patience } from '../resend.ts';
import type { Connection } from '../tcp.ts';
import { Watched } from '../watched.ts';
import { identityOf } from './fix.ts';
import { HANDLERS, type Handler, OPEN_KINDS } from './handlers.ts';
import { MissingParts } from './parts.ts';
import type { Platform } from './platform.ts';
import { REASONS } from './reasons.ts';
import type { Standing } from './standstill.ts';
import type { Result, Terminal } from './terminal.ts';

const FLAG = 0x7e;
const SUBPACKAGED_MESSAGES = 8;
/** Messages sent in parts that a terminal may ask for again (0x0005). */
const SENT_MESSAGES = 8;
const MEDIUM = 0x0801;
/** Missing parts that one 0x8003 asks for; more are asked for when these have come. */
const MOST_MISSING = 255;
/** Answers of the terminal: never answered in turn (JT/T 808 §4). */
const ANSWERS: ReadonlySet<number> = new Set([0x0001, 0x0104, 0x0107, 0x0201, 0x0500, 0x0700, 0x0802, 0x0805]);

interface Sent {
  /** Serial of the last frame. */
  readonly last: number;
  readonly frames: readonly Uint8Array[];
}

/** One connection of a terminal, from its first byte to its last. */
export class Session implements Terminal {
  readonly connection: Connection;
  readonly platform: Platform;
  readonly awaiting: Awaiting;
  identity: string | undefined;
  header: Header | undefined;
  readonly #splitter = new FrameSplitter();
  readonly #reassembler: Reassembler;
  readonly #missing: MissingParts;
  readonly #watched: Watched;
  /** Messages sent in parts, by the serial of their first. */
  readonly #sent = new Recent<Sent>(SENT_MESSAGES);
  #serial = 0;
  #strange = 0;

  constructor(connection: Connection, platform: Platform) {
    this.connection = connection;
    this.platform = platform;
    this.awaiting = new Awaiting(platform.limits.command);
    this.#watched = new Watched(platform.options.witness, connection.remote);
    this.#reassembler = new Reassembler({ messages: SUBPACKAGED_MESSAGES, bytes: platform.limits.reassembly });
    this.#missing = new MissingParts(
      platform.limits.missing,
      () => this.#reassembler.pending(),
      (pending) => this.#ask(pending),
    );
    connection.idle = platform.limits.connect;
  }

  get again(): Patience {
    return this.platform.limits.again;
  }

  get standing(): Standing | undefined {
    return this.identity === undefined ? undefined : this.platform.memory.of(this.identity).standing;
  }

  /** Takes the next bytes of the socket. */
  take(chunk: Uint8Array): void {
    this.#watched.note(this.identity, 'in', chunk);
    if (chunk.includes(FLAG)) this.connection.incomplete(false);
    for (const cut of this.#splitter.push(chunk)) {
      if (!this.connection.socket.writable) return;
      if (!cut.ok) this.#refused(cut);
      else this.#frame(decodeFrame(cut.frame));
    }
    this.connection.incomplete(chunk.at(-1) !== FLAG);
    if (this.identity !== undefined) this.#watched.known(this.identity);
  }

  /** The socket is closed. */
  end(): void {
    this.awaiting.abandon();
    this.#missing.end();
    if (this.identity !== undefined) this.platform.leave(this.identity, this);
  }

  enter(identity: string, header: Header): void {
    if (this.identity !== undefined && this.identity !== identity) this.platform.leave(this.identity, this);
    this.identity = identity;
    this.header = header;
    this.connection.identity = identity;
    this.connection.idle = this.platform.limits.idle;
    this.platform.enter(identity, this);
  }

  logout(): void {
    if (this.identity !== undefined) this.platform.leave(this.identity, this);
    this.identity = undefined;
    this.connection.idle = this.platform.limits.connect;
  }

  answer(to: Header, message: Message): void {
    if (this.connection.socket.writable) this.#write(encodeFrame(message, answering(to, this.#next())));
  }

  acknowledge(to: Header, result: Result, parts = 1): void {
    if (ANSWERS.has(to.msgId)) return;
    for (let part = 0; part < parts; part += 1) {
      this.answer(to, generalAnswer({ ...to, serial: (to.serial + part) & 0xffff }, result));
    }
  }

  send(message: Message): number | undefined {
    if (!this.header || !this.connection.socket.writable) return undefined;
    const serial = this.#next();
    const frames = encodeFrames(message, answering(this.header, serial));
    this.#serial = (serial + frames.length) & 0xffff;
    const last = (this.#serial - 1) & 0xffff;
    if (frames.length > 1 || this.connection.socket.datagrams === true)
      this.#sent.add(String(serial), { last, frames });
    for (const frame of frames) this.#write(frame);
    return last;
  }

  repeat(serial: number): void {
    const frames = this.#sent.find(({ last }) => last === serial)?.frames ?? [];
    if (this.connection.socket.writable) for (const frame of frames) this.#write(frame);
  }

  resend(firstSerial: number, parts: readonly number[]): boolean {
    const frames = this.#sent.get(String(firstSerial))?.frames;
    if (!frames || !this.connection.socket.writable) return false;
    for (const part of new Set(parts)) if (frames[part - 1]) this.#write(frames[part - 1]!);
    return true;
  }

  lastSerialOf(serial: number): number {
    const sent = this.#sent.find(({ last, frames }) => ((last - serial) & 0xffff) < frames.length);
    return sent?.last ?? serial;
  }

  refuse(reason: IntakeRefusal, detail: string): void {
    this.platform.tally.refuse(reason, this.identity, `${detail}, ${this.connection.remote}`);
  }

  #next(): number {
    const serial = this.#serial;
    this.#serial = (serial + 1) & 0xffff;
    return serial;
  }

  #frame(frame: Decoded | Refusal, parts = 1): void {
    if (!frame.ok) return this.#refused(frame);
    this.connection.heard();
    const { header } = frame;
    const open = OPEN_KINDS.has(frame.kind);
    if (!open && this.identity !== identityOf(header.phone)) return this.#stranger(header);
    if (frame.kind === 'part') return this.#part(frame);
    const handler = HANDLERS[frame.kind] as Handler | undefined;
    if (handler) handler(this, frame, parts);
    else {
      this.refuse('unsupported', `message 0x${header.msgId.toString(16).padStart(4, '0')}`);
      this.acknowledge(header, RESULT.unsupported, parts);
    }
  }

  #part(part: Part): void {
    const { header } = part;
    const whole = this.#reassembler.add(part, this.platform.options.clock());
    this.#missing.heard();
    // Parts in memory are not on disk: they are acknowledged with the whole. A medium has an answer of its own (0x8800)
    // for that, and terminals may wait for 0x8001 after each of its hundreds of parts.
    if (header.msgId === MEDIUM) this.acknowledge(header, RESULT.done);
    if (!whole.ok || whole.kind !== 'pending') return this.#frame(whole, header.part?.total);
    if (header.part?.index === header.part?.total) this.#ask(whole);
  }

  #ask({ header, firstSerial, missing }: Pending): void {
    const parts = missing.slice(0, MOST_MISSING);
    this.answer(header, { kind: 'platformResend', body: { firstSerial, parts } });
  }

  #write(frame: Uint8Array): void {
    this.#watched.note(this.identity, 'out', frame);
    this.connection.write(frame);
  }

  #refused(refusal: Refusal): void {
    this.refuse(REASONS[refusal.reason], refusal.detail);
    const { header } = refusal;
    if (header && this.identity === identityOf(header.phone)) this.acknowledge(header, RESULT.wrong);
  }

  /** Nothing may come before authentication, nor under another phone after it (JT/T 808 §3.2). */
  #stranger(header: Header): void {
    this.refuse('unauthenticated', `message 0x${header.msgId.toString(16).padStart(4, '0')} of ${header.phone}`);
    this.acknowledge(header, RESULT.failed);
    this.strange();
  }

  strange(): void {
    this.#strange += 1;
    if (this.#strange >= this.platform.limits.unauthenticated) this.connection.socket.destroySoon();
  }
}
