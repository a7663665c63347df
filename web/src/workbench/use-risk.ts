import {
  crowdSchema,
  neighboursSchema,
  sourcesSchema,
  windStatisticsSchema,
  type Neighbours,
  type Risk,
  type NoRisk,
  type RiskTarget,
  type RiskWish,
  type Setup,
  type WindStatistics,
} from '@anlan/kernel/workbench';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { api, query } from '../api/index.ts';
import { slowEngine, useComputed, useRested } from './engine.ts';
import { useStations } from './WeatherPart.tsx';

/** m around the release: people counted, targets judged, tanks of the same site. */
const AROUND = { people: 10_000, targets: 5000, site: 600 } as const;

export interface RiskChoice {
  /** The vessel that is set, or all tanks of the site. */
  readonly sources: 'one' | 'site';
  readonly year: 'assumed' | 'station';
  readonly installation: RiskWish['installation'];
}

export interface RiskState {
  readonly choice: RiskChoice;
  readonly choose: (choice: RiskChoice) => void;
  readonly risk: Risk | NoRisk | undefined;
  /** ms of computing. */
  readonly ms: number | undefined;
  readonly busy: boolean;
  readonly targets: Neighbours['targets'];
  readonly statistics: WindStatistics | null;
  /** Is a station wanted and none there? */
  readonly noStation: boolean;
  readonly left: readonly { readonly name: string; readonly reason: string }[];
}

/** Units that may escalate and protection targets around the release. */
export function useNeighbours(setup: Setup, wanted: boolean) {
  const [lon, lat] = setup.place;
  return useQuery({
    queryKey: ['workbench', 'neighbours', lon.toFixed(4), lat.toFixed(4)],
    enabled: wanted,
    staleTime: 60_000,
    queryFn: ({ signal }) =>
      api.get(`/workbench/neighbours${query({ lon, lat, radius: AROUND.targets })}`, neighboursSchema, signal),
  });
}

const useSources = ([lon, lat]: Setup['place'], wanted: boolean) =>
  useQuery({
    queryKey: ['workbench', 'sources', lon.toFixed(4), lat.toFixed(4)],
    enabled: wanted,
    staleTime: 60_000,
    queryFn: ({ signal }) =>
      api.get(`/workbench/sources${query({ lon, lat, radius: AROUND.site })}`, sourcesSchema, signal),
  });

/** Head-counts of the register within ten kilometres. */
const useCrowd = ([lon, lat]: Setup['place'], wanted: boolean) =>
  useQuery({
    queryKey: ['workbench', 'people', lon.toFixed(3), lat.toFixed(3)],
    enabled: wanted,
    staleTime: 60_000,
    queryFn: ({ signal }) =>
      api.get(`/workbench/people${query({ lon, lat, radius: AROUND.people })}`, crowdSchema, signal),
  });

function useStatistics(place: Setup['place'], wanted: boolean) {
  const stations = useStations(place, wanted);
  const nearest = stations.data?.[0];
  const found = useQuery({
    queryKey: ['workbench', 'statistics', nearest?.id ?? ''],
    enabled: wanted && nearest !== undefined,
    staleTime: 600_000,
    queryFn: ({ signal }) => api.get(`/workbench/stations/${nearest?.id}/statistics`, windStatisticsSchema, signal),
  });
  return { statistics: found.data ?? null, none: stations.data?.length === 0 || found.isError };
}

/** Individual and societal risk of the vessel or its site, computed in a worker while the panel is looked at. */
export function useRisk(setup: Setup, wanted: boolean): RiskState {
  const [choice, choose] = useState<RiskChoice>({ sources: 'one', year: 'assumed', installation: 'in service' });
  const rested = useRested(setup, 400);
  const crowd = useCrowd(rested.place, wanted).data?.people;
  const targets = useNeighbours(rested, wanted).data?.targets;
  const site = useSources(rested.place, wanted && choice.sources === 'site').data;
  const { statistics, none } = useStatistics(rested.place, wanted && choice.year === 'station');
  const order = useMemo(() => {
    if (!wanted || crowd === undefined || targets === undefined) return null;
    if (choice.sources === 'site' && site === undefined) return null;
    if (choice.year === 'station' && statistics === null) return null;
    const others = (site?.sources ?? []).filter(({ id }) => id !== rested.origin?.id).map((one) => one.setup);
    const wish: RiskWish = {
      sources: choice.sources === 'site' ? [rested, ...others] : [rested],
      crowds: crowd,
      targets: targets.map(({ id, lon, lat, target }) => ({ id, lon, lat, target: target as RiskTarget['target'] })),
      installation: choice.installation,
      ...(choice.year === 'station' && statistics !== null && { year: statistics.classes }),
    };
    return { kind: 'risk' as const, wish };
  }, [wanted, crowd, targets, site, statistics, choice, rested]);
  const computed = useComputed<'risk'>(order, slowEngine);
  return {
    choice,
    choose,
    risk: computed?.value,
    ms: computed?.ms,
    busy: wanted && computed === undefined && !none,
    targets: targets ?? [],
    statistics,
    noStation: choice.year === 'station' && none,
    left: choice.sources === 'site' ? (site?.left ?? []) : [],
  };
}
