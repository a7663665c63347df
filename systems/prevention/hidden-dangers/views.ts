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
      five: z.object(
        Object.fromEntries(FIVE.map((key) => [key, z.boolean()])) as Record<(typeof FIVE)[number], z.ZodBoolean>,
      ),
    }),
  ),
  overdue: z.array(z.object({ case: caseViewSchema, urged: z.int() })),
});
export type DangerBoard = z.infer<typeof dangerBoardSchema>;
