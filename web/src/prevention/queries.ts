import { caseViewSchema } from '@anlan/kernel/case';
import { LEVELS } from '@anlan/kernel/entity';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { api, query } from '../api/index.ts';

const FIVE = ['measures', 'responsible', 'funds', 'rectifyBy', 'emergencyPlan'] as const;

export const boardSchema = z.object({
  asOf: z.number(),
  from: z.number(),
  to: z.number(),
  figures: z.object({
    found: z.number(),
    bySource: z.record(z.string(), z.number()),
    closed: z.number(),
    onTime: z.object({ numerator: z.number(), denominator: z.number() }),
    overdue: z.number(),
    longestOverdueDays: z.number(),
    major: z.number(),
    listed: z.number(),
    open: z.number(),
  }),
  flow: z.array(
    z.object({
      tier: z.enum(['day', 'week', 'month', 'quarter']),
      fresh: z.number(),
      carried: z.number(),
      cleared: z.number(),
      moved: z.number(),
      open: z.number(),
    }),
  ),
  ages: z.array(z.object({ key: z.enum(['0-1', '2-7', '8-30', 'over-30']), count: z.number() })),
  matrix: z.array(z.object({ level: z.string().nullable(), class: z.string().nullable(), count: z.number() })),
  listed: z.array(
    z.object({
      case: caseViewSchema,
      listedAt: z.string().nullable(),
      listingNumber: z.string().nullable(),
      responsible: z.string().nullable(),
      five: z.object(
        Object.fromEntries(FIVE.map((key) => [key, z.boolean()])) as Record<(typeof FIVE)[number], z.ZodBoolean>,
      ),
    }),
  ),
  overdue: z.array(z.object({ case: caseViewSchema, urged: z.number() })),
});
export type Board = z.infer<typeof boardSchema>;
export { FIVE };

const risksSchema = z.object({
  regions: z.array(z.object({ path: z.string(), name: z.string() })),
  sectors: z.array(z.string()),
  cells: z.array(
    z.object({
      region: z.string(),
      sector: z.string(),
      red: z.number(),
      orange: z.number(),
      yellow: z.number(),
      blue: z.number(),
      open: z.number(),
      overdue: z.number(),
    }),
  ),
  unheld: z.object({ noResponsible: z.number(), noMeasures: z.number(), notReviewed: z.number() }),
  total: z.number(),
});
export type Risks = z.infer<typeof risksSchema>;
export type Cell = Risks['cells'][number];

const unheldSchema = z.object({
  rows: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      level: z.enum(LEVELS).catch('blue'),
      enterpriseId: z.string(),
      enterpriseName: z.string().nullable(),
      regionName: z.string().nullable(),
      missing: z.array(z.string()),
      reviewedOn: z.string().nullable(),
    }),
  ),
  total: z.number(),
});

const heatSchema = z.object({
  lon: z.array(z.number()),
  lat: z.array(z.number()),
  weight: z.array(z.number()),
  open: z.array(z.number()),
});
export type Heat = z.infer<typeof heatSchema>;

const share = { should: z.number(), reported: z.number() };
const selfChecksSchema = z.object({
  period: z.string(),
  ...share,
  excused: z.number(),
  late: z.number(),
  false: z.number(),
  issued: z.number(),
  byRegion: z.array(z.object({ path: z.string(), name: z.string(), ...share })),
  bySector: z.array(z.object({ sector: z.string(), ...share })),
});
export type SelfChecks = z.infer<typeof selfChecksSchema>;

const coverageSchema = z.object({
  period: z.string(),
  registered: z.number(),
  active: z.number(),
  zero: z.number(),
  rows: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      sector: z.string().nullable(),
      regionName: z.string(),
      lastSelfFound: z.number().nullable(),
    }),
  ),
  total: z.number(),
});

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

export const useBoard = (members: Members) => usePrevention('board', members, boardSchema);
export const useRisks = (members: Members) => usePrevention('risks', members, risksSchema);
export const useUnheld = (members: Members) => usePrevention('risks/unheld', members, unheldSchema);
export const useHeat = (members: Members) => usePrevention('risks/heat', members, heatSchema);
export const useSelfChecks = (members: Members) => usePrevention('self-checks', members, selfChecksSchema);
export const useCoverage = (members: Members) => usePrevention('coverage', members, coverageSchema);

/** Sets the tasks of a period for all who should report; those that have one keep it. */
export function useIssue() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (period: string) =>
      api.post('/prevention/self-checks', { period }, z.object({ issued: z.number(), known: z.number() })),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['prevention'] });
      void client.invalidateQueries({ queryKey: ['cases', 'list'] });
    },
  });
}
