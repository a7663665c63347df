import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { assignmentSchema, contractReportSchema, contractSchema, visitSchema } from '@anlan/systems/prevention';
import { api } from '../api/index.ts';

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
    queryFn: ({ signal }) => api.get(`/expert/contracts/${id}`, contractReportSchema, signal),
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
