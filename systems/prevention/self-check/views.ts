import { z } from 'zod';

const share = { should: z.int(), reported: z.int() };
export const selfChecksSchema = z.object({
  period: z.string(),
  months: z.int().describe('length of a period here'),
  ...share,
  excused: z.int(),
  late: z.int().describe('not reported and past the time limit'),
  false: z.int(),
  issued: z.int(),
  byRegion: z.array(z.object({ path: z.string(), name: z.string(), ...share })),
  bySector: z.array(z.object({ sector: z.string(), ...share })),
});
export type SelfChecks = z.infer<typeof selfChecksSchema>;
export const selfCheckCoverageSchema = z.object({
  period: z.string(),
  registered: z.int(),
  active: z.int().describe('with a self-found danger or a report in the period'),
  zero: z.int(),
  rows: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      sector: z.string().nullable(),
      regionName: z.string(),
      lastSelfFound: z.number().nullable(),
    }),
  ),
  total: z.int(),
});
export type SelfCheckCoverage = z.infer<typeof selfCheckCoverageSchema>;
export const selfChecksIssuedSchema = z.object({ issued: z.int(), known: z.int() });

export const spotCheckDrawSchema = z.object({
  id: z.string(),
  at: z.number(),
  by: z.string(),
  period: z.string(),
  regionName: z.string(),
  seed: z.string(),
  share: z.number().describe('%'),
  population: z.int(),
  reproducible: z.boolean().describe('drawn again from its seed and population it gives the same'),
  sample: z.array(
    z.object({
      id: z.string(),
      number: z.string(),
      organisationName: z.string().nullable(),
      officers: z.array(z.string()),
    }),
  ),
  undrawn: z
    .array(
      z.object({
        id: z.string(),
        number: z.string(),
        organisationName: z.string().nullable(),
        regionName: z.string(),
        officers: z.int().describe('who may go; two are needed'),
      }),
    )
    .describe('waited and could not be drawn: fewer than two officers whose place and sectors cover it'),
});
export type SpotCheckDraw = z.infer<typeof spotCheckDrawSchema>;
