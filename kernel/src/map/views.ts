import { z } from 'zod';
import { alarmViewSchema } from '../alarm/index.ts';
import { positionsSchema } from '../position/index.ts';
import { areaSchema } from './area.ts';

/** A layer of the panel with its count. */
export const layerViewSchema = z.object({
  key: z.string(),
  label: z.string(),
  labelEn: z.string(),
  group: z.string(),
  unit: z.string(),
  icon: z.string(),
  on: z.boolean(),
  count: z.int(),
  kind: z.enum(['entity', 'shapes', 'points', 'moving', 'cases']),
  /** The entity, the kind of moving object or the kind of case it draws; empty for points. */
  of: z.string(),
  /** Does it carry the four colours? */
  levels: z.boolean(),
});
export type LayerView = z.infer<typeof layerViewSchema>;

/**
 * `then`: what the platform had received by that moment. `now`: what is known today about that moment, late data
 * included.
 */
export const KNOWLEDGE = ['then', 'now'] as const;
export type Knowledge = (typeof KNOWLEDGE)[number];

/** Where everything was and what was open at a past moment. */
export const momentSchema = z.object({
  time: z.number(),
  knowledge: z.enum(KNOWLEDGE),
  positions: positionsSchema,
  alarms: z.array(alarmViewSchema),
  more: z.boolean().describe('more alarms were open than are given, the newest of them'),
  /** Changes when the register differs between two moments: places are asked for anew only then. */
  register: z.string(),
  /** How many fixes about the window before `time` came in after it. */
  late: z.int(),
});
export type Moment = z.infer<typeof momentSchema>;

const sumSchema = z.object({
  field: z.string(),
  label: z.string(),
  labelEn: z.string(),
  unit: z.string(),
  sum: z.number(),
  /** Records that do not say. */
  missing: z.int(),
});

/** One kind of thing inside a drawn area. */
export const askGroupSchema = z.object({
  key: z.string(),
  label: z.string(),
  labelEn: z.string(),
  count: z.int(),
  levels: z.object({ red: z.int(), orange: z.int(), yellow: z.int(), blue: z.int() }).nullable(),
  sums: z.array(sumSchema),
});

/** What a group holds by substance: capacity in m³. */
const substanceSchema = z.object({
  substance: z.string(),
  cas: z.string().nullable(),
  count: z.int(),
  volume: z.number().describe('m³, capacity'),
  contents: z.number().nullable().describe('m³ by the latest level; null where no level is measured'),
  measured: z.int().describe('tanks with a level'),
});

/** Who and what is inside a drawn area: complete counts and sums. */
export const askSchema = z.object({
  area: areaSchema,
  squareMetres: z.number(),
  at: z.number(),
  groups: z.array(askGroupSchema),
  substances: z.array(substanceSchema),
  people: z.object({
    employees: z.number().describe('sum of employees of the enterprises inside'),
    present: z.number().describe('sum of the largest head-counts of the sites inside'),
  }),
});
export type Asked = z.infer<typeof askSchema>;

/** One page of a group's rows, nearest to the middle first. */
export const askRowsSchema = z.object({
  total: z.int(),
  rows: z.array(
    z.object({
      id: z.string(),
      /** `enterprise`, `vehicle`, `alarm`, …: with the id, what opens its card. */
      kind: z.string(),
      name: z.string(),
      level: z.string().nullable(),
      distance: z.number().describe('m from the middle'),
      lon: z.number(),
      lat: z.number(),
      region: z.string().nullable(),
      /** Facts worth a column, label → text: substance, volume, employees. */
      facts: z.record(z.string(), z.string()),
    }),
  ),
});
export type AskRows = z.infer<typeof askRowsSchema>;

/** What lies in view, in words: counts of every wanted layer and one page of names. */
export const viewSchema = z.object({
  layers: z.array(z.object({ key: z.string(), count: z.int() })),
  total: z.int(),
  rows: z.array(
    z.object({
      layer: z.string(),
      kind: z.string(),
      id: z.string(),
      name: z.string(),
      level: z.string().nullable(),
      lon: z.number(),
      lat: z.number(),
    }),
  ),
});
export type InView = z.infer<typeof viewSchema>;

/** Lines and areas of a layer. */
export const shapesSchema = z.object({
  type: z.literal('FeatureCollection'),
  features: z.array(
    z.object({
      type: z.literal('Feature'),
      id: z.string(),
      properties: z.object({ name: z.string(), level: z.string().nullable() }),
      geometry: z.looseObject({ type: z.string() }),
    }),
  ),
});
export type Shapes = z.infer<typeof shapesSchema>;
