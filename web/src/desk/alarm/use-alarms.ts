import { alarmDetailSchema, alarmViewSchema, type AlarmView } from '@anlan/kernel/alarm';
import { seriesSchema, type Series } from '@anlan/kernel/telemetry';
import { trackSchema } from '@anlan/kernel/position';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { z } from 'zod';
import { api, query } from '../../api/index.ts';
import { useLive, useLiveReset } from '../../live/index.ts';
import { type Book, EMPTY_BOOK, enter, goOn, load, type Pushed, since } from './book.ts';
import type { Level } from './figures.ts';
import { isRinging } from './groups.ts';

const answerSchema = z.object({ alarms: z.array(alarmViewSchema), cursor: z.number() });

export interface AlarmBook {
  readonly book: Book;
  readonly loaded: boolean;
  readonly error: unknown;
  retry(): void;
  /** Enters what a verb answered. */
  put(alarms: readonly AlarmView[]): void;
}

/** Pushed alarms are gathered for this long (ms) and entered together: a flood must not render once per alarm. */
const GATHER = 80;

/**
 * All active alarms (or, with `closed`, the recent closed ones too) under `scope`, kept current by pushes.
 * Asks for nothing unless `wanted`. `onRaised` hears the levels of alarms that were not known before.
 */
export function useAlarmBook(
  scope: string | null,
  closed = false,
  onRaised?: (levels: readonly Level[]) => void,
  wanted = true,
): AlarmBook {
  const [book, setBook] = useState<Book>(EMPTY_BOOK);
  const pending = useRef<AlarmView[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const meanwhile = useRef<Pushed[]>([]);
  const answer = useQuery({
    queryKey: ['alarm-book', closed ? 'all' : 'active'],
    enabled: wanted,
    staleTime: Infinity,
    // Nobody listened while no page with alarms was open: what is kept from then is shown, and asked for anew.
    refetchOnMount: 'always',
    queryFn: ({ signal }) =>
      api.get(`/alarms${query({ state: closed ? 'all' : 'active', limit: 10_000 })}`, answerSchema, signal),
  });
  useEffect(() => {
    if (answer.data === undefined) return;
    const { alarms: answered, cursor } = answer.data;
    const alarms = answered.filter((alarm) => scope === null || alarm.regionPath.startsWith(scope));
    const newer = since(meanwhile.current, cursor);
    meanwhile.current = [];
    setBook((before) => enter(load(before, alarms), newer, closed));
  }, [answer.data, answer.dataUpdatedAt, scope, closed]);
  const asking = answer.isFetching;
  const refetch = answer.refetch;
  useLiveReset(useCallback(() => void refetch(), [refetch]));
  useLive('event', (push) => {
    if (scope !== null && !push.alarm.regionPath.startsWith(scope)) return;
    const fresh = push.happening === 'came-live' || (push.happening === 'raised' && !book.has(push.alarm.id));
    if (fresh && isRinging(push.alarm, Date.now())) onRaised?.([push.alarm.level]);
    if (asking) meanwhile.current.push(push);
    pending.current.push(push.alarm);
    timer.current ??= setTimeout(() => {
      const batch = pending.current;
      pending.current = [];
      timer.current = undefined;
      setBook((before) => enter(before, batch, closed));
    }, GATHER);
  });
  useLive('course', (push) => setBook((before) => goOn(before, push)));
  useEffect(() => () => clearTimeout(timer.current), []);
  const put = useCallback(
    (alarms: readonly AlarmView[]) => setBook((before) => enter(before, alarms, closed)),
    [closed],
  );
  return { book, loaded: answer.isSuccess, error: answer.error, retry: () => void refetch(), put };
}

/** The card of one alarm: trail, why, limits. */
export function useAlarmDetail(id: string | null) {
  return useQuery({
    queryKey: ['alarms', 'detail', id],
    enabled: id !== null,
    staleTime: 2000,
    queryFn: ({ signal }) => api.get(`/alarms/${encodeURIComponent(id ?? '')}`, alarmDetailSchema, signal),
  });
}

const TREND_SPAN = 30 * 60_000;

async function speedSeries(id: string, from: number, to: number, signal: AbortSignal): Promise<Series> {
  const track = await api.get(`/tracks/${encodeURIComponent(id)}${query({ from, to })}`, trackSchema, signal);
  const value = track.speed;
  return { pointId: id, unit: 'km/h', from, to, resolution: 0, at: track.time, value, low: value, high: value };
}

/** The last half hour before `until` (null = now) of what the alarm watches: readings, or the speed of a moving object. */
export function useAlarmSeries(alarm: AlarmView, until: number | null): Series | undefined {
  const { subjectId: id, subjectKind } = alarm;
  return useQuery({
    queryKey: ['alarm-trend', subjectKind, id, until],
    refetchInterval: until === null ? 5000 : false,
    queryFn: ({ signal }) => {
      const to = until ?? Date.now();
      const from = to - TREND_SPAN;
      if (subjectKind !== 'point') return speedSeries(id, from, to, signal);
      return api.get(
        `/points/${encodeURIComponent(id)}/readings${query({ from, to, max: 600 })}`,
        seriesSchema,
        signal,
      );
    },
  }).data;
}

/** A series with the newest pushed reading at its end. */
export function withReading(series: Series, at: number, value: number): Series {
  if (at <= (series.at.at(-1) ?? 0)) return series;
  return {
    ...series,
    to: Math.max(series.to, at),
    at: [...series.at, at],
    value: [...series.value, value],
    low: [...series.low, value],
    high: [...series.high, value],
  };
}

const nearSchema = z.object({ count: z.number() });
const insideSchema = z.object({
  enterprises: nearSchema,
  tanks: nearSchema,
  devices: nearSchema,
  vehicles: nearSchema,
  vessels: nearSchema,
});
export const NEAR_RADIUS = 500;

/** How many registered things of each kind lie within 500 m of an alarm. */
export function useNear(alarm: AlarmView | null) {
  const lon = alarm?.lon ?? null;
  const lat = alarm?.lat ?? null;
  return useQuery({
    queryKey: ['near', lon, lat],
    enabled: lon !== null && lat !== null,
    staleTime: 30_000,
    queryFn: ({ signal }) => api.get(`/map/inside${query({ lon, lat, radius: NEAR_RADIUS })}`, insideSchema, signal),
  });
}

export type VerbBody =
  | { readonly verb: 'acknowledge'; readonly note?: string }
  | { readonly verb: 'handle'; readonly note: string }
  | { readonly verb: 'shelve'; readonly until: number; readonly reason: string }
  | { readonly verb: 'unshelve' }
  | { readonly verb: 'reset'; readonly reason: string }
  | { readonly verb: 'close'; readonly cause: string; readonly measure: string; readonly falseAlarm?: boolean };

/** Does a verb on an alarm and on those of the same source that stand on its line; stops at the first refusal. */
export function useVerb(put: (alarms: readonly AlarmView[]) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ alarms, body }: { readonly alarms: readonly AlarmView[]; readonly body: VerbBody }) => {
      const { verb, ...input } = body;
      for (const { id } of alarms) {
        const detail = await api.post(`/alarms/${encodeURIComponent(id)}/${verb}`, input, alarmDetailSchema);
        client.setQueryData(['alarms', 'detail', id], detail);
        put([detail.alarm]);
      }
    },
  });
}
