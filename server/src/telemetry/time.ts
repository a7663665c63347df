import { z } from 'zod';

/** A moment in a query, epoch ms; the history store knows none far beyond. */
export const momentSchema = z.coerce
  .number()
  .min(0)
  .max(Date.UTC(2200, 0, 1))
  .describe('epoch ms');
