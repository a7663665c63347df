import { z } from 'zod';

/** A signature as it was drawn: strokes of alternating x and y, as shares of the pad's width and height. */
export const signatureSchema = z
  .array(z.array(z.number().min(0).max(1)).min(2).max(1200))
  .min(1, '请签名')
  .max(80)
  .refine((strokes) => strokes.reduce((sum, stroke) => sum + stroke.length, 0) >= 12, '请写完整签名');
export type Signature = z.infer<typeof signatureSchema>;
