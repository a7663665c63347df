import { describe, expect, it } from 'vitest';
import type { Limits } from '@anlan/kernel/alarm';
import { move, UNMOVED, type Fix, type Motion, type Profile } from '@anlan/kernel/position';
import { gridOf } from '@anlan/domain/geo';
import type { Fence } from '@anlan/kernel/position';
import { openJudge, type Movement } from './judge.ts';
import { batchOfRecord } from './record.ts';
import { ALL_RULES } from './rules.ts';
import { subject, uuid } from './testing/devices.ts';

const START = Date.UTC(2026, 2, 18, 1);
const TRUCK = uuid(5);
const DEVICE = uuid(1);
const TANKER: Profile = {
  kind: 'vehicle',
  category: 'dangerous-goods',
  speedLimit: 80,
  tank: true,
  coach: false,
  nightBan: false,
  waybill: 'W1',
  route: null,
};
/** Values from a second on; `speed` is that of the vehicle. */
type Course = readonly (readonly [from: number, values: Readonly<Record<string, number>>])[];

const rule = (key: string) => ALL_RULES.find((one) => one.key === key)!;
function firstLimits(key: string, facts: Limits): Limits {
  const { sets = {}, fixed, limitsFrom } = rule(key);
  const set = Object.fromEntries(Object.entries(sets).map(([limit, { value }]) => [limit, value]));
  return { ...set, ...fixed, ...limitsFrom?.(facts) };
}

/** What the fixes of the vehicle give to be judged. */
function movement(profile: Profile): Movement {
  let motion: Motion = UNMOVED;
  const around = { grid: gridOf<Fence>([], ({ shape }) => shape, 1000), fence: () => undefined };
  return {
    take(_, fix) {
      const moved = move(motion, fix, profile, around);
      motion = moved.motion;
      return moved.quantities;
    },
  };
}

/** Runs a course of a vehicle and the points bound to it past one rule; one line for each thing that happened. */
function toldBy(
  key: string,
  course: Course,
  until: number,
  facts: Limits = {},
  unitKind = 'vehicle',
  profile = TANKER,
): string[] {
  const limits = firstLimits(key, facts);
  const quantities = [...new Set(course.flatMap(([, values]) => Object.keys(values)))].filter((one) => one !== 'speed');
  const vehicle = subject(TRUCK, { kind: 'vehicle', quantity: 'speed', unitId: TRUCK, limits });
  const points = quantities.map((quantity, index) =>
    subject(uuid(20 + index), { quantity, unitId: TRUCK, unitKind, limits }),
  );
  const byId = new Map([vehicle, ...points].map((one) => [one.id, one]));
  const register = { subject: (id: string) => byId.get(id) };
  const judge = openJudge([rule(key)], register, { memories: [], running: [] }, movement(profile));
  for (let second = 0; second <= until; second += 30) {
    const values = course.findLast(([from]) => from <= second)![1];
    const at = START + second * 1000;
    const readings = points.map(({ id, quantity }) => [id, at, values[quantity]!, 'good'] as const);
    const { speed } = values;
    const fixes = speed === undefined ? [] : [{ object: TRUCK, fix: fixAt(at, second, speed) }];
    judge.take(batchOfRecord({ device: DEVICE, receivedAt: at, fixes, readings }));
  }
  return judge.drain().changes.map(({ happening }) => {
    const level = 'level' in happening ? ` ${happening.level}` : '';
    return `${happening.kind}${level}`;
  });
}

const fixAt = (at: number, second: number, speed: number): Fix => ({
  at,
  lon: 117.9 + second * 1e-5,
  lat: 28.45,
  speed,
  heading: 90,
  altitude: null,
  positioned: true,
  live: true,
});
const ramp = (quantity: string, from: number, to: number, start: number, seconds: number, others = {}): Course =>
  Array.from({ length: Math.floor((start + seconds) / 30) + 1 }, (_, step) => {
    const share = Math.min(1, Math.max(0, (step * 30 - start) / seconds));
    return [step * 30, { [quantity]: from + (to - from) * share, ...others }] as const;
  });

describe('[S33.2] a vehicle that is too fast', () => {
  const driving = (...speeds: readonly number[]): Course => speeds.map((speed, step) => [step * 60, { speed }]);
  const told = (...speeds: readonly number[]): string[] =>
    toldBy('overspeed', driving(...speeds), 480, {}, 'vehicle', { ...TANKER, category: 'truck', tank: false });
  it('is told from its limit on, alarmed 10 % above, and graver 20 and 50 % above; over at the limit itself', () => {
    expect(told(80, 84, 90, 97, 121, 81, 80)).toEqual([
      'raised blue',
      'level-raised yellow',
      'level-raised orange',
      'level-raised red',
      'recovered',
    ]);
  });
  it('is told once while it flickers about a step, and not at exactly what is permitted', () => {
    expect(told(80, 89, 85, 89, 82, 89, 70)).toEqual(['raised yellow', 'recovered']);
    expect(told(80, 80, 79.9, 80)).toEqual([]);
  });
  it('[S34.1] is alarmed from the limit on where it carries dangerous goods, graver 10 and 20 km/h above', () => {
    expect(toldBy('overspeed', driving(80, 81, 90, 95, 100, 79, 77.9), 600)).toEqual([
      'raised yellow',
      'level-raised orange',
      'level-raised red',
      'recovered',
    ]);
    // Over 2 km/h below the limit, not at the limit itself.
    expect(toldBy('overspeed', driving(80, 81, 79, 78.5, 79), 480)).toEqual(['raised yellow']);
    expect(toldBy('overspeed', driving(80, 80, 79.9, 80), 300)).toEqual([]);
  });
});

