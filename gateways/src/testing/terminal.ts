import {
  decodeFrame,
  type Decoded,
  encodeFrame,
  FrameSplitter,
  gmt8Moment,
  type LocationBody,
  type Message,
  type Version,
} from '@anlan/jt808';
import { Caller } from './caller.ts';
import { until } from './wait.ts';

type Kind = Decoded['kind'];

/** Reads what the platform sends in frames of JT/T 808. */
export function framesOf(): (chunk: Uint8Array) => Decoded[] {
  const splitter = new FrameSplitter();
  return (chunk) =>
    splitter.push(chunk).map((cut) => {
      const frame = cut.ok ? decodeFrame(cut.frame) : cut;
      if (!frame.ok) throw new Error(`the platform sent a bad frame: ${frame.detail}`);
      return frame;
    });
}

/** A JT/T 808 terminal on a real socket. */
export class Terminal extends Caller<Decoded> {
  readonly phone: string;
  readonly version: Version;
  #serial = 0;

  constructor(port: number, phone: string, version: Version = 2013) {
    super(port, framesOf());
    this.phone = phone;
    this.version = version;
  }

  /** The frame of a message with the next serial. */
  frame(message: Message, serial = this.#serial++): Uint8Array {
    return encodeFrame(message, { phone: this.phone, serial: serial & 0xffff, version: this.version });
  }

  send(message: Message, serial?: number): void {
    this.socket.write(this.frame(message, serial));
  }

  /** The n-th message of a kind the platform has sent, waited for. */
  async next<K extends Kind>(kind: K, count = 1): Promise<Extract<Decoded, { kind: K }>> {
    await until(() => this.received.filter((frame) => frame.kind === kind).length >= count);
    return this.received.filter((frame) => frame.kind === kind)[count - 1] as Extract<Decoded, { kind: K }>;
  }

  /** Results of the general answers so far. */
  results(): number[] {
    return this.received.flatMap((frame) => (frame.kind === 'platformAnswer' ? [frame.body.result] : []));
  }

  async authenticate(code: string): Promise<void> {
    const before = this.results().length;
    this.send(authentication(code, this.version));
    await until(() => this.results().length > before);
  }
}

export function authentication(code: string, version: Version): Message {
  const extra = version === 2019 ? { imei: '860000000000001', softwareVersion: '1.0' } : {};
  return { kind: 'authentication', body: { authCode: code, ...extra } };
}

export function registration(version: Version): Message {
  const body = {
    provinceId: 50,
    cityId: 100,
    manufacturerId: 'DEM',
    model: 'D1',
    terminalId: 'DEM0001',
    plateColor: 2,
    plate: '渝A00001',
  };
  return { kind: 'registration', body: { layout: version === 2019 ? '2019' : '2013', ...body } };
}

/** A location at `at` (epoch ms). */
export function location(at: number, change: Partial<LocationBody> = {}): LocationBody {
  const place = { latitude: 29.56, longitude: 106.55, altitude: 240, speed: 42.5, direction: 90 };
  return { alarm: 0, status: 3, ...place, time: gmt8Moment(at), items: [], ...change };
}

export function report(at: number, change: Partial<LocationBody> = {}): Message {
  return { kind: 'location', body: location(at, change) };
}
