import { hourOf } from '@anlan/domain/calendar';
import { distance, metresToPath, type Grid, type Place, type Shape } from '@anlan/domain/geo';
import { closedWords, concerns, follow, isActive, leaving, type Fence, type Passage, type Presence } from './fence.ts';
import type { Fix } from './fix.ts';
import { SETTINGS, speedLimitFor, speedSteps, vesselSteps, type Profile, type Settings } from './limits.ts';

/**
 * All that is remembered of one moving object; at most `MOST_PRESENCES` fences, so of constant size. Plain data: what is
 * undefined is not stored. It is made anew by every fix, always of the same members, which the machine makes quickest.
 */
export interface Motion {
  /** The last fix believed. */
  readonly last: {
    readonly at: number;
    readonly lon: number;
    readonly lat: number;
    readonly speed?: number | undefined;
  } | null;
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
  /** A speed that no engine could have reached: not judged unless the next one agrees. */
  readonly doubted?: boolean | undefined;
  /** Odometer at the last fix that told it, km. */
  readonly odometer?: number | undefined;
  /** Times of the last displacements while offline, oldest first; no more than are counted. */
  readonly displaced?: readonly number[] | undefined;
  /** Since when it has stood outside every lot, once that has lasted long enough to be told. */
  readonly stray?: number | undefined;
  /** Where a ship at anchor let it go. */
  readonly anchor?: { readonly lon: number; readonly lat: number } | undefined;
  /** Where goods of danger are carried: is it loaded, as the terminal says? */
  readonly loaded?: boolean | undefined;
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
  readonly about?: string | undefined;
}

/** What lies around: fences by place, and a fence by id. */
export interface Surroundings {
  readonly grid: Grid<Fence>;
  readonly fence: (id: string) => Fence | undefined;
  /** Limits in force; those left out are the usual ones. */
  readonly settings?: Settings;
  /** When the platform itself last heard nobody, epoch ms: whom it then did not hear was not offline. */
  readonly recess?: Recess;
}

export interface Recess {
  readonly from: number;
  readonly to: number;
}

export interface Moved {
  readonly motion: Motion;
  readonly quantities: readonly Quantity[];
  readonly passages: readonly Passage[];
  /** A stop outside every lot that has lasted long enough to be remembered, and the end of one. */
  readonly strays: readonly Stray[];
  /** `suspect`: an impossible jump, kept and not judged. `not-newer`: nothing was done. */
  readonly verdict: 'good' | 'suspect' | 'not-newer';
}

/** A vehicle of dangerous goods stood outside every lot from `since` on; `until` once it has gone. */
export interface Stray {
  readonly lon: number;
  readonly lat: number;
  readonly since: number;
  readonly until: number | null;
}

