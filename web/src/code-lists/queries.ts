import { entryChangeSchema, entryHistorySchema } from '@anlan/kernel/code-list';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from '../api/index.ts';

export function useListHistory(list: string) {
  return useQuery({
    queryKey: ['code-lists', 'history', list],
    queryFn: ({ signal }) => api.get(`/code-lists/${list}/history`, z.array(entryHistorySchema), signal),
  });
}

export interface EntryWish {
  readonly code: string;
  readonly regionPath: string;
  /** Epoch ms. */
  readonly from: number;
  readonly label: string;
  readonly labelEn: string;
  readonly also: readonly string[];
  /** The entry it follows; left out = where it stands. */
  readonly after?: string | null;
  readonly ended: boolean;
  readonly reason: string;
}

export function useSay(list: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (wish: EntryWish) => api.post(`/code-lists/${list}/entries`, wish, z.array(entryChangeSchema)),
    onSuccess: () => client.invalidateQueries({ queryKey: ['code-lists'] }),
  });
}
