import { fireOverviewSchema, fireUnitSchema, fireUnitsSchema, fireVillagesSchema } from '@anlan/kernel/grassroots';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, query } from '../api/index.ts';

const KEY = 'grassroots';
type Wish = Readonly<Record<string, string | number | null | undefined>>;

export const useOverview = (region: string | null) =>
  useQuery({
    queryKey: [KEY, 'overview', region],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get(`/grassroots/overview${query({ region })}`, fireOverviewSchema, signal),
  });

export const useUnits = (wish: Wish) =>
  useQuery({
    queryKey: [KEY, 'units', query(wish)],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get(`/grassroots/units${query(wish)}`, fireUnitsSchema, signal),
  });

export const useVillages = (wish: Wish) =>
  useQuery({
    queryKey: [KEY, 'villages', query(wish)],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get(`/grassroots/villages${query(wish)}`, fireVillagesSchema, signal),
  });

export const useUnit = (id: string) =>
  useQuery({
    queryKey: [KEY, 'unit', id],
    queryFn: ({ signal }) => api.get(`/grassroots/units/${id}`, fireUnitSchema, signal),
  });

export function useEvaluate(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: object) => api.post(`/grassroots/units/${id}/evaluations`, body, fireUnitSchema),
    onSuccess: () => void client.invalidateQueries({ queryKey: [KEY] }),
  });
}
