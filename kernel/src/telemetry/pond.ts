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
  beachBy: z
    .enum(['measured', 'profile', 'slope'])
    .describe('an instrument, the surveyed profile, or a straight beach'),
  minBeach: z.number().nullable(),
  floodBeach: z
    .number()
    .nullable()
    .describe('length that would be left at the design flood level, by the surveyed profile or of a straight beach'),
  profile: z
    .object({
      section: z.string(),
      on: z.string(),
      old: z.boolean().describe('surveyed more than 90 days ago'),
      points: z.array(z.tuple([z.number(), z.number()])).describe('m from the crest of the beach, m above sea level'),
    })
    .nullable()
    .describe('the newest surveyed profile with the shortest beach'),
  boreholes: z
    .array(
      z.object({
        name: z.string(),
        surveys: z
          .array(
            z.object({
              on: z.string(),
              points: z.array(z.tuple([z.number(), z.number()])).describe('depth m, displacement mm'),
            }),
          )
          .describe('the newest first, six at most'),
        bend: z
          .object({ from: z.number(), to: z.number(), perMetre: z.number() })
          .nullable()
          .describe('where the newest bends most, mm/m'),
        rate: z.number().nullable().describe('fastest at any depth since the survey before, mm/d'),
      }),
    )
    .describe('inclinometers'),
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
