import { z } from 'zod';

/** An authority's seal: its picture by hash, and who may have it put on a paper; a replaced one is kept. */
export const sealSchema = z.object({
  id: z.string(),
  regionPath: z.string(),
  place: z.string(),
  sha256: z.string(),
  users: z.array(z.object({ id: z.string(), name: z.string() })),
  uploadedAt: z.number(),
  uploadedBy: z.string(),
  retiredAt: z.number().nullable(),
  /** Papers that carry it. */
  papers: z.int(),
});
export type Seal = z.infer<typeof sealSchema>;

/** People of an authority who may be named for its seal. */
export const sealUserSchema = z.object({ id: z.string(), name: z.string(), role: z.string() });
