import {
  COMMAND,
  confirmationOf,
  denialOf,
  encodeFrame,
  type Frame,
  Gb26875Stream,
  type Header,
  type Message,
  type Refusal,
  type RefusalReason,
  replyOf,
  timeTagOf,
} from '@anlan/gb26875';
import type { IntakeRefusal } from '@anlan/kernel/telemetry';
import type { CommandResult } from '../listener.ts';
import type { Connection } from '../tcp.ts';
import { Watched } from '../watched.ts';
import { type Centre, identityOf } from './centre.ts';
import { Dialogue } from './dialogue.ts';
import { deliver } from './deliver.ts';
import type { Transmitter } from './transmitter.ts';

const REASONS: Record<RefusalReason, IntakeRefusal> = {
  garbage: 'malformed',
  incomplete: 'malformed',
  'too-long': 'oversized',
  'end-flag': 'malformed',
  'checksum-wrong': 'checksum',
  'unknown-command': 'unsupported',
  'bad-value': 'malformed',
};
const SYNCHRONISE = 90;
const FIRST_USER_COMMAND = 128;

/** One connection, from its first byte to its last. It belongs to the first registered device that speaks on it. */
export class Session implements Transmitter {
  readonly connection: Connection;
  readonly centre: Centre;
  readonly dialogue: Dialogue;
  /** Header of the newest frame: addresses and versions of what the centre sends. */
  header: Header | undefined;
  #identity: string | undefined;
  readonly #stream = new Gb26875Stream();
  readonly #watched: Watched;
  #heldSince: number | undefined;
  #strange = 0;

  constructor(connection: Connection, centre: Centre) {
    this.connection = connection;
    this.centre = centre;
    this.dialogue = new Dialogue(this);
    this.#watched = new Watched(centre.options.witness, connection.remote);
    connection.idle = centre.limits.connect;
  }

  get identity(): string {
    return this.#identity ?? '';
  }

  /** Takes the next bytes of the socket. */
  take(chunk: Uint8Array, now: number): void {
    this.#watched.note(this.#identity, 'in', chunk);
    this.#items(this.#stream.push(chunk));
    if (this.#identity !== undefined) this.#watched.known(this.#identity);
    this.connection.incomplete(this.#stream.held > 0);
    this.#heldSince = this.#stream.held > 0 ? now : undefined;
  }

  /** Gives up a frame that has stayed incomplete; frames behind a false start come out. */
  unstick(now: number): void {
    if (this.#heldSince === undefined || now - this.#heldSince < this.centre.limits.stuck) return;
    this.#heldSince = undefined;
    this.connection.incomplete(false);
    this.#items(this.#stream.end());
  }

  /** The socket is closed. */
  end(): void {
    this.dialogue.abandon();
    if (this.#identity !== undefined) this.centre.lines.leave(this.#identity, this);
  }

  /** Writes a message; false when nobody can hear it. */
  write(message: Message): boolean {
    const frame = encodeFrame(message);
    if (!(frame instanceof Uint8Array) || !this.connection.socket.writable) return false;
    this.#watched.note(this.#identity, 'out', frame);
    this.connection.write(frame);
    return true;
  }

  confirm(to: Header): void {
    this.write(confirmationOf(to, this.centre.options.clock()));
  }

  deny(to: Header): void {
    this.write(denialOf(to, this.centre.options.clock()));
  }

  refuse(reason: IntakeRefusal, detail: string): void {
    this.centre.tally.refuse(reason, this.#identity, `${detail}, ${this.connection.remote}`);
  }

  #items(items: readonly (Frame | Refusal)[]): void {
    for (const item of items) {
      if (!this.connection.socket.writable) return;
      if (item.ok) this.#frame(item.message);
      else this.#refused(item);
    }
  }

  #frame(message: Message): void {
    const identity = identityOf(message.source);
    if (this.centre.options.intake.find(identity) === undefined) return this.#stranger(identity, message);
    if (this.#identity !== undefined && this.#identity !== identity) {
      this.refuse('unauthenticated', `source ${message.source}`);
      return this.deny(message);
    }
    this.#enter(identity);
    this.connection.heard();
    this.header = message;
    this.#handle(message);
  }

  #enter(identity: string): void {
    this.#identity = identity;
    this.connection.identity = identity;
    this.connection.idle = this.centre.limits.idle;
    this.centre.lines.enter(identity, this)?.connection.socket.destroy();
  }

  #handle(message: Message): void {
    const { command } = message;
    if (command === COMMAND.send) deliver(this, message, () => this.confirm(message));
    else if (command === COMMAND.reply) {
      deliver(this, message, (kept) => this.#answered(message, { result: kept ? 'done' : 'failed' }));
    } else if (command === COMMAND.confirm) this.#answered(message, { result: 'done' });
    else if (command === COMMAND.deny) this.#answered(message, { result: 'failed', detail: '否认' });
    else if (command === COMMAND.request) this.#asked(message);
    else {
      this.refuse('unsupported', `command ${command}`);
      if (command < FIRST_USER_COMMAND) this.deny(message);
    }
  }

  /** The standard lets only the centre ask; devices in the field ask for the time, and get it as the centre sets it. */
  #asked(message: Message): void {
    if (message.application?.typeFlag !== SYNCHRONISE) {
      this.refuse('unsupported', `request ${message.application?.typeFlag ?? '–'}`);
      return this.deny(message);
    }
    const now = this.centre.options.clock();
    this.write(replyOf(message, now, SYNCHRONISE, [{ time: timeTagOf(now) }]));
  }

  #answered(message: Message, result: CommandResult): void {
    if (!this.dialogue.answered(message.serial, result)) this.refuse('out-of-order', `answers ${message.serial}`);
  }

  /** Checksum, end flag, length and command are denied (GB/T 26875.3-2011 7.2); a garbled header is nobody's. */
  #refused(refusal: Refusal): void {
    this.refuse(REASONS[refusal.reason], refusal.detail);
    const { header } = refusal;
    if (header && this.#identity === identityOf(header.source)) this.deny(header);
  }

  #stranger(identity: string, message: Message): void {
    this.centre.tally.refuse('unknown-device', undefined, `${identity}, ${this.connection.remote}`);
    if (message.command === COMMAND.send) this.deny(message);
    this.#strange += 1;
    if (this.#strange >= this.centre.limits.strangers) this.connection.socket.destroySoon();
  }
}
