import { parameterViewSchema, settingViewSchema } from '@anlan/kernel/parameter';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { api, query } from '../api/index.ts';
import type { ParameterValue } from './value.ts';

export function useParameters(region: string | null) {
  return useQuery({
    queryKey: ['parameters', 'list', region],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get(`/parameters${query({ region })}`, z.array(parameterViewSchema), signal),
  });
}

export function useSettings(key: string) {
  return useQuery({
    queryKey: ['parameters', 'settings', key],
    queryFn: ({ signal }) => api.get(`/parameters/${key}/settings`, z.array(settingViewSchema), signal),
  });
}

export interface NewSetting {
  readonly regionPath: string;
  /** Epoch ms. */
  readonly from: number;
  /** null gives the wider jurisdiction's value back. */
  readonly value: ParameterValue | null;
  readonly reason: string;
}

export function useSet(key: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (setting: NewSetting) => api.post(`/parameters/${key}/settings`, setting, parameterViewSchema),
    onSuccess: () => client.invalidateQueries({ queryKey: ['parameters'] }),
  });
}
