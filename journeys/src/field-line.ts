import { connect } from 'node:net';
import {
  encodeFrame as encode26875,
  Gb26875Stream,
  messageOf,
  type ObjectOf,
  timeTagOf,
  COMMAND,
} from '@anlan/gb26875';
import {
  encodeFrame as encode212,
  executionResult,
  formatQn,
  formatTime,
  Hj212Stream,
  type Packet,
  requestAnswer,
} from '@anlan/hj212';

/** A device's socket that resolves what it sends by the answer's key. */
interface Waiting {
  send(key: string, bytes: Uint8Array): Promise<void>;
  settle(key: string): void;
  write(bytes: Uint8Array): void;
  end(): void;
}

const PATIENCE_MS = 15_000;

function lineTo(port: number, received: (chunk: Uint8Array, line: Waiting) => void): Waiting {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  const waiting = new Map<string, () => void>();
  const failed = new Set<(reason: Error) => void>();
  // The reason of a broken connection does not matter; 'close' follows.
  socket.on('error', () => {});
  socket.on('close', () => {
    for (const reject of failed) reject(new Error('the connection ended'));
  });
  const line: Waiting = {
    send: (key, bytes) =>
      new Promise<void>((resolve, reject) => {
        const late = setTimeout(() => reject(new Error(`no answer to ${key}`)), PATIENCE_MS);
        failed.add(reject);
        waiting.set(key, () => {
          clearTimeout(late);
          failed.delete(reject);
          resolve();
        });
        socket.write(bytes);
      }),
    settle: (key) => {
      waiting.get(key)?.();
      waiting.delete(key);
    },
    write: (bytes) => void socket.write(bytes),
    end: () => {
      failed.clear();
      socket.destroy();
    },
  };
  socket.on('data', (chunk) => received(chunk, line));
  return line;
}

/** A fire transmission device on its line; `values` resolves with the centre's confirmation. */
export interface FireLine {
  /** Analogue values by the key of their point (`11.1.65537.5`), raw, measured at `at` (epoch ms; whole seconds travel). */
  values(at: number, raws: Readonly<Record<string, number>>): Promise<void>;
  end(): void;
}

const PRESSURE_SWITCH = 99;
const CENTRE = 1;

/** Connects the fire transmission device of an address. */
export function connectFireLine(port: number, address: string): FireLine {
  const stream = new Gb26875Stream();
  const line = lineTo(port, (chunk, { settle }) => {
    for (const item of stream.push(chunk))
      if (item.ok && item.message.command === COMMAND.confirm) settle(String(item.message.serial));
  });
  let serial = 0;
  return {
    values: (at, raws) => {
      serial += 1;
      const envelope = { serial, source: Number(address), destination: CENTRE, at: Date.now() };
      const objects = Object.entries(raws).map(([key, valueRaw]): ObjectOf<3> => {
        const [systemType, systemAddress, componentAddress, analogType] = key.split('.').map(Number) as [
          number,
          number,
          number,
          number,
        ];
        const component = { systemType, systemAddress, componentType: PRESSURE_SWITCH, componentAddress };
        return { ...component, analogType, valueRaw, time: timeTagOf(at) };
      });
      return line.send(String(serial), bytesOf(encode26875(messageOf(envelope, 3, objects))));
    },
    end: line.end,
  };
}

/** An HJ 212 station on its line; uploads resolve with their 9014. */
export interface StationLine {
  /** Commands of the platform so far. */
  readonly asked: readonly string[];
  upload(cn: string, at: number, factors: Readonly<Record<string, string>>): Promise<void>;
  end(): void;
}

const VOC = '27';

/** Connects the station of an MN; it does what it is asked. */
export function connectStation(port: number, mn: string, pw: string): StationLine {
  const stream = new Hj212Stream();
  const asked: string[] = [];
  const line = lineTo(port, (chunk, { settle, write }) => {
    for (const item of stream.push(chunk)) {
      if (!item.ok) continue;
      const { packet } = item;
      if (packet.cn === '9014') settle(packet.qn ?? '');
      else {
        asked.push(packet.cn);
        write(bytesOf(encode212(requestAnswer(packet, 1))));
        write(bytesOf(encode212(executionResult(packet, 1))));
      }
    }
  });
  let last = 0;
  return {
    asked,
    upload: (cn, at, factors) => {
      last = Math.max(Date.now(), last + 1);
      const qn = formatQn(last);
      const flag = { needAck: true, hasPacketNumbers: false, version: 1 };
      const items = Object.entries(factors).map(([name, value]) => [[name, value] as const]);
      const packet: Packet = {
        qn,
        st: VOC,
        cn,
        pw,
        mn,
        flag,
        pnum: undefined,
        pno: undefined,
        items: [[['DataTime', formatTime(at)]], ...items],
      };
      return line.send(qn, bytesOf(encode212(packet)));
    },
    end: line.end,
  };
}

function bytesOf(frame: Uint8Array | { readonly detail: string }): Uint8Array {
  if (frame instanceof Uint8Array) return frame;
  throw new Error(frame.detail);
}
