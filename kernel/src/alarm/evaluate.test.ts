import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LEVEL_LABELS, LEVELS, type Level } from '../entity/index.ts';
import {
  describeCondition,
  evaluate,
  evaluateFrozen,
  evaluateSilence,
  evaluateStanding,
  FRESH,
  nextAlarm,
  type Happening,
  type Limits,
  type Memory,
  type Rule,
  type Sample,
  type Threshold,
} from './index.ts';

const LIMITS = { first: 80, second: 90, third: 95 };
const KEYS = Object.keys(LIMITS) as (keyof typeof LIMITS)[];
const MILD_FIRST = [...LEVELS].reverse();
const HOUR = 3_600_000;

function ruleOf(condition: Partial<Threshold>): Rule & { condition: Threshold } {
  const steps = [
    { level: 'orange', limit: 'first', label: '高限' },
    { level: 'red', limit: 'second', label: '高高限' },
  ] as const;
  return {
    key: 'level-high',
    system: 'S17',
    label: '高液位',
    labelEn: 'High level',
    watches: ['level'],
    condition: { kind: 'above', steps, deadband: 0, onDelay: 0, offDelay: 0, ...condition },
    clause: 'GB 17681',
    cause: '',
    consequence: '',
    response: '',
    respondWithin: 60,
    escalation: [],
  };
}

/** A rule's whole state about one subject, as a checkpoint keeps it. */
interface Standing {
  readonly memory: Memory;
  readonly current: { level: Level } | undefined;
}
const START: Standing = { memory: FRESH, current: undefined };

function judge(
  rule: Rule,
  standing: Standing,
  sample: Sample,
  limits: Limits,
): { standing: Standing; happenings: Happening[] } {
  const { verdict, memory } = evaluate(rule, standing.memory, sample, limits);
  const happenings = nextAlarm(standing.current, verdict, sample.at);
  let { current } = standing;
  for (const happening of happenings) current = happening.kind === 'recovered' ? undefined : { level: happening.level };
  return { standing: { memory, current }, happenings };
}

function run(
  rule: Rule,
  samples: readonly Sample[],
  limits: Limits,
  from: Standing = START,
): { standing: Standing; happenings: Happening[] } {
  const happenings: Happening[] = [];
  let standing = from;
  for (const sample of samples) {
    const next = judge(rule, standing, sample, limits);
    standing = next.standing;
    happenings.push(...next.happenings);
  }
  return { standing, happenings };
}

const good = (seconds: number, value: number): Sample => ({ at: seconds * 1000, value, quality: 'good' });
const brief = (happenings: readonly Happening[]) => happenings.map(({ kind, at }) => `${kind} ${at / 1000}`);

const levels = fc.subarray(MILD_FIRST, { minLength: 1, maxLength: 3 });
const condition: fc.Arbitrary<Threshold> = fc
  .record({
    kind: fc.constantFrom('above', 'below'),
    levels,
    deadband: fc.constantFrom(0, 0.02, 0.1),
    onDelay: fc.constantFrom(0, 0, 7, 30),
    offDelay: fc.constantFrom(0, 0, 9, 30),
  })
  .map(({ levels: named, ...rest }) => ({
    ...rest,
    steps: named.map((level, index) => ({ level, limit: KEYS[index] as string, label: level })),
  }));
/** Values mostly about the limits, times that repeat, go back and jump, and a few bad measurements. */
const sample = fc.record({
  later: fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: 1, max: 12_000 }) },
    { weight: 1, arbitrary: fc.integer({ min: -5000, max: 0 }) },
    { weight: 1, arbitrary: fc.constant(HOUR) },
  ),
  value: fc.oneof(fc.integer({ min: 68, max: 100 }), fc.constantFrom(80, 90, 95, 70, 78)),
  quality: fc.oneof(
    { weight: 9, arbitrary: fc.constant('good' as const) },
    { weight: 1, arbitrary: fc.constantFrom('suspect' as const, 'bad' as const) },
  ),
});
const history = fc.array(sample, { maxLength: 60 }).map((steps) => {
  let at = Date.UTC(2026, 2, 18);
  return steps.map(({ later, value, quality }): Sample => ({ at: (at += later), value, quality }));
});
const span = fc.constantFrom<Limits>({}, { span: 100 });
/** Above or below, in the same numbers: a low limit is a high limit of the negative value. */
const turned = ({ kind, ...rest }: Threshold, samples: readonly Sample[], limits: Limits) => ({
  rule: ruleOf({ kind, ...rest }),
  samples: kind === 'above' ? samples : samples.map((item) => ({ ...item, value: -item.value })),
  limits:
    kind === 'above'
      ? { ...LIMITS, ...limits }
      : { ...Object.fromEntries(KEYS.map((key) => [key, -LIMITS[key]])), ...limits },
});
const scene = fc
  .tuple(condition, history, span)
  .map(([threshold, samples, limits]) => turned(threshold, samples, limits));

