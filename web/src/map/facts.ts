import { alarmViewSchema, type AlarmView } from '@anlan/kernel/alarm';
import { placesSchema } from '@anlan/kernel/map';
import { positionsSchema, trackSchema } from '@anlan/kernel/position';
import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { api, foundSchema, query, recordSchema, usePlatform, useSession, type Jurisdiction } from '../api/index.ts';
import { labelPoints } from './geometry.ts';
import type { PlaceScene } from './layers.ts';
import type { PlaceLayer } from './scene.ts';

const layerSchema = z.object({
  key: z.string(),
  label: z.string(),
  labelEn: z.string().nullish(),
  group: z.string(),
  unit: z.string(),
  icon: z.string(),
  on: z.boolean(),
  count: z.number(),
});
export type LayerRow = z.infer<typeof layerSchema>;

/** Layers of the panel with their counts. */
export function useLayers() {
  return useQuery({
    queryKey: ['map', 'layers'],
    refetchInterval: 60_000,
    queryFn: ({ signal }) => api.get('/map/layers', z.array(layerSchema), signal),
  });
}

/** The kind of moving object a layer draws, or null where it draws places. */
export function movingKind(layer: Pick<LayerRow, 'icon'>): 'vehicle' | 'vessel' | null {
  if (layer.icon === 'ship') return 'vessel';
  return layer.icon === 'truck' || layer.icon === 'bus' ? 'vehicle' : null;
}

const LOOKS: Readonly<Record<string, PlaceScene['look']>> = { factory: 'risk', tank: 'plain' };

/** How places of a layer look: enterprises by risk mark, points as sensor rings, the rest as dots. */
export function lookOf(layer: Pick<LayerRow, 'icon'>): PlaceScene['look'] {
  return LOOKS[layer.icon] ?? 'sensor';
}

/** Places of the layers that are switched on and do not move; risk marks drawn last. */
export function usePlaces(layers: readonly LayerRow[]): readonly PlaceLayer[] {
  const still = layers.filter((layer) => movingKind(layer) === null);
  const order = { plain: 0, sensor: 1, risk: 2 };
  return useQueries({
    queries: still.map((layer) => ({
      queryKey: ['map', 'places', layer.key],
      staleTime: 60_000,
      refetchInterval: 60_000,
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        api.get(`/map/layers/${encodeURIComponent(layer.key)}`, placesSchema, signal),
    })),
    combine: (results) =>
      results
        .flatMap(({ data }, i): PlaceLayer[] => {
          const layer = still[i];
          return data === undefined || layer === undefined
            ? []
            : [{ key: layer.key, look: lookOf(layer), places: data }];
        })
        .sort((a, b) => order[a.look] - order[b.look]),
  });
}

export function usePositions(enabled: boolean) {
  return useQuery({
    queryKey: ['map', 'positions'],
    enabled,
    staleTime: Infinity,
    refetchInterval: 120_000,
    queryFn: ({ signal }) => api.get('/positions', positionsSchema, signal),
  });
}

// The replayed moment comes either as positions with alarms beside them, or with the positions inside.
const momentSchema = z.union([
  z.object({ positions: positionsSchema, alarms: z.array(alarmViewSchema) }),
  positionsSchema
    .extend({ alarms: z.array(alarmViewSchema) })
    .transform(({ alarms, ...positions }) => ({ positions, alarms })),
]);

/** Where everything was and what rang at a past minute. */
export function useMoment(time: number | null) {
  return useQuery({
    queryKey: ['map', 'at', time],
    enabled: time !== null,
    staleTime: Infinity,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get(`/map/at${query({ time })}`, momentSchema, signal),
  });
}

const histogramSchema = z.object({ from: z.number(), step: z.number(), counts: z.array(z.number()) });

/** Alarms of the last day per step. */
export function useHistogram() {
  return useQuery({
    queryKey: ['alarms', 'histogram', 24],
    refetchInterval: 60_000,
    queryFn: ({ signal }) => api.get('/map/alarms?hours=24', histogramSchema, signal),
  });
}

const insideGroup = z.object({
  count: z.number(),
  rows: z.array(z.object({ id: z.string(), name: z.string(), level: z.string().nullish(), distance: z.number() })),
});
const insideSchema = z.object({
  enterprises: insideGroup,
  tanks: insideGroup,
  devices: insideGroup,
  vehicles: insideGroup,
  vessels: insideGroup,
});
export type Inside = z.infer<typeof insideSchema>;

/** What lies inside a circle; the last answer stays while the next is fetched. */
export function useInside(circle: { readonly lon: number; readonly lat: number; readonly radius: number } | null) {
  return useQuery({
    queryKey: ['map', 'inside', circle],
    enabled: circle !== null,
    placeholderData: keepPreviousData,
    staleTime: 10_000,
    queryFn: ({ signal }) => api.get(`/map/inside${query({ ...circle })}`, insideSchema, signal),
  });
}

export const TRACK_SPAN = 3 * 3_600_000;

/** Track of a moving object over the three hours before `until` (null = now). */
export function useTrack(id: string | null, until: number | null) {
  return useQuery({
    queryKey: ['map', 'track', id, until],
    enabled: id !== null,
    refetchInterval: until === null ? 10_000 : false,
    queryFn: ({ signal }) => {
      const to = until ?? Date.now();
      return api.get(
        `/tracks/${encodeURIComponent(id ?? '')}${query({ from: to - TRACK_SPAN, to })}`,
        trackSchema,
        signal,
      );
    },
  });
}

const PLURALS: Readonly<Record<string, string>> = {
  enterprise: 'enterprises',
  tank: 'tanks',
  device: 'devices',
  vehicle: 'vehicles',
  vessel: 'vessels',
  site: 'sites',
};

/** The registered record behind a chosen object; points have none. */
export function useRecord(kind: string, id: string) {
  const plural = PLURALS[kind];
  return useQuery({
    queryKey: ['record', plural, id],
    enabled: plural !== undefined,
    staleTime: 30_000,
    queryFn: ({ signal }) => api.get(`/${plural}/${encodeURIComponent(id)}`, recordSchema, signal),
  });
}

export function useFound(text: string) {
  const q = text.trim();
  return useQuery({
    queryKey: ['search', q],
    enabled: q !== '',
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get(`/search${query({ q })}`, foundSchema, signal),
  });
}

/** The jurisdiction whose boundaries are drawn: the session's, else the first one. */
export function useJurisdiction(): Jurisdiction | null {
  const session = useSession();
  const { data } = usePlatform();
  const own = session.jurisdiction;
  const all = data?.jurisdictions ?? [];
  return all.find((one) => one.path === own) ?? all.find((one) => own?.startsWith(one.path) === true) ?? all[0] ?? null;
}

const collection = z.looseObject({ type: z.literal('FeatureCollection'), features: z.array(z.unknown()) });

/** County label anchors of a pack; they also prove that the pack is there. */
export function useLabels(pack: string | null) {
  return useQuery({
    queryKey: ['map', 'labels', pack],
    enabled: pack !== null,
    staleTime: Infinity,
    queryFn: async ({ signal }) => {
      const response = await fetch(`/packs/boundaries/${pack}-counties.geojson`, { signal });
      if (!response.ok) throw new Error(`${response.status}`);
      return labelPoints(collection.parse(await response.json()) as unknown as GeoJSON.FeatureCollection);
    },
  });
}

/** Only alarms that still ring: not closed. */
export function activeOf(alarms: Iterable<AlarmView>): AlarmView[] {
  return [...alarms].filter((alarm) => alarm.response !== 'closed');
}
