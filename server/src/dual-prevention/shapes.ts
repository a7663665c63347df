import { z } from 'zod';
import { LEVELS } from '@anlan/kernel/entity';

const level = z.enum(LEVELS);
export const METHOD_KEYS = ['LEC', 'LS', 'JHA', 'SCL', 'HAZOP'] as const;
export const KIND_KEYS = ['engineering', 'management', 'training', 'protection', 'emergency'] as const;

export const overviewSchema = z.object({
  points: z.record(level, z.int()),
  byObject: z.array(z.object({ object: z.string(), red: z.int(), orange: z.int(), yellow: z.int(), blue: z.int() })),
  assessed: z.int().describe('points with a computed level of a stated method'),
  unowned: z.int().describe('high risks without an enterprise-level owner'),
  changed: z.int().describe('levels that differ from the computed one'),
  reviewDue: z.int(),
  measures: z.int(),
  due: z.int().describe('measures due today'),
  late: z.int(),
  missed: z.int().describe('rounds missed, of measures that are late now'),
  checksMonth: z.int(),
  ineffectiveMonth: z.int(),
  every: z.record(level, z.number()).describe('days between checks by level'),
});
export type Overview = z.infer<typeof overviewSchema>;

const unit = z.object({
  id: z.string(),
  name: z.string(),
  sector: z.string().nullable(),
  regionName: z.string(),
  red: z.int(),
  orange: z.int(),
  yellow: z.int(),
  blue: z.int(),
  unowned: z.int(),
  reviewDue: z.int(),
  measures: z.int(),
  late: z.int(),
  missed: z.int(),
  ineffective: z.int().describe('open dangers from ineffective measures'),
});
export const unitsSchema = z.object({ rows: z.array(unit), total: z.int() });
export type Units = z.infer<typeof unitsSchema>;

const pointRow = z.object({
  id: z.string(),
  name: z.string(),
  unit: z.string().nullable(),
  object: z.string(),
  hazard: z.string(),
  accident: z.string().nullable(),
  method: z.string().nullable(),
  score: z.number().nullable(),
  level,
  computedLevel: level.nullable(),
  control: z.string().nullable(),
  responsible: z.string().nullable(),
  reviewedOn: z.string().nullable(),
  reviewDue: z.boolean(),
  unowned: z.boolean(),
  lon: z.number().nullable(),
  lat: z.number().nullable(),
  measures: z.int(),
  late: z.int(),
  dangers: z.int(),
});
export const enterpriseRisksSchema = z.object({
  id: z.string(),
  name: z.string(),
  sector: z.string().nullable(),
  regionName: z.string(),
  points: z.array(pointRow),
});
export type EnterpriseRisks = z.infer<typeof enterpriseRisksSchema>;

export const unownedSchema = z.object({
  rows: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      level,
      control: z.string().nullable(),
      responsible: z.string().nullable(),
      enterpriseId: z.string(),
      enterpriseName: z.string().nullable(),
      regionName: z.string().nullable(),
    }),
  ),
  total: z.int(),
});

export const threeInOneSchema = z.object({
  sectors: z.array(z.string()),
  rows: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      sector: z.string().nullable(),
      regionName: z.string(),
      high: z.int(),
      unowned: z.int(),
      late: z.int(),
      open: z.int(),
      overdue: z.int(),
      major: z.int(),
      grade: z.string().nullable(),
      validUntil: z.string().nullable(),
    }),
  ),
  total: z.int(),
});

export const measureSchema = z.object({
  id: z.string(),
  riskPoint: z.string(),
  riskName: z.string(),
  level,
  enterpriseId: z.string(),
  enterpriseName: z.string().nullable(),
  kind: z.enum(KIND_KEYS),
  text: z.string(),
  responsible: z.string().nullable(),
  every: z.number().describe('days; of the measure, or of the risk’s level'),
  own: z.boolean().describe('a rhythm of its own'),
  nextDue: z.string(),
  lastCheckedAt: z.number().nullable(),
  lastResult: z.string().nullable(),
  missed: z.int().describe('rounds missed up to the last check'),
  missedNow: z.int().describe('rounds missed since'),
});
export type Measure = z.infer<typeof measureSchema>;
export const measuresSchema = z.object({ today: z.string(), rows: z.array(measureSchema), total: z.int() });

