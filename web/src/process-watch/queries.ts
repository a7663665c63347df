import {
  contributionsSchema,
  seriesSchema,
  watchListSchema,
  watchSchema,
  type ProcessWatch,
} from '@anlan/kernel/telemetry';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, query } from '../api/index.ts';

export function useWatches(wish: { readonly search: string; readonly from: number; readonly size: number }) {
  return useQuery({
    queryKey: ['process-watches', wish],
    refetchInterval: 10_000,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get(`/process-watches${query({ ...wish })}`, watchListSchema, signal),
  });
}

export function useWatch(id: string) {
  return useQuery({
    queryKey: ['process-watches', id],
    refetchInterval: 10_000,
    queryFn: ({ signal }) => api.get(`/process-watches/${id}`, watchSchema, signal),
  });
}

/** Contributions of a moment; without one, of the newest sample. */
export function useContributions(id: string, at: number | undefined) {
  return useQuery({
    queryKey: ['process-watches', id, 'contributions', at ?? 'now'],
    refetchInterval: at === undefined ? 10_000 : false,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      api.get(`/process-watches/${id}/contributions${query({ at })}`, contributionsSchema, signal),
  });
}

/** A computed point over the last hours. */
export function useCourse(point: string | undefined, hours: number) {
  return useQuery({
    queryKey: ['readings', point, hours],
    enabled: point !== undefined,
    refetchInterval: hours === 1 ? 10_000 : 60_000,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => {
      const to = Date.now();
      return api.get(`/points/${point}/readings${query({ from: to - hours * 3_600_000, to })}`, seriesSchema, signal);
    },
  });
}

/** An act on a watch; what is shown of watches is read anew after it. */
export function useWatchAct() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ path, body }: { readonly path: string; readonly body: object }): Promise<ProcessWatch> =>
      api.post(`/process-watches${path}`, body, watchSchema),
    onSuccess: () => client.invalidateQueries({ queryKey: ['process-watches'] }),
  });
}
