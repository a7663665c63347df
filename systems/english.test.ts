import { ruleInEnglish, type Rule } from '@anlan/kernel/alarm';
import { describe, expect, it } from 'vitest';
import { SYSTEMS } from './index.ts';

const lacking = (rules: readonly Rule[]): string[] =>
  rules.flatMap((rule) => ruleInEnglish(rule).map((text) => `${rule.key}: ${text}`));

describe('the rules in English', () => {
  it('say what they are, why they ring and what to do, without a Chinese character', () => {
    const rules = SYSTEMS.flatMap((system) => system.rules);
    expect(rules.length).toBeGreaterThan(60);
    expect(lacking(rules)).toEqual([]);
  });

  it('a rule without its English is found, and a text left in Chinese', () => {
    const rule = SYSTEMS.flatMap((system) => system.rules).find(({ key }) => key === 'level-high');
    const { en, ...without } = rule!;
    expect(ruleInEnglish(without)).toEqual(['clause', 'cause', 'consequence', 'response']);
    expect(ruleInEnglish({ ...rule!, en: { ...en!, cause: '进料未停' } })).toEqual(['cause']);
    const steps = [{ level: 'red', limit: 'HH', label: '高高限' }] as const;
    const condition = { ...rule!.condition, steps } as Rule['condition'];
    expect(ruleInEnglish({ ...rule!, condition })).toEqual(['step 高高限']);
  });
});
