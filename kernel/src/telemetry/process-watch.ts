import { z } from 'zod';
import { pointViewSchema } from './views.ts';

/** Quantities a process watch measures, each a multiple of its limit: what the rule judges, and its two parts. */
export const WATCH_QUANTITIES = {
  deviation: { kind: 'process-deviation', label: '工况偏离度', labelEn: 'Deviation' },
  t2: { kind: 'process-t2', label: 'T² / 控制限', labelEn: 'T² / limit' },
  spe: { kind: 'process-spe', label: 'SPE / 控制限', labelEn: 'SPE / limit' },
} as const;
export type WatchQuantity = keyof typeof WATCH_QUANTITIES;

/** How a model is to be trained. */
export const watchTrainingInput = z.strictObject({
  from: z.int().describe('epoch ms; the unit ran normally from here'),
  to: z.int().describe('… to here'),
  lags: z.int().min(0).max(5).default(0).describe('earlier samples taken along with each (dynamic PCA)'),
  confidence: z.number().min(0.9).max(0.9999).default(0.99),
  explained: z.number().min(0.3).max(0.98).default(0.7).describe('share of the variance the components explain'),
});
export type WatchTraining = z.infer<typeof watchTrainingInput>;

export const watchInput = z.strictObject({
  requestId: z.uuid(),
  name: z.string().trim().min(1, '不能为空').max(60, '最长 60 字'),
  points: z.array(z.uuid()).min(2, '至少两个测点').max(120),
  step: z.int().min(1).max(3600).describe('seconds between samples'),
  training: watchTrainingInput,
});

const modelSchema = z.object({
  number: z.int(),
  trainedFrom: z.number(),
  trainedTo: z.number(),
  samples: z.int(),
  incomplete: z.int().describe('samples left out because a point was missing'),
  lags: z.int(),
  components: z.int(),
  explained: z.number(),
  confidence: z.number(),
  t2Limit: z.number(),
  speLimit: z.number(),
  still: z.array(z.string()).describe('points that did not move while it was trained; it does not watch them'),
  reason: z.string(),
  madeAt: z.number(),
  madeBy: z.string(),
});
export type WatchModelView = z.infer<typeof modelSchema>;

export const watchRowSchema = z.object({
  id: z.string(),
  name: z.string(),
  enterprise: z.string().nullable(),
  regionName: z.string(),
  points: z.int(),
  step: z.int(),
  model: z.int().nullable(),
  retiredAt: z.number().nullable(),
  deviation: z.object({ at: z.number(), value: z.number().nullable() }).nullable(),
  alarm: z.object({ id: z.string(), level: z.string(), since: z.number() }).nullable(),
});
export const watchListSchema = z.object({ rows: z.array(watchRowSchema), total: z.int() });
export type WatchRow = z.infer<typeof watchRowSchema>;

export const watchSchema = watchRowSchema.omit({ points: true }).extend({
  version: z.int(),
  enterpriseId: z.string().nullable(),
  deviceId: z.string(),
  points: z.array(pointViewSchema.extend({ mean: z.number().nullable(), sd: z.number().nullable() })),
  /** The computed points: of the deviation and its two parts. */
  computed: z.array(pointViewSchema),
  models: z.array(modelSchema).describe('the newest first'),
  retiredBecause: z.string().nullable(),
});
export type ProcessWatch = z.infer<typeof watchSchema>;

/** What one sample says: how far it is off, and which points make it so. */
export const contributionsSchema = z.object({
  at: z.number(),
  t2: z.number().nullable().describe('as a multiple of the limit; null where too many points are missing'),
  spe: z.number().nullable(),
  rows: z.array(
    z.object({
      pointId: z.string(),
      name: z.string(),
      unit: z.string(),
      value: z.number().nullable(),
      mean: z.number(),
      sd: z.number(),
      t2: z.number().describe('share of T², as a multiple of its limit; may be negative'),
      spe: z.number().describe('share of SPE, as a multiple of its limit'),
    }),
  ),
});
export type WatchContributions = z.infer<typeof contributionsSchema>;

/** A model tried before it is kept. */
export const watchTrialSchema = z.object({
  model: modelSchema.omit({ number: true, reason: true, madeAt: true, madeBy: true }),
  /** Deviation over the training and, as far as there are readings, the same time after it. */
  at: z.array(z.number()),
  deviation: z.array(z.number().nullable()),
  beyond: z.number().describe('share of the training samples that lie outside'),
});
export type WatchTrial = z.infer<typeof watchTrialSchema>;
