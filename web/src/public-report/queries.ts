import { caseDetailSchema, caseViewSchema } from '@anlan/kernel/case';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { api, query } from '../api/index.ts';

const listSchema = z.object({
  rows: z.array(
    z.object({
      case: caseViewSchema,
      subject: z.string(),
      enterpriseName: z.string().nullable(),
      followNumber: z.string().nullable(),
      own: z
        .object({
          channel: z.string(),
          named: z.boolean(),
          insider: z.boolean(),
          photos: z.number(),
          words: z.number(),
        })
        .nullable(),
    }),
  ),
  total: z.number(),
  states: z.record(z.string(), z.number()),
  overdue: z.number(),
});
export type ReportRow = z.infer<typeof listSchema>['rows'][number];

const figuresSchema = z.object({
  received: z.number(),
  due: z.number(),
  inTime: z.number(),
  checked: z.number(),
  verified: z.number(),
  answered: z.number(),
  rewarded: z.number(),
  yuan: z.number(),
  months: z.array(z.object({ month: z.string(), received: z.number(), verified: z.number(), rewarded: z.number() })),
  regions: z.array(
    z.object({
      path: z.string(),
      name: z.string(),
      received: z.number(),
      due: z.number(),
      inTime: z.number(),
      verified: z.number(),
    }),
  ),
});
export type ReportFigures = z.infer<typeof figuresSchema>;

const quantity = {
  name: z.string(),
  value: z.union([z.number(), z.string(), z.boolean(), z.null()]),
  unit: z.string().optional(),
};
const rewardSchema = z.object({
  yuan: z.number(),
  working: z.object({
    standard: z.string(),
    inputs: z.array(z.object(quantity)),
    steps: z.array(z.object({ ...quantity, clause: z.string(), formula: z.string() })),
    warnings: z.array(z.string()),
  }),
  proposedBy: z.string(),
  proposedAt: z.number(),
  decidedBy: z.string().nullable(),
  decidedAt: z.number().nullable(),
  granted: z.boolean().nullable(),
  reason: z.string().nullable(),
  claimUntil: z.number().nullable(),
  paidAt: z.number().nullable(),
  voucher: z.string().nullable(),
});
export type Reward = z.infer<typeof rewardSchema>;

const dossierSchema = z.object({
  statement: z.string(),
  channel: z.enum(['web', 'phone', 'letter']),
  insider: z.boolean(),
  named: z.boolean(),
  placeName: z.string(),
  lon: z.number().nullable(),
  lat: z.number().nullable(),
  photos: z.array(z.object({ sha256: z.string(), type: z.string(), at: z.number() })),
  words: z.array(z.object({ at: z.number(), kind: z.enum(['supplement', 'objection']), text: z.string() })),
  like: z.array(
    z.object({
      id: z.string(),
      number: z.string(),
      title: z.string(),
      state: z.string(),
      openedAt: z.number(),
      because: z.array(z.enum(['photo', 'enterprise', 'place'])),
    }),
  ),
  merged: z.array(z.object({ id: z.string(), number: z.string(), openedAt: z.number() })),
  readings: z.array(
    z.object({ at: z.number(), by: z.string(), what: z.enum(['dossier', 'identity']), reason: z.string().nullable() }),
  ),
});
export type Dossier = z.infer<typeof dossierSchema>;

const reportSchema = z.object({
  detail: caseDetailSchema,
  dossier: dossierSchema.nullable(),
  reward: rewardSchema.nullable(),
  follow: caseViewSchema.nullable(),
  may: z.object({ handle: z.boolean(), decide: z.boolean(), pay: z.boolean() }),
});
export type Report = z.infer<typeof reportSchema>;

const KEY = 'public-reports';
export type Wish = Readonly<Record<string, string | number | null | undefined>>;

export function useReports(wish: Wish) {
  const wanted = query(wish);
  return useQuery({
    queryKey: ['cases', 'list', KEY, wanted],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get(`/public-reports${wanted}`, listSchema, signal),
  });
}

export function useFigures(wish: Wish) {
  const wanted = query(wish);
  return useQuery({
    queryKey: ['cases', 'list', KEY, 'figures', wanted],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get(`/public-reports/figures${wanted}`, figuresSchema, signal),
  });
}

/** Under the case's key, so that an act of the ordinary form makes it stale too. */
export function useReport(id: string) {
  return useQuery({
    queryKey: ['cases', 'one', id, KEY],
    queryFn: ({ signal }) => api.get(`/public-reports/${id}`, reportSchema, signal),
  });
}

/** One act through a route of its own: `verify`, `merge`, `reward`, … */
export function useReportAct(id: string, way: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: object) => api.post(`/public-reports/${id}/${way}`, body, reportSchema),
    onSuccess: (report) => {
      client.setQueryData(['cases', 'one', id, KEY], report);
      void client.invalidateQueries({ queryKey: ['cases', 'list'] });
    },
  });
}

const identitySchema = z.object({ name: z.string().nullable(), phone: z.string() });

export function useIdentity(id: string) {
  return useMutation({
    mutationFn: (reason: string) => api.post(`/public-reports/${id}/identity`, { reason }, identitySchema),
  });
}

export function useTakeDown() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: object) =>
      api.post('/public-reports', body, z.object({ id: z.string(), code: z.string(), pin: z.string() })),
    onSuccess: () => void client.invalidateQueries({ queryKey: ['cases', 'list'] }),
  });
}

export function photoHref(id: string, sha256: string): string {
  return `/api/public-reports/${id}/photos/${sha256}`;
}
