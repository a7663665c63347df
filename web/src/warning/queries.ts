import {
  madeSourceSchema,
  warningDetailSchema,
  warningListSchema,
  warningSourceSchema,
  type WarningLevel,
} from '@anlan/kernel/warning';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { api, query } from '../api/index.ts';

const KEY = 'warnings';
const EVERY = 15_000;

export interface Asked {
  readonly running: boolean;
  readonly level: WarningLevel | null;
  readonly search: string;
  readonly page: number;
}

export const useWarnings = ({ running, level, search, page }: Asked) =>
  useQuery({
    queryKey: [KEY, 'list', running, level, search, page],
    refetchInterval: EVERY,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      api.get(
        `/warnings${query({ running: running ? 'true' : null, level, search: search === '' ? null : search, page: String(page) })}`,
        warningListSchema,
        signal,
      ),
  });

export const useWarning = (id: string) =>
  useQuery({
    queryKey: [KEY, 'one', id],
    refetchInterval: EVERY,
    queryFn: ({ signal }) => api.get(`/warnings/${id}`, warningDetailSchema, signal),
  });

export const useSources = () =>
  useQuery({
    queryKey: [KEY, 'sources'],
    refetchInterval: EVERY,
    queryFn: ({ signal }) => api.get('/warning-sources', z.array(warningSourceSchema), signal),
  });

export interface SourceWish {
  readonly name: string;
  readonly kind: 'push' | 'feed';
  readonly url: string | null;
  readonly intervalSeconds: number;
  readonly exercises: boolean;
  readonly regionPath: string;
}

export function useSourceActs() {
  const client = useQueryClient();
  const onSuccess = () => client.invalidateQueries({ queryKey: [KEY, 'sources'] });
  return {
    make: useMutation({
      mutationFn: (wish: SourceWish) => api.post('/warning-sources', wish, madeSourceSchema),
      onSuccess,
    }),
    turn: useMutation({
      mutationFn: ({ id, enabled }: { readonly id: string; readonly enabled: boolean }) =>
        api.post(`/warning-sources/${id}`, { enabled }, z.unknown()),
      onSuccess,
    }),
  };
}

/** A ship's answer to a warning, as it came over the air or by telephone. */
export function useBoatAnswer(warning: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ order, answer }: { readonly order: string; readonly answer: string }) =>
      api.post(`/waterways/orders/${order}/answer`, { state: 'confirmed', answer }, z.object({ id: z.string() })),
    onSuccess: () => client.invalidateQueries({ queryKey: [KEY, 'one', warning] }),
  });
}
