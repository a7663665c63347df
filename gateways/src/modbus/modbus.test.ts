import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { modbusSettingsSchema, type ModbusSettings, type ModbusSource } from '@anlan/kernel/collection';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, expectTypeOf, it } from 'vitest';
import type { Collector } from '../collect/collector.ts';
import { FileIntake } from '../testing/intake.ts';
import { openModbusServer, type ModbusServer } from '../testing/modbus-server.ts';
import { silent, until } from '../testing/wait.ts';
import { collectModbus } from './collect.ts';
import { planOf } from './plan.ts';
import type { ModbusReader } from './reader.ts';
import { ARRANGE, valueOf } from './value.ts';

const DEVICE = 'modbus:plc-1';
const OTHER = 'modbus:plc-2';

let server: ModbusServer;
let intake: FileIntake;
let collector: Collector<ModbusSettings>;

beforeEach(async () => {
  server = await openModbusServer();
  intake = new FileIntake({ [DEVICE]: '', [OTHER]: '' });
  const limits = { retry: 20, longestRetry: 100 };
  collector = collectModbus({ intake, clock: Date.now, log: silent, limits });
});

afterEach(async () => {
  await collector.close();
  await server.close().catch(() => {});
  intake.close();
});

const settings = (sources: object[], more: object = {}): ModbusSettings =>
  modbusSettingsSchema.parse({
    protocol: 'modbus',
    host: '127.0.0.1',
    port: server.port,
    interval: 0.5,
    sources,
    ...more,
  });
const follow = (sources: object[], more: object = {}): void =>
  collector.follow([{ identity: DEVICE, settings: settings(sources, more) }]);
const source = (more: object): ModbusSource =>
  settings([{ point: 'p', table: 'holding', address: 0, ...more }]).sources[0]!;
const readings = () =>
  intake
    .stored(DEVICE)
    .flatMap(({ signals }) => signals.flatMap((signal) => (signal.kind === 'reading' ? [signal] : [])));
const latest = () => Object.fromEntries(readings().map(({ point, value }) => [point, value]));

