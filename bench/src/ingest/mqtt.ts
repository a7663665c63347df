import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Platform } from '@anlan/journeys';
import type { Field } from './field.ts';
import type { Sender } from './pace.ts';
import type { Stream } from './stream.ts';

const CONNECT = 0x10;
const PUBLISH_QOS1 = 0x32;
const CONNACK = 0x20;
const PUBACK = 0x40;

/**
 * A gateway over MQTT 3.1.1 with QoS 1 on a bare socket: the client must not be what is measured. One message is on its
 * way at a time; each holds `readings` of the stream.
 */
export async function mqttSender(
  platform: Platform,
  field: Field,
  gateway: number,
  stream: Stream,
  readings: number,
): Promise<Sender> {
  const serial = field.serial(gateway);
  const socket = connect(platform.ports.mqtt, '127.0.0.1').setNoDelay(true);
  await once(socket, 'connect');
  const answers = answersOf(socket);
  const flags = Buffer.from([0xc2, 0, 60]);
  socket.write(
    packet(CONNECT, [text('MQTT'), Buffer.from([4]), flags, text(serial), text(serial), text(field.secret(gateway))]),
  );
  const [type, code] = await answers();
  if (type !== CONNACK || code !== 0) throw new Error(`${serial} was turned away: ${code}`);
  const topic = text(`anlan/v1/${serial}/readings`);
  let number = 0;
  return {
    async send() {
      number = (number % 65_535) + 1;
      const payload = Buffer.from(JSON.stringify({ at: Date.now(), readings: stream.rows(gateway, readings) }));
      socket.write(packet(PUBLISH_QOS1, [topic, Buffer.from([number >> 8, number & 255]), payload]));
      const [answer] = await answers();
      if (answer !== PUBACK) throw new Error(`${serial} got packet type ${answer} for an acknowledgement`);
      return readings;
    },
    end: () => void socket.destroy(),
  };
}

/** Gives the next answer as its type and last byte; CONNACK and PUBACK are four bytes each. */
function answersOf(socket: Socket): () => Promise<readonly [number, number]> {
  let bytes = Buffer.alloc(0);
  let waiting: { resolve(answer: readonly [number, number]): void; reject(reason: Error): void } | undefined;
  const serve = (): void => {
    if (waiting === undefined || bytes.length < 4) return;
    const answer = [bytes[0]! & 0xf0, bytes[3]!] as const;
    bytes = bytes.subarray(4);
    waiting.resolve(answer);
    waiting = undefined;
  };
  socket.on('data', (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk]);
    serve();
  });
  socket.on('error', () => {});
  socket.on('close', () => waiting?.reject(new Error('the connection ended')));
  return () =>
    new Promise((resolve, reject) => {
      if (socket.destroyed) return reject(new Error('the connection ended'));
      waiting = { resolve, reject };
      serve();
    });
}

function packet(type: number, parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const length: number[] = [];
  for (let left = body.length; ; left >>= 7) {
    length.push(left > 127 ? (left & 127) | 128 : left);
    if (left <= 127) break;
  }
  return Buffer.concat([Buffer.from([type, ...length]), body]);
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 255]), bytes]);
}
