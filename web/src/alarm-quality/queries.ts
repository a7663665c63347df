import {
  floodDetailSchema,
  qualityReportSchema,
  statementHeadSchema,
  statementSchema,
} from '@anlan/kernel/alarm-quality';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { api, query } from '../api/index.ts';

const KEY = 'alarm-quality';

/** What is asked for: a span in epoch ms, and whose desk. */
export interface Asked {
  readonly from: number;
  readonly to: number;
  readonly region: string | null;
  readonly organisation: string | null;
}

export const queryOf = ({ from, to, region, organisation }: Asked): string => query({ from, to, region, organisation });

export function useReport(asked: Asked) {
  return useQuery({
    queryKey: [KEY, 'report', asked],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get(`/alarm-quality${queryOf(asked)}`, qualityReportSchema, signal),
  });
}

export function useFlood(asked: Asked | null) {
  return useQuery({
    queryKey: [KEY, 'flood', asked],
    enabled: asked !== null,
    queryFn: ({ signal }) =>
      api.get(`/alarm-quality/flood${asked === null ? '' : queryOf(asked)}`, floodDetailSchema, signal),
  });
}

export function useStatements() {
  return useQuery({
    queryKey: [KEY, 'statements'],
    queryFn: ({ signal }) => api.get('/alarm-quality/statements', z.array(statementHeadSchema), signal),
  });
}

export function useIssue() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: object) => api.post('/alarm-quality/statements', body, statementSchema),
    onSuccess: () => void client.invalidateQueries({ queryKey: [KEY, 'statements'] }),
  });
}

/** One revision with the figures of every enterprise. */
export function useStatement(id: string) {
  return useQuery({
    queryKey: [KEY, 'statements', id],
    // What is issued never changes.
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => api.get(`/alarm-quality/statements/${id}`, statementSchema, signal),
  });
}

/** Proposes a statement for publication; gives the id of the draft. */
export function usePropose(id: string) {
  return useMutation({
    mutationFn: () => api.post(`/alarm-quality/statements/${id}/publication`, {}, z.object({ id: z.string() })),
  });
}
