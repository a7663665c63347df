import { manySeriesSchema, type ManySeries } from '@anlan/kernel/telemetry';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { createContext, useState } from 'react';
import { api } from '../api/index.ts';
import { useNow } from '../time/index.ts';

const HOUR = 3_600_000;
const QUARTER = 900_000;

/** What a picture shows at a chosen moment: `undefined` while it shows what is now, null where nothing came in that stretch. */
export interface Replay {
  /** The moment shown, epoch ms; null = now. */
  readonly at: number | null;
  readonly hours: number;
  readonly from: number;
  readonly to: number;
  readonly step: number;
  readonly waiting: boolean;
  readonly valueOf: (point: string) => number | null | undefined;
  readonly choose: (at: number | null) => void;
}

/** The moment that everything below it shows; null where nothing goes back in time. */
export const ReplayContext = createContext<Replay | null>(null);

/** The value that a series had in the stretch which holds a moment. */
export function valueAt(series: ManySeries, point: string, at: number): number | null {
  const row = series.value[series.id.indexOf(point)];
  const column = series.at.findLastIndex((begin) => begin <= at);
  return row?.[column] ?? null;
}

/** Lets a picture of some points go back over the last hours, a quarter of an hour a step. */
export function useReplay(points: readonly string[], hours = 24): Replay {
  const now = useNow(60_000);
  const [at, choose] = useState<number | null>(null);
  const to = Math.floor(now / QUARTER) * QUARTER;
  const from = to - hours * HOUR;
  const series = useQuery({
    queryKey: ['replay', points, hours, at === null ? null : to],
    enabled: at !== null && points.length > 0,
    placeholderData: keepPreviousData,
    queryFn: () => api.post('/readings/series', { points, from, to, max: (hours * HOUR) / QUARTER }, manySeriesSchema),
  });
  return {
    at,
    hours,
    from,
    to,
    step: QUARTER,
    waiting: at !== null && series.data === undefined,
    choose,
    valueOf: (point) => {
      if (at === null) return undefined;
      return series.data === undefined ? null : valueAt(series.data, point, at);
    },
  };
}
