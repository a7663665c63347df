import { describe, expect, it } from 'vitest';
import type { Limits, Rule } from '@anlan/kernel/alarm';
import { openJudge } from './judge.ts';
import { batchOfRecord } from './record.ts';
import type { Subject } from './register.ts';
import { ALL_RULES } from './rules.ts';
import { subject, uuid } from './testing/devices.ts';

const START = Date.UTC(2026, 2, 18, 1);
const MINUTE = 60;
const HOUR = 3600;
const UNIT = uuid(5);

/** What the points of one unit say from a second on, by quantity. */
type Course = readonly (readonly [from: number, values: Readonly<Record<string, number>>])[];

interface Case {
  readonly rule: string;
  readonly course: Course;
  /** How long it is looked at, and how often a point speaks (s). */
  readonly until: number;
  readonly period?: number;
  readonly limits?: Limits;
  readonly told: readonly string[];
}

/** Limits as a jurisdiction that has set none has them. */
const firstLimits = (rule: Rule): Limits => ({
  ...Object.fromEntries(Object.entries(rule.sets ?? {}).map(([key, { value }]) => [key, value])),
  ...rule.fixed,
});

/** What a rule tells of a course: kind, level and minute. */
function toldBy({ rule: key, course, until, period = 30, limits = {} }: Case): string[] {
  const rule = ALL_RULES.find((one) => one.key === key)!;
  const unitKind = rule.of ?? 'tank';
  const own = { ...firstLimits(rule), ...limits };
  const unit = subject(UNIT, { kind: unitKind, unitKind, name: 'unit', limits: own });
  const quantities = [...new Set(course.flatMap(([, values]) => Object.keys(values)))];
  const points: Subject[] = quantities.map((quantity, index) =>
    subject(uuid(20 + index), { quantity, unitId: UNIT, unitKind, limits: own }),
  );
  const byId = new Map([unit, ...points].map((one) => [one.id, one]));
  const judge = openJudge([rule], { subject: (id) => byId.get(id) }, { memories: [], running: [] });
  for (let second = 0; second <= until; second += period) {
    const values = course.findLast(([from]) => from <= second)![1];
    const at = START + second * 1000;
    const readings = points.map(({ id, quantity }) => [id, at, values[quantity]!, 'good'] as const);
    judge.take(batchOfRecord({ device: uuid(1), receivedAt: at, fixes: [], readings }));
  }
  return judge.drain().changes.map(({ happening }) => {
    const level = 'level' in happening ? ` ${happening.level}` : '';
    return `${happening.kind}${level} ${Math.round((happening.at - START) / 600) / 100}`;
  });
}

/** A rate in `per` seconds, as steps of a staircase that a point climbs. */
const climbing = (quantity: string, start: number, change: number, per: number, from: number, until: number): Course =>
  Array.from({ length: Math.ceil(until / 10) }, (_, step) => {
    const second = step * 10;
    return [second, { [quantity]: start + (change * Math.max(0, second - from)) / per }] as const;
  });

function check(cases: readonly Case[]): void {
  for (const one of cases) expect(toldBy(one), one.rule).toEqual(one.told);
}

describe('rules of major hazard sources', () => {
  it('[S17.2] tell of a reactor that heats up, of oxygen, of interlocks and of pressure lost', () => {
    check([
      {
        rule: 'reactor-heating',
        course: climbing('reactor-temperature', 140, 6, 60, 120, 300),
        until: 300,
        period: 10,
        told: ['raised yellow 2.33', 'level-raised orange 2.83'],
      },
      {
        rule: 'reactor-heating',
        course: climbing('reactor-temperature', 140, 1.5, 60, 0, 600),
        until: 600,
        period: 10,
        told: [],
      },
      {
        rule: 'oxygen-low',
        course: [
          [0, { oxygen: 20.9 }],
          [60, { oxygen: 19 }],
          [120, { oxygen: 17.5 }],
          [180, { oxygen: 20.9 }],
        ],
        until: 300,
        told: ['raised orange 1', 'level-raised red 2', 'recovered 4'],
      },
      { rule: 'oxygen-high', course: [[0, { oxygen: 24 }]], until: 60, told: ['raised orange 0'] },
      {
        rule: 'interlock-removed',
        course: [
          [0, { interlock: 1 }],
          [60, { interlock: 0 }],
          [300, { interlock: 1 }],
        ],
        until: 600,
        told: ['raised orange 2', 'recovered 6'],
      },
      {
        rule: 'pressure-low',
        course: [[0, { pressure: 0.2 }]],
        limits: { L: 0.24 },
        until: 60,
        told: ['raised yellow 0.5'],
      },
      {
        rule: 'temperature-high',
        course: [[0, { 'reactor-temperature': 201 }]],
        limits: { H: 170, HH: 184, design: 200 },
        until: 60,
        told: ['raised red 0.5'],
      },
    ]);
  });
});

