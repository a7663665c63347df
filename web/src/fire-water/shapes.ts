import { pointViewSchema } from '@anlan/kernel/telemetry';
import { z } from 'zod';

const regionSchema = z.object({
  regionPath: z.string(),
  region: z.string(),
  key: z.number(),
  equipped: z.number(),
  connected: z.number(),
});
export const coverageSchema = z.object({
  regions: z.array(regionSchema),
  total: regionSchema,
  share: z.number().nullable(),
});
const rowSchema = z.object({
  id: z.string(),
  name: z.string(),
  region: z.string(),
  category: z.string(),
  height: z.number().nullable(),
  owner: z.string().nullable(),
  owned: z.boolean(),
});
export const missingSchema = z.object({ total: z.number(), rows: z.array(rowSchema) });
const pointSchema = pointViewSchema.extend({ key: z.string(), elevation: z.number().nullable() });
export const buildingSchema = rowSchema.extend({
  floors: z.number().nullable(),
  purpose: z.string().nullable(),
  key: z.boolean(),
  fireWaterSystem: z.string().nullable(),
  tankVolume: z.number().nullable(),
  points: z.array(pointSchema),
  cause: z.enum(['leak', 'valve', 'drained', 'sensor']).nullable(),
  alarms: z.array(
    z.object({ id: z.string(), pointId: z.string(), level: z.string(), label: z.string(), since: z.number() }),
  ),
});
export type RiserPoint = z.infer<typeof pointSchema>;
export type WateredBuilding = z.infer<typeof buildingSchema>;
