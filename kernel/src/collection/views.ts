import { z } from 'zod';
import { pointKeySchema } from './source.ts';
import { settingsSchema } from './settings.ts';

/** A point that the settings feed: what is measured, in what unit and range. */
export const collectedPointSchema = z
  .strictObject({
    key: pointKeySchema,
    name: z.string().trim().min(1, '点位名称不能为空').max(60),
    /** The quantity, as rules watch it: `level`, `pressure`, `combustible` … */
    kind: z
      .string()
      .trim()
      .regex(/^[a-z][a-z0-9-]{0,39}$/, '监测量用小写字母、数字和连字符'),
    unit: z.string().trim().max(20),
    rangeLow: z.number().nullable(),
    rangeHigh: z.number().nullable(),
  })
  .refine(({ rangeLow, rangeHigh }) => (rangeLow === null) === (rangeHigh === null), {
    message: '量程上下限要么都填，要么都不填',
    path: ['rangeHigh'],
  })
  .refine(({ rangeLow, rangeHigh }) => rangeLow === null || rangeHigh === null || rangeLow < rangeHigh, {
    message: '量程上限应大于下限',
    path: ['rangeHigh'],
  });
export type CollectedPoint = z.output<typeof collectedPointSchema>;

/** How a collection stands: `waiting` until the next attempt, `off` when nothing is configured. */
export const COLLECTION_STATES = {
  connected: ['采集中', 'Collecting'],
  connecting: ['连接中', 'Connecting'],
  waiting: ['等待重连', 'Waiting to reconnect'],
  off: ['未采集', 'Not collecting'],
} as const;

export const collectionStateSchema = z.object({
  state: z.enum(Object.keys(COLLECTION_STATES) as [keyof typeof COLLECTION_STATES]),
  since: z.number().describe('epoch ms'),
  rounds: z.int().describe('rounds of reading, or notifications, since the start'),
  trouble: z.string().nullable().describe('why the last attempt failed'),
  retryAt: z.number().nullable(),
});
export type CollectionState = z.infer<typeof collectionStateSchema>;

export const collectionViewSchema = z.object({
  settings: settingsSchema.nullable(),
  points: z.array(collectedPointSchema),
  enabled: z.boolean(),
  hasSecret: z.boolean(),
  version: z.int(),
  updatedBy: z.string().nullable(),
  updatedAt: z.number().nullable(),
  running: collectionStateSchema.nullable().describe('null where the intake does not answer'),
});
export type CollectionView = z.infer<typeof collectionViewSchema>;

export const collectionInputSchema = z
  .strictObject({
    settings: settingsSchema,
    points: z.array(collectedPointSchema).max(2000),
    enabled: z.boolean(),
    /** Absent: stays as it is; empty: removed. */
    secret: z.string().max(200).optional(),
    version: z.int().min(0),
  })
  .superRefine(({ settings, points }, context) => {
    const keys = new Set(points.map(({ key }) => key));
    if (keys.size < points.length) context.addIssue({ code: 'custom', path: ['points'], message: '点位标识重复' });
    for (const [index, { point }] of settings.sources.entries()) {
      if (keys.has(point)) continue;
      context.addIssue({ code: 'custom', path: ['settings', 'sources', index, 'point'], message: `没有点位 ${point}` });
    }
  });
export type CollectionInput = z.output<typeof collectionInputSchema>;

/** One reading of a trial: what came, or why nothing did. */
export const trialSchema = z.object({
  ok: z.boolean(),
  trouble: z.string().nullable(),
  values: z.array(
    z.object({
      point: z.string(),
      value: z.number().nullable(),
      quality: z.string(),
      at: z.number().nullable(),
      detail: z.string(),
    }),
  ),
});
export type Trial = z.infer<typeof trialSchema>;
