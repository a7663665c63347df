import {
  cameraListSchema,
  camerasBesideSchema,
  cameraViewSchema,
  catalogueSchema,
  onlineRatesSchema,
  recordingsSchema,
  type PtzMove,
} from '@anlan/kernel/camera';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { api, query } from '../api/index.ts';

const done = z.object({ result: z.literal('done') });

export interface CameraWish {
  readonly search: string;
  readonly state: string | undefined;
  readonly region: string | undefined;
  readonly enterprise: string | undefined;
  readonly from: number;
  readonly size: number;
}

export function useCameras(wish: CameraWish) {
  return useQuery({
    queryKey: ['cameras', wish],
    refetchInterval: 15_000,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get(`/video/cameras${query({ ...wish })}`, cameraListSchema, signal),
  });
}

export function useRates(by: 'region' | 'enterprise', region: string | undefined) {
  return useQuery({
    queryKey: ['cameras', 'rates', by, region],
    refetchInterval: 60_000,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get(`/video/rates${query({ by, region })}`, onlineRatesSchema, signal),
  });
}

export function useCamera(id: string) {
  return useQuery({
    queryKey: ['cameras', id],
    refetchInterval: 15_000,
    queryFn: ({ signal }) => api.get(`/video/cameras/${id}`, cameraViewSchema, signal),
  });
}

export function useCatalogue(id: string, known: boolean) {
  return useQuery({
    queryKey: ['cameras', id, 'catalogue'],
    enabled: known,
    queryFn: ({ signal }) => api.get(`/video/cameras/${id}/catalogue`, catalogueSchema, signal),
  });
}

/** What the device recorded within a day; it is asked anew each time, for it goes on recording. */
export function useRecordings(id: string, from: number, to: number) {
  return useQuery({
    queryKey: ['cameras', id, 'recordings', from],
    retry: false,
    queryFn: ({ signal }) => api.get(`/video/cameras/${id}/recordings${query({ from, to })}`, recordingsSchema, signal),
  });
}

export function useRefresh(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api.post(`/video/cameras/${id}/catalogue`, {}, done),
    onSuccess: () => client.invalidateQueries({ queryKey: ['cameras', id] }),
  });
}

export function useMove(id: string) {
  return useMutation({ mutationFn: (move: PtzMove) => api.post(`/video/cameras/${id}/ptz`, { move }, done) });
}

export function useBeside(alarm: string, may: boolean) {
  return useQuery({
    queryKey: ['alarms', alarm, 'cameras'],
    enabled: may,
    queryFn: ({ signal }) => api.get(`/alarms/${alarm}/cameras`, camerasBesideSchema, signal),
  });
}

/** Says anew what the camera watches, all of it. */
export function useSubjects(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (subjects: readonly { readonly kind: string; readonly id: string }[]) =>
      api.put(
        `/video/cameras/${id}/subjects`,
        { subjects: subjects.map((one) => ({ kind: one.kind, id: one.id })) },
        done,
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: ['cameras', id] }),
  });
}

/** Seals user name and password of the stream. */
export function useSecret(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (secret: { readonly user: string; readonly password: string }) =>
      api.put(`/video/cameras/${id}/secret`, { secret }, done),
    onSuccess: () => client.invalidateQueries({ queryKey: ['cameras', id] }),
  });
}
