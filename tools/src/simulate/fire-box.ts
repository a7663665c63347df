import {
  COMMAND,
  confirmationOf,
  denialOf,
  encodeFrame,
  Gb26875Stream,
  heartbeat,
  type Message,
  messageOf,
  type ObjectOf,
  replyOf,
  timeTagOf,
} from '@anlan/gb26875';
import { TcpLine, Unanswered } from './socket.ts';

export interface FireBoxOptions {
  readonly host: string;
  readonly port: number;
  readonly address: number;
  readonly clock: () => number;
  /** A message was confirmed after so many milliseconds. */
  readonly answered: (milliseconds: number) => void;
  /** So many messages went unconfirmed with the line. */
  readonly lost: (messages: number) => void;
  /** The centre reads values: those of now. */
  readonly measure?: () => readonly ObjectOf<3>[];
}

const CENTRE = 1;
const MOST_UNANSWERED = 16;
const BEAT = 25_000;
const READ_ANALOG = 63;
const READ_DEVICE_STATE = 81;
const NORMAL = 1;

/** A GB/T 26875.3 user information transmission device: sends values and states, beats, obeys the centre. */
export class FireBox {
  readonly #options: FireBoxOptions;
  readonly #line: TcpLine;
  readonly #unanswered: Unanswered;
  #beat: NodeJS.Timeout | undefined;
  #serial = 0;

  constructor(options: FireBoxOptions) {
    this.#options = options;
    this.#unanswered = new Unanswered(options.answered);
    let stream = new Gb26875Stream();
    this.#line = new TcpLine(options, {
      opened: () => {
        stream = new Gb26875Stream();
        this.#send(heartbeat(this.#envelope()));
      },
      received: (chunk) => {
        for (const item of stream.push(chunk)) if (item.ok) this.#received(item.message);
      },
      closed: () => options.lost(this.#unanswered.clear()),
    });
  }

  get connected(): boolean {
    return this.#line.open;
  }

  get ready(): boolean {
    return this.connected && this.#unanswered.size < MOST_UNANSWERED;
  }

  start(): void {
    this.#line.start();
    this.#beat = setInterval(() => this.connected && this.#send(heartbeat(this.#envelope())), BEAT);
  }

  /** Sends analogue values (type 3). */
  values(objects: readonly ObjectOf<3>[]): void {
    this.#expect(messageOf(this.#envelope(), 3, objects));
  }

  /** Sends states of the building's systems (type 1). */
  states(objects: readonly ObjectOf<1>[]): void {
    this.#expect(messageOf(this.#envelope(), 1, objects));
  }

  /** Sends running states of components (type 2). */
  components(objects: readonly ObjectOf<2>[]): void {
    this.#expect(messageOf(this.#envelope(), 2, objects));
  }

  end(): void {
    clearInterval(this.#beat);
    this.#line.end();
  }

  #expect(message: Message): void {
    this.#unanswered.add(String(message.serial));
    this.#send(message);
  }

  #envelope() {
    this.#serial = (this.#serial + 1) & 0xffff;
    const { address, clock } = this.#options;
    return { serial: this.#serial, source: address, destination: CENTRE, at: clock() };
  }

  #send(message: Message): void {
    const frame = encodeFrame(message);
    if (!(frame instanceof Uint8Array)) throw new Error(frame.detail);
    this.#line.write(frame);
  }

  #received(message: Message): void {
    const now = this.#options.clock();
    if (message.command === COMMAND.confirm) this.#unanswered.settle(String(message.serial));
    else if (message.command === COMMAND.control) this.#send(confirmationOf(message, now));
    else if (message.command === COMMAND.request) this.#send(this.#reply(message, now));
  }

  #reply(request: Message, now: number): Message {
    const type = request.application?.typeFlag;
    const objects = this.#options.measure?.() ?? [];
    if (type === READ_DEVICE_STATE) return replyOf(request, now, 21, [{ deviceState: NORMAL, time: timeTagOf(now) }]);
    if (type === READ_ANALOG && objects.length > 0) return replyOf(request, now, 3, objects);
    return denialOf(request, now);
  }
}
