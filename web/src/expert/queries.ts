import { caseViewSchema } from '@anlan/kernel/case';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from '../api/index.ts';

const contractSchema = z.object({
  id: z.string(),
  name: z.string(),
  number: z.string(),
  mode: z.enum(['government', 'enterprise']),
  level: z.string().nullable(),
  institution: z.string(),
  enterprise: z.string().nullable(),
  enterpriseName: z.string().nullable(),
  regionName: z.string(),
  funds: z.number(),
  startsOn: z.string(),
  endsOn: z.string(),
  state: z.string(),
  own: z.boolean(),
  targets: z.number(),
  covered: z.number(),
  assigned: z.number(),
  found: z.number(),
  rectified: z.number(),
  paid: z.number().nullable(),
  score: z.number().nullable(),
});
export type Contract = z.infer<typeof contractSchema>;
const assignmentSchema = z.object({
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
  found: z.number(),
  rectified: z.number(),
});
export type Assignment = z.infer<typeof assignmentSchema>;
const reportSchema = z.object({
  contract: contractSchema,
  scope: z.string().nullable(),
  targets: z.array(
    z.object({
      enterprise: z.string(),
      name: z.string(),
      regionName: z.string(),
      covered: z.boolean(),
      found: z.number(),
      rectified: z.number(),
      score: z.number().nullable(),
    }),
  ),
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
      quality: z.number(),
      punctuality: z.number(),
      attitude: z.number(),
      effect: z.number(),
      text: z.string().nullable(),
      by: z.string(),
      at: z.number(),
    }),
  ),
});
export type ContractReport = z.infer<typeof reportSchema>;
const visitSchema = z.object({
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

const KEY = 'expert';

export function useContracts() {
  return useQuery({
    queryKey: [KEY, 'contracts'],
    queryFn: ({ signal }) => api.get('/expert/contracts', z.array(contractSchema), signal),
  });
}

export function useContract(id: string) {
  return useQuery({
    queryKey: [KEY, 'contract', id],
    queryFn: ({ signal }) => api.get(`/expert/contracts/${id}`, reportSchema, signal),
  });
}

export function useVisits() {
  return useQuery({
    queryKey: [KEY, 'visits'],
    queryFn: ({ signal }) => api.get('/expert/visits', z.array(assignmentSchema), signal),
  });
}

export function useVisit(id: string) {
  return useQuery({
    queryKey: [KEY, 'visit', id],
    queryFn: ({ signal }) => api.get(`/expert/visits/${id}`, visitSchema, signal),
  });
}

/** Sends something to an address of the expert service and makes what is shown of it stale. */
export function useSendTo(path: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: object) => api.post(`/expert${path}`, body, z.unknown()),
    onSuccess: () => void client.invalidateQueries({ queryKey: [KEY] }),
  });
}
