import { publicationDetailSchema, publicationPageSchema, type PublicationDetail } from '@anlan/kernel/publication';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, query } from '../api/index.ts';

export function usePublications(wish: Readonly<Record<string, string | number | null | undefined>>) {
  const wanted = wish['inbox'] === 'yes' ? '/inbox' : query(wish);
  return useQuery({
    queryKey: ['publications', 'list', wanted],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get(`/publications${wanted}`, publicationPageSchema, signal),
  });
}

export function usePublication(id: string) {
  return useQuery({
    queryKey: ['publications', 'one', id],
    queryFn: ({ signal }) => api.get(`/publications/${id}`, publicationDetailSchema, signal),
  });
}

function useSettle(): (detail: PublicationDetail) => void {
  const client = useQueryClient();
  return (detail) => {
    client.setQueryData(['publications', 'one', detail.publication.id], detail);
    for (const queryKey of [['publications', 'list'], ['major-dangers']]) void client.invalidateQueries({ queryKey });
  };
}

export function useDraftPublication() {
  const settle = useSettle();
  return useMutation({
    mutationFn: (sent: object) => api.post('/publications', sent, publicationDetailSchema),
    onSuccess: settle,
  });
}

export type PublicationActSent = { readonly act: 'approve' | 'reject' | 'withdraw' | 'read'; readonly reason?: string };

export function usePublicationAct({ publication, previewSha256 }: PublicationDetail) {
  const settle = useSettle();
  return useMutation({
    mutationFn: ({ act, reason }: PublicationActSent) =>
      api.post(
        `/publications/${publication.id}/${act}`,
        act === 'read'
          ? {}
          : {
              version: publication.version,
              ...(act === 'approve' && { previewSha256 }),
              ...(reason !== undefined && { reason }),
            },
        publicationDetailSchema,
      ),
    onSuccess: settle,
  });
}
