import {
  guarantorSchema,
  promiseDaySchema,
  promiseHistorySchema,
} from '@anlan/systems/monitoring/major-hazard-monitoring';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { api, query } from '../api/index.ts';

const done = z.object({ done: z.literal(true) });

export const usePromises = (members: { readonly region: string | null; readonly day: string | null }) =>
  useQuery({
    queryKey: ['hazard-duty', 'promises', members],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get(`/safety-promises${query(members)}`, promiseDaySchema, signal),
  });

export const usePromiseHistory = (enterprise: string) =>
  useQuery({
    queryKey: ['hazard-duty', 'promises', 'of', enterprise],
    queryFn: ({ signal }) => api.get(`/enterprises/${enterprise}/safety-promises`, promiseHistorySchema, signal),
  });

export const useGuarantors = (region: string | null) =>
  useQuery({
    queryKey: ['hazard-duty', 'guarantors', region],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get(`/guarantors${query({ region })}`, guarantorSchema, signal),
  });

function useDuty(path: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: object) => api.post(path, body, done),
    onSuccess: () => {
      for (const queryKey of [['hazard-duty'], ['home'], ['indicators']]) void client.invalidateQueries({ queryKey });
    },
  });
}

export const useAnnounce = () => useDuty('/safety-promises');
export const useKeepDuty = () => useDuty('/guarantors/records');
