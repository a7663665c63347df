import { z } from 'zod';

const colour = z.enum(['red', 'orange', 'yellow', 'blue']).nullable();

/** A tailings pond as its cross-section shows it. Heights m above sea level, lengths and depths m. */
export const pondStateSchema = z.object({
  id: z.string(),
  name: z.string(),
  crest: z.number(),
  damHeight: z.number().nullable(),
  waterLevel: z.number().nullable(),
  freeboard: z.number().nullable().describe('crest less the highest water level'),
  minFreeboard: z.number(),
  beach: z.number().nullable(),
  beachMeasured: z.boolean().describe('false: worked out from a straight beach'),
  minBeach: z.number().nullable(),
  floodBeach: z
    .number()
    .nullable()
    .describe('length that would be left at the design flood level, of a straight beach'),
  minPhreatic: z.number().nullable(),
  operateLevel: z.number().nullable(),
  floodControlLevel: z.number().nullable(),
  floodLevel: z.number().nullable(),
  headTop: z.boolean(),
  downstreamPeople: z.number().nullable(),
  downstreamDistance: z.number().nullable(),
  downstreamPlaces: z.string().nullable(),
  points: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      name: z.string(),
      unit: z.string(),
      at: z.number().nullable(),
      value: z.number().nullable(),
      expectedPeriod: z.number().describe('s'),
      elevation: z.number().nullable().describe('m'),
      control: z.number().nullable().describe('of a tube: least depth of the seepage line there, m'),
      suspect: z.boolean().describe('of a tube: stands far above its neighbours, perhaps blocked'),
      level: colour.describe('the worst warning that runs'),
    }),
  ),
  items: z.array(z.object({ label: z.string(), level: colour, count: z.int() })).describe('running warnings by item'),
  level: colour.describe('of the pond, put together by GB 39496-2020 5.5'),
});
export type PondState = z.infer<typeof pondStateSchema>;

export const pondUpgradesSchema = z.object({
  total: z.int().describe('head-top ponds'),
  done: z.int().describe('of these, upgraded and accepted'),
  ponds: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      stage: z.string().nullable(),
      done: z.boolean(),
      budget: z.number().describe('10⁴ yuan'),
      paid: z.number().describe('10⁴ yuan'),
    }),
  ),
});
export type PondUpgrades = z.infer<typeof pondUpgradesSchema>;
