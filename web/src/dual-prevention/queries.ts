import {
  controlMeasuresSchema,
  dualOverviewSchema,
  dualUnitsSchema,
  enterpriseRisksSchema,
  riskAssessmentSchema,
  riskControlSchema,
  threeInOneSchema,
  unownedRisksSchema,
} from '@anlan/systems/prevention';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { api, query } from '../api/index.ts';

type Members = Readonly<Record<string, string | number | null | undefined>>;

function useDual<S extends z.ZodType>(path: string, members: Members, shape: S) {
  const wanted = `/dual-prevention/${path}${query(members)}`;
  return useQuery({
    queryKey: ['dual', wanted],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get(wanted, shape, signal),
  });
}

export const useOverview = (members: Members) => useDual('overview', members, dualOverviewSchema);
export const useUnits = (members: Members) => useDual('units', members, dualUnitsSchema);
export const useUnowned = (members: Members) => useDual('unowned', members, unownedRisksSchema);
export const useThree = (members: Members) => useDual('three-in-one', members, threeInOneSchema);
export const useEnterpriseRisks = (id: string) => useDual(`enterprises/${id}`, {}, enterpriseRisksSchema);
export const useControl = (id: string) => useDual(`points/${id}`, {}, riskControlSchema);
export const useMeasures = (members: Members) => useDual('measures', members, controlMeasuresSchema);

export function useAssessment(id: string) {
  return useQuery({
    queryKey: ['dual', 'assessment', id],
    queryFn: ({ signal }) => api.get(`/risk-assessments/${id}`, riskAssessmentSchema, signal),
  });
}

/** A write of dual prevention; whatever is shown of it is asked for again. */
export function useWrite<T, V>(send: (value: V) => Promise<T>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: () => {
      for (const queryKey of [['dual'], ['prevention'], ['cases', 'list'], ['home']])
        void client.invalidateQueries({ queryKey });
    },
  });
}
