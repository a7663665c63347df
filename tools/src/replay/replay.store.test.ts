import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { demonstrationCity, faultAt, packFile } from '@anlan/data';
import {
  demonstrationSecret,
  hj212Password,
  listenAisUdp,
  listenGb26875,
  listenHj212,
  listenJt808,
  listenMqtt,
  type Listener,
  watchMineFiles,
} from '@anlan/gateways';
import type { Fix } from '@anlan/kernel/position';
import type { Envelope, Intake, KnownDevice } from '@anlan/kernel/telemetry';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keyed } from './devices.ts';
import { tracksOf } from './folder.ts';
import { type Options, readOptions } from './options.ts';
import { readPacked, vesselsOf } from './recording.ts';
import { startReplay, type Replay } from './replay.ts';

const KEY = 'a key of the platform';
const city = demonstrationCity('anlan');
const log = { info: () => {}, warn: () => {} };

/** An intake that knows the whole city; where envelopes end up is not this test's matter. */
class CityIntake implements Intake {
  readonly envelopes: Envelope[] = [];
  readonly refusals: string[] = [];
  readonly #known: ReadonlyMap<string, KnownDevice>;

  constructor() {
    const identities = [
      ...city.vehicles.map(({ terminalPhone }) => `jt808:${terminalPhone}`),
      ...city.vessels.map(({ mmsi }) => `ais:${mmsi}`),
      ...city.devices.map(({ serial }) => `mqtt:${serial}`),
      ...city.fieldDevices.map(({ protocol, address }) => `${protocol}:${address}`),
    ];
    const hash = (identity: string) => createHash('sha256').update(demonstrationSecret(KEY, identity)).digest('hex');
    const points = new Map(
      city.fieldDevices.map((device) => [
        `${device.protocol}:${device.address}`,
        new Map(device.points.map((point) => [point.key, { unit: point.unit }])),
      ]),
    );
    this.#known = new Map(
      identities.map((identity) => {
        const own = points.get(identity);
        return [identity, { id: identity, identity, secretHash: hash(identity), ...(own && { points: own }) }];
      }),
    );
  }

  find(identity: string): KnownDevice | undefined {
    return this.#known.get(identity);
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

let intake: CityIntake;
let listeners: Listener[];
let replay: Replay | undefined;

beforeEach(async () => {
  intake = new CityIntake();
  const common = { host: '127.0.0.1', port: 0, intake, clock: Date.now, log };
  const verify = (identity: string, secret: string) => secret === demonstrationSecret(KEY, identity);
  const issueCode = (identity: string) => demonstrationSecret(KEY, identity);
  listeners = [
    await listenJt808({ ...common, verify, issueCode }),
    await listenAisUdp(common),
    await listenMqtt({ ...common, verify }),
    await listenHj212({
      ...common,
      verify: (identity, given) => hj212Password(demonstrationSecret(KEY, identity)) === given,
    }),
    await listenGb26875(common),
  ];
});

afterEach(async () => {
  replay?.stop();
  replay = undefined;
  await Promise.all(listeners.map((listener) => listener.close()));
});

function run(source: string, change: Partial<Options> = {}): void {
  const [jt808Port, aisPort, mqttPort, hj212Port, gb26875Port] = listeners.map(({ port }) => port) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const usual = { speed: 1, keepTime: false, host: '127.0.0.1', duration: undefined, seed: 'anlan' };
  const ports = { jt808Port, aisPort, mqttPort, hj212Port, gb26875Port, gb28181Port: 0 };
  const counts = { vehicles: 20, vessels: 10, devices: 60, fieldDevices: 0, recorders: 0 };
  replay = startReplay({ source, ...ports, ...usual, ...counts, ...change }, KEY, Date.now);
}

const fixes = (protocol: string): Fix[] =>
  intake.envelopes
    .filter(({ device }) => device.startsWith(`${protocol}:`))
    .flatMap(({ signals }) => signals.flatMap((signal) => (signal.kind === 'fix' ? [signal.fix] : [])));

const devices = (protocol: string) =>
  new Set(intake.envelopes.map(({ device }) => device).filter((device) => device.startsWith(`${protocol}:`)));

/** Looks again and again, at most half a minute; what was hoped for is then asserted. */
async function until(seen: () => boolean): Promise<void> {
  for (let tries = 0; tries < 60 && !seen(); tries += 1) await pause(500);
}

describe('the city', () => {
  it('speaks through the real ports: vehicles of both editions, carried vessels, and every point of its devices', async () => {
    // Tailings ponds are always among them, and speak once in many minutes: half of the devices are heard at once.
    run('city', { speed: 5, devices: 120 });
    await until(() => devices('jt808').size === 20 && devices('ais').size === 10 && devices('mqtt').size > 50);
    expect(devices('jt808').size).toBe(20);
    expect(devices('ais').size).toBe(10);
    expect(devices('mqtt').size).toBeGreaterThan(50);
    const editions = new Set(
      city.vehicles
        .filter(({ terminalPhone }) => devices('jt808').has(`jt808:${terminalPhone}`))
        .map((vehicle) => vehicle.protocolVersion),
    );
    expect(editions).toEqual(new Set(['2013', '2019']));
    const now = Date.now();
    for (const fix of [...fixes('jt808'), ...fixes('ais')]) {
      expect(Math.abs(fix.at - now)).toBeLessThan(20_000);
      expect(fix.live).toBe(true);
      expect(fix.lon).toBeGreaterThan(105);
      expect(fix.lon).toBeLessThan(119);
    }
    const points = new Map(
      city.devices.map((device) => [
        `mqtt:${device.serial}`,
        keyed(city.points.filter(({ deviceId }) => deviceId === device.id)).map(({ key }) => key),
      ]),
    );
    const strange = intake.envelopes.flatMap(({ device, signals }) =>
      signals.filter((signal) => signal.kind === 'reading' && !points.get(device)?.includes(signal.point)),
    );
    expect(strange).toEqual([]);
  }, 60_000);

  it('gives the duty officer something to see within three minutes, in both jurisdictions', async () => {
    run('city', { speed: 40, vehicles: 60, vessels: 0, devices: 80 });
    const kinds = new Set<string>();
    const limits = new Map<string, (typeof city.points)[number]>(
      city.devices.flatMap((device) =>
        keyed(city.points.filter(({ deviceId }) => deviceId === device.id)).map(
          ({ key, point }) => [`mqtt:${device.serial} ${key}`, point] as const,
        ),
      ),
    );
    const vehicles = new Map(city.vehicles.map((vehicle) => [`jt808:${vehicle.terminalPhone}`, vehicle]));
    let looked = 0;
    const look = (): boolean => {
      // Each envelope once: tens of thousands come within the minute, in the same turn as this.
      for (; looked < intake.envelopes.length; looked += 1) {
        const { device, signals } = intake.envelopes[looked]!;
        for (const signal of signals) {
          if (signal.kind !== 'reading') continue;
          const point = limits.get(`${device} ${signal.point}`)!;
          const limit =
            point.kind === 'combustible' ? point.limits.second : point.kind === 'level' ? point.limits.HH : undefined;
          if (limit !== undefined && signal.value > limit) kinds.add(`${point.jurisdiction} ${point.kind}`);
        }
        const vehicle = vehicles.get(device);
        const fix = signals[0]?.kind === 'fix' ? signals[0].fix : undefined;
        if (vehicle && fix && (fix.speed ?? 0) > vehicle.maxSpeedKmh * 1.15 && (fix.alarmBits ?? 0) & 2)
          kinds.add(`${vehicle.jurisdiction} overspeed`);
      }
      return kinds.size === 6;
    };
    await until(look);
    expect([...kinds].sort()).toEqual([
      'chongqing combustible',
      'chongqing level',
      'chongqing overspeed',
      'shangrao combustible',
      'shangrao level',
      'shangrao overspeed',
    ]);
  }, 60_000);

  it('with kept times is back-filled: past times, nothing live', async () => {
    run('city', { keepTime: true, speed: 100, duration: 60, vessels: 0 });
    await until(() => fixes('jt808').length > 50);
    expect(fixes('jt808').length).toBeGreaterThan(50);
    for (const fix of fixes('jt808')) {
      expect(fix.live).toBe(false);
      expect(Date.now() - fix.at).toBeGreaterThan(60_000);
    }
  }, 60_000);

  it('comes back by itself after the platform was away', async () => {
    run('city', { vessels: 0, devices: 10, vehicles: 5, speed: 10 });
    await until(() => listeners[0]!.sessions() === 5);
    const [jt808] = listeners;
    const { port } = jt808!;
    await jt808!.close();
    const before = fixes('jt808').length;
    const issueCode = (identity: string) => demonstrationSecret(KEY, identity);
    const verify = (identity: string, secret: string) => secret === issueCode(identity);
    listeners[0] = await listenJt808({ host: '127.0.0.1', port, intake, clock: Date.now, log, verify, issueCode });
    await until(() => listeners[0]!.sessions() === 5 && fixes('jt808').length > before);
    expect(listeners[0].sessions()).toBe(5);
    expect(fixes('jt808').length).toBeGreaterThan(before);
  }, 60_000);
});

describe('a folder', () => {
  it('of recorded tracks and logs is played through the same ports, speeds derived', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'anlan-folder-'));
    const rows = Array.from(
      { length: 30 },
      (_, i) => `V1,2016-03-01T08:00:${String(i).padStart(2, '0')}+08:00,${106.5 + i * 0.0002},29.5`,
    );
    writeFileSync(join(folder, 'track.csv'), `device,time_local,lon,lat\n${rows.toReversed().join('\n')}\n`);
    writeFileSync(join(folder, 'log.nmea'), readPacked(packFile('recordings/ais/dma_stream_2010.nmea.gz')));
    run(folder, { speed: 10 });
    await until(() => devices('ais').size > 50 && fixes('jt808').length > 6);
    rmSync(folder, { recursive: true });
    expect(devices('jt808').size).toBe(1);
    expect(devices('ais').size).toBeGreaterThan(50);
    const speeds = fixes('jt808')
      .slice(1)
      .map(({ speed }) => speed);
    expect(speeds.length).toBeGreaterThan(5);
    for (const speed of speeds) expect(speed).toBeCloseTo(69.7, 0);
  }, 60_000);

  it('repeated times and jumps of a track are dropped, rows put in order', () => {
    const csv =
      'device,time,lon,lat\nA,2016-03-01T00:00:20Z,106.501,29.5\nA,2016-03-01T00:00:00Z,106.5,29.5\nA,2016-03-01T00:00:00Z,106.5,29.5\nA,2016-03-01T00:00:30Z,107.5,29.5\nA,never,1,2\n';
    const fixes = tracksOf(csv).get('A')!;
    expect(fixes.map(({ lon }) => lon)).toEqual([106.5, 106.501]);
    expect(fixes[1]!.heading).toBeCloseTo(90, 1);
  });
});

