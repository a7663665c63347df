import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answer } from '../working/index.ts';
import {
  alarmLimit,
  CHEMICAL_LIMITS,
  chemicalLimits,
  dailyReduction,
  dustLimits,
  exposureClass,
  handVibration,
  heat,
  impulseLimit,
  milligrams,
  mixture,
  noiseDay,
  noiseHours,
  noiseWeek,
  peaks,
  sampleStatistics,
  stel,
  twa,
  weeklyReduction,
  weeklyTwa,
} from './index.ts';

function resultOf<R>(answer: Answer<R>): R {
  if (!answer.ok) throw new Error(answer.reason);
  return answer.result;
}

describe('averages (GBZ 2.1-2019)', () => {
  it('gives the toluene example', () => {
    const samples = [
      { concentration: 120, hours: 2 },
      { concentration: 40, hours: 4 },
      { concentration: 10, hours: 2 },
    ];
    expect(resultOf(twa(samples, 50))).toEqual({ value: 52.5, exceeds: true });
  });

  it('divides by eight hours whatever the shift', () => {
    expect(resultOf(twa([{ concentration: 100, hours: 4 }], 50))).toEqual({ value: 50, exceeds: false });
    expect(resultOf(twa([{ concentration: 50, hours: 12 }])).value).toBe(75);
    expect(resultOf(weeklyTwa([{ concentration: 40, hours: 50 }])).value).toBe(50);
  });

  it('averages short exposure over fifteen minutes', () => {
    expect(resultOf(stel([{ concentration: 9, minutes: 10 }], 6))).toEqual({ value: 6, exceeds: false });
    expect(stel([{ concentration: 9, minutes: 16 }]).ok).toBe(false);
  });

  it('refuses no samples, negative concentrations and days of more than 24 hours', () => {
    expect(twa([]).ok).toBe(false);
    expect(twa([{ concentration: -1, hours: 8 }]).ok).toBe(false);
    expect(twa([{ concentration: 1, hours: 25 }]).ok).toBe(false);
  });

  it('lies between the least and the most of an eight-hour day', () => {
    const sample = fc.double({ min: 0, max: 1000, noNaN: true });
    fc.assert(
      fc.property(fc.array(sample, { minLength: 1, maxLength: 8 }), (values) => {
        const { value } = resultOf(twa(values.map((concentration) => ({ concentration, hours: 8 / values.length }))));
        expect(value).toBeGreaterThanOrEqual(Math.min(...values) - 1e-9);
        expect(value).toBeLessThanOrEqual(Math.max(...values) + 1e-9);
      }),
    );
  });
});

describe('peaks', () => {
  const peak = (concentration: number, startMinute: number, minutes = 15) => ({ concentration, startMinute, minutes });

  it('allows four short excursions an hour apart', () => {
    expect(
      resultOf(
        peaks(
          [0, 75, 150, 225].map((start) => peak(45, start)),
          10,
          10,
        ),
      ).complies,
    ).toBe(true);
  });

  it('names each rule that is broken', () => {
    expect(resultOf(peaks([peak(60, 0, 20), peak(40, 30)], 11, 10)).because).toHaveLength(4);
    expect(
      resultOf(
        peaks(
          [0, 75, 150, 225, 300].map((start) => peak(35, start)),
          10,
          10,
        ),
      ).because,
    ).toHaveLength(1);
  });
});

it('adds the shares of a mixture', () => {
  const mix = [
    { name: '苯', concentration: 1, limit: 3 },
    { name: '甲苯', concentration: 20, limit: 50 },
    { name: '二甲苯', concentration: 15, limit: 50 },
  ];
  expect(resultOf(mixture(mix)).ratio).toBeCloseTo(1.0333, 4);
  expect(resultOf(mixture(mix)).exceeds).toBe(true);
  expect(resultOf(mixture(mix.slice(1))).exceeds).toBe(false);
  expect(mixture([{ name: '苯', concentration: 1, limit: 0 }]).ok).toBe(false);
});

describe('longer shifts', () => {
  it('reduces the limit of a twelve-hour day to half and leaves eight hours alone', () => {
    expect(resultOf(dailyReduction(50, 12))).toEqual({ factor: 0.5, adjusted: 25 });
    expect(resultOf(dailyReduction(50, 8)).factor).toBe(1);
    expect(resultOf(dailyReduction(50, 6)).factor).toBe(1);
    expect(resultOf(weeklyReduction(50, 60)).factor).toBeCloseTo(0.5625, 12);
    expect(dailyReduction(50, 24).ok).toBe(false);
  });

  it('never grows with the hours', () => {
    const hours = fc.double({ min: 0.1, max: 23.9, noNaN: true });
    fc.assert(
      fc.property(hours, hours, (a, b) => {
        expect(resultOf(dailyReduction(1, Math.max(a, b))).factor).toBeLessThanOrEqual(
          resultOf(dailyReduction(1, Math.min(a, b))).factor,
        );
      }),
    );
  });
});

