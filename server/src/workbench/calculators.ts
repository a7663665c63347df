import { z } from 'zod';
import { calculate, CALCULATORS } from '@anlan/domain/calculator';
import { refuse } from '@anlan/kernel/refusal';
import { calculatorSchema, inChinese, madeSchema } from '@anlan/kernel/workbench';
import { answer, need, responses, type RouteModule } from '../http/index.ts';

const tags = ['计算器 Calculators'];
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