/** What the definitions say, worked out from the whole history at every sample. */
function byDefinition(rule: Rule & { condition: Threshold }, samples: readonly Sample[], limits: Limits): string[] {
  const { kind, steps, deadband, onDelay, offDelay } = rule.condition;
  const sign = kind === 'above' ? 1 : -1;
  const known = steps.map((step) => ({ ...step, value: limits[step.limit] as number }));
  const mildest = known[0]!.value;
  const band = deadband * (limits['span'] ?? Math.abs(mildest));
  const judged: Sample[] = [];
  for (const item of samples)
    if (item.quality === 'good' && item.at > (judged.at(-1)?.at ?? -Infinity)) judged.push(item);
  /** Has `holds` been true at every sample of at least `seconds` up to sample `to`, none before `from`? */
  const lasted = (holds: (item: Sample) => boolean, to: number, from: number, seconds: number): boolean => {
    for (let index = to; index >= from && holds(judged[index]!); index -= 1) {
      if (judged[to]!.at - judged[index]!.at >= seconds * 1000) return true;
    }
    return false;
  };
  const told: string[] = [];
  let began = -1;
  let rank = 0;
  for (const [index, { at }] of judged.entries()) {
    if (began >= 0 && lasted((item) => sign * item.value < sign * mildest - band, index, began, offDelay)) {
      told.push(`recovered ${at}`);
      began = -1;
      rank = 0;
      continue;
    }
    const held = known.findLast(({ value }) => lasted((item) => sign * item.value >= sign * value, index, 0, onDelay));
    if (held === undefined || LEVEL_LABELS[held.level].rank <= rank) continue;
    told.push(`${began < 0 ? 'raised' : 'level-raised'} ${at} ${held.level}`);
    rank = LEVEL_LABELS[held.level].rank;
    if (began < 0) began = index;
  }
  return told;
}

const inWords = (happening: Happening): string =>
  [happening.kind, happening.at, ...('level' in happening ? [happening.level] : [])].join(' ');

