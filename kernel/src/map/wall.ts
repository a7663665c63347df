import { z } from 'zod';

const share = z.object({ numerator: z.int(), denominator: z.int() });

/** What the wall says of today beside alarms and map; a part that the reader may not read is null. */
export const wallSchema = z.object({
  at: z.number(),
  checks: z
    .object({
      inspections: z.int().describe('inspections by officers begun today'),
      enterprises: z.int().describe('at so many enterprises'),
      closed: z.int().describe('of them finished'),
      rounds: share.describe('rounds of enterprises that are due today: done, of all'),
    })
    .nullable(),
  jobs: z
    .object({
      running: z.array(z.object({ job: z.string(), count: z.int() })).describe('special work under way, by kind'),
      over: z.int().describe('under way beyond the day it was to end'),
    })
    .nullable(),
  duty: z
    .object({
      places: z.array(z.object({ kind: z.string(), count: z.int() })).describe('desks kept now, by kind of place'),
      people: z.int(),
      empty: z.int().describe('desks kept in the last seven days and by nobody now'),
    })
    .nullable(),
  warnings: z
    .object({
      count: z.int(),
      first: z.object({ event: z.string(), level: z.string().nullable(), headline: z.string() }).nullable(),
    })
    .nullable(),
  events: z.int().nullable().describe('events reported today, supplements not counted'),
  dangers: z.object({ overdue: z.int(), onTime: share.describe('of those due this month') }).nullable(),
  promises: share.nullable().describe('enterprises that announced their promise today, of those that should'),
});
export type Wall = z.infer<typeof wallSchema>;
