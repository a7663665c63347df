import { STANDARD_DISTANCES, type StandardFacility } from '@anlan/domain/safety-distance';
import { LEVELS } from '@anlan/kernel/entity';
import { gradingSchema } from '@anlan/kernel/grading';
import { z } from 'zod';

const level = z.enum(LEVELS);
export const cityScoresSchema = z.object({
  rows: z.array(
    z.object({
      id: z.string(),
      path: z.string(),
      name: z.string(),
      score: z.number(),
      level,
      at: z.number(),
      result: gradingSchema,
    }),
  ),
});
export const riskInventorySchema = z.object({
  regions: z.array(z.object({ path: z.string(), name: z.string() })),
  kinds: z.array(z.string()),
  cells: z.array(
    z.object({
      region: z.string(),
      kind: z.string(),
      red: z.int(),
      orange: z.int(),
      yellow: z.int(),
      blue: z.int(),
      people: z.int(),
      hidden: z.int(),
    }),
  ),
  total: z.int(),
});
const verdict = z.enum(['met', 'short', 'undetermined']);
const distanceFact = z.object({
  class: z.string(),
  object: z.string().nullable(),
  actual: z.number().nullable(),
  required: z.number().nullable(),
  verdict,
  within: z.int(),
  method: z.string(),
  basis: z.string(),
  people: z.number().nullable(),
});
export const externalDistancesSchema = z.object({
  rows: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      sector: z.string().nullable(),
      regionName: z.string(),
      lon: z.number().nullable(),
      lat: z.number().nullable(),
      measuredAt: z.number().nullable(),
      verdict: verdict.nullable().describe('the worst of its classes; null = not measured'),
      facts: z.array(distanceFact),
      caseId: z.string().nullable(),
      caseState: z.string().nullable(),
    }),
  ),
  total: z.int(),
  counts: z.object({
    enterprises: z.int().describe('every hazchem enterprise in scope'),
    measured: z.int(),
    met: z.int(),
    short: z.int(),
    undetermined: z.int(),
    listed: z.int().describe('on the close-or-relocate list now'),
  }),
});
export type ExternalDistances = z.infer<typeof externalDistancesSchema>;
export type CityScores = z.infer<typeof cityScoresSchema>;
export type RiskInventory = z.infer<typeof riskInventorySchema>;

export const SITING_FACILITIES = Object.keys(STANDARD_DISTANCES) as [StandardFacility, ...StandardFacility[]];
const nearby = z.object({
  id: z.string().nullable(),
  kind: z.string(),
  name: z.string(),
  metres: z.number(),
  bearing: z.number().nullable().describe('degrees clockwise from north'),
  people: z.number().nullable(),
  inside: z.boolean().describe('nearer than required'),
});
const line = z.object({
  key: z.string(),
  label: z.string(),
  labelEn: z.string(),
  required: z.number().nullable(),
  verdict: z.enum(['met', 'short', 'notice', 'unknown']),
  note: z.string(),
  noteEn: z.string(),
  nearest: z.number().nullable(),
  found: z.array(nearby),
});
export type SitingLine = z.infer<typeof line>;
export const sitingSchema = z.object({
  id: z.string(),
  number: z.string(),
  name: z.string(),
  lon: z.number(),
  lat: z.number(),
  facility: z.enum(SITING_FACILITIES),
  required: z.number(),
  regionName: z.string().nullable(),
  verdict: z.enum(['met', 'short', 'notice']),
  at: z.number(),
  by: z.string(),
  lines: z.array(line),
});
export type Siting = z.infer<typeof sitingSchema>;
export const sitingsSchema = z.object({ rows: z.array(sitingSchema) });
/** What a measuring of external distances came to. */
export const distancesMeasuredSchema = z.object({
  enterprises: z.int(),
  short: z.int(),
  undetermined: z.int(),
  listed: z.int(),
});
