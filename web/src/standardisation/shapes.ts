import { gradingResultSchema } from '@anlan/kernel/grading';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { api, query } from '../api/index.ts';

const rate = z.object({ numerator: z.number(), denominator: z.number(), percent: z.number().nullable() });
export type Rate = z.infer<typeof rate>;
const group = rate.extend({ key: z.string(), name: z.string(), one: z.number(), two: z.number(), three: z.number() });
const targetSchema = z.object({
  id: z.string(),
  regionName: z.string(),
  trade: z.string(),
  kind: z.enum(['enterprise', 'post', 'specialty', 'site']),
  grade: z.string(),
  share: z.number(),
  dueOn: z.string(),
  basis: z.string(),
  setBy: z.string(),
  reached: rate,
  past: z.boolean(),
  met: z.boolean(),
});
export type Target = z.infer<typeof targetSchema>;
const overviewSchema = z.object({
  day: z.string(),
  enterprise: rate.extend({ one: z.number(), two: z.number(), three: z.number() }),
  post: rate,
  specialty: rate,
  site: rate,
  bySector: z.array(group),
  byRegion: z.array(group),
  expiring: z.number(),
  expired: z.number(),
  defaults: z.number(),
  applications: z.record(z.string(), z.number()),
  targets: z.array(targetSchema),
  sourced: z.array(
    z.object({
      trade: z.string(),
      label: z.string(),
      numerator: z.number(),
      denominator: z.number(),
      percent: z.number(),
      origin: z.string(),
    }),
  ),
});
export type Overview = z.infer<typeof overviewSchema>;
const holdersSchema = z.object({
  rows: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      sector: z.string().nullable(),
      regionName: z.string(),
      certificate: z.string().nullable(),
      number: z.string().nullable(),
      grade: z.string().nullable(),
      issuedOn: z.string().nullable(),
      validUntil: z.string().nullable(),
      holds: z.boolean(),
      applying: z.string().nullable(),
      applicationId: z.string().nullable(),
      defaultId: z.string().nullable(),
      weight: z.number().nullable(),
    }),
  ),
  total: z.number(),
});
export type Holder = z.infer<typeof holdersSchema>['rows'][number];
export const runsSchema = z.object({
  id: z.string(),
  state: z.string(),
  enterprise: z.string(),
  runs: z.array(
    z.object({
      id: z.string(),
      number: z.string(),
      title: z.string(),
      state: z.string(),
      stage: z.enum(['self', 'evaluation']),
      items: z.number(),
      answered: z.number(),
      bad: z.number(),
      doneAt: z.number().nullable(),
    }),
  ),
  gradings: z.array(gradingResultSchema.extend({ stage: z.enum(['self', 'evaluation']) })),
  elements: z.array(
    z.object({ key: z.string(), label: z.string(), labelEn: z.string(), weight: z.number(), clause: z.string() }),
  ),
});
export type Runs = z.infer<typeof runsSchema>;

type Members = Readonly<Record<string, string | number | null | undefined>>;

function useStandard<S extends z.ZodType>(path: string, members: Members, shape: S) {
  const wanted = `/standardisation/${path}${query(members)}`;
  return useQuery({
    queryKey: ['standardisation', wanted],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get(wanted, shape, signal),
  });
}

export const useStandardOverview = (members: Members) => useStandard('overview', members, overviewSchema);
export const useHolders = (members: Members) => useStandard('enterprises', members, holdersSchema);
export const useRuns = (id: string) => useStandard(`applications/${id}`, {}, runsSchema);

export function useStandardWrite<T, V>(send: (value: V) => Promise<T>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: () => {
      for (const queryKey of [['standardisation'], ['cases'], ['home']]) void client.invalidateQueries({ queryKey });
    },
  });
}
export const targetsSchema = z.object({ rows: z.array(targetSchema) });
export const defaultsSchema = z.object({ opened: z.number(), reached: z.number(), left: z.number() });
export const scoredSchema = z.object({ grading: z.string(), score: z.number(), grade: z.string() });
export const grantedSchema = z.object({ certificate: z.string() });
