import { mineDetailSchema, mineSchema } from '@anlan/kernel/mine';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from '../api/index.ts';

const KEY = 'mines';
const EVERY = 15_000;

export const useMines = () =>
  useQuery({
    queryKey: [KEY, 'list'],
    refetchInterval: EVERY,
    queryFn: ({ signal }) => api.get('/mines', z.array(mineSchema), signal),
  });

export const useMine = (id: string) =>
  useQuery({
    queryKey: [KEY, 'one', id],
    refetchInterval: EVERY,
    queryFn: ({ signal }) => api.get(`/mines/${id}`, mineDetailSchema, signal),
  });

interface Decision {
  readonly decision: 'confirm' | 'reject';
  readonly reason?: string;
}

export function useDecide(mine: string, definition: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (decision: Decision) => api.post(`/mines/${mine}/definitions/${definition}`, decision, z.unknown()),
    onSuccess: () => client.invalidateQueries({ queryKey: [KEY] }),
  });
}
