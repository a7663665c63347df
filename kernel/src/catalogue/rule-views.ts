import { z } from 'zod';

const postSchema = z.object({
  id: z.string(),
  name: z.string(),
  area: z.string(),
  tier: z.string(),
  holder: z.string().nullable().describe('masked outside the enterprise'),
  duties: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      item: z.string().nullable(),
      cycle: z.string(),
      clause: z.string().nullable(),
    }),
  ),
});
export const rulesSchema = z.object({
  enterprise: z.string(),
  enterpriseName: z.string(),
  posts: z.array(postSchema),
  /** Posts that have nothing to look at. */
  without: z.int(),
  areas: z.array(z.string()),
});
export type Rules = z.infer<typeof rulesSchema>;
const coverRowSchema = z.object({
  id: z.string(),
  name: z.string(),
  regionName: z.string(),
  sector: z.string().nullable(),
  standard: z.int().describe('items of its grading standard in force'),
  posts: z.int(),
  without: z.int().describe('posts without a responsibility item'),
  rewards: z.int().describe('reward rules in force'),
  lastApproved: z.string().nullable().describe('last month with an approved statement'),
});
export const coverSchema = z.object({
  rows: z.array(coverRowSchema),
  total: z.int(),
  /** Enterprises in the wish that have each part. */
  have: z.object({ standard: z.int(), posts: z.int(), rewards: z.int(), complete: z.int(), all: z.int() }),
});
export type Cover = z.infer<typeof coverSchema>;
const sums = { lines: z.int(), points: z.number(), amount: z.number().describe('yuan; negative = taken') };
const lineSchema = z.object({
  rule: z.string(),
  ruleCode: z.string(),
  ruleTitle: z.string(),
  caseId: z.string(),
  caseNumber: z.string(),
  caseTitle: z.string(),
  event: z.enum(['found', 'rectified', 'rectified-late', 'overdue', 'returned', 'found-outside']),
  at: z.number(),
  person: z.string(),
  points: z.number(),
  amount: z.number(),
});
export const statementSchema = z.object({
  id: z.string().nullable().describe('null = computed now, not put forward yet'),
  enterprise: z.string(),
  enterpriseName: z.string(),
  month: z.string(),
  state: z.enum(['draft', 'submitted', 'approved', 'returned']),
  submittedBy: z.string().nullable(),
  submittedAt: z.number().nullable(),
  decidedBy: z.string().nullable(),
  decidedAt: z.number().nullable(),
  note: z.string().nullable(),
  sha256: z.string(),
  rules: z.array(z.object({ rule: z.string(), code: z.string(), title: z.string(), ...sums })),
  people: z.array(z.object({ person: z.string(), ...sums })),
  lines: z.array(lineSchema),
  total: z.object(sums),
  /** May the reader put it forward, approve it; with the reason why not. */
  may: z.object({ submit: z.boolean(), decide: z.boolean() }),
});
export type Statement = z.infer<typeof statementSchema>;
export const technologyRowSchema = z.object({
  id: z.string(),
  name: z.string(),
  category: z.string(),
  place: z.string().nullable(),
  firstUse: z.string().nullable(),
  plannedOn: z.string().nullable(),
  enterpriseId: z.string(),
  enterpriseName: z.string(),
  regionName: z.string(),
  permission: z.enum(['forbidden', 'monitored', 'permitted']),
  /** The newest assessment; null = there is none. */
  caseId: z.string().nullable(),
  caseNumber: z.string().nullable(),
  caseState: z.string().nullable(),
  level: z.string().nullable(),
  monitorUntil: z.string().nullable(),
  conditions: z.int().describe('conditions of the approval'),
  met: z.int().describe('conditions found in order by their newest check'),
  overdue: z.boolean(),
});
export const technologySchema = z.object({
  rows: z.array(technologyRowSchema),
  total: z.int(),
  counts: z.object({ forbidden: z.int(), monitored: z.int(), permitted: z.int() }),
});
export type Technology = z.infer<typeof technologySchema>;
