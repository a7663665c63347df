import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRefusal } from '../refusal/index.ts';
import {
  checkModel,
  defineGrading,
  explain,
  grade,
  hashOf,
  modelOn,
  type Fact,
  type Facts,
  type Grading,
} from './index.ts';

const AT = Date.parse('2026-06-30T00:00:00+08:00');
const fact = (value: Fact['value'], at = AT - 1000): Fact => ({
  value,
  at,
  source: { kind: 'case', label: '事项台账' },
});

const model = defineGrading({
  key: 'example',
  version: '2026.1',
  from: '2026-01-01',
  label: '示例评级',
  labelEn: 'Example',
  source: '测试',
  factors: [
    {
      key: 'overdue',
      label: '逾期率',
      labelEn: 'Late',
      full: 40,
      fact: 'overdue',
      unit: '%',
      rule: { kind: 'line', best: 0, worst: 20 },
      unknown: 'left-out',
    },
    {
      key: 'deaths',
      label: '事故',
      labelEn: 'Accidents',
      full: 30,
      fact: 'accidents',
      rule: { kind: 'deduct', each: 10 },
      unknown: 30,
    },
    {
      key: 'training',
      label: '培训',
      labelEn: 'Training',
      full: 20,
      fact: 'training',
      rule: {
        kind: 'steps',
        steps: [
          { from: 90, points: 20 },
          { from: 60, points: 10 },
        ],
        below: 0,
      },
      unknown: 0,
    },
    {
      key: 'insured',
      label: '安责险',
      labelEn: 'Insured',
      full: 10,
      fact: 'insured',
      rule: { kind: 'yes-no', yes: 10, no: 0 },
      unknown: 0,
    },
  ],
  bands: [
    { from: 90, level: 'A', label: 'A 级', labelEn: 'A' },
    { from: 75, level: 'B', label: 'B 级', labelEn: 'B' },
    { from: 60, level: 'C', label: 'C 级', labelEn: 'C' },
    { from: 0, level: 'D', label: 'D 级', labelEn: 'D' },
  ],
  vetoes: [
    { key: 'concealed', label: '瞒报', labelEn: 'Concealed', fact: 'concealed', when: { op: 'is', value: true } },
    {
      key: 'late',
      label: '重大隐患逾期',
      labelEn: 'Major late',
      fact: 'majorLate',
      when: { op: 'at-least', value: 1 },
      level: 'C',
    },
  ],
  effects: { D: [{ kind: 'inspection-weight', label: '检查权重', value: 2 }] },
});

const graded = (facts: Facts, at = AT): Grading => {
  const result = grade(model, facts, at);
  if (isRefusal(result)) throw new Error(result.refused);
  return result;
};

const facts: fc.Arbitrary<Facts> = fc.record(
  {
    overdue: fc.double({ min: 0, max: 100, noNaN: true }).map((value) => fact(value)),
    accidents: fc.nat(6).map((value) => fact(value)),
    training: fc.double({ min: 0, max: 100, noNaN: true }).map((value) => fact(value)),
    insured: fc.boolean().map((value) => fact(value)),
    concealed: fc.boolean().map((value) => fact(value)),
    majorLate: fc.nat(2).map((value) => fact(value)),
  },
  { requiredKeys: [] },
);

