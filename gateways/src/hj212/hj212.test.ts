import { splitPacket } from '@anlan/hj212';
import type { Signal } from '@anlan/kernel/telemetry';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CommandingListener } from '../listener.ts';
import { FileIntake } from '../testing/intake.ts';
import { frameOf, HjStation } from '../testing/station.ts';
import { silent, until } from '../testing/wait.ts';
import { listenHj212 } from './listen.ts';
import { qualityOf } from './readings.ts';

const MN = '010000A8900016F000169DC0';
const OTHER = '88888880000001';
const DEVICE = `hj212:${MN}`;
const NOW = Date.UTC(2026, 2, 1, 4, 0, 0);
const NMHC = 'a24088-Rtd=0.804,a24088-Flag=N';

let intake: FileIntake;
let listener: CommandingListener;
let witnessed: string[];
const stations: HjStation[] = [];

beforeEach(async () => {
  intake = new FileIntake({ [DEVICE]: '123456', [`hj212:${OTHER}`]: '654321' });
  await open({});
});

afterEach(async () => {
  for (const station of stations.splice(0)) station.end();
  await listener.close();
  intake.close();
});

async function open(limits: object): Promise<void> {
  witnessed = [];
  listener = await listenHj212({
    host: '127.0.0.1',
    port: 0,
    intake,
    clock: () => NOW,
    log: silent,
    verify: (identity, password) => intake.verify(identity, password),
    witness: (identity, direction) => void witnessed.push(`${direction} ${identity}`),
    limits: { request: { wait: 40, times: 3 }, execution: 80, ...limits },
  });
}

async function reopen(limits: object): Promise<void> {
  await listener.close();
  await open(limits);
}

function station(mn = MN, pw = '123456'): HjStation {
  const opened = new HjStation(listener.port, mn, pw);
  stations.push(opened);
  return opened;
}

type Reading = Extract<Signal, { kind: 'reading' }>;
const readings = (): Reading[] =>
  intake.stored(DEVICE).flatMap(({ signals }) => signals.filter((signal) => signal.kind === 'reading'));