describe('rules of stores and loading bays', () => {
  it('[S18.3] [S18.4] tell of a valve that does not close when told, and of none that does', () => {
    const course = (closesAt: number): Course => [
      [0, { 'shut-off-command': 0, 'shut-off': 0 }],
      [60, { 'shut-off-command': 1, 'shut-off': 0 }],
      [closesAt, { 'shut-off-command': 1, 'shut-off': 1 }],
    ];
    check([
      { rule: 'shut-off-failed', course: course(70), until: 300, period: 5, told: [] },
      {
        rule: 'shut-off-failed',
        course: course(180),
        until: 300,
        period: 5,
        told: ['raised red 1.5', 'recovered 3'],
      },
    ]);
  });

  it('[S18.3] tell of overfilling, by level and by weight, and of a ground clip lost while it flows', () => {
    check([
      {
        rule: 'overfill',
        course: [
          [0, { 'fill-level': 60 }],
          [60, { 'fill-level': 86 }],
          [120, { 'fill-level': 96 }],
        ],
        until: 180,
        told: ['raised yellow 1', 'level-raised red 2'],
      },
      { rule: 'overweight', course: [[0, { 'fill-weight': 2.5 }]], until: 30, told: ['raised red 0'] },
      { rule: 'overweight', course: [[0, { 'fill-weight': -0.5 }]], until: 60, told: [] },
      {
        rule: 'ground-lost',
        course: [
          [0, { 'ground-clip': 1, 'fill-flow': 80 }],
          [60, { 'ground-clip': 0, 'fill-flow': 80 }],
        ],
        until: 90,
        period: 10,
        told: ['raised orange 1.17'],
      },
      {
        rule: 'ground-lost',
        course: [[0, { 'ground-clip': 0, 'fill-flow': 0 }]],
        until: 90,
        period: 10,
        told: [],
      },
      {
        rule: 'chlorine-high',
        course: [
          [0, { chlorine: 0.1 }],
          [60, { chlorine: 0.4 }],
          [120, { chlorine: 4 }],
        ],
        limits: { first: 0.35, second: 0.7 },
        until: 180,
        told: ['raised yellow 1', 'level-raised red 2'],
      },
    ]);
  });
});

