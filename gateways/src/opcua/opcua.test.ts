import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { opcuaSettingsSchema, type OpcuaSettings } from '@anlan/kernel/collection';
import { StatusCodes } from 'node-opcua-client';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, expectTypeOf, it } from 'vitest';
import type { Collector } from '../collect/collector.ts';
import { FileIntake } from '../testing/intake.ts';
import { openOpcuaServer, type OpcuaServer } from '../testing/opcua-server.ts';
import { silent, until } from '../testing/wait.ts';
import { collectOpcua } from './collect.ts';
import type { OpcuaReader } from './reader.ts';

const DEVICE = 'opcua:plant-1';

let server: OpcuaServer;
let intake: FileIntake;
let collector: Collector<OpcuaSettings>;
const certificates = mkdtempSync(join(tmpdir(), 'anlan-pki-'));

beforeAll(async () => {
  server = await openOpcuaServer(await freePort());
}, 120_000);
afterAll(async () => {
  await server.close();
  rmSync(certificates, { recursive: true, force: true });
});
beforeEach(() => {
  intake = new FileIntake({ [DEVICE]: '' });
  const limits = { retry: 50, longestRetry: 200, connect: 8000 };
  collector = collectOpcua({ intake, clock: Date.now, log: silent, limits, certificates });
});
afterEach(async () => {
  await collector.close();
  intake.close();
});

const NONE = { mode: 'None', policy: 'None' };
const settings = (sources: object[], more: object = NONE): OpcuaSettings =>
  opcuaSettingsSchema.parse({ protocol: 'opcua', endpoint: server.endpoint, interval: 0.1, sources, ...more });
const node = (name: string): string => `nsu=${server.namespace};s=${name}`;
const LEVEL = { point: 'level', node: node0('Level') };
const readings = () =>
  intake
    .stored(DEVICE)
    .flatMap(({ signals }) => signals.flatMap((signal) => (signal.kind === 'reading' ? [signal] : [])));

function node0(name: string): string {
  return `nsu=http://example.org/tanks;s=${name}`;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}

