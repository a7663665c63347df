import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  describeCondition,
  evaluate,
  FRESH,
  isAtRest,
  nextAlarm,
  restBand,
  type Condition,
  type Happening,
  type Limits,
  type Memory,
  type Rule,
  type Sample,
} from './index.ts';

const SECOND = 1000;

function ruleOf(condition: Condition, change: Partial<Rule> = {}): Rule {
  return {
    key: 'rule',
    system: 'S17',
    label: '',
    labelEn: '',
    watches: [],
    condition,
    clause: '',
    cause: '',
    consequence: '',
    response: '',
    respondWithin: 60,
    escalation: [],
    ...change,
  };
}

type Given = Partial<Sample> & { readonly s: number; readonly value: number; readonly limits?: Limits };

/** The happenings of a rule over samples at seconds `s`, in words; memory goes through JSON after every sample. */
function run(rule: Rule, samples: readonly Given[], limits: Limits = {}): string[] {
  let memory: Memory = FRESH;
  let current: { level: Extract<Happening, { kind: 'raised' }>['level'] } | undefined;
  const told: string[] = [];
  for (const { s, limits: own, ...given } of samples) {
    const sample: Sample = { quality: 'good', ...given, at: s * SECOND };
    const { verdict, memory: next } = evaluate(rule, memory, sample, { ...limits, ...own });
    memory = next.last === FRESH.last ? next : (JSON.parse(JSON.stringify(next)) as Memory);
    for (const happening of nextAlarm(current, verdict, memory.last)) {
      told.push([happening.kind, happening.at / SECOND, ...('level' in happening ? [happening.level] : [])].join(' '));
      current = happening.kind === 'recovered' ? undefined : { level: happening.level };
    }
  }
  return told;
}

const LASTING = { onDelay: 0, offDelay: 0 } as const;
const ORANGE = [{ level: 'orange', limit: 'H', label: '高' }] as const;

describe('rate of change', () => {
  const rate = (change = {}): Rule =>
    ruleOf({
      kind: 'rate',
      direction: 'rise',
      window: 120,
      per: 60,
      steps: ORANGE,
      deadband: 0,
      ...LASTING,
      ...change,
    });
  const ramp = (perMinute: number, noise = 0) =>
    Array.from({ length: 61 }, (_, index) => ({
      s: index * 5,
      value: (perMinute / 12) * index + (index % 2 ? noise : -noise),
    }));

  it('is the change per its unit of time, whatever the noise of single samples', () => {
    expect(run(rate(), ramp(3), { H: 2.5 })).toEqual([expect.stringMatching(/^raised \d+ orange$/)]);
    expect(run(rate(), ramp(2), { H: 2.5 })).toEqual([]);
    expect(run(rate(), ramp(0, 1), { H: 2.5 })).toEqual([]);
    expect(run(rate(), ramp(-3), { H: 2.5 })).toEqual([]);
    expect(run(rate({ direction: 'fall' }), ramp(-3), { H: 2.5 })).toHaveLength(1);
    expect(run(rate({ direction: 'either' }), ramp(-3), { H: 2.5 })).toHaveLength(1);
  });

  it('says nothing before half its window has been seen', () => {
    expect(run(rate(), ramp(30).slice(0, 12), { H: 2.5 })).toEqual([]);
    expect(run(rate(), ramp(30).slice(0, 14), { H: 2.5 })).toHaveLength(1);
  });

  it('keeps no more than its window’s stretches', () => {
    const samples = fc.array(fc.record({ later: fc.integer({ min: 1, max: 60 }), value: fc.integer() }), {
      maxLength: 80,
    });
    fc.assert(
      fc.property(samples, (steps) => {
        let memory: Memory = FRESH;
        let at = 0;
        for (const { later, value } of steps) {
          ({ memory } = evaluate(rate(), memory, { at: (at += later * SECOND), value, quality: 'good' }, { H: 1 }));
          expect((memory.own as unknown[]).length).toBeLessThanOrEqual(13);
        }
      }),
    );
  });
});

describe('bands', () => {
  const band = (kind: 'inside' | 'outside'): Rule =>
    ruleOf({ kind, steps: [{ level: 'yellow', label: '', low: 'L', high: 'H' }], deadband: 0.1, ...LASTING });

  it('outside rings beyond either limit and ends well within', () => {
    const samples = [5, 10, 21, 19.5, 18, 9, 11.5].map((value, s) => ({ s, value }));
    expect(run(band('outside'), samples, { L: 10, H: 20 })).toEqual([
      'raised 0 yellow',
      'recovered 4',
      'raised 5 yellow',
      'recovered 6',
    ]);
  });

  it('inside rings between the limits, as of a critical speed', () => {
    expect(
      run(
        band('inside'),
        [5, 12, 9.5, 8].map((value, s) => ({ s, value })),
        { L: 10, H: 20 },
      ),
    ).toEqual(['raised 1 yellow', 'recovered 3']);
  });
});

