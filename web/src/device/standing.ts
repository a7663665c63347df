import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from '../api/index.ts';

const spanShape = { id: z.string(), reason: z.string(), from: z.number(), until: z.number(), by: z.string() };
const outSchema = z.object({
  ...spanShape,
  subjectKind: z.enum(['point', 'device']),
  subjectId: z.string(),
  subjectName: z.string(),
});
const stateSchema = z.object({ ...spanShape, unitId: z.string(), unitName: z.string(), state: z.string() });
const standingSchema = z.object({
  units: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      points: z.array(z.object({ id: z.string(), name: z.string(), kind: z.string() })),
      state: stateSchema.nullable(),
    }),
  ),
  outOfService: z.array(outSchema),
});
const changeSchema = z.object({
  key: z.string(),
  value: z.number().nullable(),
  from: z.number(),
  reason: z.string(),
  by: z.string(),
  setBy: z.enum(['regulator', 'enterprise', 'record']),
  inForce: z.boolean(),
});
const limitsSchema = z.object({ limits: z.record(z.string(), z.number()), history: z.array(changeSchema) });

export type Out = z.infer<typeof outSchema>;
export type Declared = z.infer<typeof stateSchema>;
export type Unit = z.infer<typeof standingSchema>['units'][number];

export function useStanding(device: string) {
  return useQuery({
    queryKey: ['standing', device],
    refetchInterval: 60_000,
    queryFn: ({ signal }) => api.get(`/devices/${device}/operation`, standingSchema, signal),
  });
}

export function useOutOfService() {
  return useQuery({
    queryKey: ['standing', 'out'],
    refetchInterval: 60_000,
    queryFn: ({ signal }) => api.get('/out-of-service', z.array(outSchema), signal),
  });
}

export function useUnitStates() {
  return useQuery({
    queryKey: ['standing', 'states'],
    refetchInterval: 60_000,
    queryFn: ({ signal }) => api.get('/unit-states', z.array(stateSchema), signal),
  });
}

/** What is declared: a point or device out of service, or a unit in an operating state; `until` in epoch ms. */
export type Declaration =
  | { readonly of: 'points' | 'devices'; readonly id: string; readonly reason: string; readonly until: number }
  | {
      readonly of: 'units';
      readonly id: string;
      readonly state: string;
      readonly reason: string;
      readonly until: number;
    };

/** Declares a standing, or ends one before its time; what hangs on it is asked again. */
export function useDeclare() {
  const client = useQueryClient();
  const again = () => client.invalidateQueries({ queryKey: ['standing'] });
  return {
    declare: useMutation({
      mutationFn: ({ of, id, ...body }: Declaration) =>
        api.post(`/${of}/${id}/${of === 'units' ? 'state' : 'out-of-service'}`, body, z.object({ id: z.string() })),
      onSuccess: again,
    }),
    end: useMutation({
      mutationFn: ({ kind, id }: { readonly kind: 'out-of-service' | 'unit-states'; readonly id: string }) =>
        api.post(`/${kind}/${id}/end`, {}, z.array(z.object({ id: z.string() }))),
      onSuccess: again,
    }),
  };
}

export function useLimits(point: string) {
  return useQuery({
    queryKey: ['limits', point],
    queryFn: ({ signal }) => api.get(`/points/${point}/limits`, limitsSchema, signal),
  });
}

export interface LimitChange {
  readonly key: string;
  /** null takes the limit away. */
  readonly value: number | null;
  /** Epoch ms; now when left out. */
  readonly from?: number;
  readonly reason: string;
}

export function useSetLimit(point: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: LimitChange) => api.post(`/points/${point}/limits`, change, limitsSchema),
    onSuccess: async (limits) => {
      client.setQueryData(['limits', point], limits);
      await client.invalidateQueries({ queryKey: ['points'] });
    },
  });
}
