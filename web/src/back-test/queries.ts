import {
  backTestLinesSchema,
  backTestPointSchema,
  backTestSchema,
  triableRuleSchema,
  type BackTest,
} from '@anlan/kernel/back-test';
import { seriesSchema } from '@anlan/kernel/telemetry';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { api, query } from '../api/index.ts';

const KEY = 'back-tests';
const goesOn = (test: BackTest | undefined): boolean => test?.state === 'waiting' || test?.state === 'running';

export function useBackTests() {
  return useQuery({
    queryKey: [KEY, 'list'],
    queryFn: ({ signal }) => api.get('/back-tests', z.array(backTestSchema), signal),
    refetchInterval: ({ state }) => (state.data?.some(goesOn) === true ? 2000 : false),
  });
}

export function useTriableRules() {
  return useQuery({
    queryKey: [KEY, 'rules'],
    queryFn: ({ signal }) => api.get('/back-tests/rules', z.array(triableRuleSchema), signal),
  });
}

export function useBackTest(id: string) {
  return useQuery({
    queryKey: [KEY, 'one', id],
    queryFn: ({ signal }) => api.get(`/back-tests/${id}`, backTestSchema, signal),
    refetchInterval: ({ state }) => (goesOn(state.data) ? 1000 : false),
  });
}

export function useLines(id: string, kind: string, offset: number, ready: boolean) {
  return useQuery({
    queryKey: [KEY, 'one', id, 'lines', kind, offset],
    enabled: ready,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      api.get(`/back-tests/${id}/lines${query({ kind, offset, size: 50 })}`, backTestLinesSchema, signal),
  });
}

export function useTestedPoint(id: string, point: string) {
  return useQuery({
    queryKey: [KEY, 'one', id, 'point', point],
    queryFn: ({ signal }) => api.get(`/back-tests/${id}/points/${point}`, backTestPointSchema, signal),
  });
}

export function useReadings(point: string, from: number, to: number) {
  return useQuery({
    queryKey: [KEY, 'readings', point, from, to],
    queryFn: ({ signal }) => api.get(`/points/${point}/readings${query({ from, to, max: 600 })}`, seriesSchema, signal),
  });
}

/** Asks for a test, or acts on one. */
export function useBackTestAct<S extends z.ZodType>(path: string, shape: S) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: object) => api.post(`/back-tests${path}`, body, shape),
    onSuccess: () => void client.invalidateQueries({ queryKey: [KEY] }),
  });
}
