import { describe, expect, it } from 'vitest';
import { dayOf } from '@anlan/domain/calendar';
import { drawn, drawSpotChecks } from './draw.ts';
import { boundsOf, monthsOf, PERIOD, PERIOD_MONTHS, periodAt } from './period.ts';

const at = (text: string) => Date.parse(`${text}T10:00:00+08:00`);

describe('a period of self-reports', () => {
  it('is named by its length, and holds the instants that name it', () => {
    expect(PERIOD_MONTHS.map((months) => periodAt(at('2026-11-23'), months))).toEqual([
      '2026-11',
      '2026-Q4',
      '2026-H2',
      '2026',
    ]);
    expect(PERIOD_MONTHS.map((months) => periodAt(at('2026-01-23'), months, 1))).toEqual([
      '2025-12',
      '2025-Q4',
      '2025-H2',
      '2025',
    ]);
    for (const months of PERIOD_MONTHS)
      for (const day of ['2024-02-29', '2026-06-30', '2026-07-01', '2026-12-31', '2027-01-01']) {
        const period = periodAt(at(day), months);
        const { from, to } = boundsOf(period);
        expect(period).toMatch(PERIOD);
        expect(monthsOf(period)).toBe(months);
        expect(from <= at(day) && at(day) < to).toBe(true);
        expect(periodAt(to, months, 1)).toBe(period);
      }
    expect(dayOf(boundsOf('2026-H2').from)).toBe('2026-07-01');
    expect(dayOf(boundsOf('2026').to)).toBe('2027-01-01');
    for (const wrong of ['2026-13', '2026-Q5', '2026-H3', '26-01', '2026-1']) expect(wrong).not.toMatch(PERIOD);
  });
});

describe('a draw', () => {
  const ids = Array.from({ length: 40 }, (_, index) => `r${index}`);
  const officers = ['a', 'b', 'c', 'd'];

  it('is the same for the same seed whatever the order, another for another, and never draws twice', () => {
    const one = drawn('seed', ids, 8);
    expect(drawn('seed', ids.toReversed(), 8)).toEqual(one);
    expect(drawn('other', ids, 8)).not.toEqual(one);
    expect(new Set(one).size).toBe(8);
    // More of the same seed begins with the same.
    expect(drawn('seed', ids, 12).slice(0, 8)).toEqual(one);
  });

  it('favours nobody: over many seeds each report is drawn about equally often', () => {
    const times = new Map(ids.map((id) => [id, 0]));
    for (let seed = 0; seed < 2000; seed += 1)
      for (const id of drawn(`${seed}`, ids, 8)) times.set(id, times.get(id)! + 1);
    // 2000 draws of 8 out of 40: 400 expected, standard deviation 18.
    for (const count of times.values()) expect(Math.abs(count - 400)).toBeLessThan(90);
  });

  it('gives each report two officers of its own jurisdiction, and a share rounded up', () => {
    const candidates = ids.map((id, index) => ({ id, officers: index < 20 ? officers.slice(0, 2) : officers }));
    const checks = drawSpotChecks('seed', candidates, 10.1);
    expect(checks).toHaveLength(5);
    for (const check of checks) {
      expect(new Set(check.officers).size).toBe(2);
      if (Number(check.id.slice(1)) < 20) expect(check.officers.toSorted()).toEqual(['a', 'b']);
    }
    expect(drawSpotChecks('seed', [], 10)).toEqual([]);
  });

  it('leaves what has no two officers, without drawing others in its place beyond the share of all', () => {
    const candidates = Array.from({ length: 40 }, (_, index) => ({
      id: `r${index}`,
      officers: index % 4 === 0 ? ['a'] : index % 4 === 1 ? ['a', 'a'] : ['a', 'b', 'c'],
    }));
    const lacking = new Set(candidates.filter(({ officers }) => new Set(officers).size < 2).map(({ id }) => id));
    expect(lacking.size).toBe(20);
    const checks = drawSpotChecks('seed', candidates, 25);
    expect(checks).toHaveLength(10);
    expect(checks.filter(({ id }) => lacking.has(id))).toEqual([]);
    // All are drawn who can be, where the share asks for more.
    expect(drawSpotChecks('seed', candidates, 90)).toHaveLength(20);
    expect(drawSpotChecks('seed', candidates.slice(0, 2), 100)).toEqual([]);
  });
});
