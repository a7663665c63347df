import { createServer } from 'node:net';
import { createServer as createHttp } from 'node:http';
import {
  demonstrationSecret,
  collectModbus,
  collectOpcua,
  listenJt808,
  listenMqtt,
  readWarning,
  watchMineFiles,
} from '@anlan/gateways';
import { listenJt1078, networksOf, rtspSource } from '@anlan/gateways/media';
import { modbusSettingsSchema, opcuaSettingsSchema } from '@anlan/kernel/collection';
import type { Envelope, Intake } from '@anlan/kernel/telemetry';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readOptions } from './options.ts';
import { describeServed, serve } from './serve.ts';
import { namesOf, simulate } from './simulate.ts';

const KEY = 'a key of the platform';
const log = { info: () => {}, warn: () => {} };

async function until(seen: () => boolean): Promise<void> {
  for (let tries = 0; tries < 200 && !seen(); tries += 1) await new Promise((resolve) => setTimeout(resolve, 50));
  expect(seen()).toBe(true);
}

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

describe('a camera', () => {
  it('rtsp: the relay plays its stream', async () => {
    let units = 0;
    let ended = '';
    const report = await serve({ protocol: 'rtsp', host: '127.0.0.1', port: 0, devices: 1, seconds: 3 }, (port) => {
      const url = `rtsp://127.0.0.1:${port}/live`;
      const source = rtspSource({ find: async () => ({ url }), networks: networksOf(['loopback']), log });
      const publisher = { push: () => void (units += 1), end: (reason: string) => void (ended = reason) };
      void source.open('camera', publisher);
    });
    expect(report).toMatchObject({ protocol: 'rtsp', connections: 1, writes: 0 });
    // Twelve and a half pictures a second.
    expect(units).toBeGreaterThan(15);
    await until(() => ended !== '');
  }, 30_000);
});

describe('a vehicle with cameras', () => {
  it('jt1078: signs on, and sends its stream to where it is told until it is told to stop', async () => {
    const intake = new OpenIntake();
    const common = { host: '127.0.0.1', port: 0, log };
    const verify = (identity: string, secret: string): boolean => secret === demonstrationSecret(KEY, identity);
    const terminals = await listenJt808({ ...common, intake, clock: Date.now, verify, issueCode: () => undefined });
    const media = await listenJt1078({ ...common, ask: (identity, command) => terminals.send(identity, command) });
    const first = '013900000001';
    const options = {
      protocol: 'jt1078',
      devices: 2,
      rate: 10,
      seconds: 3,
      host: '127.0.0.1',
      json: false,
      first,
    } as const;
    const simulating = simulate({ ...options, port: terminals.port }, KEY, namesOf(options));
    await until(() => terminals.sessions() === 2);
    let pictures = 0;
    const publisher = { push: () => void (pictures += 1), end: () => {} };
    const close = await media.open(`jt808:${first}/1`, publisher);
    await until(() => pictures > 5);
    close();
    await until(() => media.figures().connections === 0);
    const report = await simulating;
    await Promise.all([terminals.close(), media.close()]);
    expect(report).toMatchObject({ connected: 2, lost: 0, refused: 0 });
    expect(media.figures().refused).toEqual({});
  }, 30_000);
});

describe('coal mines', () => {
  it('coal: what they put into the folder is taken, their values and head-counts arrive, and is answered by that', async () => {
    const intake = new OpenIntake();
    const folder = mkdtempSync(join(tmpdir(), 'anlan-mines-'));
    const kept: string[] = [];
    const memory = {
      newest: async () => undefined,
      seen: async () => false,
      keep: async ({ type, verdict }: { type: string; verdict: string }) => void kept.push(`${type} ${verdict}`),
    };
    const listener = await watchMineFiles({ intake, clock: Date.now, log, folder, memory, every: 50 });
    const first = '361100009101';
    const options = {
      protocol: 'coal',
      devices: 2,
      rate: 2,
      seconds: 4,
      host: '',
      port: 1,
      json: false,
      first,
    } as const;
    const report = await simulate({ ...options, folder }, KEY, namesOf(options));
    await listener.close();
    rmSync(folder, { recursive: true });
    expect(report).toMatchObject({ connected: 2, lost: 0, refused: 0 });
    expect(report.sent).toBeGreaterThan(3);
    const heads = intake.envelopes.flatMap(({ signals }) =>
      signals.filter((one) => 'point' in one && one.point === 'people'),
    );
    expect(heads.length).toBeGreaterThanOrEqual(report.sent - 1);
    expect(new Set(intake.envelopes.map(({ device }) => device))).toEqual(
      new Set([`coal:${first}`, 'coal:361100009102']),
    );
    const types = ['CDDY', 'CDSS', 'JZSS', 'RYJZ', 'RYQY', 'RYSS', 'RYXX', 'YCBJ'];
    expect([...new Set(kept)].toSorted()).toEqual(types.map((type) => `${type} apply`));
  }, 30_000);
});

describe('authorities', () => {
  it('cap: warnings are posted with the token, each a document that the platform reads', async () => {
    const read: ReturnType<typeof readWarning>[] = [];
    const tokens = new Set<string | undefined>();
    const inbox = createHttp((request, response) => {
      let body = '';
      tokens.add(request.headers.authorization);
      request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      request.on('end', () => {
        read.push(readWarning(body));
        response.writeHead(request.url === '/api/cap' ? 201 : 404).end();
      });
    });
    await new Promise<void>((resolve) => inbox.listen(0, '127.0.0.1', resolve));
    const { port } = inbox.address() as { port: number };
    const options = {
      protocol: 'cap',
      devices: 3,
      rate: 20,
      seconds: 1,
      host: '127.0.0.1',
      port,
      json: false,
      first: undefined,
    } as const;
    const report = await simulate({ ...options, token: 'a token' }, KEY, namesOf(options));
    inbox.close();
    expect(report).toMatchObject({ connected: 3, lost: 0, refused: 0 });
    expect(report.acknowledged).toBe(report.sent);
    expect([...tokens]).toEqual(['Bearer a token']);
    expect(read.filter((one) => !one.ok || one.warning.findings.length > 0)).toEqual([]);
    expect(new Set(read.map((one) => one.ok && one.warning.identifier)).size).toBe(report.sent);
    expect(readOptions(['cap'], {})).toContain('--token must be');
  }, 30_000);
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
