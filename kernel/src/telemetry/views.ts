import { z } from 'zod';

/** A point with its latest value, as screens show it. */
export const pointViewSchema = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.string(),
  unit: z.string(),
  deviceId: z.string(),
  deviceName: z.string(),
  origin: z.string(),
  limits: z.record(z.string(), z.number()),
  rangeLow: z.number().nullable(),
  rangeHigh: z.number().nullable(),
  expectedPeriod: z.number().describe('seconds; 0 = event driven'),
  latest: z.object({ at: z.number(), value: z.number().nullable(), quality: z.string() }).nullable(),
});
export type PointView = z.infer<typeof pointViewSchema>;

/** A series for a chart: columns of equal length; `value` null marks a gap. */
export const seriesSchema = z.object({
  pointId: z.string(),
  unit: z.string(),
  from: z.number(),
  to: z.number(),
  /** Bucket width in ms; 0 = raw readings. */
  resolution: z.number(),
  at: z.array(z.number()),
  value: z.array(z.number().nullable()),
  low: z.array(z.number().nullable()),
  high: z.array(z.number().nullable()),
  restatedAt: z.number().nullable().optional().describe('when late data last changed hours of the span'),
});
export type Series = z.infer<typeof seriesSchema>;

/** Points asked for together: columns of one row per point; `at` are the buckets' beginnings, the same for all. */
export const manySeriesSchema = z.object({
  from: z.number(),
  to: z.number(),
  resolution: z.number().describe('width of a bucket, ms'),
  id: z.array(z.string()),
  name: z.array(z.string()),
  deviceName: z.array(z.string()),
  unit: z.array(z.string()),
  at: z.array(z.number()),
  value: z
    .array(z.array(z.number().nullable()))
    .describe('mean of each bucket, a row per point; null where nothing came'),
  low: z.array(z.array(z.number().nullable())),
  high: z.array(z.array(z.number().nullable())),
  mean: z.array(z.number().nullable()).describe('of all good readings of the span'),
  restatedAt: z.number().nullable().describe('when late data last changed hours of the span'),
});
export type ManySeries = z.infer<typeof manySeriesSchema>;

/** What an export would hold, before it is taken: rows are those stored, of which the file has the newest of each instant. */
export const exportSizeSchema = z.object({
  objects: z.int().describe('points, or one vehicle or vessel'),
  rows: z.int(),
  most: z.int().describe('rows that one file may have'),
  mostSheet: z.int().describe('rows that a workbook may have'),
});
export type ExportSize = z.infer<typeof exportSizeSchema>;