describe('frozen values', () => {
  const frozen = ruleOf({
    kind: 'frozen',
    steps: [{ level: 'blue', label: '', seconds: 60 }],
    tolerance: 0.1,
    ...LASTING,
  });

  it('ring when nothing moves for the time, and end with the first movement', () => {
    const still = [0, 20, 40, 60, 80].map((s) => ({ s, value: 5 + (s % 3) / 100 }));
    expect(run(frozen, [...still, { s: 90, value: 6 }])).toEqual(['raised 60 blue', 'recovered 90']);
  });

  it('are not proven by a gap in the data', () => {
    expect(
      run(frozen, [
        { s: 0, value: 5 },
        { s: 500, value: 5 },
        { s: 540, value: 5 },
      ]),
    ).toEqual([]);
  });
});

describe('several points of one unit', () => {
  const vote = ruleOf({ kind: 'vote', side: 'above', need: 2, stale: 60, steps: ORANGE, deadband: 0, ...LASTING });
  const from = (point: string, s: number, value: number, change: Partial<Given> = {}): Given => ({
    point,
    s,
    value,
    quantity: 'gas',
    ...change,
  });

  it('2oo3: one of three is no alarm, two are, whichever they are', () => {
    const limits = { H: 25 };
    expect(run(vote, [from('a', 0, 30), from('b', 0, 5), from('c', 0, 5)], limits)).toEqual([
      'raised 0 orange',
      'recovered 0',
    ]);
    expect(run(vote, [from('b', 0, 5), from('c', 0, 5), from('a', 1, 30)], limits)).toEqual([]);
    expect(run(vote, [from('b', 0, 5), from('c', 0, 5), from('a', 1, 30), from('c', 2, 26)], limits)).toEqual([
      'raised 2 orange',
    ]);
  });

  it('a point of bad quality has no vote: of the two left both must agree', () => {
    const start = [from('b', 0, 5), from('c', 0, 5), from('a', 1, 30)];
    const bad = from('b', 2, 99, { quality: 'bad' });
    expect(run(vote, [...start, bad], { H: 25 })).toEqual([]);
    expect(run(vote, [...start, bad, from('c', 3, 40)], { H: 25 })).toEqual(['raised 3 orange']);
  });

  it('a bad point comes back with a newer good sample, not with an older one that was on its way', () => {
    const start = [from('a', 0, 30), from('b', 0, 5), from('c', 0, 5), from('b', 10, 5, { quality: 'bad' })];
    const calm = [from('a', 12, 5), ...start.slice(1), from('a', 14, 30)];
    expect(run(vote, [...calm, from('b', 9, 40)], { H: 25 })).toEqual([]);
    expect(run(vote, [...calm, from('b', 15, 40)], { H: 25 })).toEqual(['raised 15 orange']);
  });

  it('[S17.2] a strict vote says nothing of fewer than two, and remembers nothing of a unit at rest', () => {
    const strict: Condition = { ...vote.condition, kind: 'vote', strict: true } as Condition;
    const rule = ruleOf(strict);
    const limits = { H: 25 };
    expect(run(rule, [from('a', 0, 30), from('a', 5, 90)], limits)).toEqual([]);
    const both = [from('a', 0, 30), from('b', 10, 40)];
    expect(run(rule, [...both, from('b', 20, 5)], limits)).toEqual(['raised 10 orange', 'recovered 20']);
    expect(run(rule, [from('a', 0, 30), from('b', 100, 40)], limits)).toEqual([]);
    expect(run(rule, [from('a', 0, 30), from('a', 5, 30, { quality: 'bad' }), from('b', 10, 40)], limits)).toEqual([]);
    const { memory } = evaluate(rule, FRESH, { at: 0, value: 5, quality: 'good', point: 'a' }, limits);
    expect(isAtRest(memory)).toBe(true);
    expect(restBand(rule, limits)).toEqual({ low: Number.NEGATIVE_INFINITY, high: 25 });
  });

  it('each point is held against its own limit', () => {
    const limits = [{ limits: { H: 25 } }, { limits: { H: 50 } }];
    expect(run(vote, [from('b', 0, 1, limits[1]), from('a', 1, 30, limits[0]), from('b', 2, 30, limits[1])])).toEqual(
      [],
    );
    expect(
      run(vote, [from('b', 0, 1, limits[1]), from('a', 1, 30, limits[0]), from('b', 2, 51, limits[1])]),
    ).toHaveLength(1);
  });

  const tests = [
    { quantity: 'pressure', kind: 'above', limit: 'H' },
    { quantity: 'flow', kind: 'below', limit: 'L' },
  ] as const;
  const combined = (kind: 'all' | 'any'): Rule =>
    ruleOf({ kind, of: tests, steps: [{ level: 'red', label: '' }], deadband: 0, stale: 60, ...LASTING });
  const pressure = (s: number, value: number): Given => ({
    s,
    value,
    point: 'p',
    quantity: 'pressure',
    limits: { H: 10 },
  });
  const flow = (s: number, value: number): Given => ({ s, value, point: 'f', quantity: 'flow', limits: { L: 3 } });

  it('all: every test must hold, with values that are fresh', () => {
    expect(run(combined('all'), [pressure(0, 12), flow(1, 5), flow(2, 2), flow(3, 4)])).toEqual([
      'raised 2 red',
      'recovered 3',
    ]);
    expect(run(combined('all'), [pressure(0, 12), flow(100, 2)])).toEqual([]);
  });

  it('any: one of them is enough', () => {
    expect(run(combined('any'), [flow(0, 5), pressure(1, 12), pressure(2, 8)])).toEqual([
      'raised 1 red',
      'recovered 2',
    ]);
  });

  it('computed: a function of the points and of what is registered', () => {
    const computed = ruleOf({
      kind: 'computed',
      side: 'below',
      inputs: ['water'],
      stale: 600,
      unit: 'm',
      compute: ({ water = [] }, { crest = 0 }) => crest - Math.max(...water),
      steps: [{ level: 'red', limit: 'least', label: '' }],
      deadband: 0,
      ...LASTING,
    });
    const water = (s: number, value: number): Given => ({ s, value, point: 'w', quantity: 'water' });
    expect(run(computed, [water(0, 98), water(1, 99.6), water(2, 99)], { crest: 100, least: 0.5 })).toEqual([
      'raised 1 red',
      'recovered 2',
    ]);
    expect(run(computed, [water(0, 99.9)], { least: 0.5 })).toEqual(['raised 0 red']);
    expect(run(computed, [water(0, 99.9)], { crest: 100 })).toEqual([]);
  });
});