describe('field devices', () => {
  it('speak their own protocols: stations and fire devices send every point of theirs, in its unit', async () => {
    run('city', { vehicles: 0, vessels: 0, devices: 0, fieldDevices: 50 });
    await until(() => devices('gb26875').size + devices('hj212').size === 50);
    expect(devices('hj212').size).toBeGreaterThan(10);
    expect(devices('gb26875').size).toBeGreaterThan(10);
    let judged = 0;
    const known = new Map(city.fieldDevices.map((device) => [`${device.protocol}:${device.address}`, device]));
    for (const { device, signals } of intake.envelopes) {
      const points = new Map(known.get(device)!.points.map((point) => [point.key, point]));
      for (const signal of signals) {
        if (signal.kind !== 'reading') throw new Error('a fix of a field device');
        const point = points.get(signal.point)!;
        // An instrument that is out of order on this day may well say what its model cannot.
        const faulty = faultAt(point.id, Date.now()) !== undefined;
        const within = signal.value >= point.model.low && signal.value <= point.model.high;
        expect([signal.point, faulty || within]).toEqual([signal.point, true]);
        judged += faulty ? 0 : 1;
      }
    }
    expect(judged).toBeGreaterThan(50);
    expect(intake.refusals).toEqual([]);
  });
});

describe('mines', () => {
  it('put their files where the platform picks them up, and their values arrive', async () => {
    const mineFolder = mkdtempSync(join(tmpdir(), 'anlan-mines-'));
    const kept: string[] = [];
    const memory = {
      newest: async () => undefined,
      seen: async () => false,
      keep: async ({ type, verdict }: { type: string; verdict: string }) => void kept.push(`${type} ${verdict}`),
    };
    listeners.push(await watchMineFiles({ intake, clock: Date.now, log, folder: mineFolder, memory, every: 50 }));
    run('city', { vehicles: 0, vessels: 0, devices: 0, fieldDevices: 0, mineFolder });
    await until(() => devices('coal').size === 2 && kept.length === 16);
    const types = ['CDDY', 'CDSS', 'JZSS', 'RYJZ', 'RYQY', 'RYSS', 'RYXX', 'YCBJ'];
    expect([...new Set(kept)].toSorted()).toEqual(types.map((type) => `${type} apply`));
    const readings = intake.envelopes.flatMap(({ signals }) =>
      signals.flatMap((one) => (one.kind === 'reading' ? [one] : [])),
    );
    expect(readings.filter(({ point }) => point === 'people').every(({ value }) => value > 10)).toBe(true);
    expect(readings.filter(({ point }) => point.includes('MN0004'))).toHaveLength(6);
    replay?.stop();
    replay = undefined;
    rmSync(mineFolder, { recursive: true });
  });
});

describe('a recording', () => {
  it('keeps the cadence and speeds of vessels that may sail a river', () => {
    const vessels = vesselsOf(readPacked(packFile('recordings/ais/dma_stream_2010.nmea.gz')));
    expect(vessels.length).toBeGreaterThan(60);
    for (const messages of vessels) {
      expect(messages.length).toBeGreaterThanOrEqual(3);
      for (const { fix } of messages) expect(fix.speed).toBeLessThanOrEqual(15);
    }
  });
});

describe('the command line', () => {
  it('takes ports from the environment and says what is wrong', () => {
    expect(readOptions(['city', '--speed', '2'], { ANLAN_MQTT_PORT: '18812' })).toMatchObject({
      source: 'city',
      speed: 2,
      mqttPort: 18_812,
      jt808Port: 8808,
    });
    expect(readOptions([], {})).toContain('npm run replay');
    expect(readOptions(['city', '--speed', 'fast'], {})).toContain('--speed must be a number');
    expect(readOptions(['city', '--sped', '2'], {})).toContain('--sped');
  });
});
