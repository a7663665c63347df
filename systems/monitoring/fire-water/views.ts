import { pointViewSchema } from '@anlan/kernel/telemetry';
import { z } from 'zod';

/** Key buildings of a place, and how many of them are watched. */
export const regionSchema = z.object({
  regionPath: z.string(),
  region: z.string(),
  key: z.int().describe('key buildings'),
  equipped: z.int().describe('of these, with a registered device and points of fire water'),
  connected: z.int().describe('of these, heard within 24 h'),
});
export const coverageSchema = z.object({
  regions: z.array(regionSchema),
  total: regionSchema,
  share: z.number().nullable().describe('equipped / key buildings; null without key buildings'),
});
export const rowSchema = z.object({
  id: z.string(),
  name: z.string(),
  region: z.string(),
  category: z.string(),
  height: z.number().nullable(),
  owner: z.string().nullable().describe('null where nobody is entered, or outside the scope'),
  owned: z.boolean().describe('is an owner entered?'),
});
/** Key buildings without monitoring. */
export const missingSchema = z.object({ total: z.int(), rows: z.array(rowSchema).describe('the first 200') });
const riserPointSchema = pointViewSchema.extend({
  key: z.string(),
  elevation: z.number().nullable().describe('m above ground'),
});
export type RiserPoint = z.infer<typeof riserPointSchema>;
/** A building with its fire-water points. */
export const buildingSchema = rowSchema.extend({
  floors: z.number().nullable(),
  purpose: z.string().nullable(),
  key: z.boolean(),
  fireWaterSystem: z.string().nullable(),
  tankVolume: z.number().nullable(),
  points: z.array(riserPointSchema),
  cause: z
    .enum(['leak', 'valve', 'drained', 'sensor'])
    .nullable()
    .describe('likely cause of a low pressure, from both ends of the riser'),
  fittings: z
    .array(
      z.object({
        id: z.string(),
        name: z.string(),
        kind: z.string(),
        floor: z.number().nullable(),
        elevation: z.number().nullable().describe('m above ground'),
        state: z.string(),
        testedOn: z.string().nullable(),
        testFlow: z.number().nullable().describe('L/s'),
        testPressure: z.number().nullable().describe('MPa'),
        testDue: z.string().nullable(),
        overdue: z.boolean().describe('its test is due and not made'),
      }),
    )
    .describe('hydrants and valves, from the top down'),
  alarms: z.array(
    z.object({ id: z.string(), pointId: z.string(), level: z.string(), label: z.string(), since: z.number() }),
  ),
});
export type WateredBuilding = z.infer<typeof buildingSchema>;
export type Fitting = WateredBuilding['fittings'][number];
