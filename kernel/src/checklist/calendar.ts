import { dayOf, endOf, isWorkingDay, shift as later, startOf, type Day, type Overrides } from '@anlan/domain/calendar';
import { z } from 'zod';
import type { CheckTier } from './item.ts';

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, '形如 08:00');

/** Rounds of one enterprise: its shifts, its departments, and whether it works on days off. */
export const planSchema = z
  .strictObject({
    shifts: z
      .array(z.strictObject({ name: z.string().trim().min(1).max(20), from: clock, to: clock }))
      .max(6)
      .describe('a shift that ends at or before its beginning ends on the next day'),
    departments: z.array(z.string().trim().min(1).max(30)).max(20),
    manager: z.boolean(),
    daysOff: z.boolean().describe('true = shifts also work on weekends and holidays'),
    paused: z.boolean().default(false),
  })
  .superRefine((plan, context) => {
    for (const key of ['shifts', 'departments'] as const) {
      const names = plan[key].map((one) => (typeof one === 'string' ? one : one.name));
      if (new Set(names).size < names.length)
        context.addIssue({ code: 'custom', path: [key], message: '名称不能重复' });
    }
  });
export type CheckPlan = z.infer<typeof planSchema>;

/** One round that is to be made: unique by tier, unit and period within an enterprise. */
export interface Slot {
  readonly tier: CheckTier;
  readonly unit: string | null;
  /** Day of the shift's beginning, Monday of the week, month. */
  readonly period: string;
  readonly opensAt: number;
  readonly dueAt: number;
}

const MINUTE = 60_000;
const at = (day: Day, time: string): number => {
  const [hours, minutes] = time.split(':').map(Number) as [number, number];
  return startOf(day) + (hours * 60 + minutes) * MINUTE;
};

/** Monday of the week of a day. */
export function mondayOf(day: Day): Day {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return later(day, -((weekday + 6) % 7));
}

/** Last day of the month of a day. */
function lastOf(day: Day): Day {
  const [year, month] = day.split('-').map(Number) as [number, number];
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}

/**
 * Rounds of a plan that open after `after` and not after `until` (epoch ms), in time order: shifts of their days,
 * departments on Mondays, the manager on the first of the month. Days are those of Asia/Shanghai.
 */
export function slotsBetween(plan: CheckPlan, after: number, until: number, days: Overrides = {}): Slot[] {
  if (plan.paused || until <= after) return [];
  const slots: Slot[] = [];
  for (let day = dayOf(after); day <= dayOf(until); day = later(day, 1)) {
    if (plan.daysOff || isWorkingDay(day, days))
      for (const one of plan.shifts) {
        const end = one.to > one.from ? day : later(day, 1);
        slots.push({ tier: 'shift', unit: one.name, period: day, opensAt: at(day, one.from), dueAt: at(end, one.to) });
      }
    if (mondayOf(day) === day)
      for (const unit of plan.departments)
        slots.push({ tier: 'department', unit, period: day, opensAt: startOf(day), dueAt: endOf(later(day, 6)) });
    if (plan.manager && day.endsWith('-01'))
      slots.push({
        tier: 'manager',
        unit: null,
        period: day.slice(0, 7),
        opensAt: startOf(day),
        dueAt: endOf(lastOf(day)),
      });
  }
  return slots
    .filter(({ opensAt }) => opensAt > after && opensAt <= until)
    .sort((a, b) => a.opensAt - b.opensAt || (a.tier < b.tier ? -1 : 1));
}

/** When the next round of the plan opens after an instant; null within 60 days = none. */
export function nextOpening(plan: CheckPlan, after: number, days: Overrides = {}): number | null {
  for (let from = after, step = 0; step < 60; step += 1) {
    const until = endOf(dayOf(from)) + 1;
    const [first] = slotsBetween(plan, from, until, days);
    if (first !== undefined) return first.opensAt;
    from = until;
  }
  return null;
}
