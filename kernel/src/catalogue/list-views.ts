import { z } from 'zod';
import { effectSchema } from './catalogue.ts';
import { conditionSchema } from './condition.ts';

export const keptItemSchema = z.object({
  id: z.string(),
  catalogue: z.string(),
  list: z.string(),
  code: z.string(),
  title: z.string(),
  text: z.string().nullable(),
  from: z.string(),
  until: z.string().nullable(),
  when: conditionSchema,
  effect: effectSchema,
  clauses: z.array(z.string()),
  origin: z.string().nullable(),
  confidence: z.string().nullable(),
  organisationId: z.string().nullable(),
  regionPath: z.string(),
  by: z.string().nullable(),
});
export const suggestionSchema = z.object({
  code: z.string().describe('article reference, hazchem-criteria/12'),
  title: z.string(),
  list: z.string(),
  origin: z.string().nullable(),
  confidence: z.string().nullable(),
  grade: z.string(),
  level: z.string(),
  class: z.string().nullable(),
  score: z.number().describe('share of the words that fit, 0 … 1'),
});
export type Suggestion = z.infer<typeof suggestionSchema>;

/** What the standards propose for a hidden danger; null = no standard says anything. */
export const gradeProposalSchema = z.object({
  proposal: z
    .object({
      grade: z.enum(['general', 'major']),
      level: z.string(),
      class: z.string().nullable(),
      basis: z.string(),
      matches: z.array(
        z.object({
          code: z.string(),
          title: z.string(),
          list: z.string(),
          because: z.array(z.string()),
          clauses: z.array(z.string()),
        }),
      ),
    })
    .nullable(),
});
export type GradeProposal = z.infer<typeof gradeProposalSchema>['proposal'];
export type ShownItem = z.infer<typeof keptItemSchema>;
