import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { fundApplicationSchema, fundBalanceSchema, fundSchema, ledgerEntrySchema } from '@anlan/systems/prevention';
import { api, query } from '../api/index.ts';

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
    queryFn: ({ signal }) => api.get(`/funds/${id}/entries`, z.array(ledgerEntrySchema), signal),
  });
}

export function useBalance(id: string, on: string, enabled: boolean) {
  return useQuery({
    queryKey: [KEY, 'balance', id, on],
    enabled,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get(`/funds/${id}/balance${query({ on })}`, fundBalanceSchema, signal),
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
    queryFn: ({ signal }) => api.get(`/fund-applications/${id}`, fundApplicationSchema, signal),
  });
}

export function useApplicationAct(path: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: object) => api.post(`/fund-applications${path}`, body, fundApplicationSchema),
    onSuccess: (application) => {
      client.setQueryData(['cases', 'one', application.detail.case.id, KEY], application);
      for (const queryKey of [[KEY], ['cases', 'list']]) void client.invalidateQueries({ queryKey });
    },
  });
}
