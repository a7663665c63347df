import { documentDetailSchema, documentPageSchema, type DocumentDetail, type Signature } from '@anlan/kernel/document';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { api, query } from '../api/index.ts';

export type Wish = Readonly<Record<string, string | number | null | undefined>>;

export function useDocuments(wish: Wish) {
  const wanted = query(wish);
  return useQuery({
    queryKey: ['documents', 'list', wanted],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get(`/documents${wanted}`, documentPageSchema, signal),
  });
}

export function useDocument(id: string) {
  return useQuery({
    queryKey: ['documents', 'one', id],
    queryFn: ({ signal }) => api.get(`/documents/${id}`, documentDetailSchema, signal),
  });
}

const templatesSchema = z.array(
  z.object({ key: z.string(), states: z.array(z.string()).nullable(), kind: z.string().nullable(), may: z.boolean() }),
);

export function useTemplates(kind: string) {
  return useQuery({
    queryKey: ['documents', 'templates'],
    staleTime: 600_000,
    queryFn: ({ signal }) => api.get('/documents/templates', templatesSchema, signal),
    select: (templates) => templates.filter((one) => one.kind === kind),
  });
}

function useSettle(): (detail: DocumentDetail) => void {
  const client = useQueryClient();
  return (detail) => {
    client.setQueryData(['documents', 'one', detail.document.id], detail);
    for (const queryKey of [['documents', 'list'], ['cases'], ['major-dangers']])
      void client.invalidateQueries({ queryKey });
  };
}

export interface DraftSent {
  readonly template: string;
  readonly caseId: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly requestId: string;
}

export function useDraft() {
  const settle = useSettle();
  return useMutation({
    mutationFn: (sent: DraftSent) => api.post('/documents', sent, documentDetailSchema),
    onSuccess: settle,
  });
}

export interface ActSent {
  readonly act: string;
  readonly reason?: string;
  readonly contentSha256?: string;
  readonly signature?: Signature;
  readonly device?: string;
  readonly how?: 'on-site' | 'refused';
}

export function useDocumentAct({ document }: DocumentDetail) {
  const settle = useSettle();
  return useMutation({
    mutationFn: ({ act, ...given }: ActSent) =>
      api.post(`/documents/${document.id}/acts/${act}`, { version: document.version, ...given }, documentDetailSchema),
    onSuccess: settle,
  });
}
