import { createSocket } from 'node:dgram';
import { connect } from 'node:net';
import * as fc from 'fast-check';
import { connectAsync } from 'mqtt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listenAisTcp } from './ais/tcp.ts';
import { listenAisUdp } from './ais/udp.ts';
import { listenJt808 } from './jt808/listen.ts';
import type { Listener } from './listener.ts';
import { listenMqtt } from './mqtt/listen.ts';
import { FileIntake } from './testing/intake.ts';
import { report, Terminal } from './testing/terminal.ts';
import { silent, until } from './testing/wait.ts';

const PHONE = '013912345678';
const VALID_LINE = '!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A\r\n';

let intake: FileIntake;
let listeners: { jt808: Listener; ais: Listener; udp: Listener; mqtt: Listener };

beforeEach(async () => {
  intake = new FileIntake({ [`jt808:${PHONE}`]: 'code', 'mqtt:SR-000001': 'secret' });
  const verify = (identity: string, secret: string) => intake.verify(identity, secret);
  const common = { host: '127.0.0.1', port: 0, intake, clock: Date.now, log: silent };
  listeners = {
    jt808: await listenJt808({ ...common, verify, issueCode: () => undefined }),
    ais: await listenAisTcp(common),
    udp: await listenAisUdp(common),
    mqtt: await listenMqtt({ ...common, verify }),
  };
});

afterEach(async () => {
  await Promise.all(Object.values(listeners).map((listener) => listener.close()));
  intake.close();
});

/** Garbage that looks a little like each protocol: flags, escapes, line starts, MQTT heads. */
const garbage = fc
  .array(
    fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.constantFrom(
        Uint8Array.of(0x7e),
        Uint8Array.of(0x7d),
        Uint8Array.of(0x10, 0xff),
        Uint8Array.of(0x30, 4),
        Buffer.from(VALID_LINE),
        Buffer.from('!AIVDM,2,1,'),
      ),
    ),
    { maxLength: 12 },
  )
  .map((parts) => Buffer.concat(parts));

function pour(port: number, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.resume();
    socket.on('error', () => {});
    socket.on('close', () => resolve());
    socket.end(bytes);
  });
}

describe('whatever bytes come', () => {
  it('no listener breaks or leaks a session, and devices go on', async () => {
    const device = new Terminal(listeners.jt808.port, PHONE);
    await device.authenticate('code');
    const gateway = await connectAsync(`mqtt://127.0.0.1:${listeners.mqtt.port}`, {
      username: 'SR-000001',
      password: 'secret',
    });
    const datagrams = createSocket('udp4');
    await fc.assert(
      fc.asyncProperty(garbage, async (bytes) => {
        datagrams.send(bytes, listeners.udp.port, '127.0.0.1');
        await Promise.all([listeners.jt808, listeners.ais, listeners.mqtt].map(({ port }) => pour(port, bytes)));
      }),
      { numRuns: 100 },
    );
    device.send(report(Date.now()));
    await gateway.publishAsync(
      'anlan/v1/SR-000001/readings',
      JSON.stringify({ at: Date.now(), readings: [{ point: 'p', value: 1 }] }),
      { qos: 1 },
    );
    await until(() => intake.stored().length === 2);
    await until(() => listeners.ais.sessions() === 0);
    expect([listeners.jt808.sessions(), listeners.mqtt.sessions()]).toEqual([1, 1]);
    device.end();
    await gateway.endAsync(true);
    datagrams.close();
  }, 30_000);
});
