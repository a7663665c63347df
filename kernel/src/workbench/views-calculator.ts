import { z } from 'zod';

const mark = z.enum(['confirmed', 'memory', 'verify', 'derived']);
/** How sure a clause, table or coefficient is. */
export type ClauseMark = z.infer<typeof mark>;

const fieldSchema = z.object({
  key: z.string(),
  label: z.string(),
  labelEn: z.string(),
  unit: z.string(),
  kind: z.enum(['number', 'text', 'choice', 'numbers', 'texts', 'flag', 'rows']),
  options: z.array(z.string()),
  columns: z.array(z.object({ key: z.string(), label: z.string(), number: z.boolean() })),
  optional: z.boolean(),
  example: z.unknown(),
});
export type CalculatorField = z.infer<typeof fieldSchema>;

/** A calculator of a standard or of physics: what it asks and which clauses it stands on. */
export const calculatorSchema = z.object({
  key: z.string(),
  family: z.enum(['standard', 'physics']),
  title: z.string(),
  titleEn: z.string(),
  clause: z.string(),
  fields: z.array(fieldSchema),
  clauses: z.array(z.object({ source: z.string(), what: z.string(), mark })),
});
export type CalculatorView = z.infer<typeof calculatorSchema>;

const both = z.object({ zh: z.string(), en: z.string() });

/** What a calculator made of its inputs, with each step. */
export const madeSchema = z.object({
  refused: both.nullable(),
  outputs: z.array(z.object({ key: z.string(), value: z.unknown(), unit: z.string() })),
  steps: z.array(
    z.object({
      symbol: z.string(),
      value: z.unknown(),
      unit: z.string(),
      formula: z.string(),
      clause: z.string(),
      mark: mark.nullable(),
    }),
  ),
  warnings: z.array(both),
});
export type Made = z.infer<typeof madeSchema>;