describe('noise (GBZ 2.2-2007)', () => {
  it.each([
    [85, 8, 85],
    [88, 4, 84.9897],
    [91, 2, 84.9794],
    [90, 12, 91.7609],
  ])('%d dB(A) for %d h is %d', (level, hours, expected) => {
    expect(resultOf(noiseDay(level, hours)).level).toBeCloseTo(expected, 4);
  });

  it('exceeds beyond 85, not at it', () => {
    expect(resultOf(noiseDay(85, 8)).exceeds).toBe(false);
    expect(resultOf(noiseDay(85, 8.1)).exceeds).toBe(true);
    expect(noiseDay(85, 0).ok).toBe(false);
  });

  it('averages the week over five days', () => {
    expect(resultOf(noiseWeek([85, 85, 85, 85, 85])).level).toBeCloseTo(85, 10);
    expect(resultOf(noiseWeek([88, 88])).level).toBeCloseTo(84.0206, 4);
    expect(noiseWeek([]).ok).toBe(false);
  });

  it('halves the time for each 3 dB and limits impulses by their number', () => {
    expect(noiseHours(88)).toBeCloseTo(4.01, 2);
    expect([100, 101, 10_000, 10_001].map(impulseLimit)).toEqual([140, 130, 120, undefined]);
  });
});

it('judges heat by labour and time', () => {
  expect(resultOf(heat({ wetBulb: 26, globe: 34 }, 'Ⅲ', 80))).toMatchObject({ limit: 26, exceeds: true });
  expect(resultOf(heat({ wetBulb: 20, globe: 30, airInSun: 30 }, 'Ⅰ', 25, 31))).toMatchObject({
    wbgt: 23,
    limit: 34,
    exceeds: false,
  });
});

it('normalises vibration to four hours', () => {
  expect(resultOf(handVibration(5, 4))).toEqual({ a4: 5, exceeds: false });
  expect(resultOf(handVibration(5, 8)).exceeds).toBe(true);
});

it('turns ppm into mg/m³', () => {
  // Carbon monoxide 20 ppm at 20 °C and at 25 °C.
  expect(resultOf(milligrams(20, 28.01, 20)).value).toBeCloseTo(23.302, 3);
  expect(resultOf(milligrams(20, 28.01)).value).toBeCloseTo((20 * 28.01) / 24.45, 2);
  expect(milligrams(-1, 28).ok).toBe(false);
});

it('puts exposure into classes', () => {
  expect([0.5, 1, 10, 50, 100, 101].map((value) => exposureClass(value, 100))).toEqual(['0', '0', 'Ⅰ', 'Ⅱ', 'Ⅲ', 'Ⅳ']);
  expect(exposureClass(1, 0)).toBeUndefined();
});

it('describes repeated samples by a lognormal', () => {
  const statistics = resultOf(sampleStatistics([1, 10, 100], 10));
  expect(statistics.geometricMean).toBeCloseTo(10, 12);
  expect(statistics.geometricDeviation).toBeCloseTo(10, 12);
  expect(statistics.percentile95).toBeCloseTo(10 * 10 ** 1.6449, 6);
  expect(statistics.exceedance).toBeCloseTo(0.5, 6);
  expect(sampleStatistics([1, 2], 10).ok).toBe(false);
  expect(sampleStatistics([1, 0, 2], 10).ok).toBe(false);
});

describe('limits', () => {
  it('finds chemicals by name, bare name and CAS number', () => {
    expect(chemicalLimits('苯')[0]).toMatchObject({ twa: 3, stel: 6 });
    expect(chemicalLimits('7664-41-7')[0]).toMatchObject({ name: '氨', twa: 20, stel: 30 });
    expect(chemicalLimits('不存在')).toEqual([]);
    expect(dustLimits('电焊烟尘')[0]).toMatchObject({ total: 4 });
  });

  it('takes MAC before PC-TWA before PC-STEL for alarms', () => {
    expect(alarmLimit({ ...(CHEMICAL_LIMITS[0] as (typeof CHEMICAL_LIMITS)[number]), mac: 1, twa: 2, stel: 3 })).toBe(
      1,
    );
    expect(
      alarmLimit({ ...(CHEMICAL_LIMITS[0] as (typeof CHEMICAL_LIMITS)[number]), mac: null, twa: 2, stel: 3 }),
    ).toBe(2);
  });

  it('gives every chemical a limit, and no average above its short-term limit', () => {
    for (const row of CHEMICAL_LIMITS) {
      expect(alarmLimit(row), row.name).not.toBeNull();
      if (row.twa !== null && row.stel !== null) expect(row.twa, row.name).toBeLessThanOrEqual(row.stel);
    }
  });
});
