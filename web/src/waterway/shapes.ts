import { alarmViewSchema } from '@anlan/kernel/alarm';
import { z } from 'zod';

export const coverageSchema = z.array(
  z.object({
    waterway: z.string(),
    length: z.number().nullable(),
    vessels: z.number(),
    heard: z.number(),
    kinds: z.array(
      z.object({
        kind: z.string(),
        stations: z.number(),
        working: z.number(),
        covered: z.number(),
        share: z.number().nullable(),
        stretches: z.array(z.tuple([z.number(), z.number()])),
      }),
    ),
  }),
);
export type River = z.infer<typeof coverageSchema>[number];
export const vesselsSchema = z.array(
  z.object({
    id: z.string(),
    name: z.string(),
    mmsi: z.string(),
    category: z.string().nullable(),
    waterway: z.string(),
    at: z.number().nullable(),
    speed: z.number().nullable(),
    km: z.number().nullable(),
    alarms: z.number(),
  }),
);
export type VesselRow = z.infer<typeof vesselsSchema>[number];
export const baseSchema = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.string(),
  phone: z.string().nullable(),
  distance: z.number(),
  along: z.boolean(),
  minutes: z.number().nullable(),
});
export type Base = z.infer<typeof baseSchema>;
export const alarmsSchema = z.array(z.object({ alarm: alarmViewSchema, bases: z.array(baseSchema) }));
export const orderSchema = z.object({
  id: z.string(),
  kind: z.string(),
  vessel: z.string(),
  vesselName: z.string(),
  baseName: z.string().nullable(),
  distance: z.number().nullable(),
  way: z.string(),
  text: z.string(),
  telegrams: z.array(z.string()),
  state: z.enum(['given', 'confirmed', 'arrived', 'done']),
  answer: z.string().nullable(),
  at: z.number(),
  by: z.string(),
});
export const callSchema = z.object({
  id: z.string(),
  at: z.number(),
  channel: z.string(),
  direction: z.string(),
  vesselName: z.string(),
  waterway: z.string().nullable(),
  seconds: z.number().nullable(),
  priority: z.string(),
  text: z.string(),
  by: z.string(),
});
