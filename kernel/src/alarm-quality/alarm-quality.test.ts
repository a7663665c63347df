import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  assess,
  floodsOf,
  mostWithin,
  QUALITY_LIMITS,
  QUALITY_PARAMETERS,
  qualityLimits,
  qualityRows,
  type Annunciated,
  type Flood,
} from './index.ts';

const TEN = 600_000;
const LIMITS = QUALITY_LIMITS;

/** Word for word what the standard says, minute by minute of a coarse clock; slow on purpose. */
function floodsByDefinition(times: readonly number[], begin: number, end: number, until: number): Flood[] {
  const lately = (now: number) => times.filter((at) => at <= now && at > now - TEN);
  const floods: Flood[] = [];
  let open: { from: number; peak: number; own: number[] } | undefined;
  let counted = 0;
  for (let now = 0; now <= until + 2 * TEN; now += 1000) {
    const recent = lately(now);
    if (open === undefined && recent.length >= begin && times.includes(now)) {
      const until = times.filter((at) => at <= now);
      const own = until.slice(Math.max(counted, until.length - recent.length));
      open = { from: own[0]!, peak: recent.length, own };
    } else if (open !== undefined) {
      open.own.push(...times.filter((at) => at === now));
      open.peak = Math.max(open.peak, recent.length);
      if (recent.length < end) {
        floods.push({
          from: open.from,
          to: Math.min(now, until),
          count: open.own.length,
          peak: open.peak,
          lasting: now > until,
        });
        counted = times.filter((at) => at <= now).length;
        open = undefined;
      }
    }
  }
  return floods;
}

describe('floods', () => {
  it('are those of the definition, read second by second', () => {
    const seconds = fc.uniqueArray(fc.integer({ min: 0, max: 4000 }), { maxLength: 90 });
    fc.assert(
      fc.property(seconds, fc.integer({ min: 3, max: 12 }), fc.integer({ min: 1, max: 6 }), (drawn, begin, end) => {
        fc.pre(end < begin);
        const times = drawn.map((second) => second * 1000).sort((a, b) => a - b);
        const until = 4_100_000;
        expect(floodsOf(times, { floodBegin: begin, floodEnd: end }, until)).toEqual(
          floodsByDefinition(times, begin, end, until),
        );
      }),
      { numRuns: 150 },
    );
  });

  it('do not begin with nine alarms in ten minutes, nor with ten in exactly ten minutes', () => {
    const nine = Array.from({ length: 9 }, (_, index) => index * 1000);
    expect(floodsOf(nine, LIMITS, TEN * 9)).toEqual([]);
    expect(floodsOf([...nine, TEN], LIMITS, TEN * 9)).toEqual([]);
    expect(floodsOf([...nine, TEN - 1], LIMITS, TEN * 9)).toHaveLength(1);
  });

  it('last until fewer than five have come in ten minutes', () => {
    const burst = Array.from({ length: 10 }, (_, index) => index * 1000);
    expect(floodsOf(burst, LIMITS, TEN * 9)).toEqual([
      { from: 0, to: 5000 + TEN, count: 10, peak: 10, lasting: false },
    ]);
    expect(floodsOf(burst, LIMITS, TEN / 2)[0]).toMatchObject({ to: TEN / 2, lasting: true });
  });

  it('tells the most within any width', () => {
    const times = fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 40 });
    fc.assert(
      fc.property(times, fc.integer({ min: 1, max: 80 }), (drawn, width) => {
        const sorted = drawn.toSorted((a, b) => a - b);
        const counts = sorted.map((from) => sorted.filter((at) => at >= from && at < from + width).length);
        expect(mostWithin(sorted, width)).toBe(Math.max(0, ...counts));
      }),
    );
  });
});

const HOUR = 3_600_000;
const SPAN = { from: 0, to: 48 * HOUR };

