import { z } from 'zod';

const levelSchema = z.enum(['red', 'orange', 'yellow', 'blue']);
const farmAlarmSchema = z.object({
  id: z.string(),
  rule: z.string(),
  label: z.string(),
  level: levelSchema,
  since: z.number(),
  first: z.boolean().describe('the first of those that came together'),
});
const farmPointSchema = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.string(),
  unit: z.string(),
  value: z.number().nullable(),
  at: z.number().nullable(),
  limits: z.record(z.string(), z.number()),
  expectedPeriod: z.number().describe('s'),
  alarm: farmAlarmSchema.nullable().describe('the worst that runs'),
});
const placed = { lon: z.number().nullable(), lat: z.number().nullable() };

/** The tanks of a source as a plan shows them: what they hold now, what alarms, where the wind comes from. */
export const farmSchema = z.object({
  id: z.string(),
  name: z.string(),
  colour: z.object({
    level: levelSchema,
    score: z.number(),
    alarm: levelSchema.nullable(),
    terms: z.array(
      z.object({
        key: z.enum(['grade', 'alarms', 'specialWork', 'silent', 'interlock', 'duty']),
        points: z.number(),
        count: z.int(),
      }),
    ),
  }),
  tanks: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      substanceName: z.string(),
      storage: z.string(),
      volume: z.number().nullable().describe('m³'),
      ...placed,
      state: z.string().nullable().describe('declared operating state'),
      points: z.array(farmPointSchema),
      alarm: farmAlarmSchema.nullable(),
      change: z.number().nullable().describe('m³ at 20 ℃ in the last full hour'),
      threshold: z.number().nullable().describe('m³ beyond which a change at rest means something'),
      balance: z.enum(['unknown', 'even', 'changed', 'leak']),
    }),
  ),
  dikes: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      effectiveVolume: z.number().describe('m³'),
      needed: z.number().nullable().describe('volume of the largest tank inside, m³'),
      verdict: z.enum(['holds', 'short', 'unknown']),
      condition: z.string(),
      rainValve: z.string().nullable(),
      inspectionDue: z.string().nullable(),
      tanks: z.array(z.string()),
    }),
  ),
  transfers: z.array(
    z.object({
      substanceName: z.string(),
      tanks: z.array(z.string()),
      moved: z.number(),
      residual: z.number(),
      verdict: z.enum(['unknown', 'even', 'differs']),
    }),
  ),
  detectors: z.array(farmPointSchema.extend(placed).extend({ device: z.string() })),
  wind: z
    .object({
      speed: z.number().nullable().describe('m/s'),
      direction: z.number().nullable().describe('° it comes from'),
      at: z.number(),
      station: z.string(),
      points: z.array(z.string()),
    })
    .nullable(),
  alarms: z.array(farmAlarmSchema.extend({ subject: z.string() })).describe('running ones, gravest first'),
});
export type Farm = z.infer<typeof farmSchema>;
export type FarmAlarm = z.infer<typeof farmAlarmSchema>;
export type FarmPoint = z.infer<typeof farmPointSchema>;
export type FarmTank = Farm['tanks'][number];
