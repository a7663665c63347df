import { z } from 'zod';

/** The two self-evaluations of a key unit (D2:150). */
export const EVALUATION_FORMS = {
  four: { label: '“四个能力”自评', labelEn: '“Four abilities”', parameter: 'fire.four-abilities' },
  'six-plus-one': { label: '“6+1”措施检查', labelEn: '“6+1” measures', parameter: 'fire.six-plus-one' },
} as const;
export type EvaluationForm = keyof typeof EVALUATION_FORMS;
const form = z.enum(['four', 'six-plus-one']);

export const MARKS = {
  reached: { label: '达到', labelEn: 'Reached' },
  partly: { label: '基本达到', labelEn: 'Partly' },
  lacking: { label: '未达到', labelEn: 'Lacking' },
} as const;
export type EvaluationMark = keyof typeof MARKS;
const mark = z.enum(['reached', 'partly', 'lacking']);

/** A self-evaluation holds when nothing is lacking. */
export function holds(marks: readonly EvaluationMark[]): boolean {
  return marks.length > 0 && marks.every((one) => one !== 'lacking');
}

/** Where an evaluation stands on a day: in force, run out, in force with something lacking, or never made. */
export type Standing = 'current' | 'lacking' | 'expired' | 'none';
export function standingOf(
  newest: { readonly validTo: string; readonly reached: boolean } | undefined,
  today: string,
): Standing {
  if (newest === undefined) return 'none';
  if (newest.validTo < today) return 'expired';
  return newest.reached ? 'current' : 'lacking';
}

/** The last day on which an evaluation of a day still counts, so many months on: 31 January + 1 month is the end of February. */
export function validUntil(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const index = year * 12 + month - 1 + months;
  const [toYear, toMonth] = [Math.floor(index / 12), (index % 12) + 1];
  const last = new Date(Date.UTC(toYear, toMonth, 0)).getUTCDate();
  const pad = (value: number): string => String(value).padStart(2, '0');
  return `${toYear}-${pad(toMonth)}-${pad(Math.min(date, last))}`;
}

const counts = {
  units: z.int(),
  four: z.int().describe('key units with a current four-ability evaluation'),
  six: z.int().describe('key units with a current 6+1 check'),
  unitsCovered: z.int(),
  standard: z.int().describe('key units that reached fire standardisation'),
  communities: z.int(),
  communitiesCovered: z.int(),
  villages: z.int().describe('villages and communities'),
  organised: z.int(),
  stations: z.int().describe('ready'),
  crew: z.int(),
  grids: z.int(),
  renewals: z.int(),
  renewed: z.int(),
};
export const fireCountsSchema = z.object(counts);
export type FireCounts = z.infer<typeof fireCountsSchema>;
export const NO_COUNTS: FireCounts = Object.fromEntries(Object.keys(counts).map((key) => [key, 0])) as FireCounts;
export const fireOverviewSchema = z.object({
  asOf: z.number(),
  minutes: z.number().describe('a station reaches within, as the asker’s place has it'),
  metres: z.number().describe('how far that is'),
  total: fireCountsSchema,
  regions: z.array(fireCountsSchema.extend({ path: z.string(), name: z.string() })),
  renewals: z.record(z.string(), z.int()).describe('by state'),
});
export type FireOverview = z.infer<typeof fireOverviewSchema>;

const standing = z.enum(['current', 'lacking', 'expired', 'none']);
export const fireUnitRowSchema = z.object({
  id: z.string(),
  name: z.string(),
  region: z.string(),
  class: z.string(),
  standard: z.string(),
  four: standing,
  six: standing,
  covered: z.boolean(),
  /** Nearest ready station: metres; null where none is near. */
  distance: z.number().nullable(),
});
export const fireUnitsSchema = z.object({ total: z.int(), rows: z.array(fireUnitRowSchema) });
export type FireUnitRow = z.infer<typeof fireUnitRowSchema>;

export const fireVillagesSchema = z.object({
  total: z.int(),
  rows: z.array(
    z.object({
      id: z.string().nullable().describe('null: a village of the region tree that nobody entered in the roster'),
      name: z.string(),
      region: z.string(),
      county: z.string(),
      kind: z.string(),
      organised: z.boolean(),
      members: z.number().nullable(),
    }),
  ),
});

export const evaluationSchema = z.object({
  id: z.string(),
  form,
  year: z.int(),
  at: z.number(),
  by: z.string(),
  members: z.array(z.object({ name: z.string(), mark, note: z.string() })),
  reached: z.boolean(),
  validTo: z.string(),
});
export type Evaluation = z.infer<typeof evaluationSchema>;
export const fireUnitSchema = fireUnitRowSchema.extend({
  mine: z.boolean().describe('the asker is this unit'),
  people: z.number().nullable(),
  systemBody: z.string().nullable(),
  members: z.object({ four: z.array(z.string()), 'six-plus-one': z.array(z.string()) }),
  evaluations: z.array(evaluationSchema),
  station: z.object({ id: z.string(), name: z.string(), distance: z.number(), crew: z.number() }).nullable(),
});
export type FireUnit = z.infer<typeof fireUnitSchema>;
export const evaluationInput = z.strictObject({
  form,
  marks: z
    .array(z.strictObject({ mark, note: z.string().trim().max(300).default('') }))
    .min(1)
    .max(50),
  requestId: z.guid().optional(),
});