describe('a station', () => {
  it('sends what it measures now, and is answered by its QN once the values are on disk', async () => {
    const logger = station();
    const packet = logger.packet('2011', NOW - 5000, [NMHC, 'a25002-Rtd=0.0120,a25002-Flag=C']);
    const release = intake.stall();
    logger.send(packet);
    await until(() => intake.waiting === 1);
    expect(logger.received).toEqual([]);
    release();
    await until(() => logger.received.length === 1);
    expect(logger.received[0]).toMatchObject({ cn: '9014', st: '91', qn: packet.qn, mn: MN, pw: '123456', items: [] });
    expect(readings()).toEqual([
      { kind: 'reading', point: 'a24088', at: NOW - 5000, value: 0.804, quality: 'good' },
      { kind: 'reading', point: 'a25002', at: NOW - 5000, value: 0.012, quality: 'calibration' },
    ]);
    expect(intake.sessions).toEqual([`+${DEVICE}`]);
    expect(listener.stats()).toEqual({ sessions: 1, accepted: 1, refused: {} });
    expect(witnessed).toEqual([`in ${DEVICE}`, `out ${DEVICE}`]);
  });

  it('keeps minute, hour and day values as points of their own at the start of their period', async () => {
    const logger = station();
    const values = 'a24088-Min=0.5,a24088-Avg=0.8,a24088-Max=1.9,a24088-Cou=0.004,a24088-Flag=N';
    for (const cn of ['2051', '2061', '2031']) await logger.deliver(logger.packet(cn, NOW - 86_400_000, [values]));
    expect(readings().map(({ point, value }) => `${point}=${value}`)).toEqual(
      ['minute', 'hour', 'day'].flatMap((period) =>
        ['.min=0.5', '=0.8', '.max=1.9', '.sum=0.004'].map((kind) => `a24088.${period}${kind}`),
      ),
    );
    expect(new Set(readings().map(({ at }) => at))).toEqual(new Set([NOW - 86_400_000]));
    expect(intake.refusals).toEqual([]);
  });

  it.each([
    ['N', 'good'],
    ['F', 'maintenance'],
    ['D', 'bad'],
    ['C', 'calibration'],
    ['T', 'suspect'],
    ['Z', 'suspect'],
    [undefined, 'good'],
  ] as const)('marks a value of flag %s as %s', (flag, quality) => expect(qualityOf(flag)).toBe(quality));

  it('of the 2005 edition, without QN and with the other check, is heard and answered in its own way', async () => {
    const logger = station();
    const packet = { ...logger.packet('2011', NOW, ['101-Rtd=1.1,101-Flag=N']), qn: undefined };
    logger.write(
      frameOf({ ...packet, flag: { needAck: false, hasPacketNumbers: false, version: 0 }, st: '32' }, 'modbus'),
    );
    await until(() => readings().length === 1);
    expect(logger.received).toEqual([]);
  });

  it('of the 2005 edition tells an alarm: the value then measured is kept, and the notice answered with its QN in CP', async () => {
    const logger = station();
    const edition = { flag: { needAck: true, hasPacketNumbers: false, version: 0 }, st: '32' };
    const begun = logger.packet('2072', undefined, ['AlarmTime=20260301115500', '101-Ala=1.1,AlarmType=1'], edition);
    logger.send(begun);
    await until(() => logger.received.length === 1);
    expect(logger.received[0]).toMatchObject({ cn: '9013', st: '91', items: [[['QN', begun.qn]]] });
    expect(readings()).toEqual([
      { kind: 'reading', point: '101', at: NOW - 300_000, value: 1.1, quality: 'good' },
      { kind: 'reading', point: '101.alarm', at: NOW - 300_000, value: 1, quality: 'good' },
    ]);
    const kept = logger.packet('2071', NOW - 600_000, ['101-Ala=0.9'], edition);
    await logger.deliver(kept);
    expect(readings().at(-1)).toMatchObject({ point: '101', at: NOW - 600_000, value: 0.9 });
    for (const cn of ['1021', '1031', '1041']) await logger.deliver(logger.packet(cn, undefined, [], edition));
    expect(intake.refusals).toEqual([]);
  });

  it('may send one message in several packets: each is kept and answered by itself, in any order', async () => {
    const logger = station();
    const many = Array.from({ length: 80 }, (_, i) => `a${25_000 + i}-Rtd=${i}.5,a${25_000 + i}-Flag=N`);
    const parts = splitPacket(logger.packet('2011', NOW - 1000, many));
    expect(parts.length).toBeGreaterThan(2);
    for (const part of parts.toReversed()) logger.send(part);
    await until(() => logger.received.length === parts.length);
    expect(readings()).toHaveLength(80);
    expect(new Set(logger.received.map(({ pno }) => pno))).toEqual(new Set(parts.map(({ pno }) => pno)));
  });

  it('whose parts carry the time only once has all of them kept at it, whichever comes first', async () => {
    const logger = station();
    const many = Array.from({ length: 60 }, (_, i) => `a${25_000 + i}-Avg=${i}.5,a${25_000 + i}-Flag=N`);
    const [first, ...rest] = splitPacket(logger.packet('2061', NOW - 3_600_000, many));
    const bare = rest.map((part) => ({ ...part, items: part.items.filter((item) => item[0]![0] !== 'DataTime') }));
    const [early, ...late] = bare;
    for (const part of [early!, first!, ...late]) logger.send(part);
    await until(() => logger.answered().length === bare.length + 1);
    expect(readings()).toHaveLength(60);
    expect(new Set(readings().map(({ at }) => at))).toEqual(new Set([NOW - 3_600_000]));
  });

  it('that did not hear our answer sends again: kept once, answered twice', async () => {
    const logger = station();
    const packet = logger.packet('2011', NOW, [NMHC]);
    logger.send(packet);
    logger.send(packet);
    await until(() => logger.answered().length === 2);
    expect(readings()).toHaveLength(1);
    expect(intake.count('replayed', DEVICE)).toBe(1);
  });

  it('that sends older real-time values late keeps them at their own time', async () => {
    const logger = station();
    await logger.deliver(logger.packet('2011', NOW, [NMHC]));
    await logger.deliver(logger.packet('2011', NOW - 60_000, [NMHC]));
    expect(readings().map(({ at }) => at)).toEqual([NOW, NOW - 60_000]);
    expect(intake.count('out-of-order', DEVICE)).toBe(1);
  });

  it('is heard whole when every byte comes alone, and when packets are glued together', async () => {
    const logger = station();
    for (const byte of frameOf(logger.packet('2011', NOW - 2000, [NMHC]))) logger.write(Uint8Array.of(byte));
    const pair = [NOW - 1000, NOW].map((at) => frameOf(logger.packet('2011', at, [NMHC])));
    logger.write(Buffer.concat(pair));
    await until(() => logger.answered().length === 3);
    expect(readings().map(({ at }) => at)).toEqual([NOW - 2000, NOW - 1000, NOW]);
  });

  it('forwards others on its connection, each under its own password', async () => {
    const logger = station();
    await logger.deliver(logger.packet('2011', NOW, [NMHC]));
    await logger.deliver(logger.packet('2011', NOW, [NMHC], { mn: OTHER, pw: '654321' }));
    expect(listener.sessions()).toBe(2);
    logger.end();
    await until(() => listener.sessions() === 0);
  });

  it('that comes back on a new connection leaves the old one', async () => {
    const first = station();
    await first.deliver(first.packet('2011', NOW - 1000, [NMHC]));
    const second = station();
    await second.deliver(second.packet('2011', NOW, [NMHC]));
    await until(() => first.closed);
    expect(listener.sessions()).toBe(1);
  });
});

