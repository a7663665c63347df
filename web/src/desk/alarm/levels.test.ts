import type { AlarmView } from '@anlan/kernel/alarm';
import { describe, expect, it } from 'vitest';
import { EMPTY_BOOK, enter, load, since } from './book.ts';
import { levelsOf } from './levels.ts';

const ALARM: AlarmView = {
  id: 'a',
  number: 'A-1',
  rule: 'tank-level-high',
  ruleLabel: '液位高',
  system: 'S08',
  level: 'orange',
  label: '高限',
  response: 'unacknowledged',
  subjectKind: 'point',
  subjectId: 'point-1',
  subjectName: '液位',
  deviceId: 'device-1',
  unitId: 'tank-1',
  placeName: '罐区',
  organisationId: 'firm-1',
  regionPath: 'cn.36.',
  regionName: '江西',
  value: 86,
  peak: 86,
  limit: 85,
  unit: '%',
  origin: 'generated',
  lon: null,
  lat: null,
  since: 1,
  raisedAt: 1,
  seenAt: 1,
  acknowledgedAt: null,
  acknowledgedBy: null,
  recoveredAt: null,
  closedAt: null,
  shelvedUntil: null,
  escalation: [],
  escalateAt: null,
  version: 1,
};

describe('levels by what is in alarm', () => {
  it('stand at the point, its device, its unit and its enterprise, the worst of each', () => {
    const second = { ...ALARM, id: 'b', level: 'red', subjectId: 'point-2', unitId: 'tank-2' } as const;
    const levels = levelsOf([ALARM, second]);
    const of = (id: string) => levels.get(id);
    expect(['point-1', 'tank-1', 'point-2', 'tank-2'].map(of)).toEqual(['orange', 'orange', 'red', 'red']);
    expect(['device-1', 'firm-1'].map(of)).toEqual(['red', 'red']);
    expect(of('tank-3')).toBeUndefined();
  });

  it('stand as long as an alarm is latched, though its condition is over', () => {
    expect(levelsOf([{ ...ALARM, recoveredAt: 5, latchedAt: 5 }]).get('tank-1')).toBe('orange');
    expect(levelsOf([{ ...ALARM, recoveredAt: 5, latchedAt: null }]).size).toBe(0);
  });

  it('follow each pushed version: worse, recovered, closed', () => {
    const steps = [
      ALARM,
      { ...ALARM, level: 'red', version: 2 } as const,
      { ...ALARM, level: 'red', recoveredAt: 5, version: 3 } as const,
    ];
    let book = EMPTY_BOOK;
    const seen = steps.map((alarm) => levelsOf((book = enter(book, [alarm])).values()).get('tank-1'));
    expect(seen).toEqual(['orange', 'red', undefined]);
    expect(levelsOf([{ ...ALARM, response: 'closed' }]).size).toBe(0);
  });
});

describe('an answer that was on its way while alarms were pushed', () => {
  it('loses none that came after it was made, and takes none twice', () => {
    const answered = [ALARM];
    const later = { ...ALARM, id: 'b', subjectId: 'point-2' };
    const pushed = [
      { cursor: 7, alarm: { ...ALARM, id: 'old' } },
      { cursor: 9, alarm: later },
    ];
    const book = enter(load(EMPTY_BOOK, answered), since(pushed, 8));
    expect([...book.keys()]).toEqual(['a', 'b']);
  });
});
