import { findQuantity } from '@anlan/kernel/system';
import { describe, expect, it } from 'vitest';
import { SYSTEMS } from './index.ts';

/** What the platform or a camera makes itself, not a device's channel. */
const OWN = /^(process-|camera-)/;
const MADE: ReadonlySet<string | undefined> = new Set(['vehicle', 'vessel', 'device', 'fence', 'platform-link']);
const RULES = SYSTEMS.flatMap(({ rules }) => rules).filter(({ of }) => !MADE.has(of));

describe('declared quantities', () => {
  it('hold every quantity of points that a rule watches, at the objects of that rule', () => {
    const missing = RULES.flatMap(({ watches, of, system }) =>
      watches.filter((key) => {
        const found = findQuantity(SYSTEMS, key, of === 'tailings-pond' ? of : undefined);
        return !OWN.test(key) && found?.system !== system;
      }),
    );
    expect(missing).toEqual([]);
  });

  it('belong to the system that measures at the place, where several measure the same', () => {
    expect(findQuantity(SYSTEMS, 'wind-speed', 'enterprise')?.system).toBe('S17');
    expect(findQuantity(SYSTEMS, 'wind-speed', 'device')?.system).toBe('S20');
    expect(findQuantity(SYSTEMS, 'wind-speed', 'building')).toBeUndefined();
    expect(findQuantity(SYSTEMS, 'wind')).toBeUndefined();
  });
});
