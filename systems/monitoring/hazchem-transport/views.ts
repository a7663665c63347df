import { z } from 'zod';

const placeSchema = { lon: z.number(), lat: z.number() };
const besideSchema = {
  km: z.number(),
  offset: z.int().describe('m; positive to the left of the direction of the route'),
};

/** The approved route straightened: what lies beside it, where the vehicle drove and stopped; km along, m aside. */
export const corridorSchema = z.object({
  route: z
    .object({ id: z.string(), name: z.string(), length: z.number(), halfWidth: z.number() })
    .nullable()
    .describe('null without a waybill that names a route'),
  path: z.array(z.object({ at: z.number(), ...besideSchema })),
  away: z.int().describe('fixes of the span farther from the route than three kilometres'),
  stops: z.array(
    z.object({ from: z.number(), minutes: z.int(), allowed: z.string().nullable(), ...besideSchema, ...placeSchema }),
  ),
  targets: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      name: z.string(),
      people: z.number().nullable(),
      ...besideSchema,
      ...placeSchema,
    }),
  ),
  zones: z.array(
    z.object({
      id: z.string(),
      purpose: z.string(),
      name: z.string(),
      severe: z.boolean(),
      from: z.number(),
      to: z.number(),
      offset: z.int(),
      ...placeSchema,
    }),
  ),
});
export type Corridor = z.infer<typeof corridorSchema>;

/** What an accident of the vehicle here and now would mean: zones, who is inside, who is near to help. */
export const incidentSchema = z.object({
  at: z.number().nullable().describe('of the position'),
  place: z.object(placeSchema).nullable().describe('null where the vehicle was never heard'),
  night: z.boolean(),
  wind: z
    .object({ speed: z.number(), from: z.number(), station: z.string(), metres: z.int(), at: z.number() })
    .nullable(),
  distances: z.array(
    z.object({
      size: z.enum(['small', 'large']),
      night: z.boolean(),
      isolation: z.number().describe('m'),
      protectKm: z.number().nullable(),
      beyond: z.boolean(),
    }),
  ),
  zones: z
    .object({
      isolation: z.number(),
      square: z
        .object({ side: z.number(), towards: z.number(), corners: z.array(z.tuple([z.number(), z.number()])) })
        .nullable(),
    })
    .nullable(),
  inside: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      name: z.string(),
      people: z.number().nullable(),
      zone: z.enum(['isolation', 'downwind']),
      metres: z.int(),
      towards: z.int(),
      ...placeSchema,
    }),
  ),
  people: z.number().describe('sum of those inside, as registered'),
  rescue: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      name: z.string(),
      strength: z.number().nullable(),
      phone: z.string().nullable(),
      metres: z.int(),
      ...placeSchema,
    }),
  ),
  tank: z
    .object({
      pressure: z.number().nullable().describe('MPa'),
      designPressure: z.number().nullable(),
      temperature: z.number().nullable().describe('℃'),
      level: z.number().nullable().describe('%'),
      valveOpen: z.boolean().nullable(),
      volume: z.number().nullable().describe('m³'),
      left: z.number().nullable().describe('m³ still in the tank'),
      at: z.number(),
    })
    .nullable()
    .describe('null where no sensor is bound to the vehicle'),
});
export type Incident = z.infer<typeof incidentSchema>;
