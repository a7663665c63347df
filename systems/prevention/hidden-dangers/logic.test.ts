import fc from 'fast-check';
import { dayOf, startOf } from '@anlan/domain/calendar';
import { describe, expect, it } from 'vitest';
import { movesOf, tierAt, TIERS, type Tier } from './logic.ts';

const DAY = 86_400_000;
const at = (text: string): number => Date.parse(`${text}+08:00`);
const found = fc.integer({ min: at('2025-11-01T00:00:00'), max: at('2026-12-31T23:59:59') });
const round = fc.constantFrom('shift', 'department', 'manager', null);

describe('carry-over of what a list does not clear (三清三进)', () => {
  it('goes day → week → month → quarter, each step on the first day after the period of the list left', () => {
    // 2026-06-01 is a Monday.
    const monday = at('2026-06-01T09:00:00');
    expect(movesOf('shift', monday, null, at('2026-06-01T23:59:59'))).toEqual([]);
    expect(movesOf('shift', monday, null, at('2026-06-02T00:00:00'))).toEqual([{ tier: 'week', since: '2026-06-02' }]);
    expect(movesOf('shift', monday, 'week', at('2026-06-07T23:59:59'))).toEqual([]);
    expect(movesOf('shift', monday, 'week', at('2026-06-08T00:00:00'))).toEqual([
      { tier: 'month', since: '2026-06-08' },
    ]);
    expect(movesOf('shift', monday, null, at('2026-07-01T00:00:00'))).toEqual([
      { tier: 'week', since: '2026-06-02' },
      { tier: 'month', since: '2026-06-08' },
      { tier: 'quarter', since: '2026-07-01' },
    ]);
    expect(movesOf('manager', monday, null, at('2026-07-01T00:00:00'))).toEqual([
      { tier: 'quarter', since: '2026-07-01' },
    ]);
  });

  it('ends where the list is seen at that instant, in single steps upward, none before the day of origin or in the future', () => {
    fc.assert(
      fc.property(round, found, fc.integer({ min: 0, max: 150 * DAY }), (by, origin, age) => {
        const now = origin + age;
        const moves = movesOf(by, origin, null, now);
        const first = TIERS.indexOf(tierAt(by, origin, origin));
        expect(moves.map(({ tier }) => TIERS.indexOf(tier))).toEqual(moves.map((_, index) => first + index + 1));
        expect(moves.at(-1)?.tier ?? TIERS[first]).toBe(tierAt(by, origin, now));
        for (const { since } of moves) {
          expect(since > dayOf(origin)).toBe(true);
          expect(startOf(since) <= now).toBe(true);
        }
        expect([...moves].sort((a, b) => (a.since < b.since ? -1 : 1))).toEqual(moves);
      }),
    );
  });

  it('looked at in between, however often, comes to the same moves', () => {
    fc.assert(
      fc.property(
        round,
        found,
        fc.array(fc.integer({ min: 0, max: 150 * DAY }), { minLength: 1, maxLength: 8 }),
        (by, origin, ages) => {
          const looks = ages.map((age) => origin + age).sort((a, b) => a - b);
          let tier: Tier | null = null;
          const seen = looks.flatMap((now) => {
            const moves = movesOf(by, origin, tier, now);
            tier = moves.at(-1)?.tier ?? tier;
            return moves;
          });
          expect(seen).toEqual(movesOf(by, origin, null, looks.at(-1)!));
        },
      ),
    );
  });
});
