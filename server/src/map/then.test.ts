import type { AlarmView } from '@anlan/kernel/alarm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alarmThen, type TrailLine } from './then.ts';

const view = (change: Partial<AlarmView> = {}): AlarmView =>
  ({
    id: 'a',
    rule: 'level-high',
    level: 'red',
    label: '高高限',
    response: 'closed',
    value: 92,
    peak: 95,
    raisedAt: 1000,
    seenAt: 1100,
    recoveredAt: 5000,
    acknowledgedAt: 3000,
    acknowledgedBy: '李值班',
    closedAt: 7000,
    shelvedUntil: null,
    escalation: [
      { to: 'enterprise', label: '企业', at: 1100, reached: true },
      { to: 'county', label: '县值班', at: 2500, reached: true },
    ],
    escalateAt: null,
    ...change,
  }) as AlarmView;
const trail: TrailLine[] = [
  { at: 1000, kind: 'raised', text: '高限：82.1 %，限 80', by: '系统' },
  { at: 2000, kind: 'level-raised', text: '升为高高限：92 %，限 90', by: '系统' },
  { at: 2500, kind: 'escalated', text: '180 秒未确认，升级到县值班', by: '系统' },
  { at: 3000, kind: 'acknowledged', text: '确认并接手', by: '李值班' },
  { at: 4000, kind: 'handled', text: '停泵', by: '李值班' },
  { at: 5000, kind: 'recovered', text: '恢复正常：60 %', by: '系统' },
  { at: 7000, kind: 'closed', text: '原因：…', by: '李值班' },
];
const levelOf = (_: string, label: string) =>
  ({ 高限: 'orange', 高高限: 'red' })[label] as 'orange' | 'red' | undefined;
const at = (time: number) => alarmThen(view(), trail, time, levelOf);

describe('an alarm as it stood at a past moment', () => {
  it('has the level, answer and recovery of that moment, nothing later', () => {
    expect(at(999)).toBeNull();
    expect(at(1500)).toMatchObject({
      level: 'orange',
      label: '高限',
      value: 82.1,
      response: 'unacknowledged',
      recoveredAt: null,
    });
    expect(at(1500)?.escalation.map(({ reached }) => reached)).toEqual([true, false]);
    expect(at(2600)).toMatchObject({ level: 'red', value: 92, response: 'unacknowledged', acknowledgedBy: null });
    expect(at(3500)).toMatchObject({ response: 'acknowledged', acknowledgedAt: 3000, acknowledgedBy: '李值班' });
    expect(at(4500)).toMatchObject({ response: 'handling', recoveredAt: null, closedAt: null });
    expect(at(6000)).toMatchObject({ response: 'handling', recoveredAt: 5000 });
    expect(at(7000)).toBeNull();
  });

  it('has its level where its trail names no figure, and what was sent later', () => {
    const bare: TrailLine[] = [
      { at: 1000, kind: 'raised', text: '高限', by: '系统' },
      { at: 2000, kind: 'level-raised', text: '升为高高限', by: '系统' },
    ];
    const without = view({ value: null, peak: null, now: { value: 1, at: 9 }, closedAt: null });
    expect(alarmThen(without, bare, 1500, levelOf)).toMatchObject({
      level: 'orange',
      label: '高限',
      value: null,
      now: null,
    });
    expect(alarmThen(without, bare, 2500, levelOf)).toMatchObject({ level: 'red', label: '高高限', value: null });
    const late: TrailLine[] = [{ at: 1000, kind: 'raised', text: '补传数据：高限：82.1 %，限 80', by: '系统' }];
    expect(alarmThen(view({ closedAt: null }), late, 1500, levelOf)).toMatchObject({ level: 'orange', value: 82.1 });
  });

  it('stood latched from the end of its condition until the reset, which answers what nobody had answered', () => {
    const latched: TrailLine[] = [
      trail[0]!,
      { at: 5000, kind: 'recovered', text: '恢复正常', by: '系统' },
      { at: 5000, kind: 'latched', text: '锁存，待现场核实后复位', by: '系统' },
      { at: 6000, kind: 'reset', text: '现场无火', by: '李值班' },
    ];
    const then = (time: number) => alarmThen(view({ closedAt: null }), latched, time, levelOf);
    expect(then(4000)).toMatchObject({ recoveredAt: null, latchedAt: null, response: 'unacknowledged' });
    expect(then(5500)).toMatchObject({ recoveredAt: 5000, latchedAt: 5000, response: 'unacknowledged' });
    expect(then(6500)).toMatchObject({ recoveredAt: 5000, latchedAt: null, response: 'acknowledged' });
  });

  it('is open again after a higher level called it back', () => {
    const back = [...trail, { at: 8000, kind: 'level-raised', text: '升为高高限：97 %，限 90', by: '系统' }];
    expect(alarmThen(view({ closedAt: null, response: 'unacknowledged' }), back, 7500, levelOf)).toBeNull();
    expect(alarmThen(view({ closedAt: null, response: 'unacknowledged' }), back, 8000, levelOf)).toMatchObject({
      response: 'unacknowledged',
      value: 97,
    });
  });

  it('keeps the stored level where the trail has no figures', () => {
    const silent = [{ at: 1000, kind: 'raised', text: '通讯中断：超过 30 s 没有数据', by: '系统' }];
    expect(alarmThen(view({ level: 'blue', value: null }), silent, 1200, levelOf)).toMatchObject({
      level: 'blue',
      value: null,
    });
  });

  it('never tells what happened after the moment', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9000 }), (time) => {
        const then = at(time);
        for (const moment of [then?.acknowledgedAt, then?.recoveredAt, then?.closedAt, then?.raisedAt]) {
          if (moment != null) expect(moment).toBeLessThanOrEqual(time);
        }
      }),
    );
  });
});