describe('a Modbus device', () => {
  it('is read from all four tables, each value by its type, order, scale and bit', async () => {
    server.holding.writeInt16BE(-250, 0);
    server.holding.writeFloatBE(12.5, 2);
    server.holding.writeUInt32LE(70_000, 6);
    server.input.writeUInt16BE(0b1000, 10);
    server.coils[0] = 0b100;
    server.discrete[1] = 1;
    follow([
      { point: 'temperature', table: 'holding', address: 0, type: 'int16', scale: 0.1, offset: 1 },
      { point: 'level', table: 'holding', address: 1, type: 'float32' },
      { point: 'count', table: 'holding', address: 3, type: 'uint32', order: 'DCBA' },
      { point: 'pump', table: 'input', address: 5, bit: 3 },
      { point: 'valve', table: 'coil', address: 2 },
      { point: 'door', table: 'discrete', address: 8 },
    ]);
    await until(() => readings().length >= 6);
    expect(latest()).toEqual({ temperature: -24, level: 12.5, count: 70_000, pump: 1, valve: 1, door: 1 });
    expect(readings().every(({ quality, at }) => quality === 'good' && Math.abs(at - Date.now()) < 20_000)).toBe(true);
    expect(collector.state(DEVICE)).toMatchObject({ state: 'connected', trouble: null });
    expect(intake.sessions).toEqual([`+${DEVICE}`]);
  });

  it('is asked for what touches at once, and only by the reading functions', async () => {
    follow(Array.from({ length: 130 }, (_, address) => ({ point: `p${address}`, table: 'holding', address })));
    await until(() => readings().length >= 130);
    expect(server.functions.slice(0, 2)).toEqual([3, 3]);
    expect(new Set(server.functions)).toEqual(new Set([3]));
  });

  const TWO = [
    { point: 'last', table: 'holding', address: 199 },
    { point: 'beyond', table: 'holding', address: 200 },
  ];

  it('that answers short still gives what it has', async () => {
    follow(TWO);
    await until(() => readings().length >= 2);
    expect(latest()).toEqual({ last: 0 });
    expect(intake.count('malformed', DEVICE)).toBeGreaterThan(1);
  });

  it('that refuses an address still gives the others, and the refusal is told', async () => {
    const { port, close } = await refusing((start, count) => (start + count > 200 ? 2 : undefined));
    follow(TWO, { port });
    await until(() => readings().length >= 2);
    expect(latest()).toEqual({ last: 1 });
    expect(intake.count('unknown-point', DEVICE)).toBeGreaterThan(0);
    expect(collector.state(DEVICE)).toMatchObject({ state: 'connected' });
    expect(collector.state(DEVICE)?.trouble).toBe('holding 200+1：从站没有这个地址（异常码 2）');
    await collector.close();
    close();
  });

  it.each([
    [1, 'unsupported'],
    [6, 'overload'],
    [11, 'half-open'],
  ] as const)('that answers exception %i is counted as %s and asked again', async (code, reason) => {
    const { port, close } = await refusing(() => code);
    follow([TWO[0]!], { port });
    await until(() => intake.count(reason, DEVICE) > 1);
    expect(collector.state(DEVICE)?.state).toBe('connected');
    await collector.close();
    close();
  });

  it('that has no value is not taken for one that has', async () => {
    server.holding.writeFloatBE(Number.NaN, 0);
    follow([{ point: 'level', table: 'holding', address: 0, type: 'float32' }]);
    await until(() => intake.count('not-a-number', DEVICE) > 0);
    expect(readings()).toEqual([]);
  });

  it('is found again after the line broke, and after it was away', async () => {
    follow([{ point: 'level', table: 'holding', address: 0 }]);
    await until(() => readings().length > 0);
    server.cut();
    await until(() => intake.sessions.includes(`-${DEVICE}`));
    await until(() => collector.state(DEVICE)?.state === 'connected');
    const { port } = server;
    await server.close();
    await until(() => collector.state(DEVICE)?.state === 'waiting');
    expect(collector.state(DEVICE)).toMatchObject({ trouble: expect.stringMatching(/拒绝|关闭|重置|断开/) });
    const before = readings().length;
    server = await openModbusServer(port);
    await until(() => readings().length > before);
    expect(intake.count('half-open', DEVICE)).toBeGreaterThanOrEqual(2);
  });

  it('that answers nothing is given up by time and counted as slow', async () => {
    const mute = createServer((socket) => socket.on('error', () => {}).resume());
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    const { port } = mute.address() as { port: number };
    follow([{ point: 'level', table: 'holding', address: 0 }], { port, timeout: 100 });
    await until(() => intake.count('slow', DEVICE) > 1);
    await until(() => collector.state(DEVICE)?.trouble === '应答超时');
    expect(collector.state(DEVICE)?.state).not.toBe('off');
    expect(intake.stored(DEVICE)).toEqual([]);
    await collector.close();
    mute.close();
  });

  it('shares the connection with the other units of its gateway', async () => {
    server.holding.writeUInt16BE(7, 0);
    const sources = [{ point: 'level', table: 'holding', address: 0 }];
    collector.follow([
      { identity: DEVICE, settings: settings(sources, { unit: 1 }) },
      { identity: OTHER, settings: settings(sources, { unit: 17 }) },
    ]);
    await until(() => intake.stored(DEVICE).length > 0 && intake.stored(OTHER).length > 0);
    expect(server.sockets()).toBe(1);
    expect(server.units).toEqual(new Set([1, 17]));
    collector.follow([{ identity: OTHER, settings: settings(sources, { unit: 17 }) }]);
    const before = intake.stored(OTHER).length;
    await until(() => intake.stored(OTHER).length > before);
    expect(collector.state(DEVICE)).toBeUndefined();
  });

  it('is left alone when the register changes elsewhere, and begins anew with new settings', async () => {
    follow([{ point: 'level', table: 'holding', address: 0 }]);
    await until(() => readings().length > 0);
    follow([{ point: 'level', table: 'holding', address: 0 }]);
    expect(intake.sessions).toEqual([`+${DEVICE}`]);
    follow([{ point: 'flow', table: 'holding', address: 1 }]);
    await until(() => readings().some(({ point }) => point === 'flow'));
    collector.follow([]);
    await until(() => server.sockets() === 0);
  });

  it('can be tried once before anything is kept', async () => {
    server.holding.writeUInt16BE(42, 0);
    const sources = [
      { point: 'level', table: 'holding', address: 0 },
      { point: 'beyond', table: 'holding', address: 9999 },
    ];
    const tried = await collector.attempt({ identity: DEVICE, settings: settings(sources) });
    expect(tried).toMatchObject({
      ok: true,
      values: [
        { point: 'level', value: 42, quality: 'good' },
        { point: 'beyond', value: null, quality: 'bad', detail: '应答的数据不足 2 字节' },
      ],
    });
    const nobody = await collector.attempt({ identity: DEVICE, settings: settings(sources, { port: 1 }) });
    expect(nobody).toEqual({ ok: false, trouble: '对端拒绝连接', values: [] });
    expect(intake.stored()).toEqual([]);
  });
});

