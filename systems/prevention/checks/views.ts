import { ITEM_USES, itemSchema, planSchema, runDetailSchema, runViewSchema } from '@anlan/kernel/checklist';
import { LEVELS } from '@anlan/kernel/entity';
import { z } from 'zod';
import { TIERS } from '../hidden-dangers/logic.ts';

export const checkRunsSchema = z.object({
  rows: z.array(runViewSchema),
  total: z.int(),
  atLeast: z.boolean(),
  states: z.record(z.string(), z.int()),
});
/** What was taken of the changes sent to a check, and the check after them. */
export const answersTakenSchema = z.object({ taken: z.int(), known: z.int(), detail: runDetailSchema });
export const checkPlanSchema = z.object({
  set: z.boolean(),
  plan: planSchema,
  nextAt: z.number().nullable(),
  by: z.string().nullable(),
});

const counts = {
  due: z.int().describe('time is over or done'),
  done: z.int().describe('in time'),
  late: z.int().describe('made after its time: missed all the same'),
  missed: z.int(),
  open: z.int(),
};
export const checkFiguresSchema = z.object({
  from: z.number(),
  to: z.number(),
  should: z.int().describe('enterprises whose trade has to check by day, week and month'),
  planned: z.int().describe('of these, with rounds set up'),
  tiers: z.array(z.object({ tier: z.string(), ...counts })),
  regions: z.array(z.object({ path: z.string(), name: z.string(), ...counts })),
  enterprises: z.array(
    z.object({ id: z.string(), name: z.string(), regionName: z.string(), sector: z.string().nullable(), ...counts }),
  ),
  total: z.int().describe('enterprises with checks'),
});
export type CheckFigures = z.infer<typeof checkFiguresSchema>;
export const checkClearingSchema = z.object({
  tiers: z.array(z.object({ tier: z.enum(TIERS), open: z.int() })),
  cells: z.array(z.object({ level: z.enum(LEVELS).nullable(), class: z.string().nullable(), count: z.int() })),
  rows: z.array(
    z.object({
      id: z.string(),
      number: z.string(),
      title: z.string(),
      level: z.enum(LEVELS).nullable(),
      class: z.string().nullable(),
      state: z.string(),
      tier: z.enum(TIERS),
      organisationName: z.string().nullable(),
      regionName: z.string(),
      foundAt: z.number(),
      dueAt: z.number().nullable(),
      moves: z.array(z.object({ at: z.number(), text: z.string() })),
    }),
  ),
  total: z.int(),
});
export type CheckClearing = z.infer<typeof checkClearingSchema>;
export const checksForReportSchema = z.object({
  period: z.string(),
  checks: z.int().describe('checks of the period that were made'),
  checked: z.int(),
  found: z.int(),
  corrected: z.int(),
  origin: z.string(),
});
export type ChecksForReport = z.infer<typeof checksForReportSchema>;
export const checkComparisonSchema = z.object({
  version: z.int(),
  rows: z.array(
    z.object({
      id: z.string(),
      code: z.string(),
      title: z.string(),
      level: z.enum(LEVELS),
      selfChecked: z.int(),
      selfBad: z.int(),
      officerChecked: z.int(),
      officerBad: z.int(),
      contradicted: z
        .int()
        .describe('enterprises whose own last check said met where an officer then found it not met'),
    }),
  ),
  total: z.int(),
});
export type CheckComparison = z.infer<typeof checkComparisonSchema>;
export const masterVersionSchema = z.object({
  version: z.int(),
  publishedAt: z.number(),
  by: z.string(),
  reason: z.string(),
  items: z.int(),
  added: z.int(),
  changed: z.int(),
  retired: z.int(),
});
const masterDraft = z.object({
  itemId: z.string(),
  code: z.string(),
  change: z.enum(['add', 'edit', 'retire']),
  content: z.unknown().nullable(),
  by: z.string(),
  at: z.number(),
});
export const masterItemsSchema = z.object({
  version: z.int(),
  rows: z.array(itemSchema),
  total: z.int(),
  drafts: z.array(masterDraft),
});
export const threeListsSchema = z.object({
  version: z.int(),
  lists: z.array(z.object({ use: z.enum(ITEM_USES), version: z.int(), items: z.array(itemSchema) })),
});
export const draftsKeptSchema = z.object({ kept: z.int() });
export const masterPublishedSchema = z.object({
  version: z.int(),
  added: z.int(),
  changed: z.int(),
  retired: z.int(),
});
export const itemsImportedSchema = z.object({
  added: z.int(),
  changed: z.int(),
  same: z.int(),
  drafted: z.int(),
  problems: z.array(z.object({ row: z.int(), code: z.string(), problem: z.string() })),
});
