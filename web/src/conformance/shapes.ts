import { z } from 'zod';

const verdictSchema = z.object({
  rule: z.string(),
  clause: z.string(),
  state: z.enum(['kept', 'broken', 'note']),
  detail: z.string(),
});
const frameSchema = z.object({
  title: z.string(),
  accepted: z.boolean(),
  fields: z.array(
    z.object({
      depth: z.number(),
      name: z.string(),
      label: z.string(),
      value: z.string(),
      meaning: z.string(),
      clause: z.string(),
      hex: z.string(),
    }),
  ),
  verdicts: z.array(verdictSchema),
});
export const framesSchema = z.array(frameSchema);
export const deviceSchema = z.object({
  protocol: z.string(),
  supported: z.boolean(),
  frames: z.array(
    z.object({ at: z.number(), direction: z.enum(['in', 'out']), text: z.string(), explained: framesSchema }),
  ),
  rules: z.array(verdictSchema.extend({ frames: z.number() })),
});
export type Explained = z.infer<typeof frameSchema>;
export type Verdict = z.infer<typeof verdictSchema>;
