import { hourOf } from '@anlan/domain/calendar';
import { distance, metresToPath, type Grid, type Place, type Shape } from '@anlan/domain/geo';
import { concerns, follow, isActive, leaving, type Fence, type Passage, type Presence } from './fence.ts';
import type { Fix } from './fix.ts';
import { SETTINGS, speedLimitFor, speedSteps, type Profile, type Settings } from './limits.ts';

/** All that is remembered of one moving object; at most `MOST_PRESENCES` fences, so of constant size. Plain data. */
export interface Motion {
  /** The last fix believed. */
  readonly last: { readonly at: number; readonly lon: number; readonly lat: number } | null;
  /** A fix that could not follow the last one; believed when the next agrees with it. */
  readonly suspect: { readonly at: number; readonly lon: number; readonly lat: number } | null;
  /** Where and since when it stands. */
  readonly stop: { readonly lon: number; readonly lat: number; readonly since: number } | null;
  /** Milliseconds driven since the last sufficient rest, and since when it rests. */
  readonly driven: number;
  readonly rest: number | null;
  /** Milliseconds driven loaded without a valid waybill. */
  readonly unbilled: number;
  readonly within: readonly Presence[];
}

export const UNMOVED: Motion = {
  last: null,
  suspect: null,
  stop: null,
  driven: 0,
  rest: null,
  unbilled: 0,
  within: [],
};

/** What position makes of a fix: one quantity to be judged by the rules that watch it. */
export interface Quantity {
  readonly quantity: string;
  readonly value: number;
  readonly unit: string;
  readonly limits: Readonly<Record<string, number>>;
  /** Nothing to report: a rule that remembers nothing of it need not look. */
  readonly resting: boolean;
  /** Name of the fence or route it is about. */
  readonly about?: string;
}

/** What lies around: fences by place, and a fence by id. */
export interface Surroundings {
  readonly grid: Grid<Fence>;
  readonly fence: (id: string) => Fence | undefined;
  /** Limits in force; those left out are the usual ones. */
  readonly settings?: Settings;
}

export interface Moved {
  readonly motion: Motion;
  readonly quantities: readonly Quantity[];
  readonly passages: readonly Passage[];
  /** `suspect`: an impossible jump, kept and not judged. `not-newer`: nothing was done. */
  readonly verdict: 'good' | 'suspect' | 'not-newer';
}

const MINUTE = 60_000;
/** Faster than this over more than `JUMP` metres is no movement but a fault of the receiver (GPS plausibility). */
const IMPOSSIBLE: Readonly<Record<Profile['kind'], number>> = { vehicle: 200, vessel: 100 };
const JUMP = 2000;
/** Standing: slower than this within `STAND_RADIUS` metres (catalogue S34, 停放判断). */
const STAND_KMH = 3;
const STAND_RADIUS = 80;
const DRIVE_KMH = 5;
/** A rest of twenty minutes ends a stretch of driving (道路交通安全法实施条例第六十二条). */
const REST = 20 * MINUTE;
/** Silence beyond this is a gap of the track. */
const GAP = 30 * MINUTE;
export const MOST_PRESENCES = 12;

type Known = NonNullable<Motion['last']>;
const kmh = (from: Known, to: Known): number => (distance(from, to) / Math.max(1, to.at - from.at)) * 3600;

function couldFollow(from: Known, to: Known, most: number): boolean {
  return kmh(from, to) <= most || distance(from, to) <= JUMP;
}

/** Takes one fix of an object: what it does to the memory, which quantities the rules are to judge, which fences were passed. */
export function move(before: Motion, fix: Fix, profile: Profile, around: Surroundings): Moved {
  const here = { at: fix.at, lon: fix.lon, lat: fix.lat };
  const { last } = before;
  if (last !== null && fix.at <= last.at) return nothing(before, 'not-newer');
  if (last !== null && !couldFollow(last, here, IMPOSSIBLE[profile.kind])) {
    const { suspect } = before;
    const agrees = suspect !== null && fix.at > suspect.at && couldFollow(suspect, here, IMPOSSIBLE[profile.kind]);
    if (!agrees) return nothing({ ...before, suspect: here }, 'suspect');
  }
  const speed = fix.speed ?? (last === null ? 0 : kmh(last, here));
  const place: Place = [fix.lon, fix.lat];
  const near = around.grid.near(place).filter((fence) => concerns(fence, profile.category));
  const { within, passages, inside, depths } = passFences(before.within, near, place, fix.at, around);
  const allowed = inside.some(({ purpose }) => purpose === 'parking' || purpose === 'service');
  const stop = standing(before.stop, here, speed);
  const drive = driving(before, here, speed);
  const billed = profile.waybill !== null || !isLoaded(fix, profile);
  const unbilled = billed ? 0 : before.unbilled + drive.added;
  const motion: Motion = {
    last: here,
    suspect: null,
    stop,
    driven: drive.driven,
    rest: drive.rest,
    unbilled,
    within,
  };
  const setting = (key: keyof Settings): number => around.settings?.[key] ?? SETTINGS[key].value;
  const facts: Facts = { fix, place, speed, profile, motion, before, inside, near, depths, allowed, setting };
  const quantities = QUANTITIES.flatMap((of) => of(facts));
  return { motion, quantities, passages, verdict: 'good' };
}

