import { describe, expect, it } from 'vitest';
import { sayRule } from './index.ts';

const ALARM = { rule: 'level-high', ruleLabel: '储罐高液位', label: '高高限' };

describe('the words of a rule', () => {
  it('are those of the alarm in Chinese, those of the declaration in English', () => {
    expect(sayRule(ALARM, 'zh')).toEqual({ rule: '储罐高液位', label: '高高限' });
    expect(sayRule(ALARM, 'en')).toEqual({ rule: 'Tank level high', label: 'High-high' });
  });

  it('are found by the label where a list carries no key, and limits alone where it carries neither', () => {
    expect(sayRule({ ruleLabel: '储罐高液位', label: '高高限' }, 'en')).toEqual({
      rule: 'Tank level high',
      label: 'High-high',
    });
    expect(sayRule({ label: '高高限' }, 'en').label).toBe('High-high');
  });

  it('of a rule or limit that is no longer declared are what the alarm has', () => {
    expect(sayRule({ ...ALARM, label: '旧限值' }, 'en').label).toBe('旧限值');
    expect(sayRule({ ...ALARM, rule: 'gone' }, 'en')).toEqual({ rule: '储罐高液位', label: '高高限' });
  });
});