describe('rules of fire-fighting water', () => {
  it('[S44.2] tell of a pump started by its flow switch, and of pressure that falls while it runs', () => {
    const use = (main: number): Course => [
      [0, { 'fire-pump-run': 0, 'fire-flow-switch': 0, 'fire-water-main': 0.6 }],
      [60, { 'fire-pump-run': 1, 'fire-flow-switch': 1, 'fire-water-main': main }],
      [300, { 'fire-pump-run': 0, 'fire-flow-switch': 0, 'fire-water-main': 0.6 }],
    ];
    check([
      { rule: 'fire-pump-started', course: use(0.6), until: 600, told: ['raised orange 2', 'recovered 6'] },
      { rule: 'fire-dynamic-low', course: use(0.6), until: 600, told: [] },
      { rule: 'fire-dynamic-low', course: use(0.2), until: 600, told: ['raised orange 2', 'recovered 6'] },
      { rule: 'fire-dynamic-low', course: use(0.05), until: 200, told: ['raised red 2'] },
      {
        rule: 'fire-pump-started',
        course: [[0, { 'fire-pump-run': 1, 'fire-flow-switch': 0 }]],
        until: 300,
        told: [],
      },
    ]);
  });

  it('[S44.2] tell of street main, pool, overflow, jockey pump, frost, power and control', () => {
    const pool = { poolNear: 3.15, poolLeast: 3, poolShort: 2.1, overflow: 3.7 };
    check([
      {
        rule: 'fire-street-low',
        course: [[0, { 'fire-street-pressure': 0.09 }]],
        until: 600,
        told: ['raised orange 5'],
      },
      {
        rule: 'fire-pool-low',
        course: [[0, { 'fire-pool-level': 2.5 }]],
        limits: pool,
        until: 600,
        told: ['raised yellow 5'],
      },
      {
        rule: 'fire-overflow',
        course: [[0, { 'fire-pool-level': 3.8 }]],
        limits: pool,
        until: 700,
        told: ['raised blue 10'],
      },
      {
        rule: 'fire-jockey-frequent',
        course: [[0, { 'fire-jockey-starts': 31 }]],
        until: 2 * HOUR,
        told: ['raised yellow 60'],
      },
      {
        rule: 'fire-pump-room-cold',
        course: [[0, { 'fire-pump-room-temperature': 1 }]],
        until: 700,
        told: ['raised orange 10'],
      },
      { rule: 'fire-pump-power', course: [[0, { 'fire-pump-power-fault': 1 }]], until: 120, told: ['raised yellow 1'] },
      { rule: 'fire-pump-fault', course: [[0, { 'fire-pump-fault': 1 }]], until: 700, told: ['raised orange 10'] },
    ]);
  });
});

describe('rules of tailings ponds', () => {
  const seep = (flow: number, turbidity: number, rain: number): Course => [
    [0, { seepage: flow, turbidity, 'rainfall-24h': rain }],
  ];
  const ponds = { limits: { usualSeepage: 4 }, until: 2 * HOUR, period: 5 * MINUTE };

  it('[S21.2] rank seepage: more than usual, turbid with it, far more; rain explains some of it', () => {
    check([
      { ...ponds, rule: 'pond-seepage', course: seep(5, 4, 0), told: [] },
      { ...ponds, rule: 'pond-seepage', course: seep(9, 4, 0), told: ['raised yellow 60'] },
      { ...ponds, rule: 'pond-seepage', course: seep(9, 4, 40), told: [] },
      { ...ponds, rule: 'pond-seepage', course: seep(9, 80, 0), told: ['raised orange 60'] },
      { ...ponds, rule: 'pond-seepage', course: seep(13, 4, 40), told: ['raised red 60'] },
      { ...ponds, rule: 'pond-seepage', course: seep(1, 300, 0), told: ['raised red 60'] },
      { ...ponds, rule: 'pond-seepage', limits: {}, course: seep(90, 4, 0), told: [] },
    ]);
  });

  it('[S21.2] tell of a dam that moves inside, of drains, and of rain by what the jurisdiction sets', () => {
    const moving = Array.from({ length: 48 }, (_, hour) => [hour * HOUR, { 'inner-displacement': hour / 12 }] as const);
    check([
      { rule: 'pond-inner-displacement', course: moving, until: 47 * HOUR, period: HOUR, told: ['raised orange 780'] },
      {
        rule: 'pond-drain',
        course: [
          [0, { 'drain-state': 0 }],
          [HOUR, { 'drain-state': 1 }],
          [2 * HOUR, { 'drain-state': 2 }],
        ],
        until: 3 * HOUR,
        period: 600,
        told: ['raised orange 60', 'level-raised red 120'],
      },
      { rule: 'pond-rainfall', course: [[0, { 'rainfall-24h': 60 }]], until: 600, told: ['raised yellow 0'] },
      {
        rule: 'pond-rainfall',
        course: [[0, { 'rainfall-24h': 60 }]],
        limits: { 'rain-yellow': 80 },
        until: 600,
        told: ['raised blue 0'],
      },
    ]);
  });
});

