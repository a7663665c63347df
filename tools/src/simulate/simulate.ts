import { setTimeout as pause } from 'node:timers/promises';
import { demonstrationCity, type DemonstrationCity } from '@anlan/data';
import { SimulatedAuthority } from './alerts.ts';
import { demonstrationCameras } from './cameras.ts';
import { DEVICES } from './devices.ts';
import type { Simulated } from './simulated.ts';
import { LowerPlatform } from './lower-platform.ts';
import type { Options, Protocol } from './options.ts';
import { simulatedVessel } from './radio.ts';
import { SimulatedMine } from './upload.ts';

/** What came of a simulation. Latencies in ms from writing to the acknowledgement; none for what nobody acknowledges. */
export interface Report {
  readonly protocol: Protocol;
  readonly devices: number;
  readonly connected: number;
  readonly sent: number;
  readonly acknowledged: number;
  /** Sent and not acknowledged within five seconds of the last. */
  readonly lost: number;
  readonly refused: number;
  /** Sends that were due while no device could take them: the platform holds the devices back. */
  readonly held: number;
  readonly seconds: number;
  readonly perSecond: number;
  readonly latency: { readonly p50: number; readonly p95: number; readonly p99: number; readonly most: number } | null;
}

const CONNECTED_WITHIN = 30_000;
/** Signing on ten thousand takes the platform a while. */
const CONNECTED_EACH = 10;
const ANSWERED_WITHIN = 5000;
/** Devices opened per 10 ms: a platform's backlog of connections is finite. */
const OPENED_AT_ONCE = 20;
const TICK = 10;
const SEED = 'anlan';

/** Connects devices, sends at the rate, waits for the last answers and reports; `key` is that of demonstration secrets. */
export async function simulate(
  options: Options,
  key: string,
  names: readonly string[],
  connectedWithin = Math.max(CONNECTED_WITHIN, options.devices * CONNECTED_EACH),
): Promise<Report> {
  const counts = { sent: 0, acknowledged: 0, refused: 0, held: 0 };
  const latencies: number[] = [];
  const { host, port, protocol } = options;
  const fleet = options.link === undefined ? undefined : new LowerPlatform({ host, port }, options.link);
  const devices = names.slice(0, options.devices).map((name): Simulated => {
    if (protocol === 'ais') return simulatedVessel({ host, port, name });
    if (fleet !== undefined) return fleet.vehicle(name);
    const answered = (milliseconds: number): void => {
      counts.acknowledged += 1;
      latencies.push(milliseconds);
    };
    const common = { host, port, name, key, answered, lost: () => {}, refused: () => (counts.refused += 1) };
    if (protocol === 'cap') return new SimulatedAuthority(common, options.token ?? '');
    if (protocol === 'coal') return new SimulatedMine(common, options.folder ?? '');
    return DEVICES[protocol]!(common);
  });
  for (const [index, device] of devices.entries()) {
    device.start();
    if (index % OPENED_AT_ONCE === 0) await pause(TICK);
  }
  const readyBy = performance.now() + connectedWithin;
  while (performance.now() < readyBy && devices.some(({ ready }) => !ready)) await pause(50);
  const connected = devices.filter(({ ready }) => ready).length;
  const seconds = await send(devices, options, counts);
  const acknowledges = protocol !== 'ais' && protocol !== 'jt809' && protocol !== 'sparkplug';
  const answeredBy = performance.now() + ANSWERED_WITHIN;
  while (acknowledges && counts.acknowledged < counts.sent && performance.now() < answeredBy) await pause(20);
  for (const device of devices) device.end();
  return {
    protocol,
    devices: devices.length,
    connected,
    ...counts,
    lost: acknowledges ? counts.sent - counts.acknowledged : 0,
    seconds,
    perSecond: Math.round((acknowledges ? counts.acknowledged : counts.sent) / seconds),
    latency: percentiles(latencies),
  };
}

