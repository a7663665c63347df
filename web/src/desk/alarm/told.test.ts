import { describe, expect, it } from 'vitest';
import { setRegionNames } from '../../language/regions.ts';
import { entryText } from './told.ts';

setRegionNames({ 德兴市: 'Dexing' });

const say = (rule: string, kind: string, text: string): string => entryText(rule, { kind, text }, 'en');

describe('the trail of an alarm in English', () => {
  it('says happenings by their rule’s declaration and their values', () => {
    expect(say('level-high', 'level-raised', '升为高高限：91 %，限 90')).toBe('Up to High-high: 91 %, limit 90');
    expect(say('level-high', 'raised', '高高限：91 %，限 90')).toBe('High-high: 91 %, limit 90');
    expect(say('level-high', 'found', '补传数据：03-18 09:11 至 03-18 09:20 高高限：91 %，限 90')).toBe(
      'Sent later, 03-18 09:11 to 03-18 09:20: High-high: 91 %, limit 90',
    );
    expect(say('level-high', 'recovered', '恢复正常：70 %')).toBe('Back to normal: 70 %');
    expect(say('forbidden-area', 'recovered', '已离开，或限制时段已过')).toContain('left');
    expect(say('level-high', 'escalated', '企业180 秒未确认，升级到县值班')).toBe(
      'Not answered by the enterprise in 180 s: on to county duty',
    );
    expect(say('level-high', 'notice-seen', '德兴市已签收通知（企业尚未确认）')).toBe(
      'Dexing has received the notice (the enterprise has not answered yet)',
    );
    expect(say('shut-off', 'shut-off', '紧急切断已动作：液氯储罐 V-102（切断记录 A-20261123-0001）')).toBe(
      'Emergency shut-off has acted: Chlorine tank V-102 (record A-20261123-0001)',
    );
  });

  it('leaves people’s own words, and everything in Chinese', () => {
    expect(say('level-high', 'handled', '已到现场，关阀')).toBe('已到现场，关阀');
    expect(say('level-high', 'closed', '原因：阀内漏；措施：更换')).toBe('Cause: 阀内漏; measure: 更换');
    expect(entryText('level-high', { kind: 'recovered', text: '恢复正常：70 %' }, 'zh')).toBe('恢复正常：70 %');
  });
});
