import { z } from 'zod';
import { calculate, CALCULATORS } from '@anlan/domain/calculator';
import { refuse } from '@anlan/kernel/refusal';
import { inChinese } from '@anlan/kernel/workbench';
import { answer, need, responses, type RouteModule } from '../http/index.ts';

const tags = ['计算器 Calculators'];
const mark = z.enum(['confirmed', 'memory', 'verify', 'derived']);
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
const calculatorSchema = z.object({
  key: z.string(),
  family: z.enum(['standard', 'physics']),
  title: z.string(),
  titleEn: z.string(),
  clause: z.string(),
  fields: z.array(fieldSchema),
  clauses: z.array(z.object({ source: z.string(), what: z.string(), mark })),
});
const madeSchema = z.object({
  refused: z.object({ zh: z.string(), en: z.string() }).nullable(),
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
  warnings: z.array(z.object({ zh: z.string(), en: z.string() })),
});

const both = (text: string) => ({ zh: inChinese(text), en: text });

/** Formulas of the standards and of physics, each a page: what to type, the result, the working, the clause. */
export const calculatorRoutes: RouteModule = (app) => {
  app.get(
    '/api/calculators',
    {
      onRequest: need('registry.read'),
      schema: {
        tags,
        summary: '计算器 · All calculators with their inputs',
        response: responses(z.array(calculatorSchema)),
      },
    },
    () =>
      CALCULATORS.map(({ fields, clauses, ...one }) => ({
        ...one,
        fields: fields.map((field) => ({ ...field, options: [...field.options], columns: [...field.columns] })),
        clauses: [...clauses],
      })),
  );
  app.post(
    '/api/calculators/:key',
    {
      onRequest: need('registry.read'),
      schema: {
        tags,
        summary: '计算 · Result with its working',
        params: z.object({ key: z.string().max(120) }),
        body: z.object({ inputs: z.record(z.string(), z.unknown()) }),
        response: responses(madeSchema),
      },
    },
    (request) => {
      const made = calculate(request.params.key, request.body.inputs);
      if (made === undefined) return answer(refuse('not-found'));
      return {
        refused: made.refused === null ? null : both(made.refused),
        outputs: [...made.outputs],
        steps: [...made.steps],
        warnings: made.warnings.map(both),
      };
    },
  );
};