describe('a grading', () => {
  it('names the fact behind every point and says what follows', () => {
    const result = graded({ overdue: fact(5), accidents: fact(1), training: fact(92), insured: fact(true) });
    expect(result.lines.map(({ points }) => points)).toEqual([30, 20, 20, 10]);
    expect(result).toMatchObject({ score: 80, level: 'B', effects: [] });
    expect(result.lines[0]).toMatchObject({
      fact: { key: 'overdue', known: { value: 5, source: { label: '事项台账' } } },
    });
    expect(explain(result).at(-1)).toBe('80 ÷ 100 × 100 = 80 分，B 级');
    expect(explain(result)[0]).toContain('30/40');
  });

  it('leaves out what is not known, or counts it as the model says', () => {
    const result = graded({ insured: fact(true) });
    expect(result.lines[0]).toMatchObject({ leftOut: true, points: 0 });
    expect(result).toMatchObject({ points: 40, full: 60, score: 66.666667, level: 'C' });
  });

  it('puts the level of a veto whatever the points, the worst of several', () => {
    const best = { overdue: fact(0), accidents: fact(0), training: fact(100), insured: fact(true) };
    expect(graded({ ...best, majorLate: fact(1) })).toMatchObject({ score: 100, byPoints: 'A', level: 'C' });
    const worst = graded({ ...best, majorLate: fact(1), concealed: fact(true) });
    expect(worst).toMatchObject({ level: 'D', effects: [{ kind: 'inspection-weight', value: 2 }] });
    expect(worst.vetoes.map(({ veto }) => veto)).toEqual(['concealed', 'late']);
  });

  it('refuses a fact of the wrong kind, a day before the model, and a model of which nothing is known', () => {
    expect(grade(model, { overdue: fact('viel') }, AT)).toMatchObject({ refused: 'grading-fact-kind' });
    expect(grade(model, {}, Date.parse('2025-12-31T12:00:00+08:00'))).toMatchObject({ refused: 'grading-model-later' });
    const strict = { ...model, factors: [{ ...model.factors[0]!, unknown: 'left-out' as const }] };
    expect(grade(strict, {}, AT)).toMatchObject({ refused: 'grading-no-facts' });
  });

  it('is the same for the same facts, in whatever order they come', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const turned = Object.fromEntries(Object.entries(given).toReversed());
        expect(hashOf(graded(turned))).toBe(hashOf(graded(given)));
        expect(hashOf(JSON.parse(JSON.stringify(graded(given))) as Grading)).toBe(hashOf(graded(given)));
      }),
    );
  });

  it('never goes beyond 0…100, and its points are those of its lines', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const result = graded(given);
        expect(result.score).toBeGreaterThanOrEqual(0);
        expect(result.score).toBeLessThanOrEqual(100);
        const sum = result.lines.reduce((total, line) => total + line.points, 0);
        expect(result.points).toBeCloseTo(sum, 5);
        for (const line of result.lines) expect(line.points).toBeLessThanOrEqual(line.full);
        const order = model.bands.map(({ level }) => level);
        expect(order.indexOf(result.level)).toBeGreaterThanOrEqual(order.indexOf(result.byPoints));
      }),
    );
  });

  it('is not better where the rate is worse', () => {
    const rate = fc.double({ min: 0, max: 100, noNaN: true });
    fc.assert(
      fc.property(facts, rate, rate, (given, one, other) => {
        const [low, high] = one < other ? [one, other] : [other, one];
        const at = (value: number) => graded({ ...given, overdue: fact(value) }).score;
        expect(at(high)).toBeLessThanOrEqual(at(low));
      }),
    );
  });

  it('does not know yet on a day what was observed after it', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const later = { ...given, overdue: fact(100, AT + 1), concealed: fact(true, AT + 1) };
        const { overdue: _, concealed: __, ...rest } = given;
        expect(hashOf(graded(later))).toBe(hashOf(graded(rest)));
      }),
    );
  });
});

describe('a model', () => {
  it('is the one in force on the day, a later version not before its day', () => {
    const next = { ...model, version: '2026.2', from: '2026-07-01' };
    expect(modelOn([next, model], 'example', '2026-06-30')?.version).toBe('2026.1');
    expect(modelOn([next, model], 'example', '2026-07-01')?.version).toBe('2026.2');
    expect(modelOn([next, model], 'example', '2025-12-31')).toBeUndefined();
    expect(modelOn([model], 'other', '2026-06-30')).toBeUndefined();
  });

  it('is checked: bands in order, points within the mark, levels that exist', () => {
    expect(checkModel(model)).toEqual([]);
    const wrong = {
      ...model,
      bands: [model.bands[1]!, model.bands[0]!],
      vetoes: [{ ...model.vetoes[0]!, level: 'Z' }],
      effects: { Q: [] },
      factors: [{ ...model.factors[0]!, full: 10, unknown: 12 }],
    };
    expect(checkModel(wrong)).toEqual([
      'the last band must begin at 0',
      'band B is not above the next',
      'overdue gives points beyond 0…full',
      'veto concealed names unknown level',
      'effects of unknown level Q',
    ]);
  });
});
