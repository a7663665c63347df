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
});
export type Series = z.infer<typeof seriesSchema>;
