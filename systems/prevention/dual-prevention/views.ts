import { z } from 'zod';
import { LEVELS, personal } from '@anlan/kernel/entity';
import { workingSchema } from '../../working.ts';
import { MEASURE_KINDS, METHODS, type MeasureKind, type Method } from './logic.ts';

const level = z.enum(LEVELS);
export const METHOD_KEYS = Object.keys(METHODS) as [Method, ...Method[]];
export const KIND_KEYS = Object.keys(MEASURE_KINDS) as [MeasureKind, ...MeasureKind[]];

export const dualOverviewSchema = z.object({
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
export type DualOverview = z.infer<typeof dualOverviewSchema>;

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
export const dualUnitsSchema = z.object({ rows: z.array(unit), total: z.int() });
export type DualUnits = z.infer<typeof dualUnitsSchema>;

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
  responsible: personal(z.string().nullable()),
  reviewedOn: z.string().nullable(),
  reviewDue: z.boolean(),
  unowned: z.boolean(),
  lon: z.number().nullable(),
  lat: z.number().nullable(),
  measures: z.int(),
  late: z.int(),
  dangers: z.int(),
});
export type RiskRow = z.infer<typeof pointRow>;
export const enterpriseRisksSchema = z.object({
  id: z.string(),
  name: z.string(),
  sector: z.string().nullable(),
  regionName: z.string(),
  points: z.array(pointRow),
});
export type EnterpriseRisks = z.infer<typeof enterpriseRisksSchema>;

export const unownedRisksSchema = z.object({
  rows: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      level,
      control: z.string().nullable(),
      responsible: personal(z.string().nullable()),
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

export const controlMeasureSchema = z.object({
  id: z.string(),
  riskPoint: z.string(),
  riskName: z.string(),
  level,
  enterpriseId: z.string(),
  enterpriseName: z.string().nullable(),
  kind: z.enum(KIND_KEYS),
  text: z.string(),
  responsible: personal(z.string().nullable()),
  every: z.number().describe('days; of the measure, or of the risk’s level'),
  own: z.boolean().describe('a rhythm of its own'),
  nextDue: z.string(),
  lastCheckedAt: z.number().nullable(),
  lastResult: z.string().nullable(),
  missed: z.int().describe('rounds missed up to the last check'),
  missedNow: z.int().describe('rounds missed since'),
});
export type ControlMeasure = z.infer<typeof controlMeasureSchema>;
export const controlMeasuresSchema = z.object({
  today: z.string(),
  rows: z.array(controlMeasureSchema),
  total: z.int(),
});

export const controlCheckSchema = z.object({
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

export const riskAssessmentSchema = z.object({
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
      working: workingSchema,
      same: z.boolean().describe('derived again from what was entered, it came out the same'),
    }),
  ),
});
export type RiskAssessment = z.infer<typeof riskAssessmentSchema>;

export const riskControlSchema = z.object({
  point: pointRow.extend({ enterpriseId: z.string(), enterpriseName: z.string().nullable(), version: z.int() }),
  measures: z.array(controlMeasureSchema),
  checks: z.array(controlCheckSchema),
  assessments: z.array(riskAssessmentSchema.omit({ rows: true })),
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
export type RiskControl = z.infer<typeof riskControlSchema>;
/** What a check of a measure became. */
export const controlCheckedSchema = z.object({ id: z.string(), caseId: z.string().nullable() });
