import { z } from 'zod';

const known = z.object({
  value: z.union([z.number(), z.string(), z.boolean(), z.null()]),
  source: z.object({ kind: z.string(), id: z.string().optional(), label: z.string() }),
  at: z.number(),
});

/** A result of `grade` as it travels. */
export const gradingSchema = z.object({
  model: z.string(),
  version: z.string(),
  at: z.number(),
  score: z.number().describe('0–100'),
  points: z.number(),
  full: z.number(),
  level: z.string(),
  label: z.string(),
  labelEn: z.string(),
  byPoints: z.string().describe('the level the points alone would give'),
  lines: z.array(
    z.object({
      factor: z.string(),
      label: z.string(),
      labelEn: z.string(),
      group: z.string().nullable(),
      full: z.number(),
      points: z.number(),
      leftOut: z.boolean(),
      why: z.string(),
      fact: z.object({ key: z.string(), unit: z.string().nullable(), known: known.nullable() }),
      clause: z.string().nullable(),
    }),
  ),
  vetoes: z.array(
    z.object({
      veto: z.string(),
      label: z.string(),
      labelEn: z.string(),
      fact: z.object({ key: z.string(), known }),
    }),
  ),
  effects: z.array(z.object({ kind: z.string(), label: z.string(), value: z.number().optional() })),
});

/** A kept result: whom it is about, who made it, and the hash it must come out with again. */
export const gradingResultSchema = z.object({
  id: z.string(),
  subjectKind: z.string(),
  subjectId: z.string(),
  subjectName: z.string(),
  regionPath: z.string(),
  by: z.string(),
  hash: z.string().describe('SHA-256 of the result'),
  modelHash: z.string(),
  result: gradingSchema,
});
export type GradingResult = z.infer<typeof gradingResultSchema>;
