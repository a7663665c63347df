import { positionAt, type Line } from './geometry.ts';
import type { Road, Waterway } from './packs.ts';
import { hash, normalAt, uniformAt } from './random.ts';

/** A generated fix: `at` epoch ms, speed and limit km/h, heading degrees clockwise from north, `along` metres from the line's start. */
export interface MovingFix {
  readonly at: number;
  readonly lon: number;
  readonly lat: number;
  readonly speed: number;
  readonly heading: number;
  readonly limitKmh: number;
  readonly overspeed: boolean;
  readonly along: number;
}

/** How a kind of thing moves; speeds are shares of the limit unless named otherwise. */
interface Manner {
  readonly limitKmh: number;
  /** Usual speed: lowest and highest over the fleet. */
  readonly cruise: readonly [number, number];
  readonly spread: number;
  /** Chance that a leg has an overspeed stretch, and its factor of the limit. */
  readonly overspeedChance: number;
  readonly overspeed: readonly [number, number];
  /** Length of the stretch of line served, in metres. */
  readonly leg: readonly [number, number];
  /** Stop at either end, in seconds; at least 20 min, the rest a driver must take. */
  readonly stop: readonly [number, number];
  /** Acceleration and braking in m/s². */
  readonly acceleration: number;
  /** Chance of standing still through a cycle that begins between 0:00 and 5:00. */
  readonly restsAtNight: number;
  /** Places along the line, in metres, where it may stop; elsewhere it does not end a leg. */
  readonly halts?: readonly number[];
  /** Drives at eighty per cent from 22 to 6 o'clock, and never long without a rest. */
  readonly coach?: boolean;
}

const ROAD: Omit<Manner, 'limitKmh'> = {
  cruise: [0.68, 0.9],
  spread: 0.06,
  // One leg in a hundred: of a hundred vehicles with some twelve legs a day a dozen, not a hundred.
  overspeedChance: 0.01,
  overspeed: [1.06, 1.25],
  leg: [40_000, 150_000],
  stop: [1_260, 1_800],
  acceleration: 0.5,
  restsAtNight: 0.45,
};
const RIVER: Omit<Manner, 'limitKmh'> = {
  ...ROAD,
  cruise: [0.4, 0.72],
  spread: 0.05,
  overspeedChance: 0.002,
  overspeed: [1.04, 1.12],
  leg: [25_000, 140_000],
  stop: [3_600, 10_800],
  acceleration: 0.03,
  restsAtNight: 0.25,
};

/** The unchanging part of one mover: it serves the stretch [start, start + leg] to and fro for ever. */
interface Service {
  readonly seed: number;
  readonly line: Line;
  readonly manner: Manner;
  readonly cruise: number;
  readonly start: number;
  readonly leg: number;
  /** Seconds from one departure to the next; the rest after the drive is a stop. */
  readonly slot: number;
  /** Departure of leg 0 in seconds of the epoch. */
  readonly phase: number;
}

/** Distance driven and speed reached, every `STEP_M` metres of one leg. */
interface Leg {
  readonly seconds: readonly number[];
  readonly speeds: readonly number[];
}

const STEP_M = 400;
const CHINA_OFFSET_S = 8 * 3600;
const between = ([low, high]: readonly [number, number], share: number): number => low + (high - low) * share;

function serviceOf(line: Line, manner: Manner, key: string): Service {
  const seed = hash(key);
  const cruise = (manner.limitKmh / 3.6) * between(manner.cruise, uniformAt(seed, 1));
  const wanted = Math.min(between(manner.leg, uniformAt(seed, 2)), line.length);
  const { start, leg } = stretchOf(line, manner.halts ?? [], wanted, uniformAt(seed, 3));
  const slowest = manner.coach === true ? cruise * NIGHT_SHARE : cruise;
  const slot = (leg / slowest) * 1.06 + between(manner.stop, uniformAt(seed, 4)) + 120;
  return {
    seed,
    line,
    manner,
    cruise,
    leg,
    slot,
    start,
    phase: uniformAt(seed, 5) * slot * 2,
  };
}

/** The stretch served: anywhere of the wanted length, or between the two halts that come nearest to it. */
function stretchOf(
  line: Line,
  halts: readonly number[],
  wanted: number,
  share: number,
): { readonly start: number; readonly leg: number } {
  if (halts.length < 2) return { start: share * (line.length - wanted), leg: wanted };
  const first = Math.floor(share * halts.length);
  const from = halts[first] as number;
  const others = halts.filter((_, index) => index !== first);
  const to = others.reduce((a, b) =>
    Math.abs(Math.abs(b - from) - wanted) < Math.abs(Math.abs(a - from) - wanted) ? b : a,
  );
  return { start: Math.min(from, to), leg: Math.abs(to - from) };
}

const NIGHT_SHARE = 0.8;

/** Hour of the day in China, 0 ≤ hour < 24, at seconds of the epoch. */
const hourAt = (seconds: number): number => ((((seconds + CHINA_OFFSET_S) / 3600) % 24) + 24) % 24;

/** Part of its speed a leg is driven at: legs that may reach into the night already go slower. */
function shareOf({ manner, phase, slot }: Service, number: number): number {
  const hour = hourAt(phase + number * slot);
  return manner.coach === true && (hour >= 20 || hour < 6) ? NIGHT_SHARE : 1;
}

/** A cycle is a pair of legs, out and back; at night some are not driven. */
function restsThrough(service: Service, number: number): boolean {
  const cycle = Math.floor(number / 2);
  const hour = hourAt(service.phase + cycle * 2 * service.slot);
  return hour < 5 && uniformAt(service.seed ^ 41, cycle) < service.manner.restsAtNight;
}

