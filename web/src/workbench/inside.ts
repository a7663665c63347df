import { askRing, type LonLat, type Outlook, type Setup, type Zone } from '@anlan/kernel/workbench';
import { askRowsSchema, askSchema, writeArea, type Area, type Asked } from '@anlan/kernel/map';
import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { z } from 'zod';
import { api, query } from '../api/index.ts';
import { useJurisdiction } from '../map/facts.ts';
import { useComputed, useRested } from './engine.ts';
import { roadsInside, type RoadInside } from './roads.ts';
import { zoneAt } from './zones.ts';

/** Groups of the register whose places are listed one by one. */
const LISTED = ['site', 'enterprise', 'tank', 'building'] as const;
const MOST = 120;

const areaOf = (setup: Setup, zone: Zone | undefined): Area | null => {
  const ring = zone === undefined ? null : askRing(setup, zone);
  return ring === null ? null : { kind: 'polygon', ring: ring.map(([lon, lat]) => [lon, lat]) };
};

/** People, assets and substances of the register in each zone, asked of the map once the sliders rest. */
export function useInside(setup: Setup, outlook: Outlook | undefined): ReadonlyMap<string, Asked> {
  const rested = useRested(outlook, 350);
  const zones = useMemo(
    () => (rested?.zones ?? []).map((zone) => [zone.name, areaOf(setup, zone)] as const),
    [rested, setup],
  );
  return useQueries({
    queries: zones.map(([name, area]) => ({
      queryKey: ['workbench', 'inside', area === null ? '' : writeArea(area)],
      enabled: area !== null,
      staleTime: 15_000,
      placeholderData: keepPreviousData,
      queryFn: async ({ signal }: { signal: AbortSignal }) => ({
        name,
        asked: await api.get(`/map/ask${query({ area: writeArea(area as Area) })}`, askSchema, signal),
      }),
    })),
    combine: (results) =>
      new Map(
        results.flatMap(({ data }, i) =>
          data === undefined ? [] : [[zones[i]?.[0] ?? data.name, data.asked] as const],
        ),
      ),
  });
}

export interface Target {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly lon: number;
  readonly lat: number;
  readonly zone: Zone | null;
  readonly facts: Readonly<Record<string, string>>;
}

/** Places of the register inside the outermost zone and where the wind may turn it, worst zone first. */
export function useTargets(setup: Setup, outlook: Outlook | undefined): readonly Target[] {
  const rested = useRested(outlook, 350);
  const outer = rested?.zones.toReversed().find(({ ring }) => ring.length > 3);
  const area = useMemo(() => areaOf(setup, outer), [setup, outer]);
  // The wind may turn: what lies within its swing is listed apart.
  const swing = useMemo((): Area | null => {
    if (outer === undefined || outer.swing.length < 4) return area;
    const step = Math.ceil(outer.swing.length / 120);
    const ring = outer.swing.slice(0, -1).filter((_, i) => i % step === 0);
    return ring.length < 3 ? area : { kind: 'polygon', ring: ring.map(([lon, lat]) => [lon, lat]) };
  }, [outer, area]);
  return useQueries({
    queries: LISTED.map((group) => ({
      queryKey: ['workbench', 'targets', group, swing === null ? '' : writeArea(swing)],
      enabled: swing !== null,
      staleTime: 15_000,
      placeholderData: keepPreviousData,
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        api.get(`/map/ask/rows${query({ area: writeArea(swing as Area), group, size: MOST })}`, askRowsSchema, signal),
    })),
    combine: (results) => {
      const zones = rested?.zones ?? [];
      const found = results.flatMap(({ data }, i) =>
        (data?.rows ?? []).flatMap((row): Target[] =>
          row.lon === null || row.lat === null
            ? []
            : [
                {
                  id: row.id,
                  kind: LISTED[i] ?? '',
                  name: row.name,
                  lon: row.lon,
                  lat: row.lat,
                  facts: row.facts,
                  zone: zoneAt(zones, row.lon, row.lat),
                },
              ],
        ),
      );
      const rank = ({ zone }: Target): number => (zone === null ? 9 : zones.indexOf(zone));
      return found.toSorted(
        (a, b) => rank(a) - rank(b) || LISTED.indexOf(a.kind as never) - LISTED.indexOf(b.kind as never),
      );
    },
  });
}

const roadsSchema = z.looseObject({ features: z.array(z.unknown()) });

/** Roads that pass through each zone, with the length inside. */
export function useRoads(outlook: Outlook | undefined): ReadonlyMap<string, readonly RoadInside[]> {
  const pack = useJurisdiction()?.pack ?? null;
  const rested = useRested(outlook, 350);
  const roads = useQuery({
    queryKey: ['workbench', 'roads', pack],
    enabled: pack !== null,
    staleTime: Infinity,
    queryFn: async ({ signal }) => {
      const response = await fetch(`/packs/roads/${pack}.geojson`, { signal });
      return roadsSchema.parse(await response.json()).features as GeoJSON.Feature[];
    },
  });
  return useMemo(
    () => new Map((rested?.zones ?? []).map(({ name, ring }) => [name, roadsInside(roads.data ?? [], ring)])),
    [rested, roads.data],
  );
}

/** What to do at each listed place, computed in the worker. */
export function useAdvice(setup: Setup, targets: readonly Target[]) {
  const order = useMemo(
    () =>
      setup.look !== 'toxic' || targets.length === 0
        ? null
        : { kind: 'advice' as const, setup, places: targets.slice(0, 60).map(({ lon, lat }): LonLat => [lon, lat]) },
    [setup, targets],
  );
  return useComputed<'advice'>(order)?.value ?? [];
}