/** A server that answers 1 in every register, or the exception it is told to; frame by frame as the standard has them. */
async function refusing(exception: (start: number, count: number) => number | undefined) {
  const open = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (request) => {
      const [code, count] = [request[7]!, request.readUInt16BE(10)];
      const refused = exception(request.readUInt16BE(8), count);
      const registers = Buffer.concat(Array.from({ length: count }, () => Buffer.from([0, 1])));
      const pdu =
        refused === undefined ? Buffer.from([code, count * 2, ...registers]) : Buffer.from([code | 0x80, refused]);
      const head = Buffer.from(request.subarray(0, 7));
      head.writeUInt16BE(pdu.length + 1, 4);
      socket.write(Buffer.concat([head, pdu]));
    });
  });
  await new Promise<void>((resolve) => open.listen(0, '127.0.0.1', resolve));
  return { port: (open.address() as { port: number }).port, close: () => void open.close() };
}

describe('values', () => {
  it.each([
    ['ABCD', '42480000'],
    ['CDAB', '00004248'],
    ['BADC', '48420000'],
    ['DCBA', '00004842'],
  ] as const)('50.0 in the order %s', (order, hex) => {
    expect(valueOf(source({ type: 'float32', order }), Buffer.from(hex, 'hex'), 0)).toBe(50);
  });

  it('whole numbers too large to be exact are none', () => {
    expect(valueOf(source({ type: 'uint64' }), Buffer.from('0020000000000001', 'hex'), 0)).toBeNaN();
    expect(valueOf(source({ type: 'int64' }), Buffer.from('ffffffffffffffff', 'hex'), 0)).toBe(-1);
  });

  it('every arrangement of bytes is its own inverse', () => {
    const bytes = fc.uint8Array({ minLength: 2, maxLength: 8 }).filter(({ length }) => length % 2 === 0);
    fc.assert(
      fc.property(bytes, fc.constantFrom(...(['ABCD', 'CDAB', 'BADC', 'DCBA'] as const)), (given, order) => {
        expect([...ARRANGE[order](ARRANGE[order](given))]).toEqual([...given]);
      }),
    );
  });
});

describe('requests', () => {
  it('cover every source, are no longer than permitted, and read no address nobody asked for', () => {
    const anySource = fc.record({
      point: fc.uuid(),
      table: fc.constantFrom('coil', 'holding', 'input'),
      address: fc.integer({ min: 0, max: 400 }),
      type: fc.constantFrom('uint16', 'float32', 'float64'),
    });
    fc.assert(
      fc.property(fc.array(anySource, { maxLength: 200 }), (given) => {
        const { sources } = settings(given);
        const blocks = planOf(sources);
        expect(blocks.flatMap((block) => block.sources).length).toBe(sources.length);
        for (const { table, start, count, sources: own } of blocks) {
          expect(count).toBeLessThanOrEqual(table === 'coil' ? 2000 : 125);
          const wanted = new Set(own.flatMap((one) => addressesOf(one)));
          expect(wanted.size).toBe(count);
          expect(Math.min(...wanted)).toBe(start);
        }
      }),
      { numRuns: 200 },
    );
  });
});

function addressesOf({ table, address, type }: ModbusSource): number[] {
  const width = table === 'coil' ? 1 : { uint16: 1, float32: 2, float64: 4 }[type as 'uint16'];
  return Array.from({ length: width }, (_, index) => address + index);
}

describe('reading only', () => {
  it('is all a reader can do, by its type; the library is named in one file', () => {
    expectTypeOf<keyof ModbusReader>().toEqualTypeOf<'read' | 'ended' | 'end'>();
    const folder = new URL('../', import.meta.url);
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
      (file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.startsWith('testing'),
    );
    const naming = files.filter((file) => readFileSync(new URL(file, folder), 'utf8').includes("from 'jsmodbus'"));
    expect(naming).toEqual(['modbus/reader.ts']);
    expect(readFileSync(new URL('modbus/reader.ts', folder), 'utf8')).not.toMatch(/\.write(Single|Multiple)/);
  });
});

describe('settings', () => {
  const first = (given: object) =>
    modbusSettingsSchema.safeParse({ protocol: 'modbus', host: 'plc', sources: [], ...given }).error?.issues[0]
      ?.message;
  it.each([
    [{ host: 'a b' }, '主机名或 IP 地址不对'],
    [{ port: 70_000 }, '端口为 1 到 65535'],
    [{ unit: 256 }, '从站号为 0 到 255'],
    [{ interval: 0.1 }, '采集周期不小于 0.5 秒'],
    [{ sources: [{ point: 'p', table: 'holding', address: 65_535, type: 'float32' }] }, '数值超出寄存器区末尾'],
    [{ sources: [{ point: 'p', table: 'coil', address: 1, bit: 2 }] }, '只有 16 位寄存器可以取位'],
    [{ sources: [{ point: 'p', table: 'coil', address: 1, scale: 0 }] }, '倍率不能为 0'],
    [
      {
        sources: [
          { point: 'p', table: 'coil', address: 1 },
          { point: 'p', table: 'coil', address: 2 },
        ],
      },
      '点位 p 在第 1 行已有来源',
    ],
  ])('%j are refused with the reason', (given, reason) => {
    expect(first(given)).toBe(reason);
  });
});
