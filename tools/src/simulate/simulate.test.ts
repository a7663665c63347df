import { createSocket } from 'node:dgram';
import {
  demonstrationSecret,
  hj212Password,
  listenGb26875,
  listenHj212,
  listenJt808,
  listenJt809,
  listenMqtt,
  type ListenOptions,
} from '@anlan/gateways';
import type { Envelope, Intake } from '@anlan/kernel/telemetry';
import { describe, expect, it } from 'vitest';
import { type Protocol, readOptions } from './options.ts';
import { describeReport, namesOf, simulate } from './simulate.ts';

const KEY = 'a key of the platform';

/** Knows every identity; where envelopes end up is not this test's matter. */
class OpenIntake implements Intake {
  readonly envelopes: Envelope[] = [];
  readonly refusals: string[] = [];
  find(identity: string) {
    return { id: identity, identity, secretHash: null };
  }
  async accept(envelope: Envelope): Promise<{ accepted: true }> {
    this.envelopes.push(envelope);
    return { accepted: true };
  }
  refused(listener: string, reason: string): void {
    this.refusals.push(`${listener} ${reason}`);
  }
  connected(): void {}
  disconnected(): void {}
}

const verify = (identity: string, secret: string): boolean => secret === demonstrationSecret(KEY, identity);
const LISTEN = {
  jt808: (common: ListenOptions) => listenJt808({ ...common, verify, issueCode: () => undefined }),
  mqtt: (common: ListenOptions) => listenMqtt({ ...common, verify }),
  gb26875: (common: ListenOptions) => listenGb26875(common),
  hj212: (common: ListenOptions) =>
    listenHj212({
      ...common,
      verify: (identity, given) => hj212Password(demonstrationSecret(KEY, identity)) === given,
    }),
};
const FIRST = { jt808: '013900000001', mqtt: 'GW-000001', gb26875: '5001', hj212: 'ABCDEF000001' };

const usual = { host: '127.0.0.1', rate: 100, seconds: 1, devices: 20, json: false };

describe('a simulation', () => {
  it.each(Object.keys(LISTEN) as (keyof typeof LISTEN)[])(
    '%s: all devices connect, everything sent is acknowledged and has arrived',
    async (protocol) => {
      const intake = new OpenIntake();
      const log = { info: () => {}, warn: () => {} };
      const listener = await LISTEN[protocol]({ host: '127.0.0.1', port: 0, intake, clock: Date.now, log });
      const options = { ...usual, protocol, port: listener.port, first: FIRST[protocol] };
      const report = await simulate(options, KEY, namesOf(options));
      await listener.close();
      expect(report).toMatchObject({ connected: 20, lost: 0, refused: 0 });
      expect(report.sent).toBeGreaterThan(50);
      expect(report.acknowledged).toBe(report.sent);
      expect(intake.envelopes.length).toBe(report.sent);
      expect(new Set(intake.envelopes.map(({ device }) => device)).size).toBe(20);
      expect(report.latency!.p50).toBeGreaterThan(0);
      expect(intake.refusals).toEqual([]);
    },
    20_000,
  );

  it('ais: datagrams arrive; nothing is acknowledged', async () => {
    const socket = createSocket('udp4');
    let received = 0;
    socket.on('message', () => (received += 1));
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    const options = { ...usual, protocol: 'ais' as Protocol, port: socket.address().port, first: '413000001' };
    const report = await simulate(options, KEY, namesOf(options));
    await new Promise((resolve) => setTimeout(resolve, 100));
    socket.close();
    expect(received).toBeGreaterThan(50);
    expect(report).toMatchObject({ sent: received, acknowledged: 0, lost: 0, latency: null });
  }, 20_000);

  it('jt809: a lower platform logs in, and positions of its vehicles arrive', async () => {
    const intake = new OpenIntake();
    const agreed = { accessCode: 361_100, userId: 7, password: 'secret' };
    const common = { host: '127.0.0.1', port: 0, intake, clock: Date.now, log: { info: () => {}, warn: () => {} } };
    const unsaid = { peerHost: '127.0.0.1', peerPort: null, ownHost: null, constants: null, encrypted: false };
    const patience = { idleMs: 60_000, deadMs: 180_000 };
    const upper = { id: 'upper', role: 'upper', edition: 2011, ...agreed, ...unsaid, patience } as const;
    const listener = await listenJt809({ ...common, links: [upper], business: async () => {} });
    const options = { ...usual, protocol: 'jt809' as Protocol, port: listener.port, first: '赣E00001', link: agreed };
    // One place a second is one fix of a vehicle: 20 vehicles at 20 a second.
    const report = await simulate({ ...options, rate: 20 }, KEY, namesOf(options));
    await new Promise((resolve) => setTimeout(resolve, 300));
    await listener.close();
    expect(report).toMatchObject({ connected: 20, lost: 0, latency: null });
    expect(intake.envelopes.length).toBe(report.sent);
    expect(intake.envelopes[0]!.device).toBe('jt809:361100:赣E00001');
    expect(readOptions(['jt809'], {})).toContain('--link must be');
    expect(readOptions(['jt809', '--link', '5:6:abc'], {})).toMatchObject({ link: { accessCode: 5, userId: 6 } });
  }, 20_000);

  it('says what was lost when the platform does not answer', async () => {
    const options = { ...usual, protocol: 'gb26875' as Protocol, port: 1, first: '1', devices: 1, seconds: 1 };
    const report = await simulate(options, KEY, namesOf(options), 300);
    expect(report).toMatchObject({ connected: 0, sent: 0, acknowledged: 0 });
    expect(describeReport(report)).toContain('0/1 connected');
  });

  it('takes its identities from the demonstration city or counts them up', () => {
    expect(namesOf({ protocol: 'gb26875', devices: 3, first: undefined }).length).toBe(600);
    expect(namesOf({ protocol: 'jt808', devices: 3, first: '013900000098' })).toEqual([
      '013900000098',
      '013900000099',
      '013900000100',
    ]);
  }, 60_000);

  it('reads its command line and says what is wrong', () => {
    expect(readOptions(['hj212', '--devices', '5', '--rate', '2'], { ANLAN_HJ212_PORT: '9000' })).toMatchObject({
      protocol: 'hj212',
      devices: 5,
      rate: 2,
      port: 9000,
    });
    expect(readOptions(['modem'], {})).toContain('npm run simulate');
    expect(readOptions(['ais', '--rate', 'much'], {})).toContain('--rate must be a number');
  });
});
