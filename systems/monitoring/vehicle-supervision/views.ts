import { alarmViewSchema } from '@anlan/kernel/alarm';
import { PURPOSES, type Purpose } from '@anlan/kernel/position';
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
  speed: z.array(z.number().nullable()).describe('km/h as it was judged: the recorder’s, else that of the satellites'),
  satellite: z.array(z.number().nullable()).describe('km/h of the satellites, where the recorder’s was judged'),
  limit: z.array(z.number().nullable()).describe('km/h that held there and then'),
  driven: z.array(z.number()).describe('driving clock, min'),
  tired: z.number().describe('minutes after which the vehicle must rest'),
  km: z.number(),
  completeKm: z.number(),
  odometerKm: z.number().nullable().describe('km by the odometer between the first and the last fix that told it'),
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

/** Vehicle-state records that a terminal attached to its alarms (T/JSATL 12-2017 §4.7), newest first. */
export const stateRecordsSchema = z.array(
  z.object({
    id: z.string().describe('of the file, under /api/media'),
    label: z.string().nullable().describe('the alarm it belongs to'),
    alarmId: z.string().nullable(),
    takenAt: z.number(),
    states: z
      .array(
        z.object({
          at: z.number().nullable(),
          speed: z.number().describe('km/h by satellite'),
          pulseSpeed: z.number(),
          obdSpeed: z.number(),
          acceleration: z.number().describe('g, along'),
          sideways: z.number().describe('g, across'),
          accelerator: z.number().describe('%'),
          brake: z.number().describe('%'),
          braking: z.boolean(),
          gear: z.int(),
          engineSpeed: z.number().describe('1/min'),
          wheelAngle: z.number().describe('°'),
          turnLight: z.enum(['off', 'left', 'right']),
        }),
      )
      .nullable()
      .describe('null where the file is damaged'),
  }),
);
export type StateRecord = z.infer<typeof stateRecordsSchema>[number];

/** Vehicles as they are now, a page of them; those with alarms first. */
export const vehiclesLiveSchema = z.object({
  at: z.number(),
  counts: z.object({ moving: z.int(), standing: z.int(), offline: z.int(), never: z.int(), alarm: z.int() }),
  rows: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      category: z.string(),
      enterprise: z.string().nullable(),
      region: z.string(),
      cargo: z.string().nullable(),
      waybill: z.string().nullable(),
      state: z.enum(['moving', 'standing', 'offline', 'never']),
      speed: z.number().nullable(),
      at: z.number().nullable(),
      alarms: z.int().describe('running alarms'),
    }),
  ),
  total: z.int(),
});

export const rateKeySchema = z.enum(['online', 'installed', 'handled', 'responded']);
/** One of the four rates, with who is missing. */
export const rateSchema = z.object({
  key: rateKeySchema,
  label: z.string(),
  numerator: z.int(),
  denominator: z.int(),
  value: z.number().nullable().describe('0…1; null when the denominator is 0'),
  missing: z
    .array(z.object({ id: z.string(), name: z.string() }))
    .describe('the first hundred vehicles or alarms that are missing'),
});
/** The rates of an enterprise, an area or a class. */
export const groupRatesSchema = z.object({
  group: z.string(),
  name: z.string(),
  rates: z.array(rateSchema.omit({ missing: true })),
});
/** Whom a rate is counted of: its numerator, those missing from it, or all of its denominator. */
export const ratePartSchema = z.enum(['met', 'missing', 'all']);
/** Who stands behind a part of a rate, a page of them. */
export const rateMissingSchema = z.object({ total: z.int(), rows: rateSchema.shape.missing });

/** The police response to a violation: the last time they were asked for, and what came of it. */
export const policeSchema = z.object({
  reason: z.string(),
  requestedAt: z.number(),
  requestedBy: z.string(),
  unit: z.string().nullable(),
  dispatchedAt: z.number().nullable(),
  arrivedAt: z.number().nullable(),
  result: z.string().nullable(),
  resultAt: z.number().nullable(),
});
export type Police = z.infer<typeof policeSchema>;

/** A violation until somebody has dealt with it. */
export const violationSchema = z.object({
  alarm: alarmViewSchema,
  caseId: z.string().nullable(),
  caseNumber: z.string().nullable(),
  caseState: z.string().nullable(),
  dueAt: z.number().nullable(),
  joined: z.int().describe('alarms that joined the case: the violation went on within five minutes'),
  police: policeSchema.nullable(),
});
export type Violation = z.infer<typeof violationSchema>;

const place = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]);

/** An extent as a person draws it. */
export const shapeSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('polygon'),
    polygons: z
      .array(z.array(z.array(place).min(3).max(2000)).min(1).max(50))
      .min(1)
      .max(200),
  }),
  z.object({ kind: z.literal('circle'), centre: place, radius: z.number().min(1).max(200_000).describe('m') }),
  z.object({
    kind: z.literal('corridor'),
    path: z.array(place).min(2).max(20_000),
    halfWidth: z.number().min(1).max(20_000).describe('m'),
  }),
]);

/** When a fence holds: days of the week, hours, dates. */
export const periodSchema = z.strictObject({
  weekdays: z.array(z.int().min(1).max(7)).max(7).optional(),
  from: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
    .optional(),
  to: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
    .optional(),
  start: z.iso.date().optional(),
  end: z.iso.date().optional(),
});
export type DrawnShape = z.infer<typeof shapeSchema>;
export type Period = z.infer<typeof periodSchema>;

const purposes = Object.keys(PURPOSES) as [Purpose, ...Purpose[]];
/** An electronic fence with its extent. */
export const fenceSchema = z.object({
  id: z.string(),
  name: z.string(),
  purpose: z.enum(purposes),
  categories: z.string().nullable(),
  speedLimit: z.number().nullable(),
  capacity: z.number().nullable(),
  dwell: z.number().nullable(),
  severe: z.boolean().nullable(),
  validFrom: z.string().nullable(),
  validTo: z.string().nullable(),
  periods: z.array(periodSchema),
  margin: z.number(),
  delay: z.number(),
  shape: shapeSchema.nullable(),
  geometry: z.object({ type: z.string(), coordinates: z.unknown() }).nullable(),
  inside: z.int().describe('objects inside now'),
  version: z.int(),
});
export type FenceRow = z.infer<typeof fenceSchema>;
