import { caseViewSchema } from '@anlan/kernel/case';
import type { Signature } from '@anlan/kernel/document';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { api, query } from '../api/index.ts';

const ratesSchema = z.object({
  enterprises: z.number(),
  employees: z.number(),
  signed: z.number(),
  rows: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      place: z.string(),
      employees: z.number(),
      signed: z.number(),
      cards: z.number(),
    }),
  ),
});

const firmSchema = z.object({
  enterprise: z.object({ id: z.string(), name: z.string() }),
  employees: z.number(),
  signed: z.number(),
  rate: z.number().nullable(),
  cards: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(['post', 'gas']),
      post: z.string(),
      title: z.string(),
      version: z.number(),
      documentId: z.string().nullable(),
      points: z.array(z.array(z.string())),
      emergency: z.array(z.string()),
      phone: z.string(),
      signed: z.number(),
      concerned: z.number(),
    }),
  ),
  unsigned: z.array(
    z.object({
      workerId: z.string(),
      name: z.string(),
      post: z.string(),
      cards: z.array(z.string()),
      pin: z.boolean(),
    }),
  ),
  posts: z.array(z.object({ post: z.string(), workers: z.number() })),
});
export type Firm = z.infer<typeof firmSchema>;

const jobSchema = z.object({
  case: caseViewSchema,
  contractor: z.string(),
  job: z.string(),
  place: z.string().nullable(),
  startsOn: z.string().nullable(),
  endsOn: z.string().nullable(),
  workers: z.number(),
  notified: z.number(),
  warnings: z.array(z.enum(['high-risk', 'unnotified', 'late'])),
});
export type Job = z.infer<typeof jobSchema>;

const peopleSchema = z.array(
  z.object({
    id: z.string(),
    name: z.string(),
    work: z.string(),
    certificate: z.string().nullable(),
    toldAt: z.number().nullable(),
  }),
);

export function useRates(region: string | null) {
  return useQuery({
    queryKey: ['notification', 'rates', region],
    queryFn: ({ signal }) => api.get(`/notification/rates${query({ region })}`, ratesSchema, signal),
  });
}

export function useFirm(id: string) {
  return useQuery({
    queryKey: ['notification', 'firm', id],
    queryFn: ({ signal }) => api.get(`/enterprises/${id}/notification`, firmSchema, signal),
  });
}

export function useJobs() {
  return useQuery({
    queryKey: ['notification', 'jobs'],
    queryFn: ({ signal }) => api.get('/contractor-jobs', z.array(jobSchema), signal),
  });
}

export function useJobPeople(id: string) {
  return useQuery({
    queryKey: ['notification', 'people', id],
    queryFn: ({ signal }) => api.get(`/contractor-jobs/${id}/workers`, peopleSchema, signal),
  });
}

function useSettle(): () => void {
  const client = useQueryClient();
  return () => {
    for (const queryKey of [['notification'], ['cases'], ['documents']]) void client.invalidateQueries({ queryKey });
  };
}

export interface Signed {
  readonly workerId: string;
  readonly signature?: Signature;
  readonly pin?: string;
  readonly newPin?: string;
  readonly device: string;
  readonly requestId: string;
}

export function useSignCard() {
  const settle = useSettle();
  return useMutation({
    mutationFn: ({ cardId, ...sent }: Signed & { readonly cardId: string }) =>
      api.post(`/risk-cards/${cardId}/signatures`, sent, z.object({ signed: z.boolean() })),
    onSuccess: settle,
  });
}

export function usePublishCard() {
  const settle = useSettle();
  return useMutation({
    mutationFn: (sent: object) => api.post('/risk-cards', sent, z.object({ id: z.string(), version: z.number() })),
    onSuccess: settle,
  });
}

export function useJobWorker(id: string) {
  const settle = useSettle();
  return useMutation({
    mutationFn: (sent: { add: object } | { tell: string; given: object } | { remove: string }) => {
      if ('add' in sent) return api.post(`/contractor-jobs/${id}/workers`, sent.add, peopleSchema);
      if ('tell' in sent) return api.post(`/contractor-jobs/${id}/workers/${sent.tell}/tell`, sent.given, peopleSchema);
      return api.remove(`/contractor-jobs/${id}/workers/${sent.remove}`, peopleSchema);
    },
    onSuccess: settle,
  });
}
