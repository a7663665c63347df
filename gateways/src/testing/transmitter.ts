import {
  COMMAND,
  confirmationOf,
  denialOf,
  encodeFrame,
  Gb26875Stream,
  type Message,
  messageOf,
  type ObjectOf,
  replyOf,
  timeTagOf,
  type TypeFlag,
} from '@anlan/gb26875';
import { Caller } from './caller.ts';
import { until } from './wait.ts';

const CENTRE = 88_888;

function messagesOf(): (chunk: Uint8Array) => Message[] {
  const stream = new Gb26875Stream();
  return (chunk) =>
    stream.push(chunk).map((item) => {
      if (!item.ok) throw new Error(`the centre sent a bad frame: ${item.detail}`);
      return item.message;
    });
}

/** A GB/T 26875.3 user information transmission device on a real socket. */
export class FireTransmitter extends Caller<Message> {
  readonly address: number;
  /** What it does with what the centre sends: confirm or reply, deny, or stay silent. */
  obeys: 'yes' | 'no' | 'silent' = 'yes';
  #serial = 0;
  readonly #now: () => number;

  constructor(port: number, address: number, now: () => number) {
    super(port, messagesOf());
    this.address = address;
    this.#now = now;
  }

  message<T extends TypeFlag>(type: T, objects: readonly ObjectOf<T>[]): Message {
    this.#serial += 1;
    const envelope = { serial: this.#serial, source: this.address, destination: CENTRE, at: this.#now() };
    return messageOf(envelope, type, objects);
  }

  /** One analogue value of component `address` of the hydrant system. */
  analog(valueRaw: number, change: { analogType?: number; componentAddress?: number; at?: number } = {}): Message {
    const { analogType = 5, componentAddress = 65_537, at = this.#now() } = change;
    const component = { systemType: 11, systemAddress: 1, componentType: 99, componentAddress };
    return this.message(3, [{ ...component, analogType, valueRaw, time: timeTagOf(at) }]);
  }

  send(message: Message): void {
    this.write(bytesOf(message));
  }

  /** Commands of the answers so far that carry this serial. */
  answers(serial: number): number[] {
    return this.received.filter((message) => message.serial === serial).map(({ command }) => command);
  }

  async deliver(message: Message): Promise<number> {
    const before = this.received.length;
    this.send(message);
    await until(() => this.received.slice(before).some(({ serial }) => serial === message.serial));
    return this.answers(message.serial).at(-1)!;
  }

  protected override heard(message: Message): void {
    if (this.obeys === 'silent' || (message.command !== COMMAND.control && message.command !== COMMAND.request)) return;
    if (this.obeys === 'no') return this.send(denialOf(message, this.#now()));
    if (message.command === COMMAND.control) return this.send(confirmationOf(message, this.#now()));
    const time = timeTagOf(this.#now());
    if (message.application?.typeFlag === 81)
      return this.send(replyOf(message, this.#now(), 21, [{ deviceState: 1, time }]));
    const component = { systemType: 11, systemAddress: 1, componentType: 99, componentAddress: 65_537 };
    this.send(replyOf(message, this.#now(), 3, [{ ...component, analogType: 5, valueRaw: 2000, time }]));
  }
}

export function bytesOf(message: Message): Uint8Array {
  const frame = encodeFrame(message);
  if (!(frame instanceof Uint8Array)) throw new Error(frame.detail);
  return frame;
}
