import { z } from 'zod';

const comparedSchema = z.object({
  pointId: z.string(),
  name: z.string(),
  kind: z.string(),
  system: z.string(),
  place: z.string().nullable().describe('tank, pond or device'),
  enterprise: z.string().nullable(),
  unit: z.string(),
});

/** A signal that is to be compared by hand. */
const dueComparisonSchema = comparedSchema.extend({
  value: z.number().nullable().describe('what it shows now'),
  at: z.number().nullable(),
  tolerance: z.number(),
  lastAt: z.number().nullable(),
  due: z.string().describe('YYYY-MM-DD'),
  late: z.boolean(),
});
export type DueComparison = z.infer<typeof dueComparisonSchema>;
export const dueComparisonsSchema = z.object({
  rows: z.array(dueComparisonSchema),
  total: z.int(),
  late: z.int().describe('of all, past their day'),
});

const comparisonSchema = comparedSchema.extend({
  id: z.string(),
  at: z.number(),
  manual: z.number(),
  shown: z.number(),
  difference: z.number(),
  tolerance: z.number(),
  passed: z.boolean(),
  instrument: z.string(),
  note: z.string().nullable(),
  by: z.string(),
  nextDue: z.string(),
  caseId: z.string().nullable(),
  demonstration: z.boolean(),
});
export type Comparison = z.infer<typeof comparisonSchema>;
export const comparisonsSchema = z.object({ rows: z.array(comparisonSchema), total: z.int() });
