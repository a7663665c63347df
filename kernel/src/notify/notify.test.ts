import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gaps, inCharge, MOST_ATTEMPTS, onDuty, retryAt, type Shift } from './index.ts';

const HOUR = 3_600_000;
const shift = (personId: string, from: number, to: number, post: Shift['post'] = 'main'): Shift => ({
  personId,
  post,
  from: from * HOUR,
  to: to * HOUR,
});

describe('a roster', () => {
  const day = [shift('a', 0, 12), shift('b', 12, 24), shift('l', 0, 24, 'leader')];

  it('says who is on duty, the next shift from its first instant', () => {
    expect(onDuty(day, 12 * HOUR - 1).map((one) => one.personId)).toEqual(['a', 'l']);
    expect(onDuty(day, 12 * HOUR).map((one) => one.personId)).toEqual(['b', 'l']);
  });

  it('shows when nobody holds the main post, whoever leads', () => {
    expect(gaps(day, 0, 24 * HOUR)).toEqual([]);
    expect(gaps([shift('a', 2, 6), shift('l', 0, 24, 'leader')], 0, 8 * HOUR)).toEqual([
      { from: 0, to: 2 * HOUR },
      { from: 6 * HOUR, to: 8 * HOUR },
    ]);
  });

  it('has no instant that is both covered and a gap', () => {
    const shifts = fc.array(
      fc.tuple(fc.nat(48), fc.integer({ min: 1, max: 12 })).map(([from, length]) => shift('x', from, from + length)),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(shifts, fc.nat(59), (list, hour) => {
        const at = hour * HOUR + 1;
        const inGap = gaps(list, 0, 60 * HOUR).some((gap) => gap.from <= at && at < gap.to);
        expect(inGap).toBe(onDuty(list, at).length === 0);
      }),
    );
  });
});

describe('the desk', () => {
  const shifts = [shift('a', 0, 12), shift('b', 12, 24)];

  it('stays with who took it over until a successor accepts it', () => {
    expect(inCharge(shifts, { personId: 'a', acceptedAt: 0 }, 13 * HOUR)).toEqual(['b', 'a']);
    expect(inCharge(shifts, { personId: 'b', acceptedAt: 12 * HOUR }, 13 * HOUR)).toEqual(['b']);
    expect(inCharge(shifts, undefined, 13 * HOUR)).toEqual(['b']);
    expect(inCharge([], { personId: 'a', acceptedAt: 0 }, 80 * HOUR)).toEqual([]);
  });
});

it('an attempt is repeated with growing pauses, and not for ever', () => {
  const pauses = Array.from({ length: MOST_ATTEMPTS }, (_, index) => retryAt(index + 1, 0));
  expect(pauses.at(-1)).toBeNull();
  const tried = pauses.slice(0, -1) as number[];
  expect([...tried].sort((a, b) => a - b)).toEqual(tried);
});