const alarms = fc
  .array(
    fc.record({
      at: fc.integer({ min: -30 * 3600, max: 48 * 3600 }),
      lasts: fc.option(fc.integer({ min: 0, max: 40 * 3600 }), { freq: 4 }),
      answer: fc.option(fc.integer({ min: 0, max: 7200 })),
      level: fc.constantFrom('red' as const, 'orange' as const, 'yellow' as const, 'blue' as const),
      rule: fc.constantFrom('level-high', 'pressure-high'),
      subject: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'),
      retrospective: fc.boolean(),
    }),
    { maxLength: 120 },
  )
  .map((drawn) =>
    drawn
      .map(({ at, lasts, answer, ...rest }, index): Annunciated => ({
        ...rest,
        id: String(index),
        at: at * 1000,
        over: lasts === null ? null : (at + lasts) * 1000,
        answered: answer === null ? null : (at + answer) * 1000,
      }))
      .sort((a, b) => a.at - b.at),
  );

describe('figures of a position', () => {
  it('are those of a plain count', () => {
    fc.assert(
      fc.property(alarms, (drawn) => {
        const figures = assess(drawn, SPAN, LIMITS);
        const heard = drawn.filter((one) => !one.retrospective && one.at >= 0 && one.at < SPAN.to);
        expect(figures.count).toBe(heard.length);
        expect(figures.perDay).toBeCloseTo(heard.length / 2);
        expect(figures.perHour * 24).toBeCloseTo(figures.perDay);
        expect(figures.retrospective).toBe(
          drawn.filter((one) => one.retrospective && one.at >= 0 && one.at < SPAN.to).length,
        );
        for (const level of ['red', 'orange', 'yellow', 'blue'] as const)
          expect(figures.levels[level]).toBe(heard.filter((one) => one.level === level).length);
        const standing = drawn.filter((one) => one.at < SPAN.to && (one.over === null || one.over >= SPAN.to));
        expect(figures.standing).toBe(standing.length);
        expect(figures.stale).toBe(standing.filter((one) => SPAN.to - one.at > 24 * HOUR).length);
        const seconds = new Set<string>();
        for (const one of heard) {
          const burst = heard.filter(
            (other) =>
              other.rule === one.rule &&
              other.subject === one.subject &&
              other.at >= one.at &&
              other.at <= one.at + 60_000,
          );
          if (burst.length >= 3) seconds.add(`${one.rule} ${one.subject}`);
        }
        expect(figures.chattering).toBe(seconds.size);
        const fleeting = heard.filter(
          (one) =>
            !seconds.has(`${one.rule} ${one.subject}`) &&
            one.over !== null &&
            one.over - one.at <= 10_000 &&
            (one.answered === null || one.answered > one.over),
        );
        expect(figures.fleeting).toBe(fleeting.length);
        const counts = new Map<string, number>();
        for (const one of heard)
          counts.set(`${one.rule} ${one.subject}`, (counts.get(`${one.rule} ${one.subject}`) ?? 0) + 1);
        const top = [...counts.values()].sort((a, b) => b - a).slice(0, 10);
        const whole = top.reduce((sum, count) => sum + count, 0);
        expect(figures.topShare).toBe(heard.length === 0 ? null : whole / heard.length);
        const hours = new Map<number, number>();
        for (const one of heard) hours.set(Math.floor(one.at / HOUR), (hours.get(Math.floor(one.at / HOUR)) ?? 0) + 1);
        expect(figures.hoursOver).toBeCloseTo([...hours.values()].filter((count) => count > 30).length / 48);
      }),
      { numRuns: 200 },
    );
  });

  it('counts time beyond the limits within the span only, late data included', () => {
    const base = { answered: null, level: 'red', rule: 'r', subject: 's' } as const;
    const drawn = [
      { ...base, id: '1', at: -HOUR, over: HOUR, retrospective: false },
      { ...base, id: '2', at: 10 * HOUR, over: 12 * HOUR, retrospective: true },
      { ...base, id: '3', at: 47 * HOUR, over: null, retrospective: false },
    ];
    expect(assess(drawn, SPAN, LIMITS).hoursBeyond).toBeCloseTo(4);
  });

  it('names what makes a source a nuisance, the most frequent first', () => {
    const base = { answered: null, level: 'yellow', retrospective: false } as const;
    const chattering = [0, 20, 40, 50].map((second, index) => ({
      ...base,
      id: `c${index}`,
      rule: 'level-high',
      subject: 'a',
      at: HOUR + second * 1000,
      over: HOUR + second * 1000 + 2000,
    }));
    const fleeting = { ...base, id: 'f', rule: 'toxic', subject: 'b', at: 3 * HOUR, over: 3 * HOUR + 4000 };
    const stale = { ...base, id: 's', rule: 'silence', subject: 'c', at: 4 * HOUR, over: null };
    const figures = assess([...chattering, fleeting, stale], SPAN, LIMITS);
    expect(figures.sources.map(({ subject, count, nuisances }) => [subject, count, ...nuisances])).toEqual([
      ['a', 4, 'frequent', 'chattering'],
      ['c', 1, 'stale'],
      ['b', 1, 'fleeting'],
    ]);
  });
});

