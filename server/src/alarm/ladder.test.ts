import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Rung } from '@anlan/kernel/alarm';
import { ladderWith } from './ladder.ts';

const own: Rung[] = [
  { to: 'enterprise', label: '企业', after: 0 },
  { to: 'county', label: '县值班', after: 180 },
  { to: 'city', label: '市值班', after: 360 },
];

it('a place that has set nothing climbs the rule’s own ladder', () => {
  expect(ladderWith({ escalation: own }, () => 0)).toBeNull();
});

it('no rung comes before the one below it, and the enterprise stays told at once', () => {
  fc.assert(
    fc.property(fc.nat(1000), fc.nat(1000), (county, city) => {
      const ladder = ladderWith({ escalation: own }, (to) => (to === 'county' ? county : city)) ?? own;
      expect(ladder[0]!.after).toBe(0);
      expect(ladder[1]!.after).toBe(county > 0 ? county : 180);
      expect(ladder[2]!.after).toBe(Math.max(ladder[1]!.after, city > 0 ? city : 360));
    }),
  );
});
