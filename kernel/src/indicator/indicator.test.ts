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
/** Observed for years. */
const ALL = { since: 0, now: 1e12, judgeHours: 24 };
const absent = (n: number) => Array.from({ length: n }, (_, i) => ({ id: String(i), name: String(i), href: null }));

describe('an indicator', () => {
  it('is a share in per cent with its target and who is missing', () => {
    expect(figureOf(SHARE, { numerator: 19, denominator: 20, missing: absent(1) }, ALL)).toEqual({
      key: 'online',
      numerator: 19,
      denominator: 20,
      value: 95,
      met: true,
      observedFrom: null,
      missing: absent(1),
      missingTotal: 1,
    });
    expect(figureOf(SHARE, { numerator: 18, denominator: 20, missing: [] }, ALL).met).toBe(false);
  });

  it('has no value without a denominator or without records, and then meets and misses nothing', () => {
    expect(figureOf(SHARE, { numerator: 0, denominator: 0, missing: [] }, ALL)).toMatchObject({
      value: null,
      met: null,
    });
    expect(figureOf(SHARE, { numerator: null, denominator: 5, missing: [] }, ALL)).toMatchObject({
      value: null,
      met: null,
    });
    expect(figureOf(SHARE, { numerator: 0, denominator: 5, missing: [] }, ALL)).toMatchObject({ value: 0, met: false });
  });

  it('may be a mean in a unit of its own, better when lower, or a sum', () => {
    const mean: Indicator = { ...SHARE, unit: 'min', target: 30, better: 'lower' };
    expect(figureOf(mean, { numerator: 90, denominator: 4, missing: [] }, ALL)).toMatchObject({
      value: 22.5,
      met: true,
    });
    const sum: Indicator = { ...mean, denominator: null, target: null };
    expect(figureOf(sum, { numerator: 7, denominator: null, missing: [] }, ALL)).toMatchObject({ value: 7, met: null });
  });

  it('names a hundred of the missing and counts all', () => {
    const figure = figureOf(SHARE, { numerator: 1, denominator: 251, missing: absent(250) }, ALL);
    expect([figure.missing.length, figure.missingTotal]).toEqual([NAMED_MISSING, 250]);
  });

  it('says since when it is observed where that is a part of its days, and judges nothing below a day of it', () => {
    const HOUR = 3_600_000;
    const now = 1e12;
    const month: Indicator = { ...SHARE, days: 30 };
    const counted = { numerator: 19, denominator: 20, missing: [] };
    const watched = (hours: number) => ({ since: now - hours * HOUR, now, judgeHours: 24 });
    expect(figureOf(month, counted, watched(23))).toMatchObject({
      value: 95,
      met: null,
      observedFrom: now - 23 * HOUR,
    });
    expect(figureOf(month, counted, watched(24))).toMatchObject({ met: true, observedFrom: now - 24 * HOUR });
    expect(figureOf(month, counted, watched(30 * 24))).toMatchObject({ met: true, observedFrom: null });
    expect(figureOf(month, counted, { ...watched(0), since: Infinity })).toMatchObject({
      met: null,
      observedFrom: now,
    });
    // What stands now, and what people record, does not ask since when.
    expect(figureOf(SHARE, counted, watched(0))).toMatchObject({ met: true, observedFrom: null });
    expect(figureOf({ ...month, recorded: true }, counted, watched(0))).toMatchObject({
      met: true,
      observedFrom: null,
    });
  });
});
