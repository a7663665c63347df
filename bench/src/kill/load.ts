import { fencesOf, type Vehicle } from '@anlan/data';
import { inCorridor } from '@anlan/domain/geo';
import { city, gatewayOf, levelPoints, locationAt, terminalOf, type DrivenPoint, type Platform } from '@anlan/journeys';
import { drive, type Device, type Line } from './device.ts';
import type { Ledger, Sent } from './ledger.ts';

const TERMINALS = 8;
const GATEWAYS = 8;
const READINGS_A_MESSAGE = 10;
const SECOND = 1000;
/** Device times of the load begin this long ago and go on without a gap, so that each is unique. */
const BEHIND = 20 * 3_600_000;
/** Device times of an excursion begin this long ago: its delays pass in device time, not in ours. */
const EXCURSION_BEHIND = 120_000;

/** Vehicles and tank levels in their own use: some for the load, the others one by one for excursions. */
export interface Subjects {
  readonly load: { readonly vehicles: readonly Vehicle[]; readonly points: readonly DrivenPoint[] };
  vehicle(): Vehicle;
  point(): DrivenPoint;
}

export function subjects(): Subjects {
  // The excursions count on a vehicle's own limit: coaches have a lower one at night, and so has a road beside the yard.
  const roads = fencesOf('').flatMap(({ purpose, extent }) =>
    purpose === 'speed' && extent.kind === 'corridor'
      ? [{ path: extent.path.map(([lon, lat]) => ({ lon, lat })), halfWidth: extent.halfWidth }]
      : [],
  );
  const isLimited = (vehicle: Vehicle): boolean =>
    roads.some(({ path, halfWidth }) => inCorridor(vehicle, path, halfWidth));
  const vehicles = city().vehicles.filter(
    (vehicle) => vehicle.maxSpeedKmh >= 40 && !/coach/.test(vehicle.kind) && !isLimited(vehicle),
  );
  const points = levelPoints();
  let nextVehicle = TERMINALS;
  let nextPoint = GATEWAYS;
  function taken<T>(list: readonly T[], index: number): T {
    const subject = list[index];
    if (subject === undefined) throw new Error('the city has no further subjects: fewer rounds, please');
    return subject;
  }
  return {
    load: { vehicles: vehicles.slice(0, TERMINALS), points: points.slice(0, GATEWAYS) },
    vehicle: () => taken(vehicles, nextVehicle++),
    point: () => taken(points, nextPoint++),
  };
}

/** Eight terminals and eight gateways with values inside their limits, as fast as their windows allow. */
export function driveLoad(platform: () => Platform, { load }: Subjects, ledger: Ledger): Device[] {
  const terminals = load.vehicles.map((vehicle, index) => {
    const noted = noter(ledger.fixes, vehicle.id, SECOND);
    return drive({
      every: 20,
      connect: () => overTerminal(platform(), vehicle),
      next: () => [noted(20 + (index % 15))],
    });
  });
  const gateways = load.points.map((driven) => {
    const noted = noter(ledger.readings, driven.point.id, 50);
    return drive({
      every: 40,
      connect: () => overGateway(platform(), driven),
      next: () => Array.from({ length: READINGS_A_MESSAGE }, (_, i) => noted(40 + i)),
    });
  });
  return [...terminals, ...gateways];
}

/** Writes each value into the ledger under the next time of its own. */
export function noter(list: Sent[], id: string, step: number): (value: number) => Sent {
  let at = Math.floor((Date.now() - BEHIND) / SECOND) * SECOND;
  return (value) => {
    at += step;
    return note(list, id, at, value);
  };
}

function note(list: Sent[], id: string, at: number, value: number): Sent {
  const sent = { id, at, value, acknowledged: false };
  list.push(sent);
  return sent;
}

/** Seconds after the start, and a value as a share of the limit; the first excursion ends before second 40. */
const ONCE = [
  [0, 0.7],
  [5, 1.01],
  [10, 1.08],
  [15, 1.09],
  [20, 0.8],
  [45, 0.75],
  [50, 0.7],
] as const;
/** The same of a speed, which counts once it has lasted. */
const SPEEDING = ONCE.map(([seconds, share]) => [seconds < 15 ? seconds : seconds + 10, share] as const);
const AGAIN = [
  [55, 1.03],
  [60, 0.8],
  [85, 0.7],
  [90, 0.7],
] as const;

/** One tank level that rises through both its limits and comes back, every second time twice. */
export async function driveLevel(
  platform: () => Platform,
  driven: DrivenPoint,
  twice: boolean,
  ledger: Ledger,
): Promise<void> {
  const limit = driven.point.limits.H as number;
  const start = Date.now() - EXCURSION_BEHIND;
  const steps = [...ONCE, ...(twice ? AGAIN : [])];
  await drive({
    every: 150 + Math.random() * 350,
    connect: () => overGateway(platform(), driven),
    next: pieces(
      steps.map(
        ([seconds, share]) =>
          () =>
            note(ledger.readings, driven.point.id, start + seconds * SECOND, round(limit * share)),
      ),
    ),
  }).finished;
  ledger.driven.push({ rule: 'level-high', subject: driven.point.id, alarms: twice ? 2 : 1 });
}

/** One vehicle that drives too fast and slows down again. */
export async function driveSpeeding(platform: () => Platform, vehicle: Vehicle, ledger: Ledger): Promise<void> {
  const start = Math.floor((Date.now() - EXCURSION_BEHIND) / SECOND) * SECOND;
  await drive({
    every: 150 + Math.random() * 350,
    connect: () => overTerminal(platform(), vehicle),
    next: pieces(
      SPEEDING.map(
        ([seconds, share]) =>
          () =>
            note(ledger.fixes, vehicle.id, start + seconds * SECOND, round(vehicle.maxSpeedKmh * share)),
      ),
    ),
  }).finished;
  ledger.driven.push({ rule: 'overspeed', subject: vehicle.id, alarms: 1 });
}

const round = (value: number): number => Math.round(value * 10) / 10;

function pieces(makers: readonly (() => Sent)[]): () => readonly Sent[] | undefined {
  let index = 0;
  return () => {
    const make = makers[index++];
    return make === undefined ? undefined : [make()];
  };
}

/** A device that hears nothing for this long gives its connection up. */
const PATIENCE = 10_000;

function inTime<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer')), PATIENCE);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}

async function overTerminal(platform: Platform, vehicle: Vehicle): Promise<Line> {
  const terminal = await terminalOf(platform, vehicle);
  return {
    async deliver(parts) {
      const [fix] = parts as [Sent];
      const message = locationAt(fix.at, { lon: vehicle.lon, lat: vehicle.lat, speed: fix.value });
      const result = await inTime(terminal.send(message));
      if (result !== 0) throw new Error(`0x8001 said ${result}`);
    },
    end: () => terminal.end(),
  };
}

export async function overGateway(platform: Platform, { device, key }: DrivenPoint): Promise<Line> {
  const gateway = await gatewayOf(platform, device);
  return {
    deliver: (parts) =>
      inTime(
        gateway.publish(
          (parts[0] as Sent).at,
          parts.map(({ at, value }) => ({ point: key, at, value })),
        ),
      ),
    end: () => gateway.end(),
  };
}