describe('what is refused is counted by its reason', () => {
  it('an unknown station, a wrong password: not kept, not answered, and after ten the connection ends', async () => {
    const unknown = station('999999');
    unknown.send(unknown.packet('2011', NOW, [NMHC]));
    const wrong = station(MN, '000000');
    for (let i = 0; i < 10; i += 1) wrong.send(wrong.packet('2011', NOW, [NMHC]));
    await until(() => wrong.closed);
    expect(intake.count('unknown-device')).toBe(1);
    expect(intake.count('unauthenticated', DEVICE)).toBe(10);
    expect([unknown.received, wrong.received, intake.stored()]).toEqual([[], [], []]);
  });

  it('a wrong check, a period without time, a time far ahead, an unknown command', async () => {
    const logger = station();
    await logger.deliver(logger.packet('2011', NOW, [NMHC]));
    const broken = frameOf(logger.packet('2011', NOW, [NMHC]));
    broken[broken.length - 3] = broken[broken.length - 3] === 0x30 ? 0x31 : 0x30;
    logger.write(broken);
    await logger.deliver(logger.packet('2061', undefined, ['a24088-Avg=1']));
    await logger.deliver(logger.packet('2011', NOW + 2 * 86_400_000, [NMHC]));
    await logger.deliver(logger.packet('7777', NOW, [NMHC]));
    expect(readings()).toHaveLength(1);
    for (const reason of ['checksum', 'malformed', 'clock-skew', 'unsupported'] as const)
      expect(intake.count(reason, DEVICE), reason).toBeGreaterThan(0);
  });

  it('a packet that never ends and a silent connection end; others go on', async () => {
    await reopen({ slow: 80, idle: 400 });
    const logger = station();
    const stuck = station();
    stuck.write(frameOf(stuck.packet('2011', NOW, [NMHC])).subarray(0, 30));
    await until(() => stuck.closed);
    expect(intake.count('slow')).toBe(1);
    expect(logger.closed).toBe(false);
    await until(() => logger.closed);
    expect(intake.count('half-open')).toBe(1);
  });

  it('nothing is answered while the disk fails, and the connection ends', async () => {
    const logger = station();
    intake.fail(new Error('disk full'));
    logger.send(logger.packet('2011', NOW, [NMHC]));
    await until(() => logger.closed);
    expect(logger.received).toEqual([]);
  });

  it('a station faster than the disk is no longer read, and loses nothing', async () => {
    await reopen({ unacknowledged: 4 });
    const logger = station();
    const release = intake.stall();
    for (let i = 0; i < 500; i += 1) logger.send(logger.packet('2011', NOW - 500_000 + i * 1000, [NMHC]));
    await new Promise((resolve) => setTimeout(resolve, 100));
    const { waiting } = intake;
    release();
    await until(() => logger.answered().length === 500);
    expect(waiting).toBeLessThan(500);
    expect(readings()).toHaveLength(500);
  });
});

