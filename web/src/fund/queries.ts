import { caseDetailSchema } from '@anlan/kernel/case';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { api, query } from '../api/index.ts';

const fundSchema = z.object({
  id: z.string(),
  name: z.string(),
  regionName: z.string(),
  regionPath: z.string(),
  document: z.string().nullable(),
  establishedOn: z.string().nullable(),
  share: z.number().nullable(),
  rules: z.string().nullable(),
  ledger: z
    .object({
      paidIn: z.number(),
      disbursed: z.number(),
      returned: z.number(),
      balance: z.number(),
      committed: z.number(),
    })
    .nullable(),
});
export type Fund = z.infer<typeof fundSchema>;
const entrySchema = z.object({
  id: z.string(),
  seq: z.number(),
  onDate: z.string(),
  kind: z.enum(['paid-in', 'disbursed', 'repaid', 'recovered', 'correction']),
  yuan: z.number(),
  balance: z.number(),
  application: z.string().nullable(),
  applicationNumber: z.string().nullable(),
  danger: z.string().nullable(),
  project: z.string().nullable(),
  enterpriseName: z.string().nullable(),
  counterOf: z.string().nullable(),
  corrected: z.boolean(),
  note: z.string(),
  by: z.string(),
  at: z.number(),
});
export type LedgerEntry = z.infer<typeof entrySchema>;
const applicationSchema = z.object({
  detail: caseDetailSchema,
  fundName: z.string(),
  danger: z
    .object({ id: z.string(), number: z.string(), title: z.string(), state: z.string(), closed: z.boolean() })
    .nullable(),
  payments: z.array(
    z.object({
      id: z.string(),
      onDate: z.string(),
      kind: z.string(),
      yuan: z.number(),
      note: z.string(),
      by: z.string(),
    }),
  ),
  paid: z.number(),
  may: z.object({ pay: z.boolean(), review: z.boolean() }),
});
export type Application = z.infer<typeof applicationSchema>;

const KEY = 'funds';

export function useFunds() {
  return useQuery({
    queryKey: [KEY, 'list'],
    queryFn: ({ signal }) => api.get('/funds', z.array(fundSchema), signal),
  });
}

export function useEntries(id: string, enabled: boolean) {
  return useQuery({
    queryKey: [KEY, 'entries', id],
    enabled,
    queryFn: ({ signal }) => api.get(`/funds/${id}/entries`, z.array(entrySchema), signal),
  });
}

export function useBalance(id: string, on: string, enabled: boolean) {
  return useQuery({
    queryKey: [KEY, 'balance', id, on],
    enabled,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get(`/funds/${id}/balance${query({ on })}`, z.object({ yuan: z.number() }), signal),
  });
}

/** Sends a movement or correction to a fund. */
export function useFundAct(path: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: object) => api.post(`/funds/${path}`, body, z.unknown()),
    onSuccess: () => void client.invalidateQueries({ queryKey: [KEY] }),
  });
}

/** Under the case's key, so that an act of the ordinary form makes it stale too. */
export function useApplication(id: string) {
  return useQuery({
    queryKey: ['cases', 'one', id, KEY],
    queryFn: ({ signal }) => api.get(`/fund-applications/${id}`, applicationSchema, signal),
  });
}

export function useApplicationAct(path: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: object) => api.post(`/fund-applications${path}`, body, applicationSchema),
    onSuccess: (application) => {
      client.setQueryData(['cases', 'one', application.detail.case.id, KEY], application);
      for (const queryKey of [[KEY], ['cases', 'list']]) void client.invalidateQueries({ queryKey });
    },
  });
}
