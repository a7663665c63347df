import { SYSTEMS } from '@anlan/systems';
import { limitSteps } from '@anlan/kernel/alarm';
import { describe, expect, it } from 'vitest';
import { levelAt, limitsOf } from './limits.ts';

const RULES = SYSTEMS.flatMap(({ rules }) => rules);

/** A key of a limit that rules of two quantities raise different levels for, with those levels. */
function ambiguous() {
  const levels = new Map<string, Map<string, string>>();
  for (const { watches, condition } of RULES) {
    if (condition.kind !== 'above') continue;
    for (const { limit, level } of limitSteps(condition)) {
      const known = levels.get(limit) ?? new Map<string, string>();
      for (const kind of watches) known.set(kind, known.get(kind) ?? level);
      levels.set(limit, known);
    }
  }
  for (const [limit, kinds] of levels) {
    const [first, ...rest] = [...kinds];
    const other = rest.find(([, level]) => level !== first?.[1]);
    if (first !== undefined && other !== undefined) return { limit, first, other };
  }
  return undefined;
}

describe('the level a reading has by its limits', () => {
  it('is that of the rules which watch its quantity, though another quantity’s rules use the same key', () => {
    const found = ambiguous()!;
    expect(found).toBeDefined();
    for (const [kind, level] of [found.first, found.other]) {
      expect(levelAt(10, { [found.limit]: 9 }, kind)).toBe(level);
      expect(limitsOf({ [found.limit]: 9 }, kind)[0]?.level).toBe(level);
      expect(levelAt(8, { [found.limit]: 9 }, kind)).toBeNull();
    }
  });

  it('is none for a quantity that no rule watches', () => {
    expect(levelAt(10, { highHigh: 1, high: 1 }, 'a quantity of its own')).toBeNull();
    expect(limitsOf({ highHigh: 1 }, 'a quantity of its own')).toEqual([]);
  });
});
