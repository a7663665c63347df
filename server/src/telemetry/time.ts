import { z } from 'zod';

const LAST = Date.UTC(2200, 0, 1);

/** A moment in a query, epoch ms; the history store knows none far beyond. */
export const momentSchema = z.coerce.number().min(0).max(LAST).describe('epoch ms');

/** A moment in a body, epoch ms, within the same bounds: one that no calendar has is refused. */
export const instantSchema = z.number().min(0).max(LAST).describe('epoch ms');
