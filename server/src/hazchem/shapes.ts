import { z } from 'zod';

export const contentSchema = z.object({
  tonnes: z.number(),
  source: z.enum(['sensor', 'declared', 'design']),
  at: z.number().nullable().describe('epoch ms of the sensor’s value'),
  stale: z.boolean(),
});

export const substanceSchema = z.object({
  key: z.string(),
  name: z.string(),
  labelEn: z.string(),
  aliases: z.array(z.string()),
  cas: z.array(z.string()),
  un: z.string(),
  kind: z.string(),
  lists: z.array(z.string()),
  density: z.number().nullable(),
});

const holdingSchema = z.object({
  id: z.string(),
  name: z.string(),
  substance: z.string(),
  substanceName: z.string(),
  kind: z.string(),
  storage: z.string(),
  process: z.string().nullable(),
  designQuantity: z.number(),
  present: contentSchema,
  distance: z.number().describe('m'),
  tank: z.string().nullable(),
  hazardSource: z.string().nullable(),
});

export const holdersSchema = z.object({
  units: z.array(
    z.object({
      enterprise: z.string(),
      name: z.string(),
      region: z.string(),
      lon: z.number(),
      lat: z.number(),
      distance: z.number().describe('m to the nearest holding'),
      design: z.number(),
      present: z.number(),
      measured: z.number().describe('t of the present content that a level sensor tells'),
      holdings: z.array(holdingSchema),
    }),
  ),
  total: z.object({ units: z.int(), holdings: z.int(), design: z.number(), present: z.number() }),
  substancesVersion: z.string(),
  took: z.number(),
});
export type Holders = z.infer<typeof holdersSchema>;

export const totalsSchema = z.object({
  rows: z.array(
    z.object({
      regionPath: z.string(),
      region: z.string(),
      substance: z.string(),
      substanceName: z.string(),
      kind: z.string(),
      units: z.int(),
      holdings: z.int(),
      design: z.number(),
      present: z.number(),
    }),
  ),
  took: z.number(),
});

const gradingSchema = z.object({
  terms: z.array(
    z.object({
      substance: z.string(),
      name: z.string(),
      q: z.number(),
      threshold: z.number(),
      thresholdClause: z.string(),
      beta: z.number(),
      betaClause: z.string(),
      ratio: z.number(),
      weighted: z.number(),
    }),
  ),
  uncounted: z.array(z.object({ substance: z.string(), name: z.string(), reason: z.string() })),
  S: z.number(),
  alpha: z.number().nullable(),
  R: z.number().nullable(),
  grade: z.string().nullable(),
  warnings: z.array(z.string()),
  standard: z.string(),
  substancesVersion: z.string(),
});

const watchShape = { bound: z.int(), missing: z.array(z.string()), unmonitored: z.boolean() };
const filingShape = { until: z.string().nullable(), state: z.string(), late: z.boolean() };

export const sourceRowSchema = z.object({
  id: z.string(),
  name: z.string(),
  enterprise: z.string(),
  enterpriseName: z.string(),
  regionPath: z.string(),
  region: z.string(),
  lon: z.number().nullable(),
  lat: z.number().nullable(),
  registeredGrade: z.string(),
  grade: z.string().nullable().describe('computed by GB 18218-2018; null where the neighbours were not counted'),
  differs: z.boolean(),
  S: z.number(),
  R: z.number().nullable(),
  tanks: z.int(),
  watch: z.object(watchShape),
  filing: z.object(filingShape),
});
export const sourcesSchema = z.object({
  rows: z.array(sourceRowSchema),
  counts: z.object({
    all: z.int(),
    unmonitored: z.int(),
    incomplete: z.int(),
    differs: z.int(),
    expired: z.int(),
    grades: z.record(z.string(), z.int()),
  }),
});

const pointShape = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.string(),
  unit: z.string(),
  tank: z.string().nullable(),
  bound: z.boolean().describe('bound to the source by hand, not through a tank'),
  value: z.number().nullable(),
  at: z.number().nullable(),
  limits: z.record(z.string(), z.number()),
  expectedPeriod: z.number(),
});

export const sourceDetailSchema = sourceRowSchema.extend({
  population: z.number().nullable(),
  grading: gradingSchema,
  holdings: z.array(holdingSchema.omit({ distance: true })),
  points: z.array(pointShape),
  history: z.array(
    z.object({
      at: z.number(),
      grade: z.string().nullable(),
      registeredGrade: z.string(),
      S: z.number(),
      R: z.number().nullable(),
      substancesVersion: z.string(),
    }),
  ),
});

export const focusSchema = z.array(
  z.object({
    enterprise: z.string(),
    name: z.string(),
    region: z.string(),
    enteredAt: z.number(),
    reasons: z.array(z.string()),
    leftAt: z.number().nullable(),
    leftBecause: z.string().nullable(),
  }),
);

const gapSchema = z.object({
  device: z.string(),
  label: z.string(),
  standing: z.string(),
  condition: z.string(),
  clause: z.string(),
  finding: z.string(),
});
export const gapsSchema = z.object({
  rows: z.array(
    gapSchema.extend({
      place: z.string(),
      placeId: z.string().describe('holding, or tank where no holding is registered'),
      tank: z.string().nullable(),
      enterprise: z.string(),
      enterpriseName: z.string(),
      regionPath: z.string(),
      region: z.string(),
      substanceName: z.string(),
    }),
  ),
  total: z.int(),
  places: z.int().describe('storage places checked'),
  required: z.int(),
  byDevice: z.array(z.object({ device: z.string(), label: z.string(), required: z.int(), gaps: z.int() })),
  byRegion: z.array(z.object({ regionPath: z.string(), region: z.string(), required: z.int(), gaps: z.int() })),
  took: z.number(),
});

export const shutOffSchema = z.object({
  id: z.string(),
  tank: z.string().nullable(),
  tankName: z.string(),
  closedAt: z.number(),
  reopenedAt: z.number().nullable(),
  alarm: z.object({ id: z.string(), number: z.string() }),
  trigger: z
    .object({ id: z.string(), number: z.string(), label: z.string(), level: z.string(), raisedAt: z.number() })
    .nullable(),
  others: z.array(z.string()),
});

export const tankSafetySchema = z.object({
  id: z.string(),
  name: z.string(),
  enterprise: z.string(),
  enterpriseName: z.string(),
  region: z.string(),
  substance: z.string().nullable(),
  substanceName: z.string(),
  kind: z.string(),
  storage: z.string(),
  volume: z.number().nullable(),
  holding: z.string().nullable(),
  designQuantity: z.number().nullable(),
  present: contentSchema.nullable(),
  source: z.object({ id: z.string(), name: z.string(), grade: z.string().nullable() }).nullable(),
  majorHazard: z.boolean(),
  points: z.array(pointShape),
  devices: z.array(
    z.object({
      device: z.string(),
      label: z.string(),
      labelEn: z.string(),
      standing: z.enum(['ok', 'missing', 'unusable', 'overdue', 'not-required']),
      condition: z.string(),
      clause: z.string(),
      state: z.string().nullable(),
      inspectionDue: z.string().nullable(),
    }),
  ),
  gaps: z.array(gapSchema),
  shutOffs: z.array(shutOffSchema),
});