describe('[S34.1] the tank of a vehicle on its way', () => {
  const design = { tankDesignPressure: 2 };
  it('rings as its pressure nears what it was designed for, level by level, and once', () => {
    const heats = [...ramp('cargo-tank-pressure', 1, 2.05, 0, 900), [1200, { 'cargo-tank-pressure': 1.2 }]] as Course;
    expect(toldBy('cargo-tank-pressure-high', heats, 1800, design)).toEqual([
      'raised yellow',
      'level-raised orange',
      'level-raised red',
      'recovered',
    ]);
  });
  it('does not for a warm afternoon, nor without a design pressure', () => {
    const warm = ramp('cargo-tank-pressure', 1, 1.55, 0, 3600);
    expect(toldBy('cargo-tank-pressure-high', warm, 3600, design)).toEqual([]);
    expect(toldBy('cargo-tank-pressure-high', ramp('cargo-tank-pressure', 1, 9, 0, 900), 900)).toEqual([]);
  });
  it('rings when it loses level with its valve closed', () => {
    const leaks = ramp('cargo-tank-level', 80, 66, 600, 600, { 'cargo-valve': 0 });
    expect(toldBy('cargo-tank-drop', leaks, 1200)).toEqual(['raised orange']);
    const bursts = ramp('cargo-tank-pressure', 1.2, 0.4, 600, 600, { 'cargo-valve': 0 });
    expect(toldBy('cargo-tank-drop', bursts, 1200)).toEqual(['raised orange', 'level-raised red']);
  });
  it('does not while it unloads through an open valve, nor for slow cooling, nor without pressure to lose', () => {
    const unloads = ramp('cargo-tank-level', 80, 20, 600, 1200, { 'cargo-valve': 1 });
    expect(toldBy('cargo-tank-drop', unloads, 1800)).toEqual([]);
    const cools = ramp('cargo-tank-pressure', 1, 0.8, 0, 7200, { 'cargo-valve': 0 });
    expect(toldBy('cargo-tank-drop', cools, 7200)).toEqual([]);
    const gasoline = ramp('cargo-tank-pressure', 0.015, 0.001, 0, 600, { 'cargo-valve': 0 });
    expect(toldBy('cargo-tank-drop', gasoline, 1200)).toEqual([]);
  });
  it('rings while it drives with its valve open, once', () => {
    const open: Course = [
      [0, { speed: 0, 'cargo-valve': 1 }],
      [300, { speed: 45, 'cargo-valve': 1 }],
      [600, { speed: 45, 'cargo-valve': 0 }],
    ];
    expect(toldBy('valve-open-moving', open, 900)).toEqual(['raised orange', 'recovered']);
  });
  it('does not while it unloads standing, shunts slowly, or drives with its valve closed', () => {
    expect(toldBy('valve-open-moving', [[0, { speed: 0, 'cargo-valve': 1 }]], 900)).toEqual([]);
    expect(toldBy('valve-open-moving', [[0, { speed: 6, 'cargo-valve': 1 }]], 900)).toEqual([]);
    expect(toldBy('valve-open-moving', [[0, { speed: 70, 'cargo-valve': 0 }]], 900)).toEqual([]);
    const stops: Course = [
      [0, { speed: 70, 'cargo-valve': 0 }],
      [300, { speed: 0, 'cargo-valve': 0 }],
      [330, { speed: 0, 'cargo-valve': 1 }],
    ];
    expect(toldBy('valve-open-moving', stops, 900)).toEqual([]);
  });
});

describe('[S38.2] the waterway', () => {
  it('rings as the level rises to what closes it, and not half a metre below the warning', () => {
    const facts = { warnLevel: 173, stopLevel: 176 };
    const flood = ramp('river-level', 170, 176.2, 0, 36_000);
    expect(toldBy('river-level-high', flood, 37_500, facts, 'shore-station')).toEqual([
      'raised blue',
      'level-raised yellow',
      'level-raised orange',
      'level-raised red',
    ]);
    expect(toldBy('river-level-high', ramp('river-level', 170, 172.4, 0, 3600), 7200, facts, 'shore-station')).toEqual(
      [],
    );
  });
  it('rings for one person too many aboard, and not for a full ship', () => {
    const facts = { passengers: 100 };
    const over: Course = [
      [0, { 'passengers-aboard': 90 }],
      [300, { 'passengers-aboard': 101 }],
      [600, { 'passengers-aboard': 60 }],
    ];
    expect(toldBy('ship-overloaded', over, 900, facts, 'vessel')).toEqual(['raised yellow', 'recovered']);
    expect(toldBy('ship-overloaded', [[0, { 'passengers-aboard': 100 }]], 900, facts, 'vessel')).toEqual([]);
  });
  it('rings for a shore station that is off line for ten minutes', () => {
    const off: Course = [
      [0, { 'station-link': 1 }],
      [300, { 'station-link': 0 }],
      [1200, { 'station-link': 1 }],
    ];
    expect(toldBy('shore-station-down', off, 1800, {}, 'shore-station')).toEqual(['raised blue', 'recovered']);
    const short: Course = [
      [0, { 'station-link': 1 }],
      [300, { 'station-link': 0 }],
      [600, { 'station-link': 1 }],
    ];
    expect(toldBy('shore-station-down', short, 1800, {}, 'shore-station')).toEqual([]);
  });
});
