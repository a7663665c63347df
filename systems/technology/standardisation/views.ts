import { gradingResultSchema } from '@anlan/kernel/grading';
import { z } from 'zod';

const rateSchema = z.object({
  numerator: z.int(),
  denominator: z.int(),
  percent: z.number().nullable().describe('one decimal; null without a cohort'),
});
export type Rate = z.infer<typeof rateSchema>;
const group = rateSchema.extend({ key: z.string(), name: z.string(), one: z.int(), two: z.int(), three: z.int() });
export const standardTargetSchema = z.object({
  id: z.string(),
  regionPath: z.string(),
  regionName: z.string(),
  trade: z.string(),
  kind: z.enum(['enterprise', 'post', 'specialty', 'site']),
  grade: z.string(),
  share: z.number(),
  dueOn: z.string(),
  basis: z.string(),
  setAt: z.number(),
  setBy: z.string(),
  reached: rateSchema,
  past: z.boolean(),
  met: z.boolean(),
});
export type StandardTarget = z.infer<typeof standardTargetSchema>;
export const ratesSchema = z.object({
  day: z.string(),
  enterprise: rateSchema.extend({ one: z.int(), two: z.int(), three: z.int() }),
  post: rateSchema,
  specialty: rateSchema,
  site: rateSchema,
  bySector: z.array(group),
  byRegion: z.array(group),
  expiring: z.int(),
  expired: z.int().describe('enterprises whose last certificate ran out or was revoked'),
  defaults: z.int().describe('suspension proposals and suspensions that are open'),
  applications: z.record(z.string(), z.int()).describe('open applications by state'),
});
export type StandardRates = z.infer<typeof ratesSchema>;
export const certificateHoldersSchema = z.object({
  rows: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      sector: z.string().nullable(),
      regionName: z.string(),
      certificate: z.string().nullable(),
      number: z.string().nullable(),
      grade: z.string().nullable(),
      issuedOn: z.string().nullable(),
      validUntil: z.string().nullable(),
      holds: z.boolean(),
      applying: z.string().nullable().describe('state of the open application'),
      applicationId: z.string().nullable(),
      defaultId: z.string().nullable(),
      weight: z.number().nullable(),
    }),
  ),
  total: z.int(),
});
export type CertificateHolders = z.infer<typeof certificateHoldersSchema>;
export const standardOverviewSchema = ratesSchema.extend({
  targets: z.array(standardTargetSchema),
  sourced: z.array(
    z.object({
      trade: z.string(),
      label: z.string(),
      numerator: z.int(),
      denominator: z.int(),
      percent: z.number(),
      origin: z.string(),
    }),
  ),
});
export type StandardOverview = z.infer<typeof standardOverviewSchema>;
export const standardTargetsSchema = z.object({ rows: z.array(standardTargetSchema) });
export const STAGES = ['self', 'evaluation'] as const;
export const standardRunsSchema = z.object({
  id: z.string(),
  state: z.string(),
  enterprise: z.string(),
  runs: z.array(
    z.object({
      id: z.string(),
      number: z.string(),
      title: z.string(),
      state: z.string(),
      stage: z.enum(STAGES),
      items: z.int(),
      answered: z.int(),
      bad: z.int(),
      doneAt: z.number().nullable(),
    }),
  ),
  gradings: z.array(gradingResultSchema.extend({ stage: z.enum(STAGES) })),
  elements: z.array(
    z.object({ key: z.string(), label: z.string(), labelEn: z.string(), weight: z.number(), clause: z.string() }),
  ),
});
export type StandardRuns = z.infer<typeof standardRunsSchema>;
/** What a look at enterprises past their target came to. */
export const standardDefaultsSchema = z.object({ opened: z.int(), reached: z.int(), left: z.int() });
export const standardScoredSchema = z.object({ grading: z.string(), score: z.number(), grade: z.string() });
export const standardGrantedSchema = z.object({ certificate: z.string() });
