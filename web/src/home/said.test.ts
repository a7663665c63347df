import { describe, expect, it } from 'vitest';
import type { HomeItem } from '../api/index.ts';
import { sayCount, sayItem, saySince } from './said.ts';

const ITEM: HomeItem = {
  kind: 'alarm',
  id: 'a',
  level: 'red',
  title: '储罐高液位未确认 · 液位 液氯储罐 V-102',
  value: '3 倍',
  sub: '德兴铭岭农药化工有限公司（演示） · 银城街道',
  why: '辖区值守',
  dueAt: null,
  due: '计时已停',
  verb: { label: '去确认', href: '/desk?alarm=a' },
  en: {
    title: 'Tank level high, unacknowledged · 液位 液氯储罐 V-102',
    why: 'on duty here',
    due: 'stopped',
    verb: 'Acknowledge',
  },
};

describe('what needs me now', () => {
  it('is said in English but for the names of firms and towns', () => {
    expect(sayItem(ITEM, 'en')).toMatchObject({
      title: 'Tank level high, unacknowledged · Level Chlorine tank V-102',
      value: '3 ×',
      sub: ITEM.sub,
      why: 'on duty here',
      due: 'stopped',
      verb: { label: 'Acknowledge', href: '/desk?alarm=a' },
    });
    expect(sayItem(ITEM, 'zh')).toBe(ITEM);
  });

  it('counts with its own words in both languages', () => {
    const count = { key: 'late', label: '逾期事项', value: 1, note: '逾期 / 在办', href: '/cases' };
    expect(sayCount({ ...count, en: { label: 'Overdue cases', note: 'overdue / open' } }, 'en').label).toBe(
      'Overdue cases',
    );
    expect(sayCount(count, 'en').label).toBe('逾期事项');
  });

  it('tells what has happened by subject and declaration', () => {
    const line = {
      at: 1,
      href: '/desk',
      subject: '液位 液氯储罐 V-102',
      rule: 'level-high',
      kind: 'raised',
      said: '高高限：91 %，限 90',
      text: '液位 液氯储罐 V-102 高高限：91 %，限 90',
    };
    expect(saySince(line, 'en')).toBe('Level Chlorine tank V-102 · High-high: 91 %, limit 90');
    expect(saySince(line, 'zh')).toBe(line.text);
  });
});
