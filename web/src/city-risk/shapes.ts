import { LEVELS } from '@anlan/kernel/entity';
import { gradingSchema } from '@anlan/kernel/grading';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { api, query } from '../api/index.ts';

export const scoresSchema = z.object({
  rows: z.array(
    z.object({
      id: z.string(),
      path: z.string(),
      name: z.string(),
      score: z.number(),
      level: z.enum(LEVELS),
      at: z.number(),
      result: gradingSchema,
    }),
  ),
});
export type ScoreRow = z.infer<typeof scoresSchema>['rows'][number];

const inventorySchema = z.object({
  regions: z.array(z.object({ path: z.string(), name: z.string() })),
  kinds: z.array(z.string()),
  cells: z.array(
    z.object({
      region: z.string(),
      kind: z.string(),
      red: z.number(),
      orange: z.number(),
      yellow: z.number(),
      blue: z.number(),
      people: z.number(),
      hidden: z.number(),
    }),
  ),
  total: z.number(),
});
export type Inventory = z.infer<typeof inventorySchema>;

const verdict = z.enum(['met', 'short', 'undetermined']);
const distancesSchema = z.object({
  rows: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      sector: z.string().nullable(),
      regionName: z.string(),
      measuredAt: z.number().nullable(),
      verdict: verdict.nullable(),
      facts: z.array(
        z.object({
          class: z.string(),
          object: z.string().nullable(),
          people: z.number().nullable(),
          actual: z.number().nullable(),
          required: z.number().nullable(),
          verdict,
          within: z.number(),
          method: z.string(),
          basis: z.string(),
        }),
      ),
      caseId: z.string().nullable(),
      caseState: z.string().nullable(),
    }),
  ),
  total: z.number(),
  counts: z.object({
    enterprises: z.number(),
    measured: z.number(),
    met: z.number(),
    short: z.number(),
    undetermined: z.number(),
    listed: z.number(),
  }),
});
export type Distances = z.infer<typeof distancesSchema>;

export const sitingSchema = z.object({
  id: z.string(),
  number: z.string(),
  name: z.string(),
  lon: z.number(),
  lat: z.number(),
  facility: z.string(),
  required: z.number(),
  regionName: z.string().nullable(),
  verdict: z.enum(['met', 'short', 'notice']),
  at: z.number(),
  by: z.string(),
  lines: z.array(
    z.object({
      key: z.string(),
      label: z.string(),
      labelEn: z.string(),
      required: z.number().nullable(),
      verdict: z.enum(['met', 'short', 'notice', 'unknown']),
      note: z.string(),
      noteEn: z.string(),
      nearest: z.number().nullable(),
      found: z.array(
        z.object({
          id: z.string().nullable(),
          kind: z.string(),
          name: z.string(),
          metres: z.number(),
          bearing: z.number().nullable(),
          people: z.number().nullable(),
          inside: z.boolean(),
        }),
      ),
    }),
  ),
});
export type Siting = z.infer<typeof sitingSchema>;

type Members = Readonly<Record<string, string | number | null | undefined>>;

function useCity<S extends z.ZodType>(path: string, members: Members, shape: S) {
  const wanted = `/city-risk/${path}${query(members)}`;
  return useQuery({
    queryKey: ['city-risk', wanted],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get(wanted, shape, signal),
  });
}

export const useScores = (members: Members) => useCity('scores', members, scoresSchema);
export const useInventory = (members: Members) => useCity('sources', members, inventorySchema);
export const useDistances = (members: Members) => useCity('distances', members, distancesSchema);
export const useSitings = () => useCity('sitings', {}, z.object({ rows: z.array(sitingSchema) }));

export function useCityWrite<T, V>(send: (value: V) => Promise<T>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: () => {
      for (const queryKey of [['city-risk'], ['cases', 'list']]) void client.invalidateQueries({ queryKey });
    },
  });
}

export const evaluatedSchema = z.object({
  enterprises: z.number(),
  short: z.number(),
  undetermined: z.number(),
  listed: z.number(),
});