/** Drives a leg: cruise with slow variation, an overspeed stretch on some, soft starts and stops. */
function drive(service: Service, number: number): Leg {
  const { seed, manner, leg } = service;
  const share = shareOf(service, number);
  const cruise = service.cruise * share;
  const limit = (manner.limitKmh / 3.6) * share;
  const fast = uniformAt(seed ^ 43, number) < manner.overspeedChance;
  const fastFrom = (0.15 + 0.5 * uniformAt(seed ^ 47, number)) * leg;
  const fastTo = fastFrom + 2_000 + 8_000 * uniformAt(seed ^ 53, number);
  const fastSpeed = limit * between(manner.overspeed, uniformAt(seed ^ 59, number));
  const count = Math.max(2, Math.ceil(leg / STEP_M));
  const seconds = [0];
  const speeds: number[] = [];
  for (let i = 0; i <= count; i++) {
    const s = (leg * i) / count;
    const usual = Math.min(
      cruise * (1 + manner.spread * normalAt(seed ^ (61 + number), Math.floor(i / 6))),
      limit * 0.97,
    );
    const wanted = fast && s >= fastFrom && s <= fastTo ? fastSpeed : Math.max(usual, cruise * 0.8);
    // never slower than what the vehicle has reached 60 m from a stop, so that a leg ends
    const ends = Math.sqrt(2 * manner.acceleration * Math.max(60, Math.min(s, leg - s)));
    speeds.push(Math.min(wanted, ends));
  }
  for (let i = 1; i <= count; i++) {
    const mean = ((speeds[i - 1] ?? cruise) + (speeds[i] ?? cruise)) / 2;
    seconds.push((seconds[i - 1] ?? 0) + leg / count / mean);
  }
  return { seconds, speeds };
}

/** Share of the leg covered and speed in m/s, `elapsed` seconds after departure. */
function progress(leg: Leg, elapsed: number): { share: number; speed: number } {
  const last = leg.seconds.length - 1;
  if (elapsed >= (leg.seconds[last] ?? 0)) return { share: 1, speed: 0 };
  let low = 0;
  let high = last;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((leg.seconds[middle] ?? 0) <= elapsed) low = middle;
    else high = middle;
  }
  const from = leg.seconds[low] ?? 0;
  const duration = (leg.seconds[high] ?? from) - from;
  const part = duration > 0 ? (elapsed - from) / duration : 0;
  // speed changes evenly between two marks: v0·τ + (v1−v0)·τ²/2 of the way, in shares of the mean speed
  const v0 = leg.speeds[low] ?? 0;
  const v1 = leg.speeds[high] ?? v0;
  const way = (v0 * part + ((v1 - v0) * part * part) / 2) / ((v0 + v1) / 2);
  return { share: (low + way) / last, speed: v0 + (v1 - v0) * part };
}

function fixAt(service: Service, t: number, legs: Map<number, Leg>): MovingFix {
  const { line, manner, slot, phase, start, leg } = service;
  const seconds = t / 1000 - phase;
  const number = Math.floor(seconds / slot);
  const outward = number % 2 === 0;
  let driven = { share: 0, speed: 0 };
  if (!restsThrough(service, number)) {
    let course = legs.get(number);
    if (course === undefined) legs.set(number, (course = drive(service, number)));
    driven = progress(course, seconds - number * slot);
  } else if (!outward) driven = { share: 1, speed: 0 };
  const along = start + leg * (outward ? driven.share : 1 - driven.share);
  const { position, bearing } = positionAt(line, along);
  const speed = Math.round(driven.speed * 36) / 10;
  return {
    at: t,
    lon: Number(position[0].toFixed(6)),
    lat: Number(position[1].toFixed(6)),
    speed,
    heading: Math.round(outward ? bearing : (bearing + 180) % 360) % 360,
    limitKmh: manner.limitKmh,
    overspeed: speed > manner.limitKmh,
    along,
  };
}

function track(line: Line, manner: Manner, seed: string, from: number, to: number, step: number): MovingFix[] {
  if (!(step > 0)) throw new Error('step must be positive');
  const service = serviceOf(line, manner, seed);
  const legs = new Map<number, Leg>();
  const fixes: MovingFix[] = [];
  for (let t = from; t <= to; t += step * 1000) fixes.push(fixAt(service, t, legs));
  return fixes;
}

/** A vehicle of its own limit on a road; the lower of both limits holds. */
interface VehicleManner {
  readonly maxSpeedKmh?: number;
  readonly halts?: readonly number[];
  readonly coach?: boolean;
}

/**
 * Fixes of a vehicle on a road from `from` to `to` (epoch ms), every `step` seconds: to and fro on a stretch of the road,
 * with stops, soft starts and now and then an overspeed stretch. The same whatever window is asked for.
 */
export function vehicleTrack(
  road: Pick<Road, 'line' | 'speedLimitKmh'>,
  seed: string,
  from: number,
  to: number,
  step: number,
  { maxSpeedKmh = Infinity, halts, coach }: VehicleManner = {},
): MovingFix[] {
  const manner: Manner = {
    ...ROAD,
    limitKmh: Math.min(road.speedLimitKmh, maxSpeedKmh),
    ...(coach === true && { coach, leg: [25_000, 65_000] }),
    ...(halts !== undefined && { halts }),
  };
  return track(road.line, manner, seed, from, to, step);
}

/** Fixes of a vessel on a waterway, as `vehicleTrack`. */
export function vesselTrack(
  waterway: Pick<Waterway, 'line' | 'speedLimitKmh'>,
  seed: string,
  from: number,
  to: number,
  step: number,
): MovingFix[] {
  return track(waterway.line, { ...RIVER, limitKmh: waterway.speedLimitKmh }, seed, from, to, step);
}
