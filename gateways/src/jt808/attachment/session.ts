import {
  answering,
  type BodyOf,
  AttachmentSplitter,
  decodeFrame,
  type Decoded,
  encodeFrame,
  type FilePiece,
  generalAnswer,
  type Header,
  type Message,
  type MessageKind,
  type Refusal,
  RESULT,
} from '@anlan/jt808';
import type { IntakeRefusal } from '@anlan/kernel/telemetry';
import type { Connection } from '../../tcp.ts';
import { identityOf } from '../fix.ts';
import { channelOfName, typeOfName } from '../medium.ts';
import { REASONS } from '../reasons.ts';
import { signText } from '../safety.ts';
import { IncomingFile } from './file.ts';
import { alarmNumber } from './number.ts';
import { type AttachmentServer, NAME } from './server.ts';

/** The alarm whose files a connection brings. */
interface Alarm {
  readonly identity: string;
  readonly sign: string;
  readonly at: number;
}

type Of<K extends MessageKind> = { readonly header: Header; readonly body: BodyOf<K> };
const COMPLETE = 0;
const RESEND = 1;

/** One connection that brings the files of one alarm, or of several after each other. */
export class AttachmentSession {
  readonly #connection: Connection;
  readonly #server: AttachmentServer;
  readonly #splitter = new AttachmentSplitter();
  readonly #files = new Map<string, IncomingFile>();
  #alarm: Alarm | undefined;
  #serial = 0;

  constructor(connection: Connection, server: AttachmentServer) {
    this.#connection = connection;
    this.#server = server;
    connection.idle = server.limits.connect;
  }

  take(chunk: Uint8Array): void {
    for (const cut of this.#splitter.push(chunk)) {
      if (!this.#connection.socket.writable) return;
      if (!cut.ok) this.#refuse(REASONS[cut.reason], cut.detail);
      else if ('bytes' in cut) this.#piece(cut);
      else this.#frame(decodeFrame(cut.frame));
    }
  }

  end(): void {
    for (const name of this.#files.keys()) this.#drop(name);
  }

  #frame(frame: Decoded | Refusal): void {
    if (!frame.ok) return this.#refuse(REASONS[frame.reason], frame.detail);
    this.#connection.heard();
    const handler = HANDLERS[frame.kind] as ((session: AttachmentSession, frame: Decoded) => void) | undefined;
    if (handler === undefined) {
      this.#refuse('unsupported', `message 0x${frame.header.msgId.toString(16).padStart(4, '0')}`);
      return this.#acknowledge(frame.header, RESULT.unsupported);
    }
    if (this.#alarm === undefined && frame.kind !== 'attachments') {
      this.#refuse('unauthenticated', `${frame.kind} before the alarm`);
      return this.#acknowledge(frame.header, RESULT.failed);
    }
    handler(this, frame);
  }

  /** 0x1210: which alarm, and its files. */
  attachments({ header, body }: Of<'attachments'>): void {
    const identity = identityOf(header.phone);
    const { options, limits } = this.#server;
    const secret = options.intake.find(identity) && options.issueCode(identity);
    const sign = signText(body.sign);
    if (secret === undefined || body.alarmNumber !== alarmNumber(secret, sign)) {
      const reason = secret === undefined ? 'unknown-device' : 'unauthenticated';
      this.#server.refuse(
        reason,
        secret === undefined ? undefined : identity,
        `${identity}, ${this.#connection.remote}`,
      );
      this.#acknowledge(header, RESULT.failed);
      return void this.#connection.socket.destroySoon();
    }
    this.#alarm = { identity, sign, at: body.sign.time.epochMs ?? options.clock() };
    this.#connection.identity = identity;
    this.#connection.idle = limits.idle;
    this.#acknowledge(header, RESULT.done);
  }