describe('the report', () => {
  it('judges every measure by its parameter and names the clause', () => {
    const base = { answered: null, rule: 'r', subject: 's', over: null, retrospective: false } as const;
    const flooded = Array.from({ length: 20 }, (_, index) => ({
      ...base,
      id: String(index),
      at: index * 1000,
      level: 'red' as const,
    }));
    const rows = qualityRows(assess(flooded, SPAN, LIMITS), LIMITS, 48);
    const of = (key: string) => rows.find((row) => row.key === key)!;
    expect(of('peakTen')).toMatchObject({ value: 20, met: false, clause: '16.5.2', target: '≤ 10' });
    expect(of('perTen')).toMatchObject({ met: true, numerator: 20, denominator: 288 });
    expect(of('priority')).toMatchObject({ value: 100, met: false });
    expect(of('flood').value).toBeGreaterThan(0);
    expect(of('stale')).toMatchObject({ value: 20, met: false });
    expect(of('acknowledge')).toMatchObject({ value: null, met: null });
    const wider = qualityLimits((key) => (key === 'alarm.quality.peakTen' ? 25 : 1));
    expect(qualityRows(assess(flooded, SPAN, LIMITS), wider, 48).find(({ key }) => key === 'peakTen')?.met).toBe(true);
  });

  it('judges nothing that was observed too shortly, and means nothing over less than a period', () => {
    const one = { answered: null, rule: 'r', subject: 's', over: null, retrospective: false, level: 'red' } as const;
    const observed = (hours: number) => {
      const alarms = [{ ...one, id: '1', at: 1000 }];
      return qualityRows(assess(alarms, { from: 0, to: hours * HOUR }, LIMITS), LIMITS, hours);
    };
    const hour = observed(1);
    expect(hour.filter(({ met }) => met !== null)).toEqual([]);
    expect(hour.find(({ key }) => key === 'perHour')?.value).toBe(1);
    expect(hour.find(({ key }) => key === 'perDay')?.value).toBeNull();
    expect(observed(24).find(({ key }) => key === 'perDay')).toMatchObject({ value: 1, met: true });
    expect(observed(0).filter(({ value }) => value !== null)).toEqual([]);
  });

  it('has a parameter with a clause for every number of the standard', () => {
    expect(QUALITY_PARAMETERS.every(({ source }) => /18\.2-2009 16\.5\.\d/.test(source) || source === '平台初值')).toBe(
      true,
    );
    expect(LIMITS).toMatchObject({ floodBegin: 10, floodEnd: 5, staleHours: 24, topShare: 0.05 });
  });

  it('leaves shares unknown where nothing rang', () => {
    const rows = qualityRows(assess([], SPAN, LIMITS), LIMITS, 48);
    expect(rows.filter(({ value }) => value === null).map(({ key }) => key)).toEqual([
      'top10',
      'priority',
      'acknowledge',
    ]);
  });
});