const nothing = (motion: Motion, verdict: Moved['verdict']): Moved => ({
  motion,
  quantities: [],
  passages: [],
  verdict,
});

function passFences(
  before: readonly Presence[],
  near: readonly Fence[],
  place: Place,
  at: number,
  around: Surroundings,
): { within: Presence[]; passages: Passage[]; inside: Fence[]; depths: ReadonlyMap<string, number> } {
  const known = new Map(before.map((presence) => [presence.fence, presence]));
  const within: Presence[] = [];
  const passages: Passage[] = [];
  const inside: Fence[] = [];
  const depths = new Map<string, number>();
  for (const fence of near) {
    const was = known.get(fence.id);
    known.delete(fence.id);
    const { presence, passage, depth } = follow(fence, was, place, at);
    depths.set(fence.id, depth);
    if (passage?.kind === 'left') passages.push(passage);
    if (presence === null || within.length >= MOST_PRESENCES) continue;
    if (passage !== null) passages.push(passage);
    within.push(presence);
    if (presence.inside) inside.push(fence);
  }
  // Fences no longer near, withdrawn or no longer about this object are left here; those farther than near at once.
  for (const was of known.values()) {
    const fence = around.fence(was.fence);
    const passage = leaving(was, fence === undefined ? at : (was.turned ?? at));
    if (passage !== null) passages.push(passage);
  }
  return { within, passages, inside, depths };
}

function standing(before: Motion['stop'], here: Known, speed: number): Motion['stop'] {
  if (speed >= STAND_KMH) return null;
  if (before !== null && distance(before, here) <= STAND_RADIUS) return before;
  return { lon: here.lon, lat: here.lat, since: here.at };
}

/** The driving clock: a gap in the track counts as driven where the object went on faster than a walk. */
function driving(before: Motion, here: Known, speed: number): { driven: number; rest: number | null; added: number } {
  const { last } = before;
  const passed = last === null ? 0 : here.at - last.at;
  const moving = last !== null && passed > GAP ? kmh(last, here) >= DRIVE_KMH : speed >= DRIVE_KMH;
  if (moving) return { driven: before.driven + passed, rest: null, added: passed };
  const rest = before.rest ?? last?.at ?? here.at;
  return { driven: here.at - rest >= REST ? 0 : before.driven, rest, added: 0 };
}

/** JT/T 808 status bits 8–9: 00 empty, 01 half, 10 reserved, 11 full. */
const LOAD_BITS = 0x300;

/** Is it loaded, as the terminal says? Only dangerous goods matter here; without the word of the terminal it is not known and not held against it. */
function isLoaded(fix: Fix, profile: Profile): boolean {
  return profile.category === 'dangerous-goods' && ((fix.statusBits ?? 0) & LOAD_BITS) !== 0;
}

interface Facts {
  readonly fix: Fix;
  readonly place: Place;
  readonly speed: number;
  readonly profile: Profile;
  readonly motion: Motion;
  readonly before: Motion;
  readonly inside: readonly Fence[];
  readonly near: readonly Fence[];
  readonly depths: ReadonlyMap<string, number>;
  readonly allowed: boolean;
  setting(key: keyof Settings): number;
}

/** Inside a corridor of a route a fix counts as on it; beyond, the metres to its middle line less the half-width. */
function offRoute(route: Shape, place: Place): number {
  return route.kind === 'corridor' ? Math.max(0, metresToPath(place, route.path) - route.halfWidth) : 0;
}

function overspeed({ fix, speed, profile, inside, setting }: Facts): Quantity[] {
  if (fix.speed === null) return [];
  const { limit, about } = speedLimitFor(profile, inside, fix.at);
  if (limit === null) return [];
  const limits = {
    ...speedSteps(limit),
    span: limit,
    onDelay: setting('overspeed.delay'),
  };
  return [{ quantity: 'speed', value: speed, unit: 'km/h', limits, resting: false, ...(about !== null && { about }) }];
}

function strayStop({ fix, motion, allowed, profile, setting }: Facts): Quantity[] {
  if (profile.category !== 'dangerous-goods') return [];
  const minutes = motion.stop === null || allowed ? 0 : Math.floor((fix.at - motion.stop.since) / MINUTE);
  const limits = { stop: setting('stop'), stop30: setting('stopLong'), stop60: setting('stopLongest'), span: 1 };
  return [{ quantity: 'stop-minutes', value: minutes, unit: 'min', limits, resting: minutes < limits.stop }];
}

