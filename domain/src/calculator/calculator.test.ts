import { describe, expect, it } from 'vitest';
import { calculate, CALCULATORS, TOPICS } from './index.ts';
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
    expect(calculate('astrology', {})).toBeUndefined();
  });
});
