import { describe, expect, it } from 'vitest';
import { probitConstants } from '../vulnerability/probit-table.ts';
import { societalOutcomes } from './societal.ts';

const outcome = {
  frequency: 1e-5,
  probability: 1,
  reach: 200,
  outdoors: (x: number, y: number) => (x > 0 && x < 100 && Math.abs(y) < 20 ? 1 : 0),
  indoors: () => 0,
};
const rose = Array.from({ length: 8 }, () => 1 / 8);

describe('societal risk', () => {
  it('counts who stands downwind in each direction: a wind from the west kills in the east', () => {
    const people = [{ east: 50, north: 0, count: 12, indoors: 0 }];
    const found = societalOutcomes([outcome], rose, people);
    expect(found).toHaveLength(8);
    expect(found.map(({ deaths }) => deaths)).toEqual([0, 0, 0, 0, 0, 0, 12, 0]);
    expect(found.reduce((total, { frequency }) => total + frequency, 0)).toBeCloseTo(1e-5, 12);
  });

  it('spares who is indoors here, and who is out of reach', () => {
    const near = { east: 50, north: 0, count: 10, indoors: 0.6 };
    const far = { east: 5000, north: 0, count: 1000, indoors: 0 };
    expect(Math.max(...societalOutcomes([outcome], rose, [near, far]).map(({ deaths }) => deaths))).toBe(4);
  });
});

describe('the table of probits', () => {
  it('holds those without physical properties by CAS number and name', () => {
    expect(probitConstants('107-18-6')).toMatchObject({ a: -11.7, b: 1, n: 2, unit: 'mg/m3' });
    expect(probitConstants('四乙基铅')?.cas).toBe('78-00-2');
    expect(['谷硫磷', '对硫磷', '磷胺'].map((name) => probitConstants(name)?.source.includes('less sure'))).toEqual([
      true,
      true,
      true,
    ]);
    expect(probitConstants('chlorine')).toMatchObject({ a: -6.35, nameZh: '氯' });
    expect(probitConstants('水')).toBeUndefined();
  });
});
