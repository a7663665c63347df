import {
  type LinkInput,
  linkDetailSchema,
  linkViewSchema,
  type linkAnswerSchema,
  type linkAskSchema,
  type linkUrgeSchema,
  type linkVehicleAskSchema,
  type linkVehiclesSchema,
} from '@anlan/kernel/platform-link';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from '../api/index.ts';

const PACE = 3000;
const madeSchema = z.looseObject({ id: z.string() });
const countSchema = z.object({ vehicles: z.int() });

export function useLinks() {
  return useQuery({
    queryKey: ['platform-links'],
    refetchInterval: PACE,
    queryFn: ({ signal }) => api.get('/platform-links', z.array(linkViewSchema), signal),
  });
}

export function useLink(id: string) {
  return useQuery({
    queryKey: ['platform-links', id],
    refetchInterval: PACE,
    queryFn: ({ signal }) => api.get(`/platform-links/${id}`, linkDetailSchema, signal),
  });
}

/** Every act on links; whatever comes of it, what is shown is read anew. */
function useAct<I, O>(act: (input: I) => Promise<O>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: act, onSettled: () => client.invalidateQueries({ queryKey: ['platform-links'] }) });
}

export type Saved = { readonly id: string; readonly version: number } | null;

export function useSaveLink() {
  return useAct(({ known, input }: { known: Saved; input: LinkInput }) =>
    known === null
      ? api.post('/platform-links', input, madeSchema)
      : api.patch(`/platform-links/${known.id}`, { ...input, version: known.version }, madeSchema),
  );
}

export const useRetireLink = () => useAct((id: string) => api.post(`/platform-links/${id}/retire`, {}, madeSchema));

export const useLinkVehicles = (id: string) =>
  useAct((body: z.infer<typeof linkVehiclesSchema>) => api.post(`/platform-links/${id}/vehicles`, body, countSchema));

export const useAsk = (id: string) =>
  useAct((body: z.infer<typeof linkAskSchema>) => api.post(`/platform-links/${id}/ask`, body, madeSchema));

export const useAskVehicle = (id: string) =>
  useAct((body: z.infer<typeof linkVehicleAskSchema>) =>
    api.post(`/platform-links/${id}/ask-vehicle`, body, madeSchema),
  );

export const useUrge = (id: string, message: string) =>
  useAct((body: z.infer<typeof linkUrgeSchema>) =>
    api.post(`/platform-links/${id}/messages/${message}/urge`, body, madeSchema),
  );

export const useReply = (id: string, message: string) =>
  useAct((body: z.infer<typeof linkAnswerSchema>) =>
    api.post(`/platform-links/${id}/messages/${message}/answer`, body, madeSchema),
  );
