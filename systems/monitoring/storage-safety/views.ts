import { z } from 'zod';

const levelSchema = z.enum(['red', 'orange', 'yellow', 'blue']);

/** One shut-off from its causes to the closed valve; times in epoch ms. */
export const chainSchema = z.object({
  id: z.string(),
  number: z.string(),
  tank: z.string().nullable(),
  tankName: z.string(),
  enterpriseName: z.string(),
  causes: z
    .array(
      z.object({
        id: z.string(),
        rule: z.string(),
        label: z.string(),
        level: levelSchema,
        subject: z.string(),
        detectedAt: z.number().describe('first sample of the excursion'),
        raisedAt: z.number(),
      }),
    )
    .describe('the first first'),
  commandAt: z.number().nullable(),
  closedAt: z.number(),
  reopenedAt: z.number().nullable(),
  stroke: z.number().nullable().describe('s from command to closed'),
  trend: z.object({ baseline: z.number(), latest: z.number(), slowed: z.boolean() }).nullable(),
  explained: z.boolean().describe('a cause is linked, or somebody has given a reason'),
});
export type Chain = z.infer<typeof chainSchema>;

/** Storage places against the devices they must have. */
export const matrixSchema = z.object({
  total: z.int(),
  rows: z.array(
    z.object({
      id: z.string(),
      tank: z.string().nullable(),
      name: z.string(),
      enterprise: z.string(),
      enterpriseName: z.string(),
      substanceName: z.string(),
      gaps: z.int(),
      cells: z.array(
        z.object({
          device: z.string(),
          standing: z.enum(['ok', 'missing', 'unusable', 'overdue', 'not-required']),
          condition: z.string(),
          clause: z.string(),
        }),
      ),
    }),
  ),
});
export type SafetyMatrix = z.infer<typeof matrixSchema>;
