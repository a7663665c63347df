import { seekEffort } from '@anlan/kernel/receipt';
import { useMutation, useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { api, query } from '../api/index.ts';

const placeSchema = z.object({ path: z.string(), name: z.string(), parent: z.string().nullable() });
const enterpriseSchema = z.object({
  id: z.string(),
  name: z.string(),
  path: z.string(),
  place: z.string(),
  metres: z.number().nullable(),
});
export type PublicEnterprise = z.infer<typeof enterpriseSchema>;
const nearSchema = z.object({ town: placeSchema.nullable(), enterprises: z.array(enterpriseSchema) });
const figuresSchema = z.object({
  received: z.number(),
  accepted: z.number(),
  inTime: z.number(),
  checked: z.number(),
  verified: z.number(),
  rewarded: z.number(),
  yuan: z.number(),
  insiderShare: z.number(),
  acceptDays: z.number(),
  checkDays: z.number(),
});
const receivedSchema = z.object({
  code: z.string(),
  pin: z.string(),
  at: z.number(),
  authority: z.string(),
  acceptBy: z.number().nullable(),
  checkDays: z.number(),
  qr: z.string(),
});
export type Received = z.infer<typeof receivedSchema>;
const STEPS = ['received', 'accepted', 'checked', 'handled', 'answered', 'rewarded'] as const;
const progressSchema = z.object({
  state: z.string(),
  title: z.string(),
  authority: z.string(),
  at: z.number(),
  updatedAt: z.number(),
  said: z.string().nullable(),
  steps: z.array(
    z.object({
      key: z.enum(STEPS),
      state: z.enum(['done', 'now', 'todo', 'stopped']),
      at: z.number().nullable(),
      dueAt: z.number().nullable(),
      said: z.string().nullable(),
    }),
  ),
  reward: z.object({
    state: z.enum(['possible', 'proposed', 'granted', 'paid', 'declined', 'none']),
    yuan: z.number().nullable(),
    claimUntil: z.number().nullable(),
  }),
  merged: z.boolean(),
  seen: z.object({ people: z.number(), times: z.number(), identity: z.number() }),
  own: z.array(z.object({ at: z.number(), kind: z.enum(['supplement', 'objection']), text: z.string() })),
  may: z.object({ supplement: z.boolean(), object: z.boolean() }),
});
export type Progress = z.infer<typeof progressSchema>;

export function usePublicPlaces(under: string | undefined) {
  return useQuery({
    queryKey: ['public', 'places', under],
    enabled: under !== undefined,
    staleTime: 3_600_000,
    queryFn: ({ signal }) => api.get(`/public/places${query({ under })}`, z.array(placeSchema), signal),
  });
}

export function useEnterpriseSearch(under: string | undefined, search: string) {
  return useQuery({
    queryKey: ['public', 'enterprises', under, search],
    enabled: under !== undefined && search.trim().length >= 2,
    queryFn: ({ signal }) =>
      api.get(`/public/enterprises${query({ under, search: search.trim() })}`, z.array(enterpriseSchema), signal),
  });
}

export function useScannedEnterprise(id: string | null) {
  return useQuery({
    queryKey: ['public', 'enterprise', id],
    enabled: id !== null,
    queryFn: ({ signal }) => api.get(`/public/enterprises/${id}`, enterpriseSchema, signal),
  });
}

export function useReportFigures(under: string | undefined) {
  return useQuery({
    queryKey: ['public', 'figures', under],
    enabled: under !== undefined,
    queryFn: ({ signal }) => api.get(`/public/report-figures${query({ under })}`, figuresSchema, signal),
  });
}

export const placesNear = (lon: number, lat: number) => api.get(`/public/near${query({ lon, lat })}`, nearSchema);

export interface SentPhoto {
  readonly type: string;
  readonly data: string;
}

/** A report on its way: the number of the sending makes a repeated one the same. */
export interface Sending {
  readonly requestId: string;
  readonly subject: string;
  readonly statement: string;
  readonly place?: string;
  readonly address?: string;
  readonly enterprise?: string;
  readonly lon?: number;
  readonly lat?: number;
  readonly insider: boolean;
  readonly contact?: { readonly name?: string; readonly phone: string };
  readonly photos: readonly SentPhoto[];
  readonly website: string;
}

/** Hashes between two looks at the screen. */
const SLICE = 2000;

/** Finds the effort without stopping the page. */
async function effortFor(id: string): Promise<number> {
  for (let from = 0; ; from += SLICE) {
    const found = seekEffort(id, from, SLICE);
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
}

export async function sendReport(sending: Sending): Promise<Received> {
  const effort = await effortFor(sending.requestId);
  return api.post('/public/reports', { ...sending, effort }, receivedSchema);
}

export interface ReceiptOf {
  readonly code: string;
  readonly pin: string;
}

export function useProgress() {
  return useMutation({
    mutationFn: (receipt: ReceiptOf) => api.post('/public/reports/progress', receipt, progressSchema),
  });
}

export function useSaySomething() {
  return useMutation({
    mutationFn: (
      said: ReceiptOf & {
        readonly id: string;
        readonly kind: 'supplement' | 'objection';
        readonly text: string;
        readonly photos: readonly SentPhoto[];
      },
    ) => api.post('/public/reports/words', said, progressSchema),
  });
}
