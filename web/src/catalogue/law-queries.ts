import {
  articleViewSchema,
  lawDiffSchema,
  lawSchema,
  lawSearchSchema,
  previewSchema,
  reviewSchema,
} from '@anlan/kernel/catalogue';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { api, query } from '../api/index.ts';

export interface LawWish {
  readonly search: string;
  readonly kind: string;
  readonly every: boolean;
}

export function useLawSearch({ search, kind, every }: LawWish) {
  const wish = query({ search, kind, every: every ? '1' : null, limit: 60 });
  return useQuery({
    queryKey: ['laws', 'search', wish],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get(`/laws${wish}`, lawSearchSchema, signal),
  });
}

export function useLaw(key: string, version: string | null) {
  return useQuery({
    queryKey: ['laws', 'one', key, version],
    queryFn: ({ signal }) => api.get(`/laws/${key}${query({ version })}`, lawSchema, signal),
  });
}

export function useArticle(key: string, number: string | undefined, version: string | null) {
  return useQuery({
    queryKey: ['laws', 'article', key, number, version],
    enabled: number !== undefined,
    queryFn: ({ signal }) =>
      api.get(`/laws/${key}/articles/${number ?? ''}${query({ version })}`, articleViewSchema, signal),
  });
}

export function useDiff(key: string, from: string | null, to: string | null) {
  return useQuery({
    queryKey: ['laws', 'diff', key, from, to],
    queryFn: ({ signal }) => api.get(`/laws/${key}/diff${query({ from, to })}`, lawDiffSchema, signal),
  });
}

export function useReadImport() {
  return useMutation({
    mutationFn: ({ name, body }: { readonly name: string; readonly body: Blob | { readonly text: string } }) => {
      const sent = body instanceof Blob ? new Blob([body], { type: 'application/octet-stream' }) : body;
      return api.post(`/laws/imports${query({ name })}`, sent, previewSchema);
    },
  });
}

const importedSchema = z.object({
  key: z.string(),
  version: z.string(),
  changed: z.number(),
  reviews: z.number(),
  cases: z.array(z.string()),
});

export function useConfirmImport() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, facts }: { readonly id: string; readonly facts: object }) =>
      api.post(`/laws/imports/${id}/confirm`, facts, importedSchema),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['laws'] });
      void client.invalidateQueries({ queryKey: ['cases'] });
    },
  });
}

export function useReviews(wish: { readonly caseId: string | null; readonly all: boolean }) {
  const text = query({ case: wish.caseId, all: wish.all ? '1' : null });
  return useQuery({
    queryKey: ['laws', 'reviews', text],
    queryFn: ({ signal }) => api.get(`/laws/reviews${text}`, z.array(reviewSchema), signal),
  });
}

export function useDecideReview() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({
      id,
      ...body
    }: {
      readonly id: string;
      readonly outcome: 'kept' | 'edited';
      readonly note: string | null;
    }) => api.post(`/laws/reviews/${id}`, body, z.undefined()),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['laws', 'reviews'] });
      void client.invalidateQueries({ queryKey: ['cases'] });
    },
  });
}

/** Short titles of the laws by key, for references: 安全生产法. */
export function useLawNames(): ReadonlyMap<string, string> {
  const laws = useQuery({
    queryKey: ['laws', 'names'],
    staleTime: 600_000,
    queryFn: ({ signal }) => api.get('/laws?limit=1', lawSearchSchema, signal),
  });
  return new Map((laws.data?.laws ?? []).map(({ key, title, short }) => [key, short ?? title]));
}
