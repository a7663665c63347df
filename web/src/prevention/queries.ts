import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import {
  dangerBoardSchema,
  riskHeatSchema,
  riskSpreadSchema,
  selfCheckCoverageSchema,
  selfChecksIssuedSchema,
  selfChecksSchema,
  spotCheckDrawSchema,
  unheldRisksSchema,
} from '@anlan/systems/prevention';
import { api, query } from '../api/index.ts';

type Members = Readonly<Record<string, string | number | null | undefined>>;

/** One figure of the prevention pages, asked for again every minute. */
function usePrevention<S extends z.ZodType>(path: string, members: Members, shape: S, enabled = true) {
  const wanted = `/prevention/${path}${query(members)}`;
  return useQuery({
    queryKey: ['prevention', wanted],
    enabled,
    refetchInterval: 60_000,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get(wanted, shape, signal),
  });
}

export const useBoard = (members: Members) => usePrevention('board', members, dangerBoardSchema);
export const useRisks = (members: Members) => usePrevention('risks', members, riskSpreadSchema);
export const useUnheld = (members: Members) => usePrevention('risks/unheld', members, unheldRisksSchema);
export const useHeat = (members: Members) => usePrevention('risks/heat', members, riskHeatSchema);
export const useSelfChecks = (members: Members) => usePrevention('self-checks', members, selfChecksSchema);
export const useCoverage = (members: Members) => usePrevention('coverage', members, selfCheckCoverageSchema);

/** Spot-checks drawn by lot in a period. */
export function useDraws(period: string) {
  const wanted = `/prevention/self-checks/draws?period=${encodeURIComponent(period)}`;
  return useQuery({
    queryKey: ['prevention', wanted],
    queryFn: ({ signal }) => api.get(wanted, z.array(spotCheckDrawSchema), signal),
  });
}

/** Draws reports and officers by lot. */
export function useDraw() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (wish: { period: string; region?: string }) =>
      api.post('/prevention/self-checks/draws', wish, spotCheckDrawSchema),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['prevention'] });
      void client.invalidateQueries({ queryKey: ['cases', 'list'] });
    },
  });
}

/** Sets the tasks of a period for all who should report; those that have one keep it. */
export function useIssue() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (period: string) => api.post('/prevention/self-checks', { period }, selfChecksIssuedSchema),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['prevention'] });
      void client.invalidateQueries({ queryKey: ['cases', 'list'] });
    },
  });
}
