import {
  mkdirSync,
  mkdtempSync,
  existsSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileName, timeText, writeFile } from '@anlan/coal-mine-files';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Listener } from '../listener.ts';
import { FileIntake } from '../testing/intake.ts';
import { silent, until } from '../testing/wait.ts';
import { watchMineFiles } from './folder.ts';
import type { MineMemory, ReceivedFile } from './receive.ts';

const MINE = '620823009203';
const DEVICE = `coal:${MINE}`;
const POINT = `${MINE}01MN00010001`;
const NOW = Date.UTC(2026, 8, 23, 2, 20, 0);

/** Remembers as the platform does, in memory. */
class Memory implements MineMemory {
  readonly files: ReceivedFile[] = [];
  async newest(identity: string, type: string): Promise<number | undefined> {
    const times = this.#applied(identity)
      .filter((file) => file.type === type)
      .map(({ fileTime }) => fileTime ?? 0);
    return times.length === 0 ? undefined : Math.max(...times);
  }
  async seen(identity: string, sha256: string): Promise<boolean> {
    return this.#applied(identity).some((file) => file.sha256 === sha256);
  }
  async keep(file: ReceivedFile): Promise<void> {
    this.files.push(file);
  }
  #applied(identity: string): ReceivedFile[] {
    return this.files.filter((file) => file.identity === identity && file.content !== null);
  }
}

let folder: string;
let memory: Memory;
let intake: FileIntake;
let listener: Listener;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'anlan-mines-'));
  memory = new Memory();
  intake = new FileIntake({ [DEVICE]: '' });
  mkdirSync(join(folder, MINE, 'aqjk'), { recursive: true });
  mkdirSync(join(folder, MINE, 'rydw'));
  const common = { intake, clock: () => NOW, log: silent, memory };
  listener = await watchMineFiles({ ...common, folder, every: 10, patience: 600_000 });
});

afterEach(async () => {
  await listener.close();
  intake.close();
  rmSync(folder, { recursive: true, force: true });
});

function put(kind: string, name: string, text: string): void {
  const path = join(folder, MINE, kind, name);
  writeFileSync(`${path}.tmp`, text);
  renameSync(`${path}.tmp`, path);
}

const header = (at: number) => ({ mineCode: MINE, mineName: '测试煤矿', extras: {}, time: timeText(at) });
const real = (at: number, value: string, status = '0') =>
  writeFile({
    type: 'CDSS',
    header: header(at),
    records: [{ pointCode: POINT, value, status, time: timeText(at) }],
  }) as string;
const putReal = (at: number, value: string, status?: string) =>
  put('aqjk', fileName(MINE, 'CDSS', at), real(at, value, status));
const readings = () =>
  intake
    .stored(DEVICE)
    .flatMap(({ signals }) =>
      signals.flatMap((one) => (one.kind === 'reading' ? [[one.point, one.value, one.quality, one.at]] : [])),
    );
const verdicts = () => memory.files.map(({ verdict }) => verdict);

