import { demonstrationIdentitySchema, pendingSchema, sessionSchema, type Session } from '@anlan/kernel/access';
import { regionSchema } from '@anlan/kernel/registry';
import { QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { api, query, Refused, Unreachable } from './client.ts';
import { keptAnswers } from './kept.ts';
import { platformSchema } from './shapes.ts';
import { entered, foundOver, grantBefore, sessionOver, tellTabs } from './standing.ts';

/** Refusals are answers and not repeated; an unreachable server is asked again with growing pauses. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      // Pages ask without a signal too: what is kept on the device answers.
      networkMode: 'always',
      retry: (count, error) => error instanceof Unreachable && navigator.onLine && count < 3,
      retryDelay: (count) => Math.min(8000, 500 * 2 ** count),
      refetchOnWindowFocus: false,
    },
    mutations: { retry: false, networkMode: 'always' },
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
    queryFn: async ({ signal, client }): Promise<Session | null> => {
      try {
        return received(await api.get('/session', sessionSchema, signal));
      } catch (error) {
        if (!(error instanceof Refused) || error.problem.status !== 401) throw error;
        // The page that stands is kept for its person.
        const before = client.getQueryData<Session | null>(['session']);
        return before != null && foundOver() ? before : null;
      }
    },
  });
}

/** Takes a session as the tab's; a page that was drawn for somebody else goes, and nothing of theirs stays on it. */
function received(session: Session): Session {
  if (entered(session) === 'other') location.assign('/');
  return session;
}

/** The signed-in session. Only for pages inside the frame, which is not drawn without one. */
export function useSession(): Session {
  const { data } = useSessionQuery();
  if (data == null) throw new Error('useSession outside the signed-in frame');
  return data;
}

const notSession = ({ queryKey }: { readonly queryKey: readonly unknown[] }): boolean => queryKey[0] !== 'session';

const enteredSchema = z.union([sessionSchema, pendingSchema]);
export type Entered = z.infer<typeof enteredSchema>;
type Entrance =
  | '/session'
  | '/session/code'
  | '/session/passkey'
  | '/session/demonstration'
  | '/session/grant'
  | '/setup';

/** Signs in, completes a sign-in by its second factor, sets the platform up, or goes on under another grant. */
export function useSignIn(path: Entrance) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (body: object): Promise<Entered> => {
      const answer = await api.post(path, body, enteredSchema);
      const grant = 'pending' in answer ? undefined : grantBefore(answer);
      return grant === undefined ? answer : api.post('/session/grant', { grant }, enteredSchema);
    },
    onSuccess: (answer) => {
      if ('pending' in answer) return;
      const over = sessionOver.read();
      keptAnswers()?.heard('/session', answer, undefined);
      client.setQueryData(['session'], received(answer));
      tellTabs();
      // Forms stand on what their pages have read: who comes back finds them as they were.
      void (over
        ? client.invalidateQueries({ predicate: notSession })
        : client.resetQueries({ predicate: notSession }));
    },
  });
}

export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api.remove('/session', z.unknown()),
    onSettled: () => {
      window.dispatchEvent(new Event('anlan:signed-out'));
      // The session's watchers must hear of it: a cleared cache would tell them nothing.
      client.setQueryData(['session'], null);
      client.removeQueries({ predicate: notSession });
      tellTabs();
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
