import {
  campaignItemsSchema,
  campaignSchema,
  campaignsSchema,
  findingsSchema,
  fireCalendarSchema,
  keyCountiesSchema,
  previewSchema,
  targetsSchema,
  type Criteria,
} from '@anlan/kernel/campaign';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { z } from 'zod';
import { api, query, useSession } from '../api/index.ts';

const KEY = 'campaign';
type Wish = Readonly<Record<string, string | number | null | undefined>>;

export const useCampaigns = (wish: Wish) =>
  useQuery({
    queryKey: [KEY, 'list', query(wish)],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get(`/campaigns${query(wish)}`, campaignsSchema, signal),
  });

export const useCampaign = (id: string) =>
  useQuery({
    queryKey: [KEY, 'one', id],
    refetchInterval: 20_000,
    queryFn: ({ signal }) => api.get(`/campaigns/${id}`, campaignSchema, signal),
  });

export const useTargets = (id: string, wish: Wish) =>
  useQuery({
    queryKey: [KEY, 'targets', id, query(wish)],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get(`/campaigns/${id}/targets${query(wish)}`, targetsSchema, signal),
  });

export const useFindings = (id: string, wish: Wish, none: boolean) =>
  useQuery({
    queryKey: [KEY, 'findings', id, query(wish), none],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => {
      const text = query(wish);
      const extra = none ? `${text === '' ? '?' : '&'}violation=` : '';
      return api.get(`/campaigns/${id}/findings${text}${extra}`, findingsSchema, signal);
    },
  });

export const useFireCalendar = (year: number) =>
  useQuery({
    queryKey: [KEY, 'calendar', year],
    queryFn: ({ signal }) => api.get(`/campaigns/fire-calendar${query({ year })}`, fireCalendarSchema, signal),
  });

export const useKeyCounties = (trade: string) =>
  useQuery({
    queryKey: [KEY, 'keys', trade],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get(`/campaigns/key-counties${query({ trade })}`, keyCountiesSchema, signal),
  });

export const usePreview = (criteria: Criteria, wanted: boolean) =>
  useQuery({
    queryKey: [KEY, 'preview', criteria],
    enabled: wanted,
    placeholderData: keepPreviousData,
    queryFn: () => api.post('/campaigns/preview', criteria, previewSchema),
  });

export const useItems = (sectors: readonly string[], wanted: boolean) =>
  useQuery({
    queryKey: [KEY, 'items', sectors],
    enabled: wanted,
    queryFn: ({ signal }) =>
      api.get(`/campaigns/items${query({ sectors: sectors.join(',') })}`, campaignItemsSchema, signal),
  });

export function useMayIssue(): boolean {
  const { verbs, scope } = useSession();
  return verbs.includes('campaign.write') && scope.kind === 'region';
}

/** Posts, and lets everything about campaigns be asked for anew. */
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
