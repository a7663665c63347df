import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import {
  cityScoresSchema,
  externalDistancesSchema,
  riskInventorySchema,
  sitingsSchema,
} from '@anlan/systems/prevention';
import { api, query } from '../api/index.ts';

type Members = Readonly<Record<string, string | number | null | undefined>>;

function useCity<S extends z.ZodType>(path: string, members: Members, shape: S) {
  const wanted = `/city-risk/${path}${query(members)}`;
  return useQuery({
    queryKey: ['city-risk', wanted],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get(wanted, shape, signal),
  });
}

export const useScores = (members: Members) => useCity('scores', members, cityScoresSchema);
export const useInventory = (members: Members) => useCity('sources', members, riskInventorySchema);
export const useDistances = (members: Members) => useCity('distances', members, externalDistancesSchema);
export const useSitings = () => useCity('sitings', {}, sitingsSchema);

export function useCityWrite<T, V>(send: (value: V) => Promise<T>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: () => {
      for (const queryKey of [['city-risk'], ['cases', 'list']]) void client.invalidateQueries({ queryKey });
    },
  });
}
