import { describe, expect, it } from 'vitest';
import {
  describeCondition,
  evaluate,
  FRESH,
  tunables,
  tuned,
  tuningKey,
  type Limits,
  type Memory,
  type Rule,
} from './index.ts';

const RULE: Rule = {
  key: 'level-high',
  system: 'S17',
  label: '高液位',
  labelEn: 'High',
  watches: ['level'],
  condition: {
    kind: 'above',
    steps: [{ level: 'orange', limit: 'H', label: '高限' }],
    deadband: 0.1,
    onDelay: 10,
    offDelay: 0,
  },
  clause: 'x',
  cause: '',
  consequence: '',
  response: '',
  respondWithin: 1,
  escalation: [],
};
const limits = (more: Limits = {}): Limits => ({ H: 80, span: 100, ...more });

/** Seconds at which the alarm begins and ends for a value a second. */
function story(values: readonly number[], set: Limits): (string | number)[] {
  let memory: Memory = FRESH;
  let ringing = false;
  return values.flatMap((value, second) => {
    const judged = evaluate(RULE, memory, { at: second * 1000, value, quality: 'good' }, set);
    memory = judged.memory;
    const now = judged.verdict.state === 'breach';
    if (now === ringing) return [];
    ringing = now;
    return [now ? 'on' : 'off', second];
  });
}

describe('numbers set apart for a point', () => {
  const high = [
    ...Array.from({ length: 20 }, () => 85),
    ...Array.from({ length: 20 }, () => 75),
    ...Array.from({ length: 20 }, () => 60),
  ];

  it('stand in for the rule’s own delay, release and deadband', () => {
    expect(story(high, limits())).toEqual(['on', 10, 'off', 40]);
    expect(story(high, limits({ [tuningKey(RULE, 'onDelay')]: 15 }))).toEqual(['on', 15, 'off', 40]);
    expect(story(high, limits({ [tuningKey(RULE, 'offDelay')]: 5 }))).toEqual(['on', 10, 'off', 45]);
    expect(story(high, limits({ [tuningKey(RULE, 'deadband')]: 0.01 }))).toEqual(['on', 10, 'off', 20]);
  });

  it('leave other rules of the point alone', () => {
    expect(story(high, limits({ 'level-low.onDelay': 0 }))).toEqual(['on', 10, 'off', 40]);
    expect(tuned(RULE, limits())).toBe(RULE.condition);
  });

  it('are what the condition is then described by', () => {
    const set = limits({ 'level-high.onDelay': 30 });
    expect(describeCondition(tuned(RULE, set), set, '%')).toContain('持续 30 s');
    expect(tunables(RULE)).toEqual({ onDelay: 10, offDelay: 0, deadband: 0.1 });
  });
});
