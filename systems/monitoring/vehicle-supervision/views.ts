import { z } from 'zod';

/** A vehicle's track as it was judged; `time` to `driven` are columns of equal length. */
export const journeySchema = z.object({
  vehicle: z.object({
    id: z.string(),
    plate: z.string(),
    category: z.string(),
    enterprise: z.string().nullable(),
    phone: z.string().nullable(),
  }),
  from: z.number(),
  to: z.number(),
  fixes: z.int().describe('fixes looked at; no more than three thousand of them are drawn'),
  hash: z.string().describe('SHA-256 of the fixes as they were judged: `at,lon,lat,speed` by lines'),
  time: z.array(z.number()),
  lon: z.array(z.number()),
  lat: z.array(z.number()),
  speed: z.array(z.number().nullable()).describe('km/h'),
  limit: z.array(z.number().nullable()).describe('km/h that held there and then'),
  driven: z.array(z.number()).describe('driving clock, min'),
  tired: z.number().describe('minutes after which the vehicle must rest'),
  km: z.number(),
  completeKm: z.number(),
  gaps: z.int(),
  leaps: z.int(),
  nights: z.array(z.tuple([z.number(), z.number()])),
  rests: z.array(
    z.object({ lon: z.number(), lat: z.number(), from: z.number(), to: z.number(), sufficient: z.boolean() }),
  ),
  violations: z.array(
    z.object({
      from: z.number(),
      to: z.number(),
      max: z.number(),
      mean: z.number(),
      limit: z.number(),
      metres: z.int(),
      road: z.string().nullable(),
      start: z.tuple([z.number(), z.number()]),
      end: z.tuple([z.number(), z.number()]),
    }),
  ),
});
export type Journey = z.infer<typeof journeySchema>;
