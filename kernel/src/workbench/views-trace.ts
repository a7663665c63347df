import { z } from 'zod';

/** Recent exceedances of VOC. */
export const exceedancesSchema = z.array(
  z.object({
    id: z.string(),
    point: z.string(),
    station: z.string(),
    label: z.string(),
    level: z.string(),
    value: z.number().nullable(),
    unit: z.string(),
    at: z.number(),
    open: z.boolean(),
    lon: z.number().nullable(),
    lat: z.number().nullable(),
  }),
);
export type Exceedance = z.infer<typeof exceedancesSchema>[number];

export const vocPointsSchema = z.array(
  z.object({
    id: z.string(),
    name: z.string(),
    station: z.string(),
    unit: z.string(),
    value: z.number().nullable(),
    at: z.number().nullable(),
  }),
);

/** Where an exceedance may come from: what was measured, and the candidates ranked. */
export const tracedSchema = z.object({
  point: z.object({
    id: z.string(),
    name: z.string(),
    station: z.string(),
    unit: z.string(),
    lon: z.number(),
    lat: z.number(),
  }),
  from: z.number(),
  until: z.number(),
  background: z.number().describe('mg/m³'),
  readings: z.array(
    z.object({
      id: z.string(),
      station: z.string(),
      lon: z.number(),
      lat: z.number(),
      at: z.number(),
      value: z.number(),
      wind: z.object({ speed: z.number(), from: z.number() }),
    }),
  ),
  ranked: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(['enterprise', 'tank']),
      name: z.string(),
      enterprise: z.string(),
      enterpriseName: z.string(),
      lon: z.number(),
      lat: z.number(),
      share: z.number(),
      rate: z.number().describe('kg/s'),
      distance: z.number().describe('m'),
      offWind: z.number().describe('° off the upwind direction of the highest reading'),
      explains: z.int(),
    }),
  ),
  other: z.number().describe('share of “none of these”'),
  warnings: z.array(z.string()),
});
export type TracedSources = z.infer<typeof tracedSchema>;
