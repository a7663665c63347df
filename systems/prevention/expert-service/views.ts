import { caseViewSchema } from '@anlan/kernel/case';
import { z } from 'zod';

export const contractSchema = z.object({
  id: z.string(),
  name: z.string(),
  number: z.string(),
  mode: z.enum(['government', 'enterprise']),
  level: z.string().nullable(),
  institution: z.string(),
  enterprise: z.string().nullable(),
  enterpriseName: z.string().nullable(),
  regionName: z.string(),
  funds: z.number().describe('yuan'),
  startsOn: z.string(),
  endsOn: z.string(),
  state: z.string(),
  own: z.boolean().describe('the asker’s own contract: may assign and pay'),
  /** Of what the asker's scope shows. */
  targets: z.int(),
  covered: z.int(),
  assigned: z.int(),
  found: z.int().describe('hidden dangers, those that were none left out'),
  rectified: z.int(),
  paid: z.number().nullable().describe('yuan; only of own contracts'),
  score: z.number().nullable().describe('mean of all evaluations, 1…5'),
});
export type Contract = z.infer<typeof contractSchema>;
export const contractTargetSchema = z.object({
  enterprise: z.string(),
  name: z.string(),
  regionName: z.string(),
  covered: z.boolean(),
  found: z.int(),
  rectified: z.int(),
  score: z.number().nullable(),
});
export const assignmentSchema = z.object({
  id: z.string(),
  contract: z.string(),
  contractName: z.string(),
  mode: z.string(),
  expert: z.string(),
  expertName: z.string(),
  enterprise: z.string(),
  enterpriseName: z.string(),
  regionName: z.string(),
  dueOn: z.string(),
  state: z.enum(['assigned', 'reported', 'withdrawn']),
  assignedAt: z.number(),
  reportedAt: z.number().nullable(),
  summary: z.string().nullable(),
  found: z.int(),
  rectified: z.int(),
});
export type Assignment = z.infer<typeof assignmentSchema>;
const scores = { quality: z.int(), punctuality: z.int(), attitude: z.int(), effect: z.int() };
export const contractReportSchema = z.object({
  contract: contractSchema,
  scope: z.string().nullable(),
  targets: z.array(contractTargetSchema),
  assignments: z.array(assignmentSchema),
  payments: z.array(
    z.object({
      id: z.string(),
      stage: z.string(),
      yuan: z.number(),
      paidOn: z.string(),
      voucher: z.string().nullable(),
      by: z.string(),
    }),
  ),
  evaluations: z.array(
    z.object({
      side: z.enum(['authority', 'organisation']),
      enterpriseName: z.string().nullable(),
      ...scores,
      text: z.string().nullable(),
      by: z.string(),
      at: z.number(),
    }),
  ),
});
export type ContractReport = z.infer<typeof contractReportSchema>;
export const visitSchema = z.object({
  assignment: assignmentSchema,
  enterprise: z.object({
    id: z.string(),
    name: z.string(),
    address: z.string().nullable(),
    sector: z.string().nullable(),
  }),
  findings: z.array(caseViewSchema),
});
export type Visit = z.infer<typeof visitSchema>;
