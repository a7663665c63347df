import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fourRates, ratesByGroup, type RatedVehicle, type RatedViolation } from './rates.ts';

const vehicle = (name: string, part: Partial<RatedVehicle> = {}): RatedVehicle => ({
  id: name,
  name,
  group: 'a',
  installed: true,
  suspended: false,
  online: true,
  ...part,
});
const violation = (id: string, part: Partial<RatedViolation> = {}): RatedViolation => ({
  id,
  name: id,
  group: 'a',
  handled: false,
  policeDue: false,
  policeCame: false,
  ...part,
});

describe('[S33.5] the four rates', () => {
  it('are four separate figures, each with numerator, denominator and who is missing', () => {
    const vehicles = [
      vehicle('v1'),
      vehicle('v2', { online: false }),
      vehicle('v3', { installed: false, online: false }),
      vehicle('v4', { suspended: true, online: false }),
    ];
    const violations = [
      violation('x', { handled: true }),
      violation('y', { policeDue: true }),
      violation('z', { handled: true, policeDue: true, policeCame: true }),
    ];
    expect(fourRates(vehicles, violations)).toMatchObject([
      { key: 'online', numerator: 1, denominator: 2, missing: [{ id: 'v2' }] },
      { key: 'installed', numerator: 3, denominator: 4, missing: [{ id: 'v3' }] },
      { key: 'handled', numerator: 2, denominator: 3, missing: [{ id: 'y' }] },
      { key: 'responded', numerator: 1, denominator: 2, missing: [{ id: 'y' }] },
    ]);
  });

  it('of nothing are not applicable, never a hundred per cent', () => {
    for (const rate of fourRates([], [])) expect(rate.value).toBeNull();
  });

  it('of the groups add up to those of the whole', () => {
    const anyVehicle = fc.record({
      id: fc.string(),
      name: fc.string(),
      group: fc.constantFrom('a', 'b', 'c'),
      installed: fc.boolean(),
      suspended: fc.boolean(),
      online: fc.boolean(),
    });
    const anyViolation = fc.record({
      id: fc.string(),
      name: fc.string(),
      group: fc.constantFrom('a', 'b', 'd'),
      handled: fc.boolean(),
      policeDue: fc.boolean(),
      policeCame: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(anyVehicle), fc.array(anyViolation), (vehicles, violations) => {
        const groups = ratesByGroup(vehicles, violations);
        fourRates(vehicles, violations).forEach((whole, index) => {
          const parts = groups.map(({ rates }) => rates[index]!);
          expect(parts.reduce((sum, { numerator }) => sum + numerator, 0)).toBe(whole.numerator);
          expect(parts.reduce((sum, { denominator }) => sum + denominator, 0)).toBe(whole.denominator);
          expect(whole.missing).toHaveLength(whole.denominator - whole.numerator);
        });
      }),
    );
  });
});
