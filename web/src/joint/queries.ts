import {
  jointActionsSchema,
  jointActionSchema,
  jointGroupSchema,
  mutualAidSchema,
  partnersSchema,
  sharedAlertSchema,
  sharedRisksSchema,
  sharingTrailSchema,
} from '@anlan/kernel/joint';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { z } from 'zod';
import { api, query, useSession } from '../api/index.ts';

const KEY = 'joint';
/** Of the query for mutual-aid agreements. */
export const AGREEMENTS = [KEY, 'aid'];
const EVERY = 15_000;

export const useShared = (kind: string | null) =>
  useQuery({
    queryKey: [KEY, 'risks', kind],
    refetchInterval: EVERY,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get(`/joint/risks${query({ kind })}`, sharedRisksSchema, signal),
  });

export const useTrail = (all: boolean) =>
  useQuery({
    queryKey: [KEY, 'trail', all],
    refetchInterval: EVERY,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get(`/joint/trail${query({ all: all ? 1 : 0 })}`, sharingTrailSchema, signal),
  });

export const useAlerts = () =>
  useQuery({
    queryKey: [KEY, 'alerts'],
    refetchInterval: EVERY,
    queryFn: ({ signal }) => api.get('/joint/alerts', z.object({ rows: z.array(sharedAlertSchema) }), signal),
  });

export const useActions = () =>
  useQuery({
    queryKey: [KEY, 'actions'],
    queryFn: ({ signal }) => api.get('/joint/actions', jointActionsSchema, signal),
  });

export const useAction = (id: string) =>
  useQuery({
    queryKey: [KEY, 'action', id],
    refetchInterval: 5000,
    queryFn: ({ signal }) => api.get(`/joint/actions/${id}`, jointActionSchema, signal),
  });

export const useGroups = () =>
  useQuery({
    queryKey: [KEY, 'groups'],
    queryFn: ({ signal }) => api.get('/joint/groups', z.object({ rows: z.array(jointGroupSchema) }), signal),
  });

export const useAgreements = () =>
  useQuery({
    queryKey: AGREEMENTS,
    queryFn: ({ signal }) => api.get('/joint/agreements', z.object({ rows: z.array(mutualAidSchema) }), signal),
  });

export function useMayJoint(): boolean {
  const { verbs, scope } = useSession();
  return verbs.includes('joint.write') && scope.kind === 'region';
}

export const usePartners = (wanted: boolean) =>
  useQuery({
    queryKey: [KEY, 'partners'],
    enabled: wanted,
    queryFn: ({ signal }) => api.get('/joint/partners', partnersSchema, signal),
  });

/** Posts, and lets everything of the page be asked for anew. */
export function useSend(): (path: string, body: unknown) => Promise<unknown> {
  const client = useQueryClient();
  return useCallback(
    async (path, body) => {
      const answer = await api.post(path, body, z.unknown());
      await client.invalidateQueries({ queryKey: [KEY] });
      await client.invalidateQueries({ queryKey: ['cases'] });
      return answer;
    },
    [client],
  );
}