describe('a mine', () => {
  it('brings real-time values, and its file stands aside', async () => {
    putReal(NOW - 60_000, '0.42');
    await until(() => memory.files.length === 1);
    expect(readings()).toEqual([[POINT, 0.42, 'good', NOW - 60_000]]);
    expect(memory.files[0]).toMatchObject({ type: 'CDSS', verdict: 'apply', records: 1, way: 'folder' });
    await until(() => existsSync(join(folder, MINE, 'aqjk/done', fileName(MINE, 'CDSS', NOW - 60_000))));
    expect(readdirSync(join(folder, MINE, 'aqjk'))).toEqual(['done']);
  });

  it('is heard in the order of its times, whatever order the files come in', async () => {
    await listener.close();
    for (const [minutes, value] of [
      [1, '3'],
      [3, '1'],
      [2, '2'],
    ] as const)
      putReal(NOW - minutes * 60_000, value);
    listener = await watchMineFiles({ intake, clock: () => NOW, log: silent, memory, folder, every: 10 });
    await until(() => memory.files.length === 3);
    expect(readings().map(([, value]) => value)).toEqual([1, 2, 3]);
    expect(verdicts()).toEqual(['apply', 'apply', 'apply']);
  });

  it('that sends a late file fills its history, and is told from a re-sent one', async () => {
    putReal(NOW - 60_000, '0.5');
    await until(() => memory.files.length === 1);
    putReal(NOW - 600_000, '0.3');
    await until(() => memory.files.length === 2);
    putReal(NOW - 60_000, '0.5');
    await until(() => memory.files.length === 3);
    expect(verdicts()).toEqual(['apply', 'stale', 'duplicate']);
    expect(readings().map(([, value, , at]) => [value, at])).toEqual([
      [0.5, NOW - 60_000],
      [0.3, NOW - 600_000],
    ]);
    expect([intake.count('out-of-order', DEVICE), intake.count('replayed', DEVICE)]).toEqual([1, 1]);
    expect(listener.stats()).toMatchObject({ accepted: 2 });
  });

  it('counts who is underground; nobody is a count as well', async () => {
    const person = (card: string, inOutFlag: string) => ({ cardCode: `${MINE}${card}`, name: '张三', inOutFlag });
    const people = (at: number, records: object[]) =>
      put(
        'rydw',
        fileName(MINE, 'RYSS', at),
        writeFile({ type: 'RYSS', header: header(at), records: records as never }) as string,
      );
    people(NOW - 120_000, [person('00001', '1'), person('00002', '1'), person('00003', '2')]);
    await until(() => memory.files.length === 1);
    people(NOW - 60_000, []);
    await until(() => memory.files.length === 2);
    expect(readings().map(([point, value]) => [point, value])).toEqual([
      ['people', 2],
      ['people', 0],
    ]);
  });

  it('marks what is calibrated, and what it cannot say is no value', async () => {
    putReal(NOW - 60_000, '0.9', '4');
    putReal(NOW - 50_000, '断线');
    putReal(NOW - 40_000, '1', '7');
    await until(() => memory.files.length === 3);
    expect(readings().map(([, value, quality]) => [value, quality])).toEqual([
      [0.9, 'calibration'],
      [1, 'suspect'],
    ]);
  });

  it('a file still being written is waited for, then given up; what came after it waits too', async () => {
    const first = fileName(MINE, 'CDSS', NOW - 120_000);
    const path = join(folder, MINE, 'aqjk', first);
    writeFileSync(path, real(NOW - 120_000, '0.4').slice(0, -2));
    utimesSync(path, new Date(NOW), new Date(NOW));
    putReal(NOW - 60_000, '0.5');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(memory.files).toEqual([]);
    writeFileSync(path, real(NOW - 120_000, '0.4'));
    await until(() => memory.files.length === 2);
    expect(readings().map(([, value]) => value)).toEqual([0.4, 0.5]);
    const left = join(folder, MINE, 'aqjk', fileName(MINE, 'CDSS', NOW - 30_000));
    writeFileSync(left, 'half');
    utimesSync(left, new Date(NOW - 700_000), new Date(NOW - 700_000));
    await until(() => memory.files.length === 3);
    expect(memory.files[2]).toMatchObject({ verdict: 'malformed', detail: expect.stringContaining('incomplete') });
  });

  it('whose values the intake has no room for keeps its file until it has', async () => {
    intake.full = true;
    putReal(NOW - 60_000, '0.42');
    await until(() => (listener.stats().refused.overload ?? 0) > 1);
    expect(memory.files).toEqual([]);
    intake.full = false;
    await until(() => memory.files.length === 1);
    expect(readings()).toEqual([[POINT, 0.42, 'good', NOW - 60_000]]);
    expect(verdicts()).toEqual(['apply']);
  });

  it('whose files cannot be put aside holds up no other mine', async () => {
    const others = ['610000000001', '610000000002', '990000000001'];
    for (const other of others) {
      const place = join(folder, other, 'aqjk');
      mkdirSync(place, { recursive: true });
      // A file where the folder of refused ones should be.
      writeFileSync(join(place, 'refused'), '');
      writeFileSync(join(place, fileName(other, 'CDSS', NOW - 1000)), real(NOW - 1000, '1').replaceAll(MINE, other));
    }
    await until(() => others.every((other) => intake.count('unknown-device', `coal:${other}`) > 0));
    putReal(NOW - 500, '2');
    await until(() => memory.files.length === 1);
    expect(readings().map(([, value]) => value)).toEqual([2]);
  });
});

describe('what is refused', () => {
  it.each<[string, () => void, string, number]>([
    ['a time to come', () => putReal(NOW + 60_000, '1'), 'future', 1],
    [
      'the file of another mine',
      () => put('aqjk', fileName('610000000001', 'CDSS', NOW), real(NOW, '1')),
      'malformed',
      1,
    ],
    [
      'another mine in the header',
      () => put('aqjk', fileName(MINE, 'CDSS', NOW - 1000), real(NOW - 1000, '1').replace(MINE, '610000000001')),
      'malformed',
      1,
    ],
    [
      'too many bad records',
      () => put('aqjk', fileName(MINE, 'CDSS', NOW - 1000), real(NOW - 1000, '1').replace('||', '坏~||')),
      'bad',
      1,
    ],
  ])('%s', async (_, bring, verdict) => {
    bring();
    await until(() => memory.files.length === 1);
    expect(memory.files[0]).toMatchObject({ verdict, content: null });
    expect(intake.stored()).toEqual([]);
    await until(() => existsSync(join(folder, MINE, 'aqjk/refused')));
  });

  it('links, temporary names and mines nobody has registered', async () => {
    const outside = join(folder, 'outside.txt');
    writeFileSync(outside, real(NOW - 1000, '1'));
    symlinkSync(outside, join(folder, MINE, 'aqjk', fileName(MINE, 'CDSS', NOW - 1000)));
    writeFileSync(join(folder, MINE, 'aqjk', `${fileName(MINE, 'CDSS', NOW - 2000)}.tmp`), real(NOW - 2000, '1'));
    const other = '610000000001';
    mkdirSync(join(folder, other, 'aqjk'), { recursive: true });
    writeFileSync(
      join(folder, other, 'aqjk', fileName(other, 'CDSS', NOW - 1000)),
      real(NOW - 1000, '1').replaceAll(MINE, other),
    );
    await until(() => intake.count('unknown-device', `coal:${other}`) === 1);
    putReal(NOW - 500, '2');
    await until(() => memory.files.length === 1);
    expect(readings().map(([, value]) => value)).toEqual([2]);
    expect(existsSync(outside)).toBe(true);
  });
});