  /** 0x1211: a file begins. */
  file({ header, body }: Of<'attachmentFile'>): void {
    const { limits } = this.#server;
    this.#drop(body.name);
    if (body.size > limits.file) this.#refuse('oversized', `${body.name}: ${body.size} bytes`);
    else if (this.#files.size >= limits.files || this.#server.held + body.size > limits.memory)
      this.#refuse('overload', body.name);
    else {
      this.#files.set(body.name, new IncomingFile(body.name, body.size));
      // Counted when it is announced: memory is promised, not hoped for.
      this.#server.held += body.size;
      return this.#acknowledge(header, RESULT.done);
    }
    this.#acknowledge(header, RESULT.failed);
  }

  /** 0x1212: the terminal has sent all of a file. What is missing is asked for again; what is whole is kept, then answered. */
  done({ header, body }: Of<'attachmentDone'>): void {
    const file = this.#files.get(body.name);
    const answer = (result: number, missing: readonly { offset: number; length: number }[] = []): void => {
      const { name, type } = body;
      this.#send(header, { kind: 'attachmentAnswer', body: { name, type, result, missing: [...missing] } });
    };
    if (file === undefined) {
      this.#refuse('out-of-order', `${body.name} was not announced`);
      return this.#acknowledge(header, RESULT.failed);
    }
    const missing = file.missing();
    if (missing.length > 0) return answer(RESEND, missing);
    this.#connection.hold();
    this.#keep(file)
      .then(() => answer(COMPLETE))
      .catch((error: unknown) => {
        const { log } = this.#server.options;
        log.warn({ listener: NAME, device: this.#alarm?.identity, error: String(error) }, 'file not kept');
        this.#connection.socket.destroy();
      })
      .finally(() => this.#connection.release());
  }

  async #keep(file: IncomingFile): Promise<void> {
    const { identity, sign, at } = this.#alarm as Alarm;
    const { options } = this.#server;
    const { name } = file;
    const medium = { name, channel: channelOfName(name), type: typeOfName(name), bytes: file.content() };
    const place = { at, lon: null, lat: null };
    await options.keep(
      identity,
      { ...medium, ...place, source: `${sign} ${name}`, sign, ordered: false },
      options.clock(),
    );
    this.#server.took();
    // Announced anew meanwhile, it is another file.
    if (this.#files.get(name) === file) this.#drop(name);
  }

  #piece({ name, offset, bytes }: FilePiece): void {
    this.#connection.heard();
    const file = this.#files.get(name);
    if (file === undefined) this.#refuse(this.#alarm ? 'out-of-order' : 'unauthenticated', `${name} was not announced`);
    else if (!file.put(offset, bytes)) this.#refuse('out-of-range', `${name}: ${offset} + ${bytes.length}`);
  }

  #drop(name: string): void {
    const file = this.#files.get(name);
    if (file === undefined) return;
    this.#files.delete(name);
    this.#server.held -= file.size;
  }

  heartbeat({ header }: Of<'heartbeat'>): void {
    this.#acknowledge(header, RESULT.done);
  }

  #acknowledge(to: Header, result: (typeof RESULT)[keyof typeof RESULT]): void {
    this.#send(to, generalAnswer(to, result));
  }

  #send(to: Header, message: Message): void {
    const serial = this.#serial;
    this.#serial = (serial + 1) & 0xffff;
    if (this.#connection.socket.writable) this.#connection.write(encodeFrame(message, answering(to, serial)));
  }

  #refuse(reason: IntakeRefusal, detail: string): void {
    this.#server.refuse(reason, this.#alarm?.identity, `${detail}, ${this.#connection.remote}`);
  }
}

const HANDLERS: Partial<Record<Decoded['kind'], unknown>> = {
  attachments: (session: AttachmentSession, frame: Of<'attachments'>) => session.attachments(frame),
  attachmentFile: (session: AttachmentSession, frame: Of<'attachmentFile'>) => session.file(frame),
  attachmentDone: (session: AttachmentSession, frame: Of<'attachmentDone'>) => session.done(frame),
  heartbeat: (session: AttachmentSession, frame: Of<'heartbeat'>) => session.heartbeat(frame),
};
