import { z } from 'zod';

/** A field's value; a list is one value, so what several people add to is a field for each (`photo:<hash>`). */
export type Value = string | number | boolean | null | readonly string[];

const value = z.union([
  z.string().max(4000),
  z.number(),
  z.boolean(),
  z.null(),
  z.array(z.string().max(200)).max(50).readonly(),
]);

export const changeSchema = z.object({
  /** Made by the device: the same change sent twice is one change. */
  id: z.uuid(),
  /** `inspection/<uuid>` */
  record: z.string().max(120),
  field: z.string().min(1).max(120),
  value,
  /** Changes of this field that stood when it was made: what its author saw and replaced. */
  base: z.array(z.uuid()).max(50).readonly(),
  /** Hybrid logical clock of the device. */
  at: z.object({ ms: z.int(), n: z.int().min(0) }).readonly(),
  /** Name of the person. */
  by: z.string().max(120),
  device: z.string().max(80),
  /** Why this one was chosen, where it settles a conflict. */
  reason: z.string().max(500).nullable().default(null),
});
/** One field of one record changed by one person on one device. */
export type Change = Readonly<z.infer<typeof changeSchema>>;

/** The text of a change that is compared and signed: the same members in the same order everywhere. */
export function canonical(change: Change): string {
  const { id, record, field, value: content, base, at, by, device, reason } = change;
  return JSON.stringify([id, record, field, content, [...base].sort(), at.ms, at.n, by, device, reason]);
}
