import { followedSchema } from '@anlan/kernel/registry';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { api, useSession } from '../api/index.ts';

const KEY = ['followed'];

/** What I follow; asked for again every minute, as the counts are. */
export function useFollowed() {
  const { verbs } = useSession();
  return useQuery({
    queryKey: KEY,
    enabled: verbs.includes('registry.read'),
    refetchInterval: 60_000,
    queryFn: ({ signal }) => api.get('/followed', z.array(followedSchema), signal),
  });
}

/** Follows (`told` says whether to be told) or, with null, follows no longer. */
export function useFollow() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, told }: { readonly id: string; readonly told: boolean | null }) =>
      told === null ? api.remove(`/followed/${id}`, z.unknown()) : api.put(`/followed/${id}`, { told }, z.unknown()),
    onSuccess: () => client.invalidateQueries({ queryKey: KEY }),
  });
}
