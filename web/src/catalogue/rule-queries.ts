import {
  coverSchema,
  gradeProposalSchema,
  keptItemSchema,
  rulesSchema,
  statementSchema,
  suggestionSchema,
  technologySchema,
} from '@anlan/kernel/catalogue';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { api, query } from '../api/index.ts';

type Members = Parameters<typeof query>[0];

export function useCover(wish: Members) {
  const text = query(wish);
  return useQuery({
    queryKey: ['internal-rules', text],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get(`/internal-rules${text}`, coverSchema, signal),
  });
}

export function useItems(kind: string, organisation: string | null, search = '') {
  const text = query({ organisation, search });
  return useQuery({
    queryKey: ['catalogues', kind, text],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get(`/catalogues/${kind}/items${text}`, z.array(keptItemSchema), signal),
  });
}

export function useSaveItem(kind: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (item: object) =>
      api.post(`/catalogues/${kind}/items`, item, z.object({ id: z.string(), list: z.string() })),
    onSuccess: () => void client.invalidateQueries({ queryKey: ['catalogues'] }),
  });
}

export function useEndItem() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, until }: { readonly id: string; readonly until: string }) =>
      api.post(`/catalogues/items/${id}/end`, { until }, z.undefined()),
    onSuccess: () => void client.invalidateQueries({ queryKey: ['catalogues'] }),
  });
}

export function usePosts(enterprise: string) {
  return useQuery({
    queryKey: ['internal-rules', 'posts', enterprise],
    queryFn: ({ signal }) => api.get(`/internal-rules/${enterprise}/posts`, rulesSchema, signal),
  });
}

export function useStatement(enterprise: string, month: string) {
  return useQuery({
    queryKey: ['internal-rules', 'rewards', enterprise, month],
    queryFn: ({ signal }) => api.get(`/internal-rules/${enterprise}/rewards/${month}`, statementSchema, signal),
  });
}

export function useSettle(enterprise: string, month: string) {
  const client = useQueryClient();
  const done = () => void client.invalidateQueries({ queryKey: ['internal-rules'] });
  const path = `/internal-rules/${enterprise}/rewards/${month}`;
  return {
    submit: useMutation({ mutationFn: () => api.post(`${path}/submit`, {}, statementSchema), onSuccess: done }),
    decide: useMutation({
      mutationFn: (body: { readonly approve: boolean; readonly note: string | null }) =>
        api.post(`${path}/decide`, body, z.undefined()),
      onSuccess: done,
    }),
  };
}

/** Criteria that resemble what is being typed; nothing is asked for less than two signs. */
export function useSuggestions(text: string, enterprise: string | null) {
  const wish = query({ text: text.slice(0, 200), enterprise });
  return useQuery({
    queryKey: ['catalogues', 'suggestions', wish],
    enabled: [...text].length >= 2,
    staleTime: 60_000,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get(`/catalogues/major-danger/suggestions${wish}`, z.array(suggestionSchema), signal),
  });
}

export function useGradeProposal(id: string, wanted: boolean) {
  return useQuery({
    queryKey: ['cases', 'proposal', id],
    enabled: wanted,
    queryFn: ({ signal }) => api.get(`/cases/${id}/proposal`, gradeProposalSchema, signal),
  });
}

export function useTechnology(wish: Members) {
  const text = query(wish);
  return useQuery({
    queryKey: ['cases', 'new-technology', text],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get(`/new-technology${text}`, technologySchema, signal),
  });
}