const MINUTE = 60_000;
const DAY = 86_400_000;
/** Faster than this over more than `JUMP` metres is no movement but a fault of the receiver (catalogue S33, 轨迹漂移). */
const IMPOSSIBLE: Readonly<Record<Profile['kind'], number>> = { vehicle: 160, vessel: 100 };
const JUMP = 2000;
/** Standing: slower than this within `STAND_RADIUS` metres (catalogue S34, 停放判断). */
const STAND_KMH = 3;
const STAND_RADIUS = 80;
const DRIVE_KMH = 5;
/** A stop is one after so long (catalogue S34, 停放判断). */
const STRAY = 5 * MINUTE;
/** m/s²: a speed that rises faster between two fixes is a fault of the receiver (catalogue S33, 违法事件合并). */
const MOST_ACCELERATION = 3;
/** Fixes of fewer satellites say nothing about a route (catalogue S34, 走廊偏离判定). */
const LEAST_SATELLITES = 5;
const AT_ANCHOR = 1;
const NOT_UNDER_COMMAND = 2;
/** A ship at anchor that makes less way than this (0.5 kn) swings; one that makes more than 3 kn has forgotten to say that it sails. */
const SWINGING = 0.5 * 1.852;
const SAILING = 3 * 1.852;
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
  const said = fix.recorded ?? fix.speed;
  const speed = said ?? (last === null ? 0 : kmh(last, here));
  const doubted = before.doubted !== true && profile.kind === 'vehicle' && isLeap(last, fix.at, said);
  const place: Place = [fix.lon, fix.lat];
  const { within, passages, inside, near } = passFences(before.within, place, fix.at, profile.category, around);
  const allowed = inside.some(({ purpose }) => purpose === 'parking' || purpose === 'service');
  const stop = standing(before.stop, here, speed);
  const drive = driving(before, here, speed);
  const billed = profile.waybill !== null || !isLoaded(fix, profile);
  const unbilled = billed ? 0 : before.unbilled + drive.added;
  const dangerous = profile.category === 'dangerous-goods';
  const stray = dangerous ? strayAt(before, stop, fix.at, allowed) : undefined;
  const motion: Motion = {
    last: { at: fix.at, lon: fix.lon, lat: fix.lat, speed: said === null || doubted ? undefined : said },
    suspect: null,
    stop,
    driven: drive.driven,
    rest: drive.rest,
    unbilled,
    within,
    doubted: doubted || undefined,
    stray,
    odometer: fix.odometer ?? before.odometer,
    displaced: displacedAfter(before, fix, around.recess),
    anchor: anchorOf(before, fix),
    loaded: dangerous ? isLoaded(fix, profile) : undefined,
  };
  const setting = (key: keyof Settings): number => around.settings?.[key] ?? SETTINGS[key].value;
  const facts: Facts = {
    fix,
    place,
    said: doubted ? null : said,
    speed,
    profile,
    motion,
    before,
    inside,
    near,
    allowed,
    recess: around.recess,
    setting,
  };
  const quantities: Quantity[] = [];
  for (const of of QUANTITIES) {
    const quantity = of(facts);
    if (quantity !== undefined) quantities.push(quantity);
  }
  return { motion, quantities, passages, strays: straysOf(before, motion), verdict: 'good' };
}

const nothing = (motion: Motion, verdict: Moved['verdict']): Moved => ({
  motion,
  quantities: [],
  passages: [],
  strays: [],
  verdict,
});

/** A fence near an object, with how deep the object lies inside it: metres to its edge, negative outside. */
interface Near {
  readonly fence: Fence;
  readonly depth: number;
}

interface Passed {
  readonly within: readonly Presence[];
  readonly passages: readonly Passage[];
  readonly inside: readonly Fence[];
  readonly near: readonly Near[];
}