describe('a threshold rule over any history', () => {
  it('[S17.2] tells exactly what its definition says', () => {
    fc.assert(
      fc.property(scene, ({ rule, samples, limits }) => {
        expect(run(rule, samples, limits).happenings.map(inWords)).toEqual(byDefinition(rule, samples, limits));
      }),
      { numRuns: 500 },
    );
  });

  it('[S17.2] raises one alarm an excursion, ends it once, and never lowers its level', () => {
    fc.assert(
      fc.property(scene, ({ rule, samples, limits }) => {
        let level: Level | undefined;
        for (const happening of run(rule, samples, limits).happenings) {
          if (happening.kind === 'raised') expect(level).toBeUndefined();
          else expect(level).toBeDefined();
          if (happening.kind === 'level-raised')
            expect(LEVEL_LABELS[happening.level].rank).toBeGreaterThan(LEVEL_LABELS[level!].rank);
          level = happening.kind === 'recovered' ? undefined : happening.level;
        }
      }),
    );
  });

  it('gives the same happenings when it is stopped after any sample and goes on from its checkpoint', () => {
    fc.assert(
      fc.property(scene, fc.nat(), ({ rule, samples, limits }, at) => {
        const whole = run(rule, samples, limits);
        const cut = at % (samples.length + 1);
        const before = run(rule, samples.slice(0, cut), limits);
        const kept =
          before.standing.memory.last === FRESH.last
            ? START
            : (JSON.parse(JSON.stringify(before.standing)) as Standing);
        const after = run(rule, samples.slice(cut), limits, kept);
        expect([...before.happenings, ...after.happenings]).toEqual(whole.happenings);
        expect(after.standing.memory).toEqual(whole.standing.memory);
      }),
    );
  });

  it('keeps all it remembers through JSON, in constant size', () => {
    fc.assert(
      fc.property(scene, ({ rule, samples, limits }) => {
        let standing = START;
        for (const item of samples) {
          standing = judge(rule, standing, item, limits).standing;
          if (standing.memory !== FRESH) expect(JSON.parse(JSON.stringify(standing.memory))).toEqual(standing.memory);
          expect(standing.memory.since.length).toBeLessThanOrEqual(rule.condition.steps.length);
        }
      }),
    );
  });

  it('is changed by no sample that is bad or not newer', () => {
    const odd = fc.record({
      index: fc.nat(),
      value: fc.integer({ min: 60, max: 120 }),
      back: fc.integer({ min: 0, max: 9000 }),
      late: fc.boolean(),
    });
    fc.assert(
      fc.property(scene, fc.array(odd, { maxLength: 5 }), ({ rule, samples, limits }, odds) => {
        const mixed = [...samples];
        for (const { index, value, back, late } of odds) {
          const place = index % (mixed.length + 1);
          const newest = Math.max(
            ...mixed
              .slice(0, place)
              .filter(({ quality }) => quality === 'good')
              .map(({ at }) => at),
          );
          if (late && Number.isFinite(newest)) mixed.splice(place, 0, { at: newest - back, value, quality: 'good' });
          else mixed.splice(place, 0, { at: Date.UTC(2027, 0, 1) + back, value, quality: 'bad' });
        }
        expect(run(rule, mixed, limits)).toEqual(run(rule, samples, limits));
      }),
    );
  });

  it('[S17.2] mirrors: below is above of the negative', () => {
    fc.assert(
      fc.property(condition, history, span, (threshold, samples, limits) => {
        const above = turned({ ...threshold, kind: 'above' }, samples, limits);
        const below = turned({ ...threshold, kind: 'below' }, samples, limits);
        const negative = (value: number | null): number | null => (value === null ? null : -value);
        const mirrored = run(below.rule, below.samples, below.limits).happenings.map((happening) => ({
          ...happening,
          value: negative(happening.value),
          ...('limit' in happening ? { limit: -happening.limit } : {}),
        }));
        expect(mirrored).toEqual(run(above.rule, above.samples, above.limits).happenings);
      }),
    );
  });
});

describe('durations', () => {
  it('begin anew when the value falls back for one sample, even inside the deadband', () => {
    const rule = ruleOf({ onDelay: 10, deadband: 0.1 });
    expect(
      brief(run(rule, [good(0, 81), good(9, 82), good(10, 79.9), good(11, 82), good(20, 82)], LIMITS).happenings),
    ).toEqual([]);
    expect(run(rule, [good(0, 81), good(5, 81), good(10, 81)], LIMITS).happenings).toMatchObject([
      { kind: 'raised', at: 10_000, since: 0, level: 'orange' },
    ]);
  });

  it('hold the end of an excursion back until the value has stayed inside the deadband long enough', () => {
    const rule = ruleOf({ offDelay: 10, deadband: 0.02 });
    const limits = { ...LIMITS, span: 100 };
    const samples = [good(0, 85), good(1, 78), good(2, 77.9), good(8, 79), good(9, 77), good(18.9, 77), good(19, 77)];
    expect(brief(run(rule, samples, limits).happenings)).toEqual(['raised 0', 'recovered 19']);
  });

  it('of each step run on their own', () => {
    const rule = ruleOf({ onDelay: 10 });
    const samples = [good(0, 85), good(5, 92), good(10, 92), good(14, 92), good(15, 92)];
    expect(run(rule, samples, LIMITS).happenings).toMatchObject([
      { kind: 'raised', at: 10_000, level: 'orange', limit: 80 },
      { kind: 'level-raised', at: 15_000, level: 'red', limit: 90 },
    ]);
  });
});