describe('an OPC UA server', () => {
  it('is heard by subscription: value, source time, quality', async () => {
    const at = Date.now() - 60_000;
    server.set('Level', 40, StatusCodes.Good, at);
    const sources = [
      { ...LEVEL, scale: 2, offset: 1 },
      { point: 'running', node: node('Running') },
    ];
    collector.follow([{ identity: DEVICE, settings: settings(sources) }]);
    await until(() => readings().length >= 2);
    expect(readings().find(({ point }) => point === 'level')).toMatchObject({ value: 81, at, quality: 'good' });
    expect(readings().find(({ point }) => point === 'running')?.value).toBe(1);
    server.set('Level', 50, StatusCodes.UncertainSensorNotAccurate);
    await until(() => readings().at(-1)?.quality === 'suspect');
    server.set('Level', 50, StatusCodes.BadSensorFailure);
    await until(() => readings().at(-1)?.quality === 'bad');
    expect(collector.state(DEVICE)).toMatchObject({
      state: 'connected',
      trouble: expect.stringContaining('BadSensorFailure'),
    });
    server.set('Level', 60);
    await until(() => readings().at(-1)?.value === 121);
    expect(intake.sessions).toEqual([`+${DEVICE}`]);
  });

  it('that goes away is found again, its nodes by namespace though their index has moved', async () => {
    const port = await freePort();
    const first = await openOpcuaServer(port);
    collector.follow([{ identity: DEVICE, settings: settings([LEVEL], { ...NONE, endpoint: first.endpoint }) }]);
    await until(() => readings().length > 0);
    await first.close();
    await until(() => collector.state(DEVICE)?.state === 'waiting');
    expect(intake.sessions).toContain(`-${DEVICE}`);
    const before = readings().length;
    const second = await openOpcuaServer(port, ['http://example.org/other']);
    second.set('Level', 77);
    await until(
      () =>
        readings()
          .slice(before)
          .some(({ value }) => value === 77),
      30_000,
    );
    expect(intake.count('half-open', DEVICE)).toBeGreaterThan(0);
    await collector.close();
    await second.close();
  }, 60_000);

  it('texts, lists, nodes that are not there and namespaces unknown are told apart by the trial', async () => {
    const sources = [
      LEVEL,
      { point: 'total', node: node('Total') },
      { point: 'label', node: node('Label') },
      { point: 'labels', node: node('Labels') },
      { point: 'none', node: node('Nothing') },
      { point: 'elsewhere', node: 'nsu=http://example.org/none;s=X' },
    ];
    server.set('Level', 12);
    const tried = await collector.attempt({ identity: DEVICE, settings: settings(sources) });
    expect(tried.ok).toBe(true);
    expect(tried.values.map(({ point, value, detail }) => [point, value, detail])).toEqual([
      ['level', 12, ''],
      ['total', -5, ''],
      ['label', null, '不是数值'],
      ['labels', null, '不是数值'],
      ['none', null, 'BadNodeIdUnknown'],
      ['elsewhere', null, '服务器没有这个命名空间'],
    ]);
    expect(intake.stored()).toEqual([]);
    await until(() => server.sessions() === 0);
  });

  it('nobody at the address, a wrong password and an untrusted certificate are told apart; trusted it is heard', async () => {
    const secured = { mode: 'SignAndEncrypt', policy: 'Basic256Sha256' };
    const trouble = async (more: object, secret?: string) =>
      (await collector.attempt({ identity: DEVICE, settings: settings([LEVEL], more), ...(secret ? { secret } : {}) }))
        .trouble;
    expect(await trouble({ ...NONE, endpoint: 'opc.tcp://127.0.0.1:1' })).toBe('对端拒绝连接');
    expect(await trouble(secured)).toContain('证书不被信任');
    const rejected = join(certificates, 'rejected');
    for (const file of readdirSync(rejected))
      renameSync(join(rejected, file), join(certificates, 'trusted/certs', file));
    expect(await trouble({ ...secured, user: 'reader' }, 'wrong')).toContain('口令不对');
    expect(await trouble({ ...secured, user: 'reader' }, 'open sesame')).toBeNull();
  }, 60_000);
});

describe('reading only', () => {
  it('is all a reader can do, by its type; the library is named in one file and never asked to write', () => {
    expectTypeOf<keyof OpcuaReader>().toEqualTypeOf<'read' | 'watch' | 'ended' | 'end'>();
    const folder = new URL('../', import.meta.url);
    const naming = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
      (file) =>
        file.endsWith('.ts') &&
        !file.endsWith('.test.ts') &&
        !file.startsWith('testing') &&
        readFileSync(new URL(file, folder), 'utf8').includes("'node-opcua-client'"),
    );
    expect(naming).toEqual(['opcua/reader.ts']);
    expect(readFileSync(new URL('opcua/reader.ts', folder), 'utf8')).not.toMatch(/\.(write|call|writeSingleNode)\(/);
  });
});

describe('settings', () => {
  const first = (given: object) =>
    opcuaSettingsSchema.safeParse({ protocol: 'opcua', endpoint: 'opc.tcp://plc:4840', sources: [], ...given }).error
      ?.issues[0]?.message;
  it.each([
    [{ endpoint: 'http://plc' }, '地址应形如 opc.tcp://主机:4840/路径，其中不写用户名和口令'],
    [{ endpoint: 'opc.tcp://me:secret@plc:4840' }, '地址应形如 opc.tcp://主机:4840/路径，其中不写用户名和口令'],
    [{ mode: 'None', policy: 'Basic256Sha256' }, '安全模式与安全策略要么都为 None，要么都不为 None'],
    [{ mode: 'None', policy: 'None', user: 'me' }, '不加密的连接不能带口令：改用签名或加密，或匿名'],
    [{ sources: [{ point: 'p', node: 'Tank' }] }, '节点应形如 ns=2;s=Tank1.Level 或 nsu=http://…;i=1001'],
  ])('%j are refused with the reason', (given, reason) => {
    expect(first(given)).toBe(reason);
  });
});
