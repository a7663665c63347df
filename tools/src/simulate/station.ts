import {
  encodeFrame,
  executionResult,
  formatQn,
  formatTime,
  Hj212Stream,
  type Packet,
  requestAnswer,
  splitPacket,
} from '@anlan/hj212';
import { TcpLine, Unanswered } from './socket.ts';

export interface StationOptions {
  readonly host: string;
  readonly port: number;
  readonly mn: string;
  readonly pw: string;
  /** System code: 27 VOC, 31 air pollution source. */
  readonly st?: string;
  readonly clock: () => number;
  readonly answered: (milliseconds: number) => void;
  readonly lost: (messages: number) => void;
  /** The platform asks for data (2011, 2051 …); the station uploads before it reports the request done. */
  readonly asked?: (cn: string) => void;
}

/** One factor of an upload: `a24088` with `{ Rtd: 0.8 }`, flag N when it is a good value. */
export interface Factor {
  readonly code: string;
  readonly values: Readonly<Record<string, number>>;
  readonly flag?: string;
}

const MOST_UNANSWERED = 16;
const READY = 1;
const DONE = 1;
const VOC = '27';

/** An HJ 212-2017 station: uploads values, obeys requests. */
export class Station {
  readonly #options: StationOptions;
  readonly #line: TcpLine;
  readonly #unanswered: Unanswered;
  #lastQn = 0;

  constructor(options: StationOptions) {
    this.#options = options;
    this.#unanswered = new Unanswered(options.answered);
    let stream = new Hj212Stream();
    this.#line = new TcpLine(options, {
      opened: () => (stream = new Hj212Stream()),
      received: (chunk) => {
        for (const item of stream.push(chunk)) if (item.ok) this.#received(item.packet);
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
  }

  /** Uploads the values of a moment (2011) or of the period beginning at `at` (2051, 2061, 2031). */
  upload(cn: string, at: number, factors: readonly Factor[]): void {
    const { mn, pw, st = VOC, clock } = this.#options;
    this.#lastQn = Math.max(clock(), this.#lastQn + 1);
    const items = factors.map(({ code, values, flag = 'N' }) => [
      ...Object.entries(values).map(([kind, value]) => [`${code}-${kind}`, String(value)] as const),
      [`${code}-Flag`, flag] as const,
    ]);
    const packet: Packet = {
      qn: formatQn(this.#lastQn),
      st,
      cn,
      pw,
      mn,
      flag: { needAck: true, hasPacketNumbers: false, version: 1 },
      pnum: undefined,
      pno: undefined,
      items: [[['DataTime', formatTime(at)]], ...items],
    };
    for (const part of splitPacket(packet)) {
      this.#unanswered.add(keyOf(part));
      this.#send(part);
    }
  }

  end(): void {
    this.#line.end();
  }

  #received(packet: Packet): void {
    if (packet.cn === '9014') this.#unanswered.settle(keyOf(packet));
    else if (!packet.cn.startsWith('90')) {
      this.#send(requestAnswer(packet, READY));
      this.#options.asked?.(packet.cn);
      this.#send(executionResult(packet, DONE));
    }
  }

  #send(packet: Packet): void {
    const frame = encodeFrame(packet);
    if (!(frame instanceof Uint8Array)) throw new Error(frame.detail);
    this.#line.write(frame);
  }
}

const keyOf = ({ qn, pno }: Packet): string => `${qn} ${pno ?? 1}`;
