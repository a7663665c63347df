import type { DaySpan } from '@anlan/kernel/registry';
import { stampText } from '../time/index.ts';

const DAY = 86_400_000;

/** A paper holds to the end of its last day in China (epoch ms). */
export const endOfDay = (day: string): number => Date.parse(`${day}T00:00:00+08:00`) + DAY - 1;

/** Has a paper whose last day is `until` run out at `now` (epoch ms)? On its last day it has not. */
export const isOver = (until: string, now: number): boolean => endOfDay(until) < now;

/** The certificates that have run out by `now` (epoch ms), and those that do within a year; no day is in both. */
export function papersBetween(now: number): { readonly expired: DaySpan; readonly ending: DaySpan } {
  const day = (days: number) => stampText(now + days * DAY).slice(0, 10);
  return {
    expired: { field: 'validUntil', to: day(-1) },
    ending: { field: 'validUntil', from: day(0), to: day(364) },
  };
}
