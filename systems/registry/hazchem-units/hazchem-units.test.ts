import { substance as standardSubstance } from '@anlan/domain/major-hazard';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentOf, findSubstances, HAZARD_CLASSES, LISTS, PROCESSES, substanceOf, SUBSTANCES } from './index.ts';

const INITIALS: Readonly<Record<string, string>> = { 氯: 'l', 液氯: 'yl', 氨: 'a', 液氨: 'ya' };
const initials = (name: string) => INITIALS[name] ?? '';
const first = (text: string) => findSubstances(text, initials)[0]?.name;

/** CAS check digit: the digits before it weighted from the right. */
function casHolds(cas: string): boolean {
  const digits = cas.replaceAll('-', '');
  const sum = Array.from(digits.slice(0, -1))
    .toReversed()
    .reduce((total, digit, index) => total + Number(digit) * (index + 1), 0);
  return sum % 10 === Number(digits.at(-1));
}

describe('the register of substances', () => {
  it('[S02.1] holds every substance once, with CAS numbers whose check digits hold', () => {
    expect(new Set(SUBSTANCES.map(({ key }) => key)).size).toBe(SUBSTANCES.length);
    expect(SUBSTANCES.length).toBeGreaterThan(140);
    expect(SUBSTANCES.flatMap(({ cas }) => cas).filter((cas) => !casHolds(cas))).toEqual([]);
    expect(SUBSTANCES.filter(({ un }) => un !== '' && !/^\d{4}$/.test(un))).toEqual([]);
  });

  it('is found by the standard wherever it says so', () => {
    const lost = SUBSTANCES.filter(({ hazard }) => hazard !== null && 'ok' in standardSubstance(hazard));
    expect(lost.map(({ name }) => name)).toEqual([]);
  });

  it('knows the 74 key-supervised chemicals, 18 processes, and no CAS number of a list is unknown', () => {
    expect(LISTS.supervisedFirst.cas).toHaveLength(61);
    expect(new Set(LISTS.supervisedSecond.cas).size).toBe(14);
    expect(PROCESSES).toHaveLength(18);
    const known = new Set(SUBSTANCES.flatMap(({ cas }) => cas));
    for (const { cas, label } of Object.values(LISTS))
      for (const number of cas) expect(known.has(number), `${label} ${number}`).toBe(true);
    expect(substanceOf('7782-50-5')?.lists).toEqual(['supervisedFirst', 'highlyToxic']);
  });

  it('[S02.3] is searched by name, alias, CAS, UN number, English and pinyin', () => {
    for (const text of ['氯', '液氯', '7782-50-5', '1017', 'UN1017', 'chlorine', 'yl'])
      expect(first(text), text).toBe('氯');
    expect(first('双氧水')).toBe('过氧化氢溶液(含量>8%)');
    expect(findSubstances('没有这种东西', initials)).toEqual([]);
  });

  it('gives every substance one of the classes', () => {
    const kinds = new Set(HAZARD_CLASSES.map(({ value }) => value));
    for (const { kind } of SUBSTANCES) expect(kinds.has(kind)).toBe(true);
  });
});

describe('the present content', () => {
  const facts = { designQuantity: 100, actualQuantity: 40, volume: 100, density: 0.8, level: null };

  it('[S02.1] is measured where a sensor tells it, then declared, then the design maximum', () => {
    const level = { at: 7, value: 50, stale: false };
    expect(contentOf({ ...facts, level })).toEqual({ tonnes: 40, source: 'sensor', at: 7, stale: false });
    expect(contentOf({ ...facts, level, density: null })).toMatchObject({ tonnes: 40, source: 'declared' });
    expect(contentOf({ ...facts, actualQuantity: null })).toMatchObject({ tonnes: 100, source: 'design' });
  });

  it('rises with the level and stays within the tank', () => {
    const at = (value: number) => contentOf({ ...facts, level: { at: 0, value, stale: false } }).tonnes;
    fc.assert(
      fc.property(
        fc.double({ min: -20, max: 120, noNaN: true }),
        fc.double({ min: 0, max: 50, noNaN: true }),
        (low, more) => {
          expect(at(low + more)).toBeGreaterThanOrEqual(at(low));
          expect(at(low)).toBeGreaterThanOrEqual(0);
          expect(at(low)).toBeLessThanOrEqual(80);
        },
      ),
    );
  });
});
