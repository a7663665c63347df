import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allowedFrequency, delayedIgnition, directIgnition, INDIVIDUAL_LIMITS } from './criteria.ts';
import { domino } from './domino.ts';
import {
  cumulativeFrequency,
  directionalRisk,
  fnCurve,
  individualRisk,
  locationRisk,
  withinIndividualLimit,
} from './risk.ts';

describe('individual risk', () => {
  it('never exceeds the sum of frequencies, and refuses a probability above 1', () => {
    const result = individualRisk({ outcomes: [{ frequency: 1e-5, weatherDirection: 0.5, death: 1 }] });
    expect(result.ok && result.value.risk).toBeCloseTo(5e-6, 12);
    expect(individualRisk({ outcomes: [{ frequency: 1e-5, weatherDirection: 1.5, death: 1 }] })).toMatchObject({
      ok: false,
    });
  });

  it('of a plume turned through an even rose equals its arc over the circle', () => {
    const [distance, halfWidth] = [200, 60];
    const death = (x: number, y: number): number =>
      x > 0 && Math.abs(y) <= halfWidth && Math.hypot(x, y) <= 400 ? 1 : 0;
    const rose = Array.from({ length: 360 }, () => 1 / 360);
    const numeric = locationRisk([{ frequency: 1e-5, probability: 1, death }], rose, 0, distance);
    const exact = directionalRisk({ frequency: 1e-5, distance, halfWidth, lethality: 1 });
    expect(exact.ok && numeric / exact.value.risk).toBeCloseTo(1, 2);
  });

  it('lies downwind: a west wind threatens the east', () => {
    const rose = [0, 0, 0, 1];
    const outcomes = [{ frequency: 1, probability: 1, death: (x: number) => (x > 0 ? 1 : 0) }];
    expect(locationRisk(outcomes, rose, 100, 0)).toBeCloseTo(1, 10);
    expect(locationRisk(outcomes, rose, -100, 0)).toBe(0);
  });

  it('is judged by GB 36894-2018: stricter for the more sensitive target and the new installation', () => {
    for (const { new: fresh, 'in service': serving } of Object.values(INDIVIDUAL_LIMITS))
      expect(fresh).toBeLessThan(serving);
    expect(withinIndividualLimit(1e-6, '高敏感防护目标', 'new')).toEqual({ within: false, limit: 3e-7 });
    expect(withinIndividualLimit(1e-6, '高敏感防护目标', 'in service').within).toBe(true);
    expect(withinIndividualLimit(1e-5, '一般防护目标三类', 'new').within).toBe(true);
  });
});

describe('societal risk', () => {
  it('never rises with the number of deaths', () => {
    const outcome = fc.record({
      frequency: fc.double({ min: 0, max: 1e-3, noNaN: true }),
      deaths: fc.integer({ min: 0, max: 2000 }),
    });
    fc.assert(
      fc.property(fc.array(outcome, { maxLength: 20 }), fc.integer({ min: 1, max: 1999 }), (outcomes, n) => {
        return cumulativeFrequency(outcomes, n + 1) <= cumulativeFrequency(outcomes, n);
      }),
    );
  });

  it.each([
    [1e-6, 5, '可接受区'],
    [1e-5, 5, '尽可能降低区'],
    [1e-3, 5, '不可接受区'],
    [1e-9, 1200, '不可接受区'],
  ])('of %s a year with %s deaths is %s', (frequency, deaths, region) => {
    expect(fnCurve({ outcomes: [{ frequency, deaths }] })).toMatchObject({ value: { region } });
  });

  it('has its GB 36894 lines through (10, 1e-4) and (10, 1e-6), and the Dutch one at slope −2', () => {
    expect(allowedFrequency('GB 36894 upper', 10)).toBeCloseTo(1e-4, 12);
    expect(allowedFrequency('GB 36894 lower', 10)).toBeCloseTo(1e-6, 14);
    expect(allowedFrequency('Dutch', 100)).toBeCloseTo(1e-7, 14);
    expect(allowedFrequency('UK HSE', 50)).toBeCloseTo(2e-4, 12);
  });
});

describe('ignition and escalation', () => {
  it('ignite directly more often the larger the release', () => {
    const gas = 'gas, average or high reactivity';
    expect([5, 50, 500].map((rate) => directIgnition(gas, { rate }))).toEqual([0.2, 0.5, 0.7]);
    expect(directIgnition('gas, low reactivity', { mass: 20_000 })).toBe(0.09);
    expect(delayedIgnition(1, 0.4, 1000)).toBeCloseTo(1, 10);
  });

  it('escalate at the threshold of the target, and at any contact with flame', () => {
    expect(domino('atmospheric vessel', 'heat', 15).escalates).toBe(true);
    expect(domino('pressurised vessel', 'heat', 15).escalates).toBe(false);
    expect(domino('pressurised vessel', 'flame', 1).escalates).toBe(true);
    expect(domino('atmospheric vessel', 'overpressure', 21).escalates).toBe(false);
  });
});