function passFences(
  before: readonly Presence[],
  place: Place,
  at: number,
  category: string,
  { grid, fence: fenceOf }: Surroundings,
): Passed {
  const within: Presence[] = [];
  const passages: Passage[] = [];
  const inside: Fence[] = [];
  const near: Near[] = [];
  for (const fence of grid.near(place)) {
    if (!concerns(fence, category)) continue;
    const was = before.find((presence) => presence.fence === fence.id);
    const { presence, passage, depth } = follow(fence, was, place, at);
    near.push({ fence, depth });
    if (passage?.kind === 'left') passages.push(passage);
    if (presence === null || within.length >= MOST_PRESENCES) continue;
    if (passage !== null) passages.push(passage);
    within.push(presence);
    if (presence.inside) inside.push(fence);
  }
  // Fences no longer near, withdrawn or no longer about this object are left here; those farther than near at once.
  for (const was of before) {
    if (near.some(({ fence }) => fence.id === was.fence)) continue;
    const passage = leaving(was, fenceOf(was.fence) === undefined ? at : (was.turned ?? at));
    if (passage !== null) passages.push(passage);
  }
  return { within, passages, inside, near };
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

/** The times of displacements while offline in the last thirty days, with this fix. */
function displacedAfter(before: Motion, fix: Fix, recess?: Recess): Motion['displaced'] {
  const far = displacement(before, fix, recess) >= SETTINGS.displaced.value;
  if (!far && before.displaced === undefined) return undefined;
  const times = [...(before.displaced ?? []), ...(far ? [fix.at] : [])].filter((at) => at > fix.at - 30 * DAY);
  return times.length === 0 ? undefined : times.slice(-MOST_DISPLACED);
}
const MOST_DISPLACED = 10;

/** Where a ship lies at anchor, as long as it says so and does not sail. */
function anchorOf({ anchor }: Motion, { navStatus, speed, lon, lat }: Fix): Motion['anchor'] {
  if (navStatus !== AT_ANCHOR || (speed ?? 0) > SAILING) return undefined;
  return anchor ?? { lon, lat };
}

/** Does the speed rise faster than an engine could make it? */
function isLeap(last: Motion['last'], at: number, speed: number | null): boolean {
  if (last?.speed === undefined || speed === null || at - last.at > MINUTE) return false;
  return (speed - last.speed) / 3.6 / ((at - last.at) / 1000) > MOST_ACCELERATION;
}

/** The stop that is told: of dangerous goods, outside every lot, for five minutes. */
function strayAt({ stray, stop: was }: Motion, stop: Motion['stop'], at: number, allowed: boolean): number | undefined {
  if (stop === null) return undefined;
  if (stray === stop.since && was?.since === stop.since) return stray;
  return !allowed && at - stop.since >= STRAY ? stop.since : undefined;
}

/** What is to be remembered of it: that it began, and that it is over. */
function straysOf({ stray: was, stop, last }: Motion, motion: Motion): Stray[] {
  const over = was !== undefined && was !== motion.stray && stop !== null;
  const begun = motion.stray !== undefined && motion.stray !== was && motion.stop !== null;
  return [
    ...(over ? [{ ...stop, until: last?.at ?? stop.since }] : []),
    ...(begun ? [{ ...motion.stop, until: null }] : []),
  ];
}

interface Facts {
  readonly fix: Fix;
  readonly place: Place;
  /** Speed that was sent, the recorder's first; null where none was, or none that can be believed. */
  readonly said: number | null;
  readonly speed: number;
  readonly profile: Profile;
  readonly motion: Motion;
  readonly before: Motion;
  readonly inside: readonly Fence[];
  readonly near: readonly Near[];
  readonly allowed: boolean;
  readonly recess: Recess | undefined;
  setting(key: keyof Settings): number;
}

/** Inside a corridor of a route a fix counts as on it; beyond, the metres to its middle line less the half-width. */
function offRoute(route: Shape, place: Place): number {
  return route.kind === 'corridor' ? Math.max(0, metresToPath(place, route.path) - route.halfWidth) : 0;
}

function overspeed({ fix, said, speed, profile, inside, setting }: Facts): Quantity | undefined {
  if (said === null) return undefined;
  const { limit, about } = speedLimitFor(profile, inside, fix.at);
  if (limit === null) return undefined;
  const limits = {
    ...(profile.kind === 'vessel'
      ? vesselSteps(limit)
      : { ...speedSteps(limit, profile.category), onDelay: setting('overspeed.delay') }),
    span: limit,
  };
  return { quantity: 'speed', value: speed, unit: 'km/h', limits, resting: false, about: about ?? undefined };
}

function strayStop({ fix, motion, allowed, profile, setting }: Facts): Quantity | undefined {
  if (profile.category !== 'dangerous-goods') return undefined;
  const minutes = motion.stop === null || allowed ? 0 : Math.floor((fix.at - motion.stop.since) / MINUTE);
  const limits = { stop: setting('stop'), stop30: setting('stopLong'), stop60: setting('stopLongest'), span: 1 };
  return { quantity: 'stop-minutes', value: minutes, unit: 'min', limits, resting: minutes < limits.stop };
}

/** Whole minutes begun beyond: at exactly four hours the rule is not yet broken. */
function fatigue({ fix, motion, profile, setting }: Facts): Quantity | undefined {
  if (profile.kind === 'vessel') return undefined;
  const minutes = Math.max(0, Math.floor((motion.driven - 1) / MINUTE));
  const hour = hourOf(fix.at);
  const night = (hour >= 22 || hour < 6) && profile.coach;
  const tired = setting(night ? 'drivingAtNight' : 'driving');
  const limits = { soon: tired - 30, tired, tired30: tired + 30, tired60: tired + 60, span: 1 };
  return { quantity: 'drive-minutes', value: minutes, unit: 'min', limits, resting: minutes < limits.soon };
}

function nightRunning({ fix, speed, profile }: Facts): Quantity | undefined {
  if (!profile.nightBan) return undefined;
  const hour = hourOf(fix.at);
  const value = hour >= 2 && hour < 5 ? speed : 0;
  const limits = { moving: 5, span: 5 };
  return { quantity: 'night-speed', value, unit: 'km/h', limits, resting: value < 5, about: '禁行至 05:00' };
}

function deviation({ fix, place, profile, allowed, speed, setting }: Facts): Quantity | undefined {
  if (profile.kind === 'vessel' || (fix.satellites ?? LEAST_SATELLITES) < LEAST_SATELLITES) return undefined;
  const off =
    profile.route === null || allowed || speed < DRIVE_KMH ? 0 : Math.round(offRoute(profile.route.shape, place));
  const limits = { off: setting('off'), off1000: setting('offFar'), off3000: setting('offFarthest'), span: 1 };
  const about = profile.route?.name;
  return { quantity: 'route-metres', value: off, unit: 'm', limits, resting: off < limits.off, about };
}

/** Metres inside a fence of a purpose; outside all of them metres to the nearest, as a negative number. */
function depthOf(purpose: Fence['purpose'], quantity: string): (facts: Facts) => Quantity | undefined {
  return ({ near, inside, fix, profile }) => {
    /** The one it is in; the first severe one before others. */
    let held: Near | undefined;
    let nearest = -FARTHEST;
    for (const item of near) {
      const { fence, depth } = item;
      if (fence.purpose !== purpose) continue;
      if (inside.includes(fence)) {
        if (held === undefined || (fence.severe && !held.fence.severe)) held = item;
      } else if (depth > nearest && isActive(fence, fix.at)) nearest = depth;
    }
    if (held === undefined)
      return { quantity, value: Math.min(-1, Math.round(nearest)), unit: 'm', limits: OUTSIDE, resting: true };
    const value = Math.max(0, Math.round(held.depth));
    const about = `${held.fence.name} · ${closedWords(held.fence, fix.at)}`;
    const limits = held.fence.severe || profile.category === 'tanker' ? SEVERELY_INSIDE : OUTSIDE;
    return { quantity, value, unit: 'm', limits, resting: false, about };
  };
}
const FARTHEST = 1000;
const OUTSIDE = { inside: 0, span: 1 };
const SEVERELY_INSIDE = { inside: 0, span: 1, severe: 0 };

function overstay({ motion, inside, fix }: Facts): Quantity | undefined {
  let [worst, about, limit] = [0, '', Infinity];
  for (const fence of inside) {
    const presence = motion.within.find((item) => item.fence === fence.id);
    if (fence.dwell === null || presence === undefined) continue;
    const minutes = Math.floor((fix.at - presence.since) / MINUTE);
    if (minutes / fence.dwell > worst / limit || limit === Infinity)
      [worst, about, limit] = [minutes, fence.name, fence.dwell];
  }
  const limits = { stay: limit === Infinity ? 1440 : limit, span: 1 };
  return { quantity: 'stay-minutes', value: worst, unit: 'min', limits, resting: worst < limits.stay, about };
}

function unbilled({ motion, profile, setting }: Facts): Quantity | undefined {
  if (profile.category !== 'dangerous-goods') return undefined;
  const minutes = Math.floor(motion.unbilled / MINUTE);
  const limits = { unbilled: setting('unbilled'), span: 1 };
  return { quantity: 'unbilled-minutes', value: minutes, unit: 'min', limits, resting: minutes < limits.unbilled };
}

/** Kilometres gone while nothing was heard, in a straight line or by the odometer; 0 after no more than a gap of the track. */
function displacement({ last, odometer }: Motion, fix: Fix, recess?: Recess): number {
  if (last === null || fix.at - last.at < GAP || isExcused(last.at, fix.at, recess)) return 0;
  const driven = odometer === undefined || fix.odometer === undefined ? 0 : fix.odometer - odometer;
  return Math.max(Math.round(distance(last, fix) / 100) / 10, driven);
}

/** Was it heard right before the platform stopped listening, and again as soon as it listened? */
const isExcused = (before: number, after: number, recess?: Recess): boolean =>
  recess !== undefined && before > recess.from - AT_ONCE && after < recess.to + AT_ONCE;
const AT_ONCE = 5 * MINUTE;

function gap({ fix, before, motion, profile, setting, recess }: Facts): Quantity | undefined {
  if (profile.kind === 'vessel') return undefined;
  const far = displacement(before, fix, recess);
  const often = (motion.displaced?.length ?? 0) >= setting('displacedTimes');
  const limits = { displaced: setting('displaced'), ...(often && { displacedOften: setting('displaced') }), span: 1 };
  return { quantity: 'gap-km', value: far, unit: 'km', limits, resting: far < setting('displaced') };
}

/** The track leapt away and came back: what it showed in between was the receiver's fault. */
function drift({ fix, before, profile }: Facts): Quantity | undefined {
  const { suspect, last } = before;
  const back =
    suspect !== null &&
    last !== null &&
    couldFollow(last, { at: fix.at, lon: fix.lon, lat: fix.lat }, IMPOSSIBLE[profile.kind]);
  const value = back ? Math.max(1, Math.round(distance(last, suspect) / 100) / 10) : 0;
  return { quantity: 'drift-km', value, unit: 'km', limits: { drift: 1, span: 1 }, resting: value === 0 };
}

/** How fast a tank goes: judged beside its valve, so that it is told at rest too. */
function travel({ speed, profile, setting }: Facts): Quantity | undefined {
  if (profile.tank !== true) return undefined;
  const limits = { moving: setting('valveMoving'), open: 1, span: 10 };
  return { quantity: 'travel-speed', value: speed, unit: 'km/h', limits, resting: false };
}

/** Metres beyond its circle that a ship at anchor has been carried, as long as it makes way. */
function anchored({ fix, motion, speed, profile, setting }: Facts): Quantity | undefined {
  if (profile.kind !== 'vessel') return undefined;
  const out = motion.anchor === undefined ? 0 : distance(motion.anchor, fix) - setting('anchorCircle');
  const value = speed > SWINGING ? Math.max(0, Math.round(out)) : 0;
  return { quantity: 'anchor-metres', value, unit: 'm', limits: DRAGGING, resting: value < DRAGGING.drag50 };
}
const DRAGGING = { drag50: 50, drag100: 100, drag300: 300, span: 50 };

function notUnderCommand({ fix, profile }: Facts): Quantity | undefined {
  if (profile.kind !== 'vessel') return undefined;
  const value = fix.navStatus === NOT_UNDER_COMMAND ? 1 : 0;
  return { quantity: 'not-under-command', value, unit: '', limits: ADRIFT, resting: value === 0 };
}
const ADRIFT = { adrift: 1, span: 1 };

/** Every quantity derived from movement, in the order they are judged. */
const QUANTITIES: readonly ((facts: Facts) => Quantity | undefined)[] = [
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
  drift,
  travel,
  anchored,
  notUnderCommand,
];
