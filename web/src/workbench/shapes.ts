import { scenarioSchema, setupSchema } from '@anlan/kernel/workbench';
import { z } from 'zod';

export const scenariosSchema = z.array(scenarioSchema);
export const chosenTanksSchema = z.array(
  z.object({
    id: z.string(),
    name: z.string(),
    enterprise: z.string(),
    substance: z.string(),
    cas: z.string().nullable(),
    known: z.boolean(),
    lon: z.number().nullable(),
    lat: z.number().nullable(),
  }),
);
export const filledSetupSchema = z.object({
  setup: setupSchema.nullable(),
  name: z.string(),
  missing: z.string().nullable(),
});
export const stationsSchema = z.array(
  z.object({
    id: z.string(),
    name: z.string(),
    lon: z.number(),
    lat: z.number(),
    distance: z.number(),
    speed: z.number(),
    from: z.number(),
    at: z.number(),
  }),
);
export type Station = z.infer<typeof stationsSchema>[number];
export const sensorsSchema = z.array(
  z.object({
    id: z.string(),
    name: z.string(),
    kind: z.string(),
    unit: z.string(),
    device: z.string(),
    enterprise: z.string().nullable(),
    lon: z.number(),
    lat: z.number(),
    distance: z.number(),
    value: z.number().nullable(),
    at: z.number().nullable(),
    low: z.number().nullable(),
    first: z.number().nullable(),
    alarm: z.string().nullable(),
  }),
);
export type Sensor = z.infer<typeof sensorsSchema>[number];
export const crowdSchema = z.object({
  people: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      name: z.string(),
      lon: z.number(),
      lat: z.number(),
      count: z.number(),
    }),
  ),
  unknown: z.number(),
});
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
  background: z.number(),
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
      kind: z.string(),
      name: z.string(),
      enterprise: z.string(),
      enterpriseName: z.string(),
      lon: z.number(),
      lat: z.number(),
      share: z.number(),
      rate: z.number(),
      distance: z.number(),
      offWind: z.number(),
      explains: z.number(),
    }),
  ),
  other: z.number(),
  warnings: z.array(z.string()),
});
export type TracedSources = z.infer<typeof tracedSchema>;

const mark = z.enum(['confirmed', 'memory', 'verify', 'derived']);
export type ClauseMark = z.infer<typeof mark>;
const fieldSchema = z.object({
  key: z.string(),
  label: z.string(),
  labelEn: z.string(),
  unit: z.string(),
  kind: z.enum(['number', 'text', 'choice', 'numbers', 'texts', 'flag', 'rows']),
  options: z.array(z.string()),
  columns: z.array(z.object({ key: z.string(), label: z.string(), number: z.boolean() })),
  optional: z.boolean(),
  example: z.unknown(),
});
export type CalculatorField = z.infer<typeof fieldSchema>;
export const calculatorsSchema = z.array(
  z.object({
    key: z.string(),
    family: z.enum(['standard', 'physics']),
    title: z.string(),
    titleEn: z.string(),
    clause: z.string(),
    fields: z.array(fieldSchema),
    clauses: z.array(z.object({ source: z.string(), what: z.string(), mark })),
  }),
);
export type Calculator = z.infer<typeof calculatorsSchema>[number];
const both = z.object({ zh: z.string(), en: z.string() });
export const madeSchema = z.object({
  refused: both.nullable(),
  outputs: z.array(z.object({ key: z.string(), value: z.unknown(), unit: z.string() })),
  steps: z.array(
    z.object({
      symbol: z.string(),
      value: z.unknown(),
      unit: z.string(),
      formula: z.string(),
      clause: z.string(),
      mark: mark.nullable(),
    }),
  ),
  warnings: z.array(both),
});
export type Made = z.infer<typeof madeSchema>;
