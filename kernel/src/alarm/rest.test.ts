import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate } from './evaluate.ts';
import { isAtRest, restBand } from './rest.ts';
import type { Rule } from './rule.ts';
import { FRESH, type Memory } from './sample.ts';

const NOW = Date.UTC(2026, 2, 18);
const ruleOf = (kind: 'above' | 'below', falls: boolean, onDelay: number): Rule => ({
  key: 'limit',
  system: 'S17',
  label: '',
  labelEn: '',
  watches: ['level'],
  condition: {
    kind,
    steps: [
      { level: 'yellow', limit: 'a', label: 'a' },
      { level: 'red', limit: 'b', label: 'b' },
    ],
    deadband: 0.05,
    onDelay,
    offDelay: 10,
  },
  falls,
  clause: '',
  cause: '',
  consequence: '',
  response: '',
  respondWithin: 60,
  escalation: [],
});
const limits = fc.record({ a: fc.double({ noNaN: true }), b: fc.double({ noNaN: true }) }, { requiredKeys: [] });
const value = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constantFrom(0, 1, -1, 50));

describe('a rule at rest', () => {
  it('stays at rest for every value within its band, and its memory says nothing but when', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('above', 'below'),
        fc.boolean(),
        limits,
        fc.array(value),
        (kind, falls, own, values) => {
          const rule = ruleOf(kind, falls, 20);
          const band = restBand(rule, own)!;
          let memory: Memory = FRESH;
          for (const [index, one] of values.filter((each) => each > band.low && each < band.high).entries()) {
            const outcome = evaluate(rule, memory, { at: NOW + index * 1000, value: one, quality: 'good' }, own);
            expect(outcome.verdict.state).not.toBe('breach');
            memory = outcome.memory;
            expect(isAtRest(memory)).toBe(true);
          }
        },
      ),
    );
  });

  it('leaves it for a value at a limit, which is no longer within', () => {
    const rule = ruleOf('above', false, 20);
    expect(restBand(rule, { a: 80, b: 90 })).toEqual({ low: Number.NEGATIVE_INFINITY, high: 80 });
    const { memory } = evaluate(rule, FRESH, { at: NOW, value: 80, quality: 'good' }, { a: 80, b: 90 });
    expect(isAtRest(memory)).toBe(false);
  });

  it('has no band where the condition remembers what it saw', () => {
    const steps = [{ level: 'red', limit: 'a', label: 'a' }] as const;
    const rate = {
      kind: 'rate',
      direction: 'rise',
      window: 60,
      per: 60,
      steps,
      deadband: 0,
      onDelay: 0,
      offDelay: 0,
    } as const;
    expect(restBand({ ...ruleOf('above', false, 0), condition: rate }, { a: 1 })).toBeUndefined();
  });
});
