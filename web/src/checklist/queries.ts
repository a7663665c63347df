import {
  runDetailSchema,
  runViewSchema,
  type CheckPlan,
  type ItemContent,
  type RunDetail,
} from '@anlan/kernel/checklist';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import {
  answersTakenSchema,
  checkClearingSchema,
  checkComparisonSchema,
  checkFiguresSchema,
  checkPlanSchema,
  checkRunsSchema,
  checksForReportSchema,
  draftsKeptSchema,
  itemsImportedSchema,
  masterItemsSchema,
  masterPublishedSchema,
  masterVersionSchema,
  threeListsSchema,
} from '@anlan/systems/prevention';
import { api, query } from '../api/index.ts';

type Members = Readonly<Record<string, string | number | null | undefined>>;

function useAsked<S extends z.ZodType>(path: string, shape: S, every = 60_000, enabled = true) {
  return useQuery({
    queryKey: ['checks', path],
    enabled,
    refetchInterval: every,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get(path, shape, signal),
  });
}

export const useMine = (enabled: boolean) => useAsked('/checks/mine', z.array(runViewSchema), 30_000, enabled);

export const useRuns = (members: Members) => useAsked(`/checks${query(members)}`, checkRunsSchema);

export function useRun(id: string) {
  return useQuery({
    queryKey: ['check', id],
    queryFn: ({ signal }) => api.get(`/checks/${id}`, runDetailSchema, signal),
  });
}

/** Says a check is finished, at the platform itself. */
export function finishCheck(id: string, body: object): Promise<{ detail: RunDetail }> {
  return api.post(`/checks/${id}/answers`, body, answersTakenSchema);
}
export const sendChanges = (id: string, changes: readonly object[]) =>
  api.post(`/checks/${id}/answers`, { changes }, answersTakenSchema);

export const useFigures = (members: Members) => useAsked(`/checks/figures${query(members)}`, checkFiguresSchema);

export const useClearing = (members: Members) => useAsked(`/checks/clearing${query(members)}`, checkClearingSchema);
export const readClearing = (members: Members) => api.get(`/checks/clearing${query(members)}`, checkClearingSchema);

export const useItems = (members: Members) => useAsked(`/checklist/items${query(members)}`, masterItemsSchema);

export const useLists = (members: Members) => useAsked(`/checklist/lists${query(members)}`, threeListsSchema);

export const useVersions = () => useAsked('/checklist/versions', z.array(masterVersionSchema));

export const useCompare = (members: Members) => useAsked(`/checks/compare${query(members)}`, checkComparisonSchema);

export const useSelfReport = (period: string | undefined) =>
  useAsked(`/checks/self-report${query({ period })}`, checksForReportSchema, 60_000, period !== undefined);

export const usePlan = (enterprise: string | null) =>
  useAsked(`/enterprises/${enterprise}/check-plan`, checkPlanSchema, 300_000, enterprise !== null);

function useChange<A, T>(work: (asked: A) => Promise<T>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: work, onSuccess: () => void client.invalidateQueries({ queryKey: ['checks'] }) });
}
export const useKeepPlan = (enterprise: string) =>
  useChange((plan: CheckPlan) => api.post(`/enterprises/${enterprise}/check-plan`, plan, checkPlanSchema));
export const useKeepDraft = () =>
  useChange((draft: { itemId?: string; code: string; content: ItemContent | null }) =>
    api.post('/checklist/drafts', draft, draftsKeptSchema),
  );
export const useDropDraft = () => useChange((id: string) => api.remove(`/checklist/drafts/${id}`, z.unknown()));
export const usePublish = () =>
  useChange((asked: { base: number; reason: string }) => api.post('/checklist/publish', asked, masterPublishedSchema));
export const useImport = () =>
  useChange(({ file, confirm }: { file: Blob; confirm: boolean }) =>
    api.post(`/checklist/import${confirm ? '?confirm=1' : ''}`, file, itemsImportedSchema),
  );