/** Whole minutes begun beyond: at exactly four hours the rule is not yet broken. */
function fatigue({ fix, motion, profile, setting }: Facts): Quantity[] {
  if (profile.kind === 'vessel') return [];
  const minutes = Math.max(0, Math.floor((motion.driven - 1) / MINUTE));
  const hour = hourOf(fix.at);
  const night = (hour >= 22 || hour < 6) && profile.coach;
  const tired = setting(night ? 'drivingAtNight' : 'driving');
  const limits = { soon: tired - 30, tired, tired30: tired + 30, tired60: tired + 60, span: 1 };
  return [{ quantity: 'drive-minutes', value: minutes, unit: 'min', limits, resting: minutes < limits.soon }];
}

function nightRunning({ fix, speed, profile }: Facts): Quantity[] {
  if (!profile.nightBan) return [];
  const hour = hourOf(fix.at);
  const value = hour >= 2 && hour < 5 ? speed : 0;
  return [{ quantity: 'night-speed', value, unit: 'km/h', limits: { moving: 5, span: 5 }, resting: value < 5 }];
}

function deviation({ place, profile, allowed, speed, setting }: Facts): Quantity[] {
  if (profile.kind === 'vessel') return [];
  const off =
    profile.route === null || allowed || speed < DRIVE_KMH ? 0 : Math.round(offRoute(profile.route.shape, place));
  const limits = { off: setting('off'), off1000: setting('offFar'), off3000: setting('offFarthest'), span: 1 };
  const about = profile.route === null ? {} : { about: profile.route.name };
  return [{ quantity: 'route-metres', value: off, unit: 'm', limits, resting: off < limits.off, ...about }];
}

/** Metres inside a fence of a purpose; outside all of them metres to the nearest, as a negative number. */
function depthOf(purpose: Fence['purpose'], quantity: string): (facts: Facts) => Quantity[] {
  return ({ inside, near, depths, fix, profile }) => {
    const held = inside.filter((fence) => fence.purpose === purpose);
    const [first] = held.toSorted((a, b) => Number(b.severe) - Number(a.severe));
    if (first !== undefined) {
      const value = Math.max(0, Math.round(depths.get(first.id) ?? 0));
      const limits = { inside: 0, span: 1, ...((first.severe || profile.category === 'tanker') && { severe: 0 }) };
      return [{ quantity, value, unit: 'm', limits, resting: false, about: first.name }];
    }
    const around = near.filter((fence) => fence.purpose === purpose && isActive(fence, fix.at));
    const nearest = Math.max(-1000, ...around.map(({ id }) => Math.round(depths.get(id) ?? -1000)));
    return [{ quantity, value: Math.min(-1, nearest), unit: 'm', limits: { inside: 0, span: 1 }, resting: true }];
  };
}

function overstay({ motion, inside, fix }: Facts): Quantity[] {
  let [worst, about, limit] = [0, '', Infinity];
  for (const fence of inside) {
    const presence = motion.within.find((item) => item.fence === fence.id);
    if (fence.dwell === null || presence === undefined) continue;
    const minutes = Math.floor((fix.at - presence.since) / MINUTE);
    if (minutes / fence.dwell > worst / limit || limit === Infinity)
      [worst, about, limit] = [minutes, fence.name, fence.dwell];
  }
  const limits = { stay: limit === Infinity ? 1440 : limit, span: 1 };
  return [{ quantity: 'stay-minutes', value: worst, unit: 'min', limits, resting: worst < limits.stay, about }];
}

function unbilled({ motion, profile, setting }: Facts): Quantity[] {
  if (profile.category !== 'dangerous-goods') return [];
  const minutes = Math.floor(motion.unbilled / MINUTE);
  return [
    {
      quantity: 'unbilled-minutes',
      value: minutes,
      unit: 'min',
      limits: { unbilled: setting('unbilled'), span: 1 },
      resting: minutes < setting('unbilled'),
    },
  ];
}

function gap({ fix, before, profile, setting }: Facts): Quantity[] {
  if (profile.kind === 'vessel') return [];
  const { last } = before;
  const far = last === null || fix.at - last.at < GAP ? 0 : Math.round(distance(last, fix) / 100) / 10;
  return [
    {
      quantity: 'gap-km',
      value: far,
      unit: 'km',
      limits: { displaced: setting('displaced'), span: 1 },
      resting: far < setting('displaced'),
    },
  ];
}

/** Every quantity derived from movement, in the order they are judged. */
const QUANTITIES: readonly ((facts: Facts) => Quantity[])[] = [
  overspeed,
  fatigue,
  strayStop,
  nightRunning,
  deviation,
  depthOf('forbidden', 'forbidden-metres'),
  depthOf('water', 'water-metres'),
  overstay,
  unbilled,
  gap,
];