describe('limits', () => {
  it('of which a subject has none leave it unjudged', () => {
    const { verdict, memory } = evaluate(ruleOf({}), FRESH, good(1, 1000), { other: 3 });
    expect(verdict).toEqual({ state: 'ignored', reason: 'no-limit' });
    expect(memory).toBe(FRESH);
  });

  it('of which a subject has only one are judged by that one', () => {
    expect(run(ruleOf({}), [good(1, 89), good(2, 91)], { second: 90 }).happenings).toMatchObject([
      { kind: 'raised', at: 2000, level: 'red', limit: 90 },
    ]);
  });

  it('may be taken away or added while an excursion runs: it neither falls, rises nor ends by that', () => {
    const rule = ruleOf({});
    const red = run(rule, [good(1, 95)], LIMITS);
    expect(run(rule, [good(2, 95)], { first: 80 }, red.standing).happenings).toEqual([]);
    expect(brief(run(rule, [good(2, 95), good(3, 60)], { first: 80 }, red.standing).happenings)).toEqual([
      'recovered 3',
    ]);
    const only = run(rule, [good(1, 95)], { second: 90 });
    expect(only.happenings).toMatchObject([{ level: 'red' }]);
    expect(run(rule, [good(2, 95)], LIMITS, only.standing).happenings).toEqual([]);
  });

  it('keep what was remembered of each step when one of them is added', () => {
    const rule = ruleOf({ onDelay: 10 });
    const begun = run(rule, [good(0, 95)], { second: 90 });
    const added = run(rule, [good(10, 95)], LIMITS, begun.standing);
    expect(added.happenings).toMatchObject([{ kind: 'raised', level: 'red', since: 0 }]);
  });
});

describe('silence', () => {
  const condition = { kind: 'silence', steps: [{ level: 'blue', label: '数据中断', seconds: 120 }] } as const;

  it('[S17.6] begins after the rule’s seconds or three expected periods, whichever is longer', () => {
    expect(evaluateSilence(condition, 0, 10, 120_000)).toMatchObject({ state: 'normal' });
    expect(evaluateSilence(condition, 0, 10, 120_001)).toMatchObject({
      state: 'breach',
      level: 'blue',
      limit: 120,
      since: 0,
      value: null,
    });
    expect(evaluateSilence(condition, 0, 60, 180_000)).toMatchObject({ state: 'normal' });
    expect(evaluateSilence(condition, 0, 60, 180_001)).toMatchObject({ state: 'breach', limit: 180 });
  });

  const ladder = {
    kind: 'silence',
    steps: [
      { level: 'blue', label: '数据中断', seconds: 100 },
      { level: 'yellow', label: '数据中断 10 min', seconds: 600 },
      { level: 'orange', label: '数据中断 1 h', seconds: 3600 },
    ],
    season: { from: 'from', until: 'until', share: 'share' },
  } as const;
  const levelAfter = (seconds: number, period = 10, limits = {}, from = 0): string => {
    const verdict = evaluateSilence(ladder, from, period, from + seconds * 1000, limits);
    return verdict.state === 'breach' ? `${verdict.level} ${verdict.limit}` : verdict.state;
  };

  it('[S17.6] is one alarm whose level rises with the time it lasts', () => {
    expect([100, 101, 600, 601, 3601].map((seconds) => levelAfter(seconds))).toEqual([
      'normal',
      'blue 100',
      'blue 100',
      'yellow 600',
      'orange 3600',
    ]);
    let current: { level: Level } | undefined;
    const told: string[] = [];
    for (let second = 0; second <= 4000; second += 50)
      for (const happening of nextAlarm(current, evaluateSilence(ladder, 0, 10, second * 1000), second)) {
        told.push(`${happening.kind} ${second}`);
        if (happening.kind !== 'recovered') current = { level: happening.level };
      }
    expect(told).toEqual(['raised 150', 'level-raised 650', 'level-raised 3650']);
    expect(levelAfter(700, 300)).toBe('normal');
    expect(levelAfter(901, 300)).toBe('yellow 900');
  });

  it('[S21.2] is told sooner in the flood season, also where that goes over the turn of the year', () => {
    const summer = { from: 4, until: 9, share: 0.5 };
    const july = Date.UTC(2026, 6, 1);
    const january = Date.UTC(2026, 0, 15);
    expect(levelAfter(60, 10, summer, july)).toBe('blue 50');
    expect(levelAfter(60, 10, summer, january)).toBe('normal');
    expect(levelAfter(60, 10, { ...summer, from: 11, until: 2 }, january)).toBe('blue 50');
    // 31 March 23:59 in Shanghai and a minute later.
    const midnight = Date.UTC(2026, 2, 31, 16);
    expect(levelAfter(60, 10, summer, midnight - 61_000)).toBe('normal');
    expect(levelAfter(60, 10, summer, midnight)).toBe('blue 50');
  });

  it('is not for `evaluate`: calling it so is a bug', () => {
    const rule = { ...ruleOf({}), condition };
    expect(() => evaluate(rule, FRESH, good(0, 1), LIMITS)).toThrow('no sample is judged');
  });
});