export const checkSchema = z.object({
  id: z.string(),
  measure: z.string(),
  text: z.string(),
  at: z.number(),
  by: z.string(),
  side: z.string(),
  result: z.enum(['effective', 'ineffective']),
  note: z.string().nullable(),
  photos: z.array(z.string()),
  missed: z.int(),
  caseId: z.string().nullable(),
  caseNumber: z.string().nullable(),
});

export const rowInput = z.strictObject({
  step: z.string().trim().min(1).max(200),
  parameter: z.string().trim().max(40).nullish(),
  guideWord: z.string().trim().max(40).nullish(),
  hazard: z.string().trim().min(1).max(300),
  cause: z.string().trim().max(300).nullish(),
  consequence: z.string().trim().max(300).nullish(),
  existing: z.string().trim().max(500).nullish(),
  scale: z.enum(['LEC', 'LS']),
  l: z.number(),
  e: z.number().nullish(),
  c: z.number().nullish(),
  s: z.number().nullish(),
  level: level.nullish().describe('where it differs from the computed one, with a reason'),
  reason: z.string().trim().max(300).nullish(),
  suggestion: z.string().trim().max(300).nullish(),
});
export type RowInput = z.infer<typeof rowInput>;

const working = z.object({
  standard: z.string(),
  inputs: z.array(
    z.object({
      name: z.string(),
      value: z.union([z.number(), z.string(), z.boolean(), z.null()]),
      unit: z.string().optional(),
    }),
  ),
  steps: z.array(
    z.object({
      clause: z.string(),
      formula: z.string(),
      name: z.string(),
      value: z.union([z.number(), z.string(), z.boolean(), z.null()]),
      unit: z.string().optional(),
    }),
  ),
  warnings: z.array(z.string()),
});
export const assessmentSchema = z.object({
  id: z.string(),
  riskPoint: z.string(),
  riskName: z.string(),
  enterpriseId: z.string(),
  enterpriseName: z.string().nullable(),
  method: z.enum(METHOD_KEYS),
  title: z.string(),
  team: z.string().nullable(),
  state: z.enum(['draft', 'done']),
  version: z.int(),
  level: level.nullable(),
  computedLevel: level.nullable(),
  score: z.number().nullable(),
  begunAt: z.number(),
  begunBy: z.string(),
  doneAt: z.number().nullable(),
  doneBy: z.string().nullable(),
  rows: z.array(
    z.object({
      seq: z.int(),
      step: z.string(),
      parameter: z.string().nullable(),
      guideWord: z.string().nullable(),
      hazard: z.string(),
      cause: z.string().nullable(),
      consequence: z.string().nullable(),
      existing: z.string().nullable(),
      scale: z.enum(['LEC', 'LS']),
      l: z.number(),
      e: z.number().nullable(),
      c: z.number().nullable(),
      s: z.number().nullable(),
      score: z.number(),
      computedLevel: level,
      level,
      reason: z.string().nullable(),
      suggestion: z.string().nullable(),
      working,
      same: z.boolean().describe('derived again from what was entered, it came out the same'),
    }),
  ),
});
export type Assessment = z.infer<typeof assessmentSchema>;

export const controlSchema = z.object({
  point: pointRow.extend({ enterpriseId: z.string(), enterpriseName: z.string().nullable(), version: z.int() }),
  measures: z.array(measureSchema),
  checks: z.array(checkSchema),
  assessments: z.array(assessmentSchema.omit({ rows: true })),
  dangers: z.array(
    z.object({
      id: z.string(),
      number: z.string(),
      title: z.string(),
      state: z.string(),
      openedAt: z.number(),
      closedAt: z.number().nullable(),
    }),
  ),
});
