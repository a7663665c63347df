import { describe, expect, it } from 'vitest';
import { figureOf, NAMED_MISSING, type Indicator } from './index.ts';

const SHARE: Indicator = {
  key: 'online',
  label: '在线率',
  labelEn: 'Online',
  numerator: '在线',
  numeratorEn: 'online',
  denominator: '应在线',
  denominatorEn: 'to be online',
  unit: '%',
  unitEn: '%',
  days: 0,
  target: 95,
  better: 'higher',
};
const absent = (n: number) => Array.from({ length: n }, (_, i) => ({ id: String(i), name: String(i), href: null }));

describe('an indicator', () => {
  it('is a share in per cent with its target and who is missing', () => {
    expect(figureOf(SHARE, { numerator: 19, denominator: 20, missing: absent(1) })).toEqual({
      key: 'online',
      numerator: 19,
      denominator: 20,
      value: 95,
      met: true,
      missing: absent(1),
      missingTotal: 1,
    });
    expect(figureOf(SHARE, { numerator: 18, denominator: 20, missing: [] }).met).toBe(false);
  });

  it('has no value without a denominator or without records, and then meets and misses nothing', () => {
    expect(figureOf(SHARE, { numerator: 0, denominator: 0, missing: [] })).toMatchObject({ value: null, met: null });
    expect(figureOf(SHARE, { numerator: null, denominator: 5, missing: [] })).toMatchObject({ value: null, met: null });
    expect(figureOf(SHARE, { numerator: 0, denominator: 5, missing: [] })).toMatchObject({ value: 0, met: false });
  });

  it('may be a mean in a unit of its own, better when lower, or a sum', () => {
    const mean: Indicator = { ...SHARE, unit: 'min', target: 30, better: 'lower' };
    expect(figureOf(mean, { numerator: 90, denominator: 4, missing: [] })).toMatchObject({ value: 22.5, met: true });
    const sum: Indicator = { ...mean, denominator: null, target: null };
    expect(figureOf(sum, { numerator: 7, denominator: null, missing: [] })).toMatchObject({ value: 7, met: null });
  });

  it('names a hundred of the missing and counts all', () => {
    const figure = figureOf(SHARE, { numerator: 1, denominator: 251, missing: absent(250) });
    expect([figure.missing.length, figure.missingTotal]).toEqual([NAMED_MISSING, 250]);
  });
});
