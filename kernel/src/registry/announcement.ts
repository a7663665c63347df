import { z } from 'zod';

/** A limit of a register that is to hold from a later day, and what became of it. */
export const announcementSchema = z.object({
  id: z.guid(),
  changes: z.array(z.object({ field: z.string(), from: z.unknown(), to: z.unknown() })),
  from: z.number().describe('epoch ms: the beginning of the day from which it holds'),
  reason: z.string(),
  by: z.string(),
  at: z.number(),
  standing: z.enum(['coming', 'applied', 'withdrawn', 'failed']),
  withdrawn: z.object({ at: z.number(), by: z.string(), reason: z.string() }).nullable(),
  failed: z.object({ zh: z.string(), en: z.string() }).nullable().describe('why it could not take effect'),
});
export type Announcement = z.infer<typeof announcementSchema>;
