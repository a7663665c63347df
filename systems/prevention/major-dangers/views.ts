import { caseViewSchema } from '@anlan/kernel/case';
import { personal } from '@anlan/kernel/entity';
import { z } from 'zod';

export const majorDangerSchema = z.object({
  case: caseViewSchema,
  listedAt: z.enum(['county', 'city']).nullable(),
  listingNumber: z.string().nullable(),
  listedOn: z.string().nullable(),
  lister: z.string().nullable().describe('name of the place that listed it'),
  fire: z.string().nullable(),
  department: z.string().nullable(),
  place: z.string().nullable(),
  responsible: personal(z.string().nullable()),
  five: z.record(z.string(), z.boolean()),
  progress: z.number().nullable().describe('percent, as last reported'),
  reports: z.object({ expected: z.int(), made: z.int(), missed: z.int(), nextAt: z.number().nullable() }),
  exposure: z.enum(['drafted', 'published', 'withdrawn', 'rejected']).nullable(),
  documents: z.int(),
});
export type MajorDanger = z.infer<typeof majorDangerSchema>;
export const majorDangersSchema = z.object({
  rows: z.array(majorDangerSchema),
  total: z.int(),
  figures: z.object({
    listed: z.int(),
    county: z.int(),
    city: z.int(),
    late: z.int(),
    fire: z.int(),
    delisted: z.int(),
    exposed: z.int(),
    unlisted: z.int().describe('graded major, open, and on no list'),
  }),
});
export type MajorDangers = z.infer<typeof majorDangersSchema>;
