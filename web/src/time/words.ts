import { lateFor } from '@anlan/kernel/deadline';
import type { Language } from '../language/index.tsx';

// Asia/Shanghai has kept UTC+8 without summer time since 1991, so a fixed shift is exact for all stored times.
const SHIFT = 8 * 3_600_000;
const DAY = 86_400_000;
const WEEKDAYS = {
  zh: ['周日', '周一', '周二', '周三', '周四', '周五', '周六'],
  en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
};

/** An instant as a `datetime-local` field wants it, in Shanghai time wherever the browser is: `2026-03-18T09:26`. */
export function fieldText(at: number): string {
  return new Date(at + SHIFT).toISOString().slice(0, 16);
}

/** Epoch ms of a `datetime-local` text read as Shanghai time; empty or no time = null. */
export function instantOf(text: string): number | null {
  if (text === '') return null;
  const at = Date.parse(`${text.length === 16 ? `${text}:00` : text}+08:00`);
  return Number.isNaN(at) ? null : at;
}

const two = (value: number): string => String(value).padStart(2, '0');

function parts(at: number) {
  const date = new Date(at + SHIFT);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    weekday: date.getUTCDay(),
    hour: two(date.getUTCHours()),
    minute: two(date.getUTCMinutes()),
    second: two(date.getUTCSeconds()),
  };
}

/** Whole days from the day of `from` to the day of `to`, on the Shanghai calendar. */
export function daysBetween(from: number, to: number): number {
  return Math.floor((to + SHIFT) / DAY) - Math.floor((from + SHIFT) / DAY);
}

/** `2026-03-18 周三 09:26:41`, the clock of the top bar. */
export function clockText(at: number, language: Language = 'zh'): string {
  const p = parts(at);
  return `${p.year}-${two(p.month)}-${two(p.day)} ${WEEKDAYS[language][p.weekday]} ${p.hour}:${p.minute}:${p.second}`;
}

/** `09:26:41`. */
export function timeText(at: number): string {
  const p = parts(at);
  return `${p.hour}:${p.minute}:${p.second}`;
}

/** `2026-03-18 09:26:41`, for records and logs. */
export function stampText(at: number): string {
  const p = parts(at);
  return `${p.year}-${two(p.month)}-${two(p.day)} ${p.hour}:${p.minute}:${p.second}`;
}

/** When something happened, as short as it stays clear: `09:22`, `昨 22:05`, `3 月 4 日`, `2025-03-04`. */
export function momentText(at: number, now: number, language: Language = 'zh'): string {
  const p = parts(at);
  const days = daysBetween(at, now);
  const clock = `${p.hour}:${p.minute}`;
  if (days === 0) return clock;
  if (days === 1) return language === 'zh' ? `昨 ${clock}` : `yesterday ${clock}`;
  if (p.year !== parts(now).year) return `${p.year}-${two(p.month)}-${two(p.day)}`;
  return language === 'zh' ? `${p.month} 月 ${p.day} 日 ${clock}` : `${two(p.month)}-${two(p.day)} ${clock}`;
}

/** A length of time in at most two units: `41 秒`, `1 分 26 秒`, `3 小时 5 分`, `6 天`. */
export function spanText(milliseconds: number, language: Language = 'zh'): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const unit = language === 'zh' ? [' 天', ' 小时', ' 分', ' 秒'] : [' d', ' h', ' min', ' s'];
  const [d, h, m, s] = [
    Math.floor(seconds / 86_400),
    Math.floor(seconds / 3600) % 24,
    Math.floor(seconds / 60) % 60,
    seconds % 60,
  ];
  if (d > 0) return `${d}${unit[0]}`;
  if (h > 0) return m > 0 ? `${h}${unit[1]} ${m}${unit[2]}` : `${h}${unit[1]}`;
  if (m > 0) return s > 0 ? `${m}${unit[2]} ${s}${unit[3]}` : `${m}${unit[2]}`;
  return `${s}${unit[3]}`;
}

/** How old a value is: `刚刚`, `12 秒前`, `3 分 5 秒前`. */
export function ageText(at: number, now: number, language: Language = 'zh'): string {
  const age = now - at;
  if (age < 2000) return language === 'zh' ? '刚刚' : 'just now';
  return language === 'zh' ? `${spanText(age)}前` : `${spanText(age, 'en')} ago`;
}

export interface Due {
  readonly state: 'plain' | 'soon' | 'late';
  readonly text: string;
  /** Share of the allowed time that has run out, 0…1. */
  readonly spent: number;
}

/**
 * The words and pie of a deadline. `since` is when the time began to run; without it the pie covers seven days.
 * `soon` is the last fifth or, for deadlines longer than a week, the last two days.
 */
export function dueWords(dueAt: number, now: number, since: number | null = null, language: Language = 'zh'): Due {
  const start = since ?? Math.min(now, dueAt - 7 * DAY);
  const spent = Math.min(1, Math.max(0, (now - start) / Math.max(1, dueAt - start)));
  const left = dueAt - now;
  if (left <= 0) return { state: 'late', spent: 1, text: lateFor(-left)[language] };
  const state = spent >= 0.8 || (dueAt - start > 7 * DAY && left <= 2 * DAY) ? 'soon' : 'plain';
  return { state, spent, text: dueText(dueAt, now, left, language) };
}

function dueText(dueAt: number, now: number, left: number, language: Language): string {
  const zh = language === 'zh';
  const p = parts(dueAt);
  if (left < 3_600_000) return zh ? `还剩 ${spanText(left)}` : `${spanText(left, 'en')} left`;
  const days = daysBetween(now, dueAt);
  if (days === 0) return zh ? `今天 ${p.hour}:${p.minute}` : `today ${p.hour}:${p.minute}`;
  if (days === 1) return zh ? `明天 ${p.hour}:${p.minute}` : `tomorrow ${p.hour}:${p.minute}`;
  return zh ? `还剩 ${days} 天` : `${days} days left`;
}
