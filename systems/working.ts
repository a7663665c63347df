import { z } from 'zod';

const quantity = {
  name: z.string(),
  value: z.union([z.number(), z.string(), z.boolean(), z.null()]),
  unit: z.string().optional(),
};

/** A calculation of the domain (`Working`) as it travels: what went in, each step with its clause, what to mind. */
export const workingSchema = z.object({
  standard: z.string(),
  inputs: z.array(z.object(quantity)),
  steps: z.array(z.object({ ...quantity, clause: z.string(), formula: z.string() })),
  warnings: z.array(z.string()),
});
