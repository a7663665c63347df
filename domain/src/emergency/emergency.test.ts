import { describe, expect, it } from 'vitest';
import {
  containersOf,
  drillRating,
  ISOLATION_TABLE,
  isolationDistances,
  responseLevel,
  warning,
  windClass,
  type Spill,
} from './index.ts';

const distances = (spill: Spill) => {
  const answer = isolationDistances(spill);
  return answer.ok ? [answer.result.isolation, answer.result.protect] : answer.reason;
};

describe('initial isolation and protective action (ERG)', () => {
  it.each([
    ['1005', 'small', false, 30, 0.1],
    ['1005', 'small', true, 30, 0.2],
    ['1017', 'small', true, 60, 1.5],
    ['1053', 'large', false, 400, 2.4],
    ['1076', 'large', true, 500, 9.5],
    ['1092', 'large', true, 600, 11.1],
    ['2480', 'small', true, 150, 5.2],
  ] as const)('UN %s, %s spill, night %s', (un, size, night, isolation, protect) => {
    expect(distances({ un, size, night })).toEqual([isolation, protect]);
  });

  it('asks container and wind of the six gases of Table 3 and takes the worst when they are not known', () => {
    expect(distances({ un: '1017', size: 'large', night: false, container: 'rail', wind: 1 })).toEqual([1000, 9.6]);
    expect(distances({ un: '1017', size: 'large', night: true, container: 'Highway', wind: 4 })).toEqual([600, 4.7]);
    expect(distances({ un: '1017', size: 'large', night: true })).toEqual([1000, 11]);
    expect(distances({ un: '1017', size: 'large', night: true, container: 'balloon' })).toContain('表3');
    expect(containersOf('1005')).toHaveLength(4);
  });

  it('says when the true distance is beyond the table, or not held', () => {
    expect(isolationDistances({ un: '2480', size: 'large', night: true })).toMatchObject({
      result: { protect: 11, beyond: true },
    });
    expect(isolationDistances({ un: '1259', size: 'large', night: true })).toMatchObject({
      result: { isolation: 1000, protect: null },
    });
  });

  it('warns of gases given off in water', () => {
    expect(isolationDistances({ un: '1183', size: 'small', night: false })).toMatchObject({
      result: { waterGases: 'HCl' },
    });
  });

  it('refuses numbers the tables do not hold and negative wind', () => {
    expect(distances({ un: '1203', size: 'small', night: false })).toContain('橙色指南');
    expect(isolationDistances({ un: '1017', size: 'large', night: true, wind: -1 }).ok).toBe(false);
  });

  it('never protects less by night than by day, nor less from large spills than from small', () => {
    const km = (value: number | '11+' | null): number => (typeof value === 'number' ? value : Infinity);
    for (const { un, small, large } of ISOLATION_TABLE) {
      expect(km(small.night), un).toBeGreaterThanOrEqual(km(small.day));
      if (large)
        expect([large.isolation >= small.isolation, km(large.night) >= km(small.night)], un).toEqual([true, true]);
    }
  });

  it('classes the wind', () => {
    expect([2.7, 2.8, 5.5, 5.6].map(windClass)).toEqual(['low', 'moderate', 'moderate', 'high']);
  });
});

it('warns in four colours with CAP terms', () => {
  expect(warning(1)).toMatchObject({ colour: '红', severity: 'Extreme', urgency: 'Immediate' });
  expect(warning(4)).toMatchObject({ colour: '蓝', severity: 'Minor', urgency: 'Future' });
});

it('answers an accident at the level of its government', () => {
  expect(responseLevel('较大')).toEqual({ level: 3, roman: 'Ⅲ', lead: '设区的市级' });
  expect(responseLevel('特别重大').roman).toBe('Ⅰ');
});

it('rates drills', () => {
  expect([90, 89, 80, 60, 59, 101, -1].map(drillRating)).toEqual(['优', '良', '良', '中', '差', undefined, undefined]);
});
