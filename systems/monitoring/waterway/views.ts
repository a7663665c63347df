import { alarmViewSchema } from '@anlan/kernel/alarm';
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

/** Coverage by river: how much of it each kind of station reaches. */
export const coverageSchema = z.array(
  z.object({
    waterway: z.string(),
    length: z.number().nullable().describe('km; null where no line is known'),
    vessels: z.int(),
    heard: z.int().describe('within 24 h'),
    kinds: z.array(
      z.object({
        kind: z.string(),
        stations: z.int(),
        working: z.int(),
        covered: z.number().describe('km'),
        share: z.number().nullable(),
        stretches: z.array(z.tuple([z.number(), z.number()])).describe('km from the upper end'),
      }),
    ),
  }),
);
/** A vessel of a river as it is now. */
export const vesselSchema = z.object({
  id: z.string(),
  name: z.string(),
  mmsi: z.string(),
  category: z.string().nullable(),
  waterway: z.string(),
  at: z.number().nullable(),
  lon: z.number().nullable(),
  lat: z.number().nullable(),
  speed: z.number().nullable(),
  heading: z.number().nullable(),
  /** Kilometres from the upper end of its river. */
  km: z.number().nullable(),
  alarms: z.int(),
});
/** A rescue base as seen from a vessel. */
export const baseSchema = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.string(),
  phone: z.string().nullable(),
  boats: z.number().nullable(),
  distance: z.number().describe('m along the river where both lie on it, else as the crow flies'),
  along: z.boolean(),
  minutes: z.number().nullable(),
  lon: z.number(),
  lat: z.number(),
});
export type RiverCoverage = z.infer<typeof coverageSchema>[number];
export type VesselRow = z.infer<typeof vesselSchema>;
export type Base = z.infer<typeof baseSchema>;
/** Alarms on the water, each with the nearest bases. */
export const waterAlarmsSchema = z.array(z.object({ alarm: alarmViewSchema, bases: z.array(baseSchema) }));

/** A call by VHF as it was logged. */
export const callSchema = z.object({
  id: z.string(),
  at: z.number(),
  channel: z.string(),
  direction: z.enum(['ship-to-shore', 'shore-to-ship', 'ship-to-ship']),
  vessel: z.string().nullable(),
  vesselName: z.string(),
  waterway: z.string().nullable(),
  seconds: z.int().nullable(),
  priority: z.enum(['routine', 'safety', 'urgency', 'distress']),
  text: z.string(),
  by: z.string(),
});

/** An instruction to a vessel, or a dispatch to it. */
export const orderSchema = z.object({
  id: z.string(),
  kind: z.enum(['instruction', 'dispatch']),
  vessel: z.string(),
  vesselName: z.string(),
  alarmId: z.string().nullable(),
  baseName: z.string().nullable(),
  distance: z.number().nullable(),
  way: z.enum(['ais-addressed', 'ais-broadcast', 'vhf', 'telephone']),
  text: z.string(),
  telegrams: z.array(z.string()),
  state: z.enum(['given', 'confirmed', 'arrived', 'done']),
  answer: z.string().nullable(),
  at: z.number(),
  by: z.string(),
});