describe('rules of gas, mines, stores and the waterway', () => {
  it('[S17.2] tell of leaks by the limits of their detector: first yellow, second orange, tenfold red; of a flame at once', () => {
    check([
      {
        rule: 'combustible-gas',
        course: [
          [0, { combustible: 30 }],
          [60, { combustible: 56 }],
          [120, { combustible: 90 }],
        ],
        limits: { first: 25, second: 50, span: 100 },
        until: 180,
        told: ['raised yellow 0', 'level-raised orange 1'],
      },
      {
        rule: 'toxic-gas',
        course: [
          [0, { toxic: 8 }],
          [60, { toxic: 13 }],
          [120, { toxic: 61 }],
          [180, { toxic: 1 }],
        ],
        limits: { first: 6, second: 12, tenfold: 60, span: 500 },
        until: 300,
        told: ['raised yellow 0', 'level-raised orange 1', 'level-raised red 2', 'recovered 4'],
      },
      // A detector for which nobody registered ten times the limit rings up to orange.
      {
        rule: 'toxic-gas',
        course: [[0, { toxic: 300 }]],
        limits: { first: 6, second: 12, span: 500 },
        until: 60,
        told: ['raised orange 0'],
      },
      {
        rule: 'flame-detected',
        course: [
          [0, { flame: 0 }],
          [60, { flame: 1 }],
          [180, { flame: 0 }],
        ],
        until: 300,
        told: ['raised red 1.5', 'recovered 4'],
      },
    ]);
  });

  it('tell of ammonia, carbon monoxide, dust, air, people and the air of a store', () => {
    const gas = { first: 28, second: 43 };
    check([
      {
        rule: 'ammonia-high',
        course: [
          [0, { ammonia: 30 }],
          [60, { ammonia: 160 }],
          [120, { ammonia: 400 }],
        ],
        limits: gas,
        until: 180,
        told: ['raised blue 0.5', 'level-raised orange 1.5', 'level-raised red 2.5'],
      },
      {
        rule: 'carbon-monoxide-high',
        course: [[0, { 'carbon-monoxide': 30 }]],
        limits: { first: 24, second: 48 },
        until: 60,
        told: ['raised yellow 0.5'],
      },
      {
        rule: 'dust-high',
        course: [[0, { dust: 12 }]],
        limits: { H: 10, HH: 20 },
        until: 120,
        told: ['raised yellow 1'],
      },
      {
        rule: 'mine-air-slow',
        course: [[0, { 'air-speed': 0.1 }]],
        limits: { L: 0.25, LL: 0.15 },
        until: 180,
        told: ['raised orange 2'],
      },
      {
        rule: 'people-underground-high',
        course: [[0, { 'people-underground': 96 }]],
        limits: { H: 90, HH: 94, HHH: 108 },
        until: 120,
        told: ['raised orange 1'],
      },
      {
        rule: 'store-hot',
        course: [[0, { 'store-temperature': 33 }]],
        limits: { H: 30, HH: 35 },
        until: 900,
        told: ['raised yellow 10'],
      },
      {
        rule: 'store-humid',
        course: [[0, { 'store-humidity': 86 }]],
        limits: { H: 80 },
        until: 900,
        told: ['raised blue 10'],
      },
      {
        rule: 'store-dry',
        course: [[0, { 'store-humidity': 28 }]],
        limits: { L: 40, LL: 30 },
        until: 900,
        told: ['raised orange 10'],
      },
    ]);
  });

  it('[S38.2] tell of fog and storm, whose level falls again as they pass', () => {
    check([
      {
        rule: 'river-fog',
        course: [
          [0, { visibility: 900 }],
          [HOUR, { visibility: 150 }],
          [2 * HOUR, { visibility: 1100 }],
        ],
        until: 3 * HOUR,
        period: 300,
        told: ['raised yellow 5', 'level-raised red 65', 'level-fallen yellow 130'],
      },
      { rule: 'river-storm', course: [[0, { 'river-wind': 14 }]], until: 600, period: 300, told: ['raised orange 5'] },
    ]);
  });

  it('[S16.4] tell of a battery that runs empty', () => {
    check([
      {
        rule: 'battery-low',
        course: [
          [0, { 'battery-voltage': 13.2 }],
          [600, { 'battery-voltage': 11.4 }],
          [1800, { 'battery-voltage': 10.5 }],
        ],
        until: HOUR,
        period: 300,
        told: ['raised blue 15', 'level-raised yellow 35'],
      },
    ]);
  });
});
