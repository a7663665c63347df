import { caseViewSchema } from '@anlan/kernel/case';
import { personal } from '@anlan/kernel/entity';
import { z } from 'zod';
import { FIVE } from './fields.ts';
import { TIERS } from './logic.ts';

const rate = z.object({ numerator: z.int(), denominator: z.int() });
export const dangerBoardSchema = z.object({
  asOf: z.number(),
  from: z.number(),
  to: z.number(),
  figures: z.object({
    found: z.int(),
    bySource: z.record(z.string(), z.int()),
    closed: z.int(),
    onTime: rate,
    overdue: z.int(),
    longestOverdueDays: z.int(),
    major: z.int(),
    listed: z.int(),
    open: z.int(),
  }),
  flow: z.array(
    z.object({
      tier: z.enum(TIERS),
      fresh: z.int().describe('found on this list in the month'),
      carried: z.int().describe('came up from the list below'),
      cleared: z.int(),
      moved: z.int().describe('went on to the list above'),
      open: z.int(),
    }),
  ),
  ages: z.array(z.object({ key: z.enum(['0-1', '2-7', '8-30', 'over-30']), count: z.int() })),
  matrix: z.array(z.object({ level: z.string().nullable(), class: z.string().nullable(), count: z.int() })),
  listed: z.array(
    z.object({
      case: caseViewSchema,
      listedAt: z.string().nullable(),
      listingNumber: z.string().nullable(),
      responsible: personal(z.string().nullable()),
      progress: z.number().nullable().describe('as last reported, %; null = not reported yet'),
      five: z.object(
        Object.fromEntries(FIVE.map((key) => [key, z.boolean()])) as Record<(typeof FIVE)[number], z.ZodBoolean>,
      ),
    }),
  ),
  overdue: z.array(z.object({ case: caseViewSchema, urged: z.int() })),
});
export type DangerBoard = z.infer<typeof dangerBoardSchema>;

/** What prevention knows of one enterprise; the counts of a year reach twelve months back from `asOf`. */
export const enterprisePreventionSchema = z.object({
  asOf: z.number(),
  since: z.number().describe('beginning of the twelve months, epoch ms'),
  dangers: z.object({
    open: z.int(),
    overdue: z.int(),
    all: z.int(),
    levels: z.record(z.string(), z.int()).describe('open ones by level; none = not graded yet'),
  }),
  riskPoints: z.record(z.string(), z.int()).describe('registered risk points by level'),
  checks: z.object({
    done: z.int(),
    found: z.int().describe('items that did not conform'),
    lastAt: z.number().nullable(),
  }),
  penalties: z.object({ decided: z.int(), fines: z.number().describe('yuan'), open: z.int() }),
});
export type EnterprisePrevention = z.infer<typeof enterprisePreventionSchema>;
