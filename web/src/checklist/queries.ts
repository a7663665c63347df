import {
  itemSchema,
  planSchema,
  runDetailSchema,
  runViewSchema,
  ITEM_USES,
  type CheckPlan,
  type ItemContent,
  type RunDetail,
} from '@anlan/kernel/checklist';
import { LEVELS } from '@anlan/kernel/entity';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
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

const runsSchema = z.object({
  rows: z.array(runViewSchema),
  total: z.number(),
  atLeast: z.boolean(),
  states: z.record(z.string(), z.number()),
});
export const useRuns = (members: Members) => useAsked(`/checks${query(members)}`, runsSchema);

export function useRun(id: string) {
  return useQuery({
    queryKey: ['check', id],
    queryFn: ({ signal }) => api.get(`/checks/${id}`, runDetailSchema, signal),
  });
}

const finishedSchema = z.object({ taken: z.number(), known: z.number(), detail: runDetailSchema });
/** Says a check is finished, at the platform itself. */
export function finishCheck(id: string, finishedAt: number): Promise<{ detail: RunDetail }> {
  return api.post(`/checks/${id}/answers`, { changes: [], finish: true, finishedAt }, finishedSchema);
}
export const sendChanges = (id: string, changes: readonly object[]) =>
  api.post(`/checks/${id}/answers`, { changes }, finishedSchema);

const counts = { due: z.number(), done: z.number(), late: z.number(), missed: z.number(), open: z.number() };
const figuresSchema = z.object({
  from: z.number(),
  to: z.number(),
  should: z.number(),
  planned: z.number(),
  tiers: z.array(z.object({ tier: z.string(), ...counts })),
  regions: z.array(z.object({ path: z.string(), name: z.string(), ...counts })),
  enterprises: z.array(
    z.object({ id: z.string(), name: z.string(), regionName: z.string(), sector: z.string().nullable(), ...counts }),
  ),
  total: z.number(),
});
export type CheckFigures = z.infer<typeof figuresSchema>;
export const useFigures = (members: Members) => useAsked(`/checks/figures${query(members)}`, figuresSchema);

const TIERS = ['day', 'week', 'month', 'quarter'] as const;
const clearingSchema = z.object({
  tiers: z.array(z.object({ tier: z.enum(TIERS), open: z.number() })),
  cells: z.array(z.object({ level: z.enum(LEVELS).nullable(), class: z.string().nullable(), count: z.number() })),
  rows: z.array(
    z.object({
      id: z.string(),
      number: z.string(),
      title: z.string(),
      level: z.enum(LEVELS).nullable(),
      class: z.string().nullable(),
      state: z.string(),
      tier: z.enum(TIERS),
      organisationName: z.string().nullable(),
      regionName: z.string(),
      foundAt: z.number(),
      dueAt: z.number().nullable(),
      moves: z.array(z.object({ at: z.number(), text: z.string() })),
    }),
  ),
  total: z.number(),
});
export type Clearing = z.infer<typeof clearingSchema>;
export const useClearing = (members: Members) => useAsked(`/checks/clearing${query(members)}`, clearingSchema);
export const readClearing = (members: Members) => api.get(`/checks/clearing${query(members)}`, clearingSchema);

const draftSchema = z.object({
  itemId: z.string(),
  code: z.string(),
  change: z.enum(['add', 'edit', 'retire']),
  content: z.unknown(),
  by: z.string(),
  at: z.number(),
});
const itemsSchema = z.object({
  version: z.number(),
  rows: z.array(itemSchema),
  total: z.number(),
  drafts: z.array(draftSchema),
});
export const useItems = (members: Members) => useAsked(`/checklist/items${query(members)}`, itemsSchema);

const listsSchema = z.object({
  version: z.number(),
  lists: z.array(z.object({ use: z.enum(ITEM_USES), version: z.number(), items: z.array(itemSchema) })),
});
export const useLists = (members: Members) => useAsked(`/checklist/lists${query(members)}`, listsSchema);

const versionsSchema = z.array(
  z.object({
    version: z.number(),
    publishedAt: z.number(),
    by: z.string(),
    reason: z.string(),
    items: z.number(),
    added: z.number(),
    changed: z.number(),
    retired: z.number(),
  }),
);
export const useVersions = () => useAsked('/checklist/versions', versionsSchema);

const compareSchema = z.object({
  version: z.number(),
  rows: z.array(
    z.object({
      id: z.string(),
      code: z.string(),
      title: z.string(),
      level: z.enum(LEVELS),
      selfChecked: z.number(),
      selfBad: z.number(),
      officerChecked: z.number(),
      officerBad: z.number(),
      contradicted: z.number(),
    }),
  ),
  total: z.number(),
});
export const useCompare = (members: Members) => useAsked(`/checks/compare${query(members)}`, compareSchema);

const selfReportSchema = z.object({
  period: z.string(),
  checks: z.number(),
  checked: z.number(),
  found: z.number(),
  corrected: z.number(),
  origin: z.string(),
});
export const useSelfReport = (period: string | undefined) =>
  useAsked(`/checks/self-report${query({ period })}`, selfReportSchema, 60_000, period !== undefined);

const planViewSchema = z.object({
  set: z.boolean(),
  plan: planSchema,
  nextAt: z.number().nullable(),
  by: z.string().nullable(),
});
export const usePlan = (enterprise: string | null) =>
  useAsked(`/enterprises/${enterprise}/check-plan`, planViewSchema, 300_000, enterprise !== null);

function useChange<A, T>(work: (asked: A) => Promise<T>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: work, onSuccess: () => void client.invalidateQueries({ queryKey: ['checks'] }) });
}
export const useKeepPlan = (enterprise: string) =>
  useChange((plan: CheckPlan) => api.post(`/enterprises/${enterprise}/check-plan`, plan, planViewSchema));
export const useKeepDraft = () =>
  useChange((draft: { itemId?: string; code: string; content: ItemContent | null }) =>
    api.post('/checklist/drafts', draft, z.object({ kept: z.number() })),
  );
export const useDropDraft = () => useChange((id: string) => api.remove(`/checklist/drafts/${id}`, z.unknown()));
export const usePublish = () =>
  useChange((asked: { base: number; reason: string }) =>
    api.post('/checklist/publish', asked, z.object({ version: z.number() })),
  );
const importSchema = z.object({
  added: z.number(),
  changed: z.number(),
  same: z.number(),
  drafted: z.number(),
  problems: z.array(z.object({ row: z.number(), code: z.string(), problem: z.string() })),
});
export const useImport = () =>
  useChange(({ file, confirm }: { file: Blob; confirm: boolean }) =>
    api.post(`/checklist/import${confirm ? '?confirm=1' : ''}`, file, importSchema),
  );
