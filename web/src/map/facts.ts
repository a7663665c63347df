import type { AlarmView } from '@anlan/kernel/alarm';
import { alarmViewSchema } from '@anlan/kernel/alarm';
import {
  askRowsSchema,
  askSchema,
  layerViewSchema,
  momentSchema,
  shapesSchema,
  viewSchema,
  writeArea,
  type Area,
  type Bounds,
  type Knowledge,
  type LayerView,
} from '@anlan/kernel/map';
import { positionsSchema, trackSchema } from '@anlan/kernel/position';
import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { api, foundSchema, query, recordSchema, usePlatform, useSession, type Jurisdiction } from '../api/index.ts';
import { labelPoints } from './geometry.ts';
import type { PlaceScene, ShapeScene } from './layers.ts';
import { placeStore } from './place-store.ts';
import type { PlaceLayer } from './scene.ts';
import { useLanguage } from '../language/index.tsx';
import { regionName } from '../language/regions.ts';

export type LayerRow = LayerView;

/** Layers of the panel with their counts. */
export function useLayers() {
  return useQuery({
    queryKey: ['map', 'layers'],
    refetchInterval: 60_000,
    queryFn: ({ signal }) => api.get('/map/layers', z.array(layerViewSchema), signal),
  });
}

/** The kind of moving object a layer draws, or null where it draws places. */
export function movingKind(layer: Pick<LayerRow, 'kind' | 'of'>): 'vehicle' | 'vessel' | null {
  if (layer.kind !== 'moving') return null;
  return layer.of === 'vessel' ? 'vessel' : 'vehicle';
}

/** How places of a layer look: by risk mark where the entity has levels, points as sensor rings, the rest as dots. */
export function lookOf(layer: Pick<LayerRow, 'kind' | 'levels'>): PlaceScene['look'] {
  if (layer.kind === 'points') return 'sensor';
  return layer.levels ? 'risk' : 'plain';
}

/** The kind of object a place of a layer is: `enterprise`, `point`, … */
export const objectKind = (layer: Pick<LayerRow, 'kind' | 'of'>): string =>
  layer.kind === 'points' ? 'point' : layer.of;

const ORDER = { plain: 0, sensor: 1, risk: 2 } as const;
const SILENCE_STEP = 600_000;

/**
 * Places of the layers that are switched on and do not move; risk marks drawn last. In replay they are asked for as the
 * register stood then, anew only when `register` says that it differs.
 */
export function usePlaces(
  layers: readonly LayerRow[],
  opacity: Readonly<Record<string, number>>,
  past: { readonly time: number; readonly register: string } | null,
): readonly PlaceLayer[] {
  const still = layers.filter(({ kind }) => kind === 'entity' || kind === 'points' || kind === 'cases');
  const version = (layer: LayerRow): string => {
    if (past === null) return '';
    return layer.kind === 'points' ? `@${Math.floor(past.time / SILENCE_STEP)}` : `@${past.register}`;
  };
  return useQueries({
    queries: still.map((layer) => ({
      queryKey: ['map', 'places', layer.key, version(layer)],
      staleTime: past === null ? 60_000 : 0,
      gcTime: past === null ? 300_000 : 0,
      refetchInterval: past === null ? 60_000 : (false as const),
      queryFn: () =>
        placeStore.load(
          `${layer.key}${version(layer)}`,
          `/api/map/places/${encodeURIComponent(layer.key)}${query({ time: past?.time })}`,
        ),
    })),
    combine: (results) =>
      results
        .flatMap(({ data }, i): PlaceLayer[] => {
          const layer = still[i];
          if (data === undefined || layer === undefined) return [];
          return [{ key: data.key, look: lookOf(layer), held: data, opacity: opacity[layer.key] ?? 1 }];
        })
        .sort((a, b) => ORDER[a.look] - ORDER[b.look]),
  });
}

