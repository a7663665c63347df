import { floodDetailSchema, qualityReportSchema, statementSchema } from '@anlan/kernel/alarm-quality';
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
    queryFn: ({ signal }) => api.get('/alarm-quality/statements', z.array(statementSchema), signal),
  });
}

export function useIssue() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: object) => api.post('/alarm-quality/statements', body, statementSchema),
    onSuccess: () => void client.invalidateQueries({ queryKey: [KEY, 'statements'] }),
  });
}
