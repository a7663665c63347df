import { LEVELS } from '@anlan/kernel/entity';
import { z } from 'zod';

const cell = z.object({
  region: z.string(),
  sector: z.string(),
  red: z.int(),
  orange: z.int(),
  yellow: z.int(),
  blue: z.int(),
  open: z.int().describe('open hidden dangers'),
  overdue: z.int(),
});
export const riskSpreadSchema = z.object({
  regions: z.array(z.object({ path: z.string(), name: z.string() })),
  sectors: z.array(z.string()),
  cells: z.array(cell),
  unheld: z.object({ noResponsible: z.int(), noMeasures: z.int(), notReviewed: z.int() }),
  total: z.int(),
});
export type RiskSpread = z.infer<typeof riskSpreadSchema>;
export const UNHELD_FOR = ['responsible', 'measures', 'review'] as const;
export const unheldRisksSchema = z.object({
  rows: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      level: z.enum(LEVELS),
      enterpriseId: z.string(),
      enterpriseName: z.string().nullable(),
      regionName: z.string().nullable(),
      missing: z.array(z.enum(UNHELD_FOR)),
      reviewedOn: z.string().nullable(),
    }),
  ),
  total: z.int(),
});
export type UnheldRisks = z.infer<typeof unheldRisksSchema>;
export const riskHeatSchema = z.object({
  lon: z.array(z.number()),
  lat: z.array(z.number()),
  weight: z.array(z.number()).describe('red 8, orange 4, yellow 2, blue 1 per risk point'),
  open: z.array(z.int()).describe('open hidden dangers in the cell'),
});
export type RiskHeat = z.infer<typeof riskHeatSchema>;
