import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calculate, CALCULATORS, TOPICS, type Field } from './index.ts';
import { STANDARD_ROWS } from './standard-rows.ts';

const example = (key: string): Record<string, unknown> => {
  const calculator = CALCULATORS.find((one) => one.key === key);
  if (calculator === undefined) throw new Error(key);
  return Object.fromEntries(
    calculator.fields.filter(({ optional }) => !optional).map((field) => [field.key, field.example]),
  );
};

describe('calculators', () => {
  it('have keys of their own, and every topic of the interface has a page', () => {
    const keys = CALCULATORS.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    const pages = new Set(STANDARD_ROWS.map(({ topic }) => topic));
    // The check character alone is part of the page that checks the whole code.
    expect(Object.keys(TOPICS).filter((topic) => !pages.has(topic))).toEqual(['uscc_check']);
    expect(CALCULATORS.length).toBeGreaterThan(70);
  });

  it.each(CALCULATORS.map(({ key }) => key))('%s answers its own example', (key) => {
    const made = calculate(
      key,
      key === 'indicator' ? { ...example(key), deaths: 15, gdp_yi_yuan: 9875 } : example(key),
    );
    expect(made?.refused).toBeNull();
    const numbers = (made?.outputs ?? []).map(({ value }) => value).filter((value) => typeof value === 'number');
    for (const value of numbers) expect(Number.isFinite(value)).toBe(true);
    expect((made?.outputs.length ?? 0) + (made?.steps.length ?? 0)).toBeGreaterThan(0);
  });

  it('show the steps with their clause or source', () => {
    const made = calculate('gb18218', example('gb18218'));
    expect(made?.outputs).toContainEqual({ key: 'is_major_hazard', value: true, unit: '' });
    expect(made?.steps.length).toBeGreaterThan(0);
    expect(made?.steps.every(({ clause }) => clause !== '')).toBe(true);
    const plume = calculate('gaussian-plume', example('gaussian-plume'));
    expect(plume?.steps.every(({ clause, formula }) => clause !== '' && formula !== '')).toBe(true);
  });

  it('refuse what is missing or no number, and know nothing of others', () => {
    expect(calculate('lec', { L: 3, E: 6 })?.refused).toBe('后果 C没有填');
    expect(calculate('lec', { L: 3, E: 6, C: 'x' })?.refused).toBe('后果 C应为数字');
    expect(calculate('gas-hole', { ...example('gas-hole'), pressure: 90_000 })?.refused).toContain('not above ambient');
    expect(calculate('discretion', { ...example('discretion'), circumstance: '特别' })?.refused).toContain(
      '应为所列选项之一',
    );
    expect(calculate('twa', { samples: [{ c_mg_m3: '120', hours: 2 }] })?.refused).toBe('各时段应逐行填全');
    expect(calculate('astrology', {})).toBeUndefined();
  });

  const amount = fc.oneof(fc.double(), fc.double({ min: 0, max: 1000 }), fc.constantFrom(-1, 0, 1e308));
  const word = fc.oneof(
    fc.string(),
    fc.constantFrom('氯', '2026-02-30', '2026-03-18T25:00', '第一百一十四条', 'constructor'),
  );
  const typedIn = ({ kind, options, columns }: Field): fc.Arbitrary<unknown> => {
    const kinds: Readonly<Record<Field['kind'], fc.Arbitrary<unknown>>> = {
      number: amount,
      text: word,
      choice: fc.constantFrom(...options, '别的'),
      numbers: fc.array(amount),
      texts: fc.array(word),
      flag: fc.boolean(),
      rows: fc.array(fc.record(Object.fromEntries(columns.map(({ key, number }) => [key, number ? amount : word])))),
    };
    return fc.oneof({ weight: 9, arbitrary: kinds[kind] }, { weight: 1, arbitrary: fc.anything() });
  };
  it.each(CALCULATORS)('$key answers or refuses whatever is typed', ({ key, fields }) => {
    fc.assert(
      fc.property(
        fc.record(Object.fromEntries(fields.map((field) => [field.key, typedIn(field)])), { requiredKeys: [] }),
        (typed) => {
          expect(calculate(key, { ...example(key), ...typed })).toBeDefined();
        },
      ),
      { numRuns: 100 },
    );
  });
});
