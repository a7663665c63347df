import { z } from 'zod';

const gaugeSchema = z.object({
  id: z.string(),
  name: z.string(),
  km: z.number(),
  level: z.number().nullable().describe('m, the newest reading'),
  warn: z.number().nullable(),
  stop: z.number().nullable(),
  visibility: z.number().nullable().describe('m'),
  wind: z.number().nullable().describe('m/s'),
  online: z.boolean().nullable(),
  at: z.number().nullable(),
});

/** A waterway straightened: gauges, bridges with the room beneath, key waters and ships; km from the upper end. */
export const waterStripSchema = z.object({
  waterway: z.string(),
  length: z.number().describe('km'),
  gauges: z.array(gaugeSchema),
  bridges: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      km: z.number(),
      soffit: z.number().nullable().describe('m'),
      span: z.number().nullable().describe('m'),
      required: z.number().nullable().describe('m'),
      level: z.number().nullable().describe('m, between the gauges above and below'),
      room: z.number().nullable().describe('m that may pass beneath now'),
    }),
  ),
  waters: z.array(z.object({ id: z.string(), name: z.string(), km: z.number(), active: z.boolean() })),
  ships: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      category: z.string().nullable(),
      km: z.number(),
      offset: z.int().describe('m; positive to the left of the way downstream'),
      speed: z.number().nullable(),
      down: z.boolean().nullable().describe('goes downstream; null while it lies'),
      at: z.number(),
      alarms: z.int(),
    }),
  ),
});
export type WaterStrip = z.infer<typeof waterStripSchema>;
export type Gauge = WaterStrip['gauges'][number];
