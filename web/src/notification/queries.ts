import type { Signature } from '@anlan/kernel/document';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import {
  contractorJobSchema,
  firmNotificationSchema,
  jobWorkerSchema,
  notificationRatesSchema,
} from '@anlan/systems/prevention';
import { api, query } from '../api/index.ts';

export function useRates(region: string | null) {
  return useQuery({
    queryKey: ['notification', 'rates', region],
    queryFn: ({ signal }) => api.get(`/notification/rates${query({ region })}`, notificationRatesSchema, signal),
  });
}

export function useFirm(id: string) {
  return useQuery({
    queryKey: ['notification', 'firm', id],
    queryFn: ({ signal }) => api.get(`/enterprises/${id}/notification`, firmNotificationSchema, signal),
  });
}

export function useJobs() {
  return useQuery({
    queryKey: ['notification', 'jobs'],
    queryFn: ({ signal }) => api.get('/contractor-jobs', z.array(contractorJobSchema), signal),
  });
}

export function useJobPeople(id: string) {
  return useQuery({
    queryKey: ['notification', 'people', id],
    queryFn: ({ signal }) => api.get(`/contractor-jobs/${id}/workers`, z.array(jobWorkerSchema), signal),
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
      if ('add' in sent) return api.post(`/contractor-jobs/${id}/workers`, sent.add, z.array(jobWorkerSchema));
      if ('tell' in sent)
        return api.post(`/contractor-jobs/${id}/workers/${sent.tell}/tell`, sent.given, z.array(jobWorkerSchema));
      return api.remove(`/contractor-jobs/${id}/workers/${sent.remove}`, z.array(jobWorkerSchema));
    },
    onSuccess: settle,
  });
}
