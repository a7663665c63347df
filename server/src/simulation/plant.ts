import type { Rule, Threshold } from '@anlan/kernel/alarm';
import type { RegisteredDevice, Subject } from '../ingest/register.ts';
import type { Span } from '../ingest/units.ts';
import type { Random } from './random.ts';

/** Times out of service by point. */
export type Outages = ReadonlyMap<string, readonly Span[]>;

const LEVELS = ['blue', 'yellow', 'orange', 'red'] as const;
const LIMITS = { a: 60, b: 75, c: 90, low: 20, lower: 10 };
const NAMES = ['device', 'unit', 'x1', 'x2', 'x3', 'y1'] as const;
/** The id of a name of the plant. */
export const idOf = (name: (typeof NAMES)[number]): string =>
  `00000000-0000-4000-8000-00000000000${NAMES.indexOf(name)}`;
const UNIT = idOf('unit');

const common = {
  system: 'S00',
  label: '',
  labelEn: '',
  clause: 'simulation',
  cause: '',
  consequence: '',
  response: '',
  respondWithin: 60,
  escalation: [],
} as const;

function threshold(random: Random, kind: 'above' | 'below'): Threshold {
  const keys = kind === 'above' ? ['a', 'b', 'c'] : ['low', 'lower'];
  const first = random.whole(0, 1);
  return {
    kind,
    steps: keys.map((limit, index) => ({ level: LEVELS[first + index]!, limit, label: limit })),
    deadband: random.pick([0, 0.02, 0.1]),
    onDelay: random.pick([0, 0, 20, 60]),
    offDelay: random.pick([0, 0, 20, 60]),
  };
}

/** The rules of one history: every kind that a sample can judge, with delays of its own. */
export function rulesOf(random: Random): Rule[] {
  const rule = (key: string, condition: Rule['condition'], change: Partial<Rule> = {}): Rule => ({
    ...common,
    key,
    watches: ['x'],
    condition,
    ...change,
  });
  const delays = { onDelay: random.pick([0, 20]), offDelay: random.pick([0, 20]) };
  const steps = [{ level: 'orange', limit: 'b', label: 'b' }] as const;
  return [
    rule('above', threshold(random, 'above')),
    rule('below', threshold(random, 'below')),
    rule('falls', threshold(random, 'above'), { falls: true }),
    rule('suppressed', threshold(random, 'above'), {
      suppressedBy: [{ quantity: 'y', kind: 'above', value: 50, label: 'y' }],
    }),
    rule('rate', { kind: 'rate', direction: 'either', window: 120, per: 60, steps, deadband: 0.1, ...delays }, {}),
    rule('inside', {
      kind: 'inside',
      steps: [{ level: 'yellow', low: 'a', high: 'b', label: '' }],
      deadband: 0.02,
      ...delays,
    }),
    rule('outside', {
      kind: 'outside',
      steps: [{ level: 'yellow', low: 'low', high: 'c', label: '' }],
      deadband: 0.05,
      ...delays,
    }),
    rule('vote', { kind: 'vote', side: 'above', need: 2, stale: 90, steps, deadband: 0.02, ...delays }),
    rule('strict', { kind: 'vote', strict: true, side: 'above', need: 2, stale: 90, steps, deadband: 0.02, ...delays }),
    rule(
      'all',
      {
        kind: 'all',
        of: [
          { quantity: 'x', kind: 'above', limit: 'a' },
          { quantity: 'y', kind: 'below', limit: 'low' },
        ],
        steps: [{ level: 'red', label: '' }],
        deadband: 0.05,
        stale: 90,
        ...delays,
      },
      { watches: ['x', 'y'] },
    ),
  ];
}

function subject(id: string, quantity: string, kind = 'point'): Subject {
  return {
    id,
    kind,
    quantity,
    name: id,
    placeName: '',
    deviceId: idOf('device'),
    unitId: UNIT,
    regionPath: 'cn.',
    regionName: '',
    organisationId: null,
    sector: null,
    unit: '%',
    origin: 'generated',
    lon: null,
    lat: null,
    limits: { ...LIMITS, span: 100 },
    expectedPeriod: 10,
    rangeLow: 0,
    rangeHigh: 100,
    demonstration: true,
  };
}

/** The plant of a history: what is registered of it, and the times its points are out of service. */
export interface Plant {
  readonly device: RegisteredDevice;
  readonly outages: Outages;
  subject(id: string): Subject | undefined;
  /** Grows with every change of what is registered. */
  version(): number;
  /** Takes a point out of service for a while (ms). */
  takeOut(point: string, from: number, until: number): void;
}

/** One device with three points of one quantity and one of another, all of one unit. */
export function plant(): Plant {
  const points = [
    subject(idOf('x1'), 'x'),
    subject(idOf('x2'), 'x'),
    subject(idOf('x3'), 'x'),
    subject(idOf('y1'), 'y'),
  ];
  const unit = subject(UNIT, UNIT, UNIT);
  const own = subject(idOf('device'), 'silence', 'device');
  const all = new Map([...points, unit, own].map((one) => [one.id, one]));
  const outages = new Map<string, Span[]>();
  let version = 1;
  return {
    device: {
      id: idOf('device'),
      identity: 'mqtt:device',
      secretHash: null,
      subject: own,
      moving: null,
      credential: { generation: 0, previousUntil: 0 },
      points: new Map(points.map((point, index) => [NAMES[index + 2]!, point])),
    },
    outages,
    subject: (id) => all.get(id),
    version: () => version,
    takeOut(point, from, until) {
      const spans = [...(outages.get(point) ?? []), { from, until, reason: '检修' }];
      outages.set(point, spans);
      all.set(point, { ...all.get(point)!, outages: spans });
      version += 1;
    },
  };
}
