import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { certificateHoldersSchema, standardOverviewSchema, standardRunsSchema } from '@anlan/systems/technology';
import { api, query } from '../api/index.ts';

type Members = Readonly<Record<string, string | number | null | undefined>>;

function useStandard<S extends z.ZodType>(path: string, members: Members, shape: S) {
  const wanted = `/standardisation/${path}${query(members)}`;
  return useQuery({
    queryKey: ['standardisation', wanted],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get(wanted, shape, signal),
  });
}

export const useStandardOverview = (members: Members) => useStandard('overview', members, standardOverviewSchema);
export const useHolders = (members: Members) => useStandard('enterprises', members, certificateHoldersSchema);
export const useRuns = (id: string) => useStandard(`applications/${id}`, {}, standardRunsSchema);

export function useStandardWrite<T, V>(send: (value: V) => Promise<T>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: () => {
      for (const queryKey of [['standardisation'], ['cases'], ['home']]) void client.invalidateQueries({ queryKey });
    },
  });
}
