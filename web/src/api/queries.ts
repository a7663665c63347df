import { demonstrationIdentitySchema, sessionSchema, type Session } from '@anlan/kernel/access';
import { regionSchema } from '@anlan/kernel/registry';
import { QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { api, query, Refused, Unreachable } from './client.ts';
import { platformSchema } from './shapes.ts';

/** Refusals are answers and not repeated; an unreachable server is asked again with growing pauses. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (count, error) => error instanceof Unreachable && count < 3,
      retryDelay: (count) => Math.min(8000, 500 * 2 ** count),
      refetchOnWindowFocus: false,
    },
    mutations: { retry: false },
  },
});

export function usePlatform() {
  return useQuery({
    queryKey: ['platform'],
    queryFn: ({ signal }) => api.get('/platform', platformSchema, signal),
    staleTime: 60_000,
  });
}

export function useDemonstrationIdentities(enabled: boolean) {
  return useQuery({
    queryKey: ['platform', 'demonstration'],
    enabled,
    queryFn: ({ signal }) => api.get('/platform/demonstration', z.array(demonstrationIdentitySchema), signal),
  });
}

/** The session; `null` when nobody is signed in. */
export function useSessionQuery() {
  return useQuery({
    queryKey: ['session'],
    staleTime: 60_000,
    queryFn: async ({ signal }): Promise<Session | null> => {
      try {
        return await api.get('/session', sessionSchema, signal);
      } catch (error) {
        if (error instanceof Refused && error.problem.status === 401) return null;
        throw error;
      }
    },
  });
}

/** The signed-in session. Only for pages inside the frame, which is not drawn without one. */
export function useSession(): Session {
  const { data } = useSessionQuery();
  if (data == null) throw new Error('useSession outside the signed-in frame');
  return data;
}

/** Signs in by password, as a demonstration identity, or by setting the platform up. */
export function useSignIn(path: '/session' | '/session/demonstration' | '/setup') {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: object) => api.post(path, body, sessionSchema),
    onSuccess: (session) => {
      client.clear();
      client.setQueryData(['session'], session);
    },
  });
}

export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api.remove('/session', z.unknown()),
    onSettled: () => {
      client.clear();
      client.setQueryData(['session'], null);
    },
  });
}

/** Regions under a path, all depths down to towns, in tree order. */
export function useRegions(under: string | null, enabled = true) {
  return useQuery({
    queryKey: ['regions', under],
    enabled,
    staleTime: 3_600_000,
    queryFn: ({ signal }) => api.get(`/regions${query({ under })}`, z.array(regionSchema), signal),
  });
}
