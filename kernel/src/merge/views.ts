import { z } from 'zod';
import { changeSchema } from './change.ts';

/** A change as the server keeps it: when it arrived, and what its signature was worth. */
const keptChangeSchema = changeSchema.extend({
  receivedAt: z.number(),
  /** By how many ms the device's clock was ahead of the server's when it was made; null = not known. */
  offset: z.number().nullable(),
  verdict: z.string(),
});

/** A record's changes and what they make of it. */
export const mergedSchema = z.object({
  record: z.string(),
  fields: z.record(
    z.string(),
    z.object({ value: changeSchema.shape.value, settled: z.boolean(), standing: z.array(z.string()) }),
  ),
  conflicts: z.array(z.object({ field: z.string(), versions: z.array(keptChangeSchema) })),
  history: z.array(keptChangeSchema),
});

export type MergedView = z.infer<typeof mergedSchema>;

/** `inspection/<uuid>` in its two parts; undefined where it is not one. */
export function recordOf(record: string): { readonly kind: string; readonly id: string } | undefined {
  const found = /^([a-z][a-z-]{1,30})\/([0-9a-f-]{36})$/.exec(record);
  return found === null ? undefined : { kind: found[1] as string, id: found[2] as string };
}
