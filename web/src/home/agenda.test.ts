import { describe, expect, it } from 'vitest';
import { changeText, clockOf, currentOf, minuteOf } from './agenda.ts';

describe('the schedule of a day', () => {
  it('reads and writes the time of day', () => {
    expect([0, 545, 1439].map(clockOf)).toEqual(['00:00', '09:05', '23:59']);
    for (let minute = 0; minute < 1440; minute += 1) expect(minuteOf(clockOf(minute))).toBe(minute);
    expect(minuteOf('09:05:41')).toBe(545);
  });

  it('marks what has begun and is not done, else what comes first', () => {
    const lines = [
      { key: 'a', minute: 510, done: true },
      { key: 'b', minute: 630, done: false },
      { key: 'c', minute: 870, done: false },
    ];
    expect(currentOf(lines, 640)).toBe('b');
    expect(currentOf(lines, 500)).toBe('b');
    expect(currentOf(lines, 900)).toBe('c');
    expect(currentOf([lines[0]!], 900)).toBeUndefined();
  });

  it('says the change since yesterday with its sign, and nothing where it is not known', () => {
    expect([changeText(15, 11), changeText(3, 5), changeText(2, 2)]).toEqual(['+4', '−2', '±0']);
    expect(changeText(3, null)).toBeUndefined();
  });
});