describe('what the platform asks', () => {
  async function known(): Promise<HjStation> {
    const logger = station();
    await logger.deliver(logger.packet('2011', NOW, [NMHC]));
    return logger;
  }

  it('the clock is set by 1012 and done when the station says so', async () => {
    const logger = await known();
    expect(await listener.send(DEVICE, { kind: 'clock' })).toEqual({ result: 'done', detail: '1 执行成功' });
    expect(logger.received.at(-1)).toMatchObject({
      cn: '1012',
      st: '27',
      pw: '123456',
      items: [[['SystemTime', '20260301120000']]],
    });
  });

  it('every request carries the system and the edition the station speaks, after answers and on a new connection too', async () => {
    const edition = { flag: { needAck: true, hasPacketNumbers: false, version: 0 }, st: '32' };
    const first = station();
    await first.deliver(first.packet('2011', NOW, [NMHC], edition));
    const asked = async (logger: HjStation): Promise<unknown> => {
      expect(await listener.send(DEVICE, { kind: 'clock' })).toMatchObject({ result: 'done' });
      const { st, flag, cn } = logger.received.at(-1)!;
      return { st, flag, cn };
    };
    const request = { st: '32', flag: { needAck: true, hasPacketNumbers: false, version: 0 }, cn: '1012' };
    expect(await asked(first)).toEqual(request);
    expect(await asked(first)).toEqual(request);
    const second = station();
    second.send(second.packet('9012', undefined, ['ExeRtn=1'], { st: '91' }));
    await until(() => first.closed);
    expect(await asked(second)).toEqual(request);
  });

  it('kept minute values are asked for by 2051 with their span', async () => {
    const logger = await known();
    const asked = { kind: 'query', data: 'minute', from: NOW - 600_000, to: NOW } as const;
    expect(await listener.send(DEVICE, asked)).toMatchObject({ result: 'done' });
    expect(logger.received.at(-1)).toMatchObject({
      cn: '2051',
      items: [
        [
          ['BeginTime', '20260301115000'],
          ['EndTime', '20260301120000'],
        ],
      ],
    });
  });

  it('a refusal, a failure, silence and absence are told apart', async () => {
    expect(await listener.send(DEVICE, { kind: 'clock' })).toEqual({ result: 'offline' });
    const logger = await known();
    logger.obeys = { qnRtn: 3 };
    expect(await listener.send(DEVICE, { kind: 'query' })).toEqual({ result: 'failed', detail: '3 PW错误' });
    logger.obeys = { qnRtn: 1, exeRtn: 100 };
    expect(await listener.send(DEVICE, { kind: 'query' })).toEqual({ result: 'failed', detail: '100 没有数据' });
    logger.obeys = { qnRtn: 1 };
    expect(await listener.send(DEVICE, { kind: 'query' })).toMatchObject({
      result: 'timeout',
      detail: '9011, no 9012',
    });
    logger.obeys = undefined;
    const before = logger.received.length;
    expect(await listener.send(DEVICE, { kind: 'query' })).toEqual({ result: 'timeout' });
    const sent = logger.received.slice(before);
    expect(sent.map(({ cn }) => cn)).toEqual(['2011', '2011', '2011']);
    expect(new Set(sent.map(({ qn }) => qn)).size).toBe(1);
    const lost = listener.send(DEVICE, { kind: 'query' });
    logger.end();
    expect(await lost).toEqual({ result: 'offline' });
    expect(await listener.send(DEVICE, { kind: 'text', text: '' })).toEqual({ result: 'offline' });
  });

  it('a station that asks for the time is told it was heard, and gets the time', async () => {
    const logger = await known();
    logger.send(logger.packet('1013', undefined, ['PolId=a24088']));
    await until(() => logger.received.some(({ cn }) => cn === '1012'));
    expect(logger.received.slice(1).map(({ cn }) => cn)).toEqual(['9013', '1012']);
  });
});
