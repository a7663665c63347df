import { findQuantity, type OwnedQuantity } from '@anlan/kernel/system';
import {
  devicePointsSchema,
  secretShownSchema,
  secretStandingSchema,
  type PointChange,
  type PointInput,
} from '@anlan/kernel/telemetry';
import { SYSTEMS } from '@anlan/systems';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from '../api/index.ts';

/** Every quantity once, with the first system that measures it. */
export const QUANTITIES: readonly OwnedQuantity[] = [
  ...new Set(SYSTEMS.flatMap(({ quantities = [] }) => quantities.map(({ key }) => key))),
].map((key) => findQuantity(SYSTEMS, key)!);

/** Where a quantity is measured, by all systems together. */
export function placesFor(kind: string | undefined): ReadonlySet<string> {
  return new Set(
    SYSTEMS.flatMap(({ quantities = [] }) => quantities.filter(({ key }) => key === kind)).flatMap(({ at }) => at),
  );
}

export function useDevicePoints(device: string) {
  return useQuery({
    queryKey: ['device-points', device],
    refetchInterval: 10_000,
    queryFn: ({ signal }) => api.get(`/devices/${device}/points`, devicePointsSchema, signal),
  });
}

/** Registers, changes and retires points of a device; what shows them is asked again. */
export function usePointActs(device: string) {
  const client = useQueryClient();
  const onSuccess = () =>
    Promise.all(
      ['device-points', 'points', 'limits', 'standing'].map((key) => client.invalidateQueries({ queryKey: [key] })),
    );
  return {
    add: useMutation({
      mutationFn: (point: Partial<PointInput>) =>
        api.post(`/devices/${device}/points`, point, z.object({ id: z.string() })),
      onSuccess,
    }),
    change: useMutation({
      mutationFn: ({ id, ...change }: PointChange & { readonly id: string }) =>
        api.patch(`/points/${id}`, change, z.undefined()),
      onSuccess,
    }),
    retire: useMutation({
      mutationFn: ({ id, reason }: { readonly id: string; readonly reason: string }) =>
        api.post(`/points/${id}/retire`, { reason }, z.undefined()),
      onSuccess,
    }),
  };
}

export function useSecretStanding(device: string) {
  return useQuery({
    queryKey: ['device-secret', device],
    refetchInterval: 60_000,
    queryFn: ({ signal }) => api.get(`/devices/${device}/secret`, secretStandingSchema, signal),
  });
}

/** Shows or rotates a device's secret. It is kept by the card that shows it only, in no cache. */
export function useSecretActs(device: string) {
  const client = useQueryClient();
  const onSuccess = () => client.invalidateQueries({ queryKey: ['device-secret', device] });
  return {
    show: useMutation({
      gcTime: 0,
      mutationFn: () => api.post(`/devices/${device}/secret/show`, {}, secretShownSchema),
      onSuccess,
    }),
    rotate: useMutation({
      gcTime: 0,
      mutationFn: (wish: { readonly hours: number; readonly reason: string }) =>
        api.post(`/devices/${device}/secret/rotate`, wish, secretShownSchema),
      onSuccess,
    }),
  };
}
