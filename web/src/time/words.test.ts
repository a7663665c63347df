import { describe, expect, it } from 'vitest';
import { ageText, clockText, daysBetween, dueWords, fieldText, instantOf, momentText, spanText } from './words.ts';

/** 2026-03-18 (Wednesday) 09:26:41 in Shanghai. */
const NOW = Date.parse('2026-03-18T09:26:41+08:00');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('words of time', () => {
  it('shows Shanghai time whatever the zone of the machine', () => {
    expect(clockText(NOW)).toBe('2026-03-18 周三 09:26:41');
    expect(clockText(NOW, 'en')).toBe('2026-03-18 Wed 09:26:41');
  });

  it('counts days on the Shanghai calendar, not in spans of 24 hours', () => {
    expect(daysBetween(Date.parse('2026-03-17T23:59:00+08:00'), Date.parse('2026-03-18T00:01:00+08:00'))).toBe(1);
    expect(daysBetween(NOW, NOW + 14 * HOUR)).toBe(0);
  });

  it('names a moment as shortly as it stays clear', () => {
    expect(momentText(NOW - 4 * MINUTE, NOW)).toBe('09:22');
    expect(momentText(NOW - 12 * HOUR, NOW)).toBe('昨 21:26');
    expect(momentText(NOW - 14 * DAY, NOW)).toBe('3 月 4 日 09:26');
    expect(momentText(NOW - 400 * DAY, NOW)).toBe('2025-02-11');
  });

  it('says a span in at most two units', () => {
    expect(spanText(86_000)).toBe('1 分 26 秒');
    expect(spanText(3 * HOUR + 5 * MINUTE + 9000)).toBe('3 小时 5 分');
    expect(spanText(6 * DAY + HOUR)).toBe('6 天');
    expect(spanText(-5)).toBe('0 秒');
  });

  it('says how old a value is', () => {
    expect(ageText(NOW - 500, NOW)).toBe('刚刚');
    expect(ageText(NOW - 41 * MINUTE, NOW)).toBe('41 分前');
    expect(ageText(NOW - 12_000, NOW, 'en')).toBe('12 s ago');
  });
});

describe('a deadline', () => {
  it('says how long it is overdue, in the state that is shown in plum', () => {
    expect(dueWords(NOW - 3 * DAY, NOW)).toEqual({ state: 'late', text: '逾期 3 天', spent: 1 });
    expect(dueWords(NOW - 5 * HOUR - 20 * MINUTE, NOW).text).toBe('逾期 5 小时');
  });

  it('is soon in the last fifth of its time', () => {
    const since = NOW - 80 * MINUTE;
    expect(dueWords(NOW + 21 * MINUTE, NOW, since).state).toBe('plain');
    expect(dueWords(NOW + 19 * MINUTE, NOW, since).state).toBe('soon');
  });

  it('is soon in the last two days of a long time', () => {
    const since = NOW - 60 * DAY;
    expect(dueWords(NOW + 2 * DAY, NOW, since).state).toBe('soon');
    expect(dueWords(NOW + 40 * DAY, NOW, since)).toMatchObject({ state: 'plain', text: '还剩 40 天' });
  });

  it('counts down within the hour and names the clock for today and tomorrow', () => {
    expect(dueWords(NOW + 86_000, NOW).text).toBe('还剩 1 分 26 秒');
    expect(dueWords(NOW + 8 * HOUR, NOW).text).toBe('今天 17:26');
    expect(dueWords(NOW + 24 * HOUR, NOW).text).toBe('明天 09:26');
  });

  it('reads and fills a time field in Shanghai time wherever the browser stands', () => {
    expect(instantOf('2026-03-18T09:26')).toBe(Date.parse('2026-03-18T01:26:00Z'));
    expect(fieldText(NOW)).toBe('2026-03-18T09:26');
    expect(instantOf('')).toBeNull();
    expect(instantOf('soon')).toBeNull();
  });
});
