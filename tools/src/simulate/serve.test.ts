import { createServer } from 'node:net';
import { demonstrationSecret, collectModbus, collectOpcua, listenMqtt } from '@anlan/gateways';
import { modbusSettingsSchema, opcuaSettingsSchema } from '@anlan/kernel/collection';
import type { Envelope, Intake } from '@anlan/kernel/telemetry';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeServed, serve } from './serve.ts';
import { namesOf, simulate } from './simulate.ts';

const KEY = 'a key of the platform';
const log = { info: () => {}, warn: () => {} };

class OpenIntake implements Intake {
  readonly envelopes: Envelope[] = [];
  find(identity: string) {
    return { id: identity, identity, secretHash: null };
  }
  async accept(envelope: Envelope): Promise<{ accepted: true }> {
    this.envelopes.push(envelope);
    return { accepted: true };
  }
  refused(): void {}
  connected(): void {}
  disconnected(): void {}
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });

describe('devices that wait to be asked', () => {
  it('modbus: the collector reads every register each round and writes nothing', async () => {
    const intake = new OpenIntake();
    const collector = collectModbus({ intake, clock: Date.now, log });
    const report = await serve({ protocol: 'modbus', host: '127.0.0.1', port: 0, devices: 200, seconds: 2 }, (port) => {
      const sources = Array.from({ length: 200 }, (_, address) => ({
        point: `p${address}`,
        table: 'holding',
        address,
      }));
      const settings = modbusSettingsSchema.parse({
        protocol: 'modbus',
        host: '127.0.0.1',
        port,
        interval: 0.5,
        sources,
      });
      collector.follow([{ identity: 'modbus:plc', settings }]);
    });
    await collector.close();
    expect(report).toMatchObject({ connections: 1, writes: 0 });
    expect(report.reads).toBeGreaterThanOrEqual(4);
    expect(
      new Set(intake.envelopes.flatMap(({ signals }) => signals.map((signal) => 'point' in signal && signal.point)))
        .size,
    ).toBe(200);
    expect(describeServed(report)).toContain('0 writes');
  }, 30_000);

  it('opcua: the collector hears every variable and writes nothing', async () => {
    const intake = new OpenIntake();
    const certificates = mkdtempSync(join(tmpdir(), 'anlan-pki-'));
    const collector = collectOpcua({ intake, clock: Date.now, log, certificates });
    const port = await freePort();
    const report = await serve({ protocol: 'opcua', host: '127.0.0.1', port, devices: 20, seconds: 6 }, () => {
      const sources = Array.from({ length: 20 }, (_, index) => ({
        point: `p${index}`,
        node: `nsu=urn:anlan:simulate;s=Value${index + 1}`,
      }));
      const endpoint = `opc.tcp://127.0.0.1:${port}`;
      const none = { mode: 'None', policy: 'None', interval: 0.5 };
      collector.follow([
        {
          identity: 'opcua:dcs',
          settings: opcuaSettingsSchema.parse({ protocol: 'opcua', endpoint, sources, ...none }),
        },
      ]);
    });
    await collector.close();
    rmSync(certificates, { recursive: true, force: true });
    expect(report).toMatchObject({ connections: 1, writes: 0 });
    expect(
      new Set(intake.envelopes.flatMap(({ signals }) => signals.map((signal) => 'point' in signal && signal.point)))
        .size,
    ).toBe(20);
  }, 120_000);
});

describe('sparkplug', () => {
  it('nodes are born and their values arrive under the device', async () => {
    const intake = new OpenIntake();
    const verify = (identity: string, secret: string): boolean => secret === demonstrationSecret(KEY, identity);
    const listener = await listenMqtt({ host: '127.0.0.1', port: 0, intake, clock: Date.now, log, verify });
    const first = 'plant/edge-01';
    const options = {
      protocol: 'sparkplug',
      devices: 5,
      rate: 50,
      seconds: 1,
      host: '127.0.0.1',
      port: listener.port,
      json: false,
      first,
    } as const;
    const report = await simulate(options, KEY, namesOf(options));
    await listener.close();
    expect(report).toMatchObject({ connected: 5, lost: 0, refused: 0, latency: null });
    const heard = intake.envelopes.filter(({ device }) => device === 'sparkplug:plant/edge-01/tank-1');
    expect(heard.length).toBeGreaterThan(5);
    expect(intake.envelopes.length).toBeGreaterThanOrEqual(report.sent);
  }, 30_000);
});
