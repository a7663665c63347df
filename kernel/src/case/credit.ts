import { z } from 'zod';

/** One event of an enterprise's credit record; `points` are taken off. What led to it is a case. */
const creditEventSchema = z.object({
  at: z.number(),
  points: z.number(),
  because: z.string(),
  label: z.string().describe('the rule that set the points'),
  labelEn: z.string(),
  case: z.object({ id: z.uuid(), number: z.string(), kind: z.string(), title: z.string() }),
});

/** The credit record of an enterprise, newest first. */
export const creditRecordSchema = z.object({
  year: z.object({ events: z.int(), points: z.number() }).describe('of the last twelve months'),
  total: z.object({ events: z.int(), points: z.number() }),
  events: z.array(creditEventSchema).describe('the newest hundred'),
});
export type CreditRecord = z.infer<typeof creditRecordSchema>;