/** Lines and areas of the layers that are switched on and draw them. */
export function useShapes(
  layers: readonly LayerRow[],
  opacity: Readonly<Record<string, number>>,
): readonly ShapeScene[] {
  const drawn = layers.filter((layer) => layer.kind === 'shapes');
  return useQueries({
    queries: drawn.map((layer) => ({
      queryKey: ['map', 'shapes', layer.key],
      staleTime: 60_000,
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        api.get(`/map/shapes/${encodeURIComponent(layer.key)}`, shapesSchema, signal),
    })),
    combine: (results) =>
      results.flatMap(({ data }, i): ShapeScene[] => {
        const key = drawn[i]?.key;
        return data === undefined || key === undefined ? [] : [{ key, shapes: data, opacity: opacity[key] ?? 1 }];
      }),
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

/** Where everything was and what was open at a past minute, as known then or as known today. */
export function useMoment(time: number | null, knowledge: Knowledge) {
  return useQuery({
    queryKey: ['map', 'at', time, knowledge],
    enabled: time !== null,
    staleTime: Infinity,
    gcTime: 60_000,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get(`/map/at${query({ time, knowledge })}`, momentSchema, signal),
  });
}

const histogramSchema = z.object({ from: z.number(), step: z.number(), counts: z.array(z.number()) });

/** Alarms of the day before `until` per step; null = now. */
export function useHistogram(until: number | null = null) {
  return useQuery({
    queryKey: ['alarms', 'histogram', 24, until],
    refetchInterval: until === null ? 60_000 : false,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get(`/map/alarms${query({ hours: 24, until })}`, histogramSchema, signal),
  });
}

export interface Past {
  readonly time: number;
  readonly knowledge: Knowledge;
}

/** Who and what is inside a drawn area; the last answer stays while the next is fetched. */
export function useAsked(area: Area | null, past: Past | null) {
  const text = area === null ? '' : writeArea(area);
  return useQuery({
    queryKey: ['map', 'ask', text, past],
    enabled: area !== null,
    placeholderData: keepPreviousData,
    staleTime: 10_000,
    queryFn: ({ signal }) => api.get(`/map/ask${query({ area: text, ...past })}`, askSchema, signal),
  });
}

/** One page of a group inside a drawn area. */
export function useAskedRows(area: Area, group: string, offset: number, size: number, past: Past | null) {
  const text = writeArea(area);
  return useQuery({
    queryKey: ['map', 'ask', text, group, offset, size, past],
    enabled: group !== '',
    placeholderData: keepPreviousData,
    staleTime: 10_000,
    queryFn: ({ signal }) =>
      api.get(`/map/ask/rows${query({ area: text, group, offset, size, ...past })}`, askRowsSchema, signal),
  });
}

/** What is in view in words, one page. */
export function useViewList(bounds: Bounds | null, layers: readonly string[], offset: number) {
  const box = bounds?.map((value) => value.toFixed(4)).join(',') ?? '';
  return useQuery({
    queryKey: ['map', 'view', box, layers, offset],
    enabled: bounds !== null && layers.length > 0,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      api.get(`/map/view${query({ bounds: box, layers: layers.join(','), offset })}`, viewSchema, signal),
  });
}

export const TRACK_HOURS = [1, 3, 12, 24] as const;

/** Track of a moving object over the hours before `until` (null = now). */
export function useTrack(id: string | null, until: number | null, hours: number) {
  return useQuery({
    queryKey: ['map', 'track', id, until === null ? null : Math.floor(until / 60_000), hours],
    enabled: id !== null,
    refetchInterval: until === null ? 10_000 : false,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => {
      const to = until ?? Date.now();
      return api.get(
        `/tracks/${encodeURIComponent(id ?? '')}${query({ from: to - hours * 3_600_000, to })}`,
        trackSchema,
        signal,
      );
    },
  });
}

const alarmsSchema = z.object({ alarms: z.array(alarmViewSchema) });

/** Every alarm of one object, open or not, newest first. */
export function useAlarmsOf(subject: string) {
  return useQuery({
    queryKey: ['map', 'alarms-of', subject],
    staleTime: 10_000,
    queryFn: ({ signal }) => api.get(`/alarms${query({ state: 'all', subject })}`, alarmsSchema, signal),
  });
}

const valuesSchema = z.array(
  z.object({ id: z.string(), at: z.number(), received: z.number(), value: z.number().nullable(), quality: z.string() }),
);

/** The newest value of a point at a past moment; undefined while it is asked for. */
export function useValueThen(point: string, past: Past | null) {
  return useQuery({
    queryKey: ['map', 'values', point, past],
    enabled: past !== null,
    staleTime: Infinity,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get(`/map/at/values${query({ points: point, ...past })}`, valuesSchema, signal),
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
  const { language } = useLanguage();
  return useQuery({
    queryKey: ['map', 'labels', pack, language],
    enabled: pack !== null,
    staleTime: Infinity,
    queryFn: async ({ signal }) => {
      const response = await fetch(`/packs/boundaries/${pack}-counties.geojson`, { signal });
      if (!response.ok) throw new Error(`${response.status}`);
      const counties = collection.parse(await response.json()) as unknown as GeoJSON.FeatureCollection;
      return labelPoints(counties, (name) => regionName(name, language));
    },
  });
}

/** Only alarms that still ring: not closed. */
export function activeOf(alarms: Iterable<AlarmView>): AlarmView[] {
  return [...alarms].filter((alarm) => alarm.response !== 'closed');
}