/** Sends in turn what is due by the clock; returns the seconds it took. */
async function send(
  devices: readonly Simulated[],
  { rate, seconds }: Options,
  counts: { sent: number; held: number },
): Promise<number> {
  const began = performance.now();
  const end = began + seconds * 1000;
  let due = 0;
  let turn = 0;
  for (let now = began; now < end; now = performance.now()) {
    const wanted = Math.floor(((now - began) / 1000) * rate);
    for (; due < wanted; due += 1) {
      const device = nextReady(devices, turn);
      turn = (turn + 1) % devices.length;
      if (device === undefined) counts.held += 1;
      else {
        device.send();
        counts.sent += 1;
      }
    }
    await pause(TICK);
  }
  return Math.round(performance.now() - began) / 1000;
}

/** The device whose turn it is, or one soon after it that can send. */
function nextReady(devices: readonly Simulated[], turn: number): Simulated | undefined {
  const tries = Math.min(devices.length, 8);
  for (let i = 0; i < tries; i += 1) {
    const device = devices[(turn + i) % devices.length]!;
    if (device.ready) return device;
  }
  return undefined;
}

function percentiles(latencies: number[]): Report['latency'] {
  if (latencies.length === 0) return null;
  const sorted = latencies.toSorted((a, b) => a - b);
  const at = (share: number): number =>
    Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]! * 10) / 10;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), most: at(1) };
}

const NAMES: Readonly<Partial<Record<Protocol, (city: () => DemonstrationCity) => string[]>>> = {
  jt808: (city) => city().vehicles.map(({ terminalPhone }) => terminalPhone),
  jt809: (city) => city().vehicles.map(({ plate }) => plate),
  ais: (city) => city().vessels.map(({ mmsi }) => mmsi),
  mqtt: (asked) => {
    const city = asked();
    const measuring = new Set(city.points.filter(({ kind }) => kind === 'level').map(({ deviceId }) => deviceId));
    return city.devices.filter(({ id }) => measuring.has(id)).map(({ serial }) => serial);
  },
  jt1078: (city) => city().vehicles.map(({ terminalPhone }) => terminalPhone),
  coal: (city) => ofField(city, 'coal'),
  cap: () => Array.from({ length: 100 }, (_, i) => `authority-${i + 1}`),
  gb28181: () => demonstrationCameras().recorders.map(({ code }) => code),
  hj212: (city) => ofField(city, 'hj212'),
  gb26875: (city) => ofField(city, 'gb26875'),
};

const ofField = (city: () => DemonstrationCity, wanted: 'hj212' | 'gb26875' | 'coal'): string[] =>
  city()
    .fieldDevices.filter(({ protocol }) => protocol === wanted)
    .map(({ address }) => address);

/** Identities of a simulation: the demonstration city's, or counted up from `first` in its own width. */
export function namesOf({ protocol, devices, first }: Pick<Options, 'protocol' | 'devices' | 'first'>): string[] {
  if (first === undefined) return NAMES[protocol]?.(() => demonstrationCity(SEED)) ?? [];
  const [, head = '', digits = '0'] = /^(.*?)(\d{1,15})$/.exec(first) ?? [];
  return Array.from({ length: devices }, (_, i) => `${head}${String(Number(digits) + i).padStart(digits.length, '0')}`);
}

/** The report in lines for people. */
export function describeReport(report: Report): string {
  const { protocol, devices, connected, sent, acknowledged, lost, refused, held, seconds, perSecond, latency } = report;
  const times = latency
    ? `latency ms: p50 ${latency.p50}, p95 ${latency.p95}, p99 ${latency.p99}, most ${latency.most}`
    : 'latency: not acknowledged by this protocol';
  return [
    `${protocol}: ${connected}/${devices} connected, ${seconds} s`,
    `sent ${sent}, acknowledged ${acknowledged} (${perSecond}/s), lost ${lost}, refused ${refused}, held back ${held}`,
    times,
  ].join('\n');
}
