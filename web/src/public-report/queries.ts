import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  publicReportsSchema,
  publicReportFiguresSchema,
  publicReportSchema,
  reporterSchema,
  reportReceiptSchema,
} from '@anlan/systems/prevention';
import { api, query } from '../api/index.ts';

const KEY = 'public-reports';
export type Wish = Readonly<Record<string, string | number | null | undefined>>;

export function useReports(wish: Wish) {
  const wanted = query(wish);
  return useQuery({
    queryKey: ['cases', 'list', KEY, wanted],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get(`/public-reports${wanted}`, publicReportsSchema, signal),
  });
}

export function useFigures(wish: Wish) {
  const wanted = query(wish);
  return useQuery({
    queryKey: ['cases', 'list', KEY, 'figures', wanted],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get(`/public-reports/figures${wanted}`, publicReportFiguresSchema, signal),
  });
}

/** Under the case's key, so that an act of the ordinary form makes it stale too. */
export function useReport(id: string) {
  return useQuery({
    queryKey: ['cases', 'one', id, KEY],
    queryFn: ({ signal }) => api.get(`/public-reports/${id}`, publicReportSchema, signal),
  });
}

/** One act through a route of its own: `verify`, `merge`, `reward`, … */
export function useReportAct(id: string, way: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: object) => api.post(`/public-reports/${id}/${way}`, body, publicReportSchema),
    onSuccess: (report) => {
      client.setQueryData(['cases', 'one', id, KEY], report);
      void client.invalidateQueries({ queryKey: ['cases', 'list'] });
    },
  });
}

export function useIdentity(id: string) {
  return useMutation({
    mutationFn: (reason: string) => api.post(`/public-reports/${id}/identity`, { reason }, reporterSchema),
  });
}

export function useTakeDown() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: object) => api.post('/public-reports', body, reportReceiptSchema),
    onSuccess: () => void client.invalidateQueries({ queryKey: ['cases', 'list'] }),
  });
}

export function photoHref(id: string, sha256: string): string {
  return `/api/public-reports/${id}/photos/${sha256}`;
}
