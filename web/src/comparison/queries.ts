import { comparisonsSchema, dueComparisonsSchema } from '@anlan/systems/monitoring/comparison';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { api, query } from '../api/index.ts';

type Members = Readonly<Record<string, string | number | null | undefined>>;

export const useDue = (members: Members) =>
  useQuery({
    queryKey: ['comparison', 'due', members],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get(`/comparisons/due${query(members)}`, dueComparisonsSchema, signal),
  });

export const useMade = (members: Members) =>
  useQuery({
    queryKey: ['comparison', 'made', members],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get(`/comparisons${query(members)}`, comparisonsSchema, signal),
  });

const madeSchema = z.object({
  passed: z.boolean(),
  shown: z.number(),
  difference: z.number(),
  tolerance: z.number(),
  caseId: z.string().nullable(),
});
export type Outcome = z.infer<typeof madeSchema>;

export function useCompare() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: object) => api.post('/comparisons', body, madeSchema),
    onSuccess: () => {
      for (const queryKey of [['comparison', 'made'], ['home'], ['indicators'], ['cases', 'list']])
        void client.invalidateQueries({ queryKey });
    },
  });
}