describe('a level that may fall', () => {
  const falls = ruleOf(
    {
      kind: 'above',
      steps: [
        { level: 'yellow', limit: 'a', label: '' },
        { level: 'red', limit: 'b', label: '' },
      ],
      deadband: 0,
      onDelay: 0,
      offDelay: 10,
    },
    { falls: true },
  );

  it('falls back within the excursion after the off-delay, and rises again', () => {
    const samples = [
      [0, 95],
      [5, 85],
      [15, 85],
      [20, 96],
      [25, 50],
      [35, 50],
    ] as const;
    expect(
      run(
        falls,
        samples.map(([s, value]) => ({ s, value })),
        { a: 80, b: 90 },
      ),
    ).toEqual(['raised 0 red', 'level-fallen 15 yellow', 'level-raised 20 red', 'recovered 35']);
  });

  it('is always that of a limit reached or left less than the off-delay ago', () => {
    const values = fc.array(fc.integer({ min: 70, max: 100 }), { maxLength: 60 });
    fc.assert(
      fc.property(values, (list) => {
        const told = run(
          falls,
          list.map((value, index) => ({ s: index * 5, value })),
          { a: 80, b: 90 },
        );
        const recovered = told.filter((one) => one.startsWith('recovered')).length;
        const raised = told.filter((one) => one.startsWith('raised')).length;
        expect(raised - recovered === 0 || raised - recovered === 1).toBe(true);
        for (const [index, one] of told.entries())
          if (one.startsWith('level-fallen')) {
            const at = Number(one.split(' ')[1]) / 5;
            expect(
              list.slice(at - 2, at + 1).every((value) => value < 90),
              `${index} ${one}`,
            ).toBe(true);
          }
      }),
    );
  });
});

describe('in words', () => {
  it('every kind says what it watches', () => {
    const limits = { H: 5, L: 1 };
    const rate: Condition = {
      kind: 'rate',
      direction: 'either',
      window: 120,
      per: 60,
      steps: ORANGE,
      deadband: 0,
      ...LASTING,
    };
    expect(describeCondition(rate, limits, 'mm')).toBe('每 60 s 变化 ≥ 5 mm（高） · 窗口 120 s');
    const vote: Condition = { kind: 'vote', side: 'above', need: 2, stale: 60, steps: ORANGE, deadband: 0, ...LASTING };
    expect(describeCondition(vote, limits, '%')).toBe('至少 2 点 ≥ 5 %（高）');
  });
});
