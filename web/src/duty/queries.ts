import {
  draftSchema,
  flashSchema,
  handOverSchema,
  messageViewSchema,
  type MessageView,
  rosterSchema,
} from '@anlan/kernel/notify';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { api, query, useSession } from '../api/index.ts';
import { useLive } from '../live/index.ts';

/** Does the reader have a desk? Only authorities of a region do. */
export function useHasDesk(): boolean {
  const { scope, verbs } = useSession();
  return scope.kind === 'region' && verbs.includes('alarm.read');
}

export function useRoster(from: number, to: number) {
  return useQuery({
    queryKey: ['duty', 'roster', from, to],
    enabled: useHasDesk(),
    refetchInterval: 60_000,
    queryFn: ({ signal }) => api.get(`/duty/roster${query({ from, to })}`, rosterSchema, signal),
  });
}

export function useHandOvers(limit = 30) {
  return useQuery({
    queryKey: ['duty', 'hand-overs', limit],
    enabled: useHasDesk(),
    refetchInterval: 15_000,
    queryFn: ({ signal }) => api.get(`/duty/hand-overs${query({ limit })}`, z.array(handOverSchema), signal),
  });
}

export function useDraft(enabled: boolean) {
  return useQuery({
    queryKey: ['duty', 'draft'],
    enabled,
    staleTime: 0,
    queryFn: ({ signal }) => api.get('/duty/hand-overs/draft', draftSchema, signal),
  });
}

/** An act at the desk; the roster, hand-overs, reports and the log are asked for again after it. */
export function useDutyAct<T>(onDone?: (done: T) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (act: () => Promise<T>) => act(),
    onSuccess: (done) => {
      for (const key of [['duty'], ['alarms', 'log'], ['flash'], ['contacts']])
        void client.invalidateQueries({ queryKey: key });
      onDone?.(done);
    },
  });
}

export function useFlashReports() {
  return useQuery({
    queryKey: ['flash', 'list'],
    refetchInterval: 30_000,
    queryFn: ({ signal }) => api.get('/flash-reports?limit=200', z.array(flashSchema), signal),
  });
}

export function useFlashChain(id: string) {
  return useQuery({
    queryKey: ['flash', id],
    queryFn: ({ signal }) => api.get(`/flash-reports/${encodeURIComponent(id)}`, z.array(flashSchema), signal),
  });
}

/** Who was told of an alarm or case; asked again when anything about it moves. */
export function useTold(subject: string) {
  const client = useQueryClient();
  const queryKey = ['messages', 'of', subject];
  const again = () => void client.invalidateQueries({ queryKey });
  useLive('event', ({ alarm }) => (alarm.id === subject ? again() : undefined));
  useLive('case', (push) => (push.case.id === subject ? again() : undefined));
  return useQuery({
    queryKey,
    refetchInterval: 10_000,
    queryFn: ({ signal }) => api.get(`/messages/of/${encodeURIComponent(subject)}`, z.array(messageViewSchema), signal),
  });
}

const contactsSchema = z.array(
  z.object({ channel: z.enum(['e-mail', 'sms', 'webhook', 'test']), address: z.string() }),
);

export function useContacts() {
  return useQuery({
    queryKey: ['contacts'],
    queryFn: ({ signal }) => api.get('/contacts', contactsSchema, signal),
  });
}

/** What became of the newest test message of each channel. */
export function useContactTests() {
  return useQuery<MessageView[]>({
    queryKey: ['contacts', 'tests'],
    refetchInterval: (found) => (found.state.data?.some(({ state }) => state === 'queued') === true ? 2000 : false),
    queryFn: ({ signal }) => api.get('/contacts/tests', z.array(messageViewSchema), signal),
  });
}