describe('a condition in words', () => {
  it('names the limits the subject has, the delay and the deadband', () => {
    expect(describeCondition(ruleOf({ onDelay: 10, deadband: 0.02 }).condition, { second: 90 }, '%')).toBe(
      '≥ 90 %（高高限） · 持续 10 s · 回差 2 %',
    );
    expect(describeCondition(ruleOf({ kind: 'below' }).condition, LIMITS, 'm')).toBe(
      '≤ 80 m（高限）、≤ 90 m（高高限） · 回差 0 %',
    );
    expect(
      describeCondition(
        { kind: 'silence', steps: [{ level: 'blue', label: '数据中断', seconds: 120 }] },
        { silence: 180 },
        's',
      ),
    ).toBe('超过 180 s 没有数据');
  });
});

describe('a value that stands still', () => {
  const frozen = {
    kind: 'frozen',
    steps: [{ level: 'blue', label: '不变', seconds: 21_600 }],
    tolerance: 0,
    onDelay: 0,
    offDelay: 0,
  } as const;

  it('[S17.2] is a breach once the very same has been read for the seconds of the rule, and over when it moves', () => {
    const hours = (count: number) => count * 3_600_000;
    expect(evaluateFrozen(frozen, 0, hours(6) - 1).state).toBe('normal');
    expect(evaluateFrozen(frozen, 0, hours(6))).toMatchObject({
      state: 'breach',
      level: 'blue',
      value: 21_600,
      since: 0,
    });
    expect(evaluateFrozen(frozen, hours(7), hours(7)).state).toBe('normal');
  });
});

describe('what running alarms come to together', () => {
  const standing = {
    kind: 'standing',
    over: ['a', 'b'],
    label: '合成',
    // Two blue ones are a yellow one, two yellow ones an orange one.
    combine: (levels: Readonly<Record<string, readonly Level[]>>): Level | undefined => {
      const all = Object.values(levels).flat();
      const count = (level: Level) => all.filter((one) => one === level).length;
      return count('yellow') >= 2 ? 'orange' : count('yellow') > 0 || count('blue') >= 2 ? 'yellow' : all[0];
    },
  } as const;
  const judged = (levels: Readonly<Record<string, readonly Level[]>>, running?: Level): string => {
    const verdict = evaluateStanding(standing, levels, running, 5);
    return verdict.state === 'breach' ? verdict.level : verdict.state;
  };

  it('[S21.2] rings only where that is graver than each of them, and stays till together they are milder', () => {
    expect(judged({ a: ['blue'], b: [] })).toBe('normal');
    expect(judged({ a: ['blue', 'blue'], b: [] })).toBe('yellow');
    expect(judged({ a: ['yellow'], b: [] })).toBe('normal');
    expect(judged({ a: ['yellow'], b: [] }, 'yellow')).toBe('yellow');
    expect(judged({ a: ['yellow'], b: ['yellow'] }, 'yellow')).toBe('orange');
    expect(judged({ a: ['blue', 'blue'], b: [] }, 'orange')).toBe('yellow');
    expect(judged({ a: ['blue'], b: [] }, 'yellow')).toBe('normal');
    expect(judged({ a: [], b: [] }, 'yellow')).toBe('normal');
  });
});
