import { connect } from 'node:net';
import {
  decodeFrame,
  type Decoded,
  encodeFrame,
  encodeFrames,
  FrameSplitter,
  gmt8Moment,
  type LocationBody,
  type Message,
  type Version,
} from '@anlan/jt808';
import { until } from './wait.ts';

/** A signed-on JT/T 808 terminal; texts of the platform (0x8300) are confirmed and kept. */
export interface Terminal {
  readonly texts: readonly string[];
  /** The next message of a kind from the platform, waited for. */
  next<K extends Decoded['kind']>(kind: K): Promise<Extract<Decoded, { kind: K }>>;
  /** Sends a message that is not answered with 0x8001, such as an answer. */
  say(message: Message): void;
  /** Sends a message above 1023 bytes in its parts. */
  sayParts(message: Message): void;
  /** Sends a message; resolves with the result of its general answer 0x8001 (0 = done), rejects when the connection ends. */
  send(message: Message): Promise<number>;
  end(): void;
}

export interface TerminalOptions {
  readonly port: number;
  readonly phone: string;
  readonly secret: string;
  readonly version?: Version;
}

const SIGN_ON_WITHIN = 10_000;

/** Connects and authenticates by the code; rejects when either fails. */
export async function connectTerminal({ port, phone, secret, version = 2013 }: TerminalOptions): Promise<Terminal> {
  const socket = connect(port, '127.0.0.1');
  const splitter = new FrameSplitter();
  const texts: string[] = [];
  const others: Decoded[] = [];
  const waiting = new Map<number, { resolve: (result: number) => void; reject: (reason: Error) => void }>();
  let serial = 0;
  let gone = false;

  socket.setNoDelay(true);
  socket.on('data', (chunk) => {
    for (const cut of splitter.push(chunk)) {
      const frame = cut.ok ? decodeFrame(cut.frame) : cut;
      if (!frame.ok) continue;
      if (frame.kind === 'platformAnswer') {
        waiting.get(frame.body.ackSerial)?.resolve(frame.body.result);
        waiting.delete(frame.body.ackSerial);
      } else if (frame.kind !== 'text') others.push(frame);
      else {
        texts.push(frame.body.text);
        write({
          kind: 'terminalAnswer',
          body: { ackSerial: frame.header.serial, ackId: frame.header.msgId, result: 0 },
        });
      }
    }
  });
  // The reason of a broken connection does not matter; 'close' follows.
  socket.on('error', () => {});
  socket.on('close', () => {
    gone = true;
    for (const { reject } of waiting.values()) reject(new Error('the connection ended'));
    waiting.clear();
  });

  function write(message: Message): number {
    const mine = serial;
    serial = (serial + 1) & 0xffff;
    socket.write(encodeFrame(message, { phone, serial: mine, version }));
    return mine;
  }

  function send(message: Message): Promise<number> {
    if (gone) return Promise.reject(new Error('the connection ended'));
    return new Promise((resolve, reject) => waiting.set(write(message), { resolve, reject }));
  }

  const extra = version === 2019 ? { imei: '860000000000001', softwareVersion: '1.0' } : {};
  const late = setTimeout(() => socket.destroy(), SIGN_ON_WITHIN);
  try {
    const result = await send({ kind: 'authentication', body: { authCode: secret, ...extra } });
    if (result !== 0) throw new Error(`terminal ${phone} was turned away with ${result}`);
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    clearTimeout(late);
  }
  return {
    texts,
    send,
    say: write,
    sayParts(message) {
      const parts = encodeFrames(message, { phone, serial, version });
      serial = (serial + parts.length) & 0xffff;
      for (const part of parts) socket.write(part);
    },
    async next<K extends Decoded['kind']>(kind: K) {
      const found = (): Decoded | undefined => others.find((frame) => frame.kind === kind);
      await until(`a message ${kind}`, async () => found() !== undefined);
      const frame = found() as Extract<Decoded, { kind: K }>;
      others.splice(others.indexOf(frame), 1);
      return frame;
    },
    end: () => socket.destroy(),
  };
}

/** The 0x0200 message of a fix at `at` (epoch ms; the protocol keeps whole seconds). Speed km/h, place degrees WGS-84. */
export function locationAt(at: number, place: { lon: number; lat: number; speed: number; heading?: number }): Message {
  const body: LocationBody = {
    alarm: 0,
    status: 3,
    latitude: place.lat,
    longitude: place.lon,
    altitude: 50,
    speed: place.speed,
    direction: place.heading ?? 90,
    time: gmt8Moment(at),
    items: [],
  };
  return { kind: 'location', body };
}
