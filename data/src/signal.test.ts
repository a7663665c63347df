import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  demonstrationCity,
  excursionAt,
  faultAt,
  FAULTS,
  samplesAt,
  signal,
  type FaultKey,
  type Point,
  type SignalModel,
} from './index.ts';

const city = demonstrationCity('anlan', '2026-01-01');
const NOON = Date.parse('2026-03-01T04:00:00Z');
const scale = { low: 0, high: 1000, precision: 0.1, period: 60 };
const every: readonly SignalModel[] = [
  { ...scale, form: 'ou', params: { m: 20, sd: 2, tau: 600 } },
  { ...scale, form: 'saw', params: { lo: 20, hi: 80, hours: 6, sd: 0 } },
  { ...scale, form: 'lognormal', params: { m: 3, s: 0.5, tau: 600 } },
  { ...scale, form: 'count', params: { lam: 4 } },
  { ...scale, form: 'walk', params: { m: 100, sd: 1, drift: 0.02, noise: 0.5 } },
  { ...scale, form: 'wind', params: { m: 2.4 } },
  { ...scale, form: 'winddir', params: { m: 90 } },
  { ...scale, form: 'rain', params: { wet: 0.2, mean: 2 } },
  { ...scale, form: 'flag', params: { p: 0.01, dwell: 600, invert: true } },
  { ...scale, form: 'batch', params: { on: 25, off: 40, m: 80 } },
  { ...scale, form: 'shift', params: { day: 100, night: 20 } },
  { ...scale, form: 'traffic', params: { base: 300, am: 2600, pm: 2400 } },
  { ...scale, form: 'const', params: { v: 7 } },
];
const series = (model: SignalModel, hours: number) =>
  Array.from({ length: hours * 60 }, (_, i) => signal(model, 'seed', NOON + i * 60_000));
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('signal models', () => {
  it.each(every)('$form: the same seed and time give the same value within the range, on the resolution', (model) => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 0, max: 4e12 }), (seed, t) => {
        const value = signal(model, seed, t);
        expect(value).toBe(signal(model, seed, t));
        expect(value).toBeGreaterThanOrEqual(model.low);
        expect(value).toBeLessThanOrEqual(model.high);
        expect(Math.abs(value / model.precision - Math.round(value / model.precision))).toBeLessThan(1e-6);
      }),
    );
  });

  it('keep their parameters: mean and spread of ou, span of saw, mean of count and wind', () => {
    const [ou, saw, , count, , wind] = every.map((model) => series(model, 400));
    expect(mean(ou ?? [])).toBeCloseTo(20, 0);
    const sd = Math.sqrt(mean((ou ?? []).map((value) => (value - 20) ** 2)));
    expect(sd).toBeGreaterThan(1.6);
    expect(sd).toBeLessThan(2.4);
    expect([Math.min(...(saw ?? [])), Math.max(...(saw ?? []))].map(Math.round)).toEqual([20, 80]);
    expect(mean(count ?? [])).toBeCloseTo(4, 0);
    expect(mean(wind ?? [])).toBeGreaterThan(1.9);
    expect(mean(wind ?? [])).toBeLessThan(2.9);
  });

  it('move smoothly: a tank level changes by less than a quarter of a percent in ten seconds', () => {
    const level = city.points.find((point) => point.kind === 'level') as Point;
    const quiet = { ...level.model, excursions: [] } as SignalModel;
    for (let t = NOON; t < NOON + 86_400_000; t += 10_000) {
      expect(Math.abs(signal(quiet, level.id, t + 10_000) - signal(quiet, level.id, t))).toBeLessThan(0.25);
    }
  });

  it('seldom breach a limit by themselves, but do so somewhere in the city on any day', () => {
    const breaches = (t: number) =>
      city.points.filter(({ limits, model, id }) => {
        const value = signal(model, id, t);
        return value >= (limits.first ?? limits.H ?? Infinity) || value <= (limits.L ?? -Infinity);
      }).length;
    const counts = Array.from({ length: 144 }, (_, i) => breaches(NOON + i * 600_000));
    expect(Math.max(...counts)).toBeLessThan(20);
    expect(counts.filter((count) => count > 0).length).toBeGreaterThan(10);
  });

  it('let an excursion be raised by hand: it reaches its value and goes back', () => {
    const at = (minute: number) => excursionAt({ to: 92 }, NOON, 60, 50, NOON + minute * 60_000);
    expect([at(-1), at(30), at(61)]).toEqual([50, 92, 50]);
  });
});

describe('faults', () => {
  const point = { valueAt: (t: number) => 50 + ((t / 60_000) % 10), low: 0, high: 100 };
  const fault = (key: FaultKey) => ({ key, from: NOON, to: NOON + 3_600_000, seed: 3 });
  const at = NOON + 600_000;
  const value = (key: FaultKey) => samplesAt(point, fault(key), at)[0]?.value;

  it('do what the catalogue says', () => {
    expect(samplesAt(point, undefined, at)).toEqual([{ at, arrivesAt: at, value: point.valueAt(at), quality: 'good' }]);
    expect(samplesAt(point, fault('gap'), at)).toEqual([]);
    expect(samplesAt(point, fault('duplicate'), at).length).toBe(2);
    expect(value('frozen')).toBe(point.valueAt(NOON));
    expect(value('zero')).toBe(0);
    expect(value('saturate')).toBe(100);
    expect(Math.abs((value('spike') ?? 0) - point.valueAt(at))).toBeGreaterThanOrEqual(10);
    expect(samplesAt(point, fault('late'), at)[0]?.arrivesAt).toBe(NOON + 3_600_000);
    expect(samplesAt(point, fault('calibration'), at)[0]?.quality).toBe('calibration');
    expect(samplesAt(point, fault('clock-skew'), at)[0]?.at).not.toBe(at);
  });

  it('occur about as often as stated, and only within their time', () => {
    const found = Array.from({ length: 4000 }, (_, i) => ({ i, fault: faultAt(`p${i}`, NOON) }));
    const active = found.filter((item) => item.fault !== undefined);
    expect(active.length).toBeGreaterThan(10);
    expect(active.length).toBeLessThan(200);
    for (const { fault: active_ } of active) {
      expect(FAULTS).toHaveProperty(active_?.key ?? '');
      expect(active_?.from).toBeLessThanOrEqual(NOON);
      expect(active_?.to).toBeGreaterThan(NOON);
    }
  });
});
