import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { api, query } from '../api/index.ts';

const content = z.object({
  tonnes: z.number(),
  source: z.enum(['sensor', 'declared', 'design']),
  at: z.number().nullable(),
  stale: z.boolean(),
});
export type Present = z.infer<typeof content>;

const substance = z.object({
  key: z.string(),
  name: z.string(),
  labelEn: z.string(),
  aliases: z.array(z.string()),
  cas: z.array(z.string()),
  un: z.string(),
  kind: z.string(),
  lists: z.array(z.string()),
});

const holding = z.object({
  id: z.string(),
  name: z.string(),
  substance: z.string(),
  substanceName: z.string(),
  kind: z.string(),
  storage: z.string(),
  designQuantity: z.number(),
  present: content,
  tank: z.string().nullable(),
  hazardSource: z.string().nullable(),
});
export type Holding = z.infer<typeof holding>;

const holders = z.object({
  units: z.array(
    z.object({
      enterprise: z.string(),
      name: z.string(),
      region: z.string(),
      lon: z.number(),
      lat: z.number(),
      distance: z.number(),
      design: z.number(),
      present: z.number(),
      measured: z.number(),
      holdings: z.array(holding.extend({ distance: z.number() })),
    }),
  ),
  total: z.object({ units: z.number(), holdings: z.number(), design: z.number(), present: z.number() }),
  took: z.number(),
});
export type Holders = z.infer<typeof holders>;

const totals = z.object({
  rows: z.array(
    z.object({
      regionPath: z.string(),
      region: z.string(),
      substance: z.string(),
      substanceName: z.string(),
      kind: z.string(),
      units: z.number(),
      holdings: z.number(),
      design: z.number(),
      present: z.number(),
    }),
  ),
});

const sourceRow = z.object({
  id: z.string(),
  name: z.string(),
  enterprise: z.string(),
  enterpriseName: z.string(),
  regionPath: z.string(),
  region: z.string(),
  registeredGrade: z.string(),
  grade: z.string().nullable(),
  differs: z.boolean(),
  S: z.number(),
  R: z.number().nullable(),
  tanks: z.number(),
  watch: z.object({ bound: z.number(), missing: z.array(z.string()), unmonitored: z.boolean() }),
  filing: z.object({ until: z.string().nullable(), state: z.string(), late: z.boolean() }),
});
export type SourceRow = z.infer<typeof sourceRow>;
const sources = z.object({
  rows: z.array(sourceRow),
  counts: z.object({
    all: z.number(),
    unmonitored: z.number(),
    incomplete: z.number(),
    differs: z.number(),
    expired: z.number(),
  }),
});

const point = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.string(),
  unit: z.string(),
  tank: z.string().nullable(),
  bound: z.boolean(),
  value: z.number().nullable(),
  at: z.number().nullable(),
  limits: z.record(z.string(), z.number()),
  expectedPeriod: z.number(),
});
export type SourcePoint = z.infer<typeof point>;

const source = sourceRow.extend({
  population: z.number().nullable(),
  grading: z.object({
    terms: z.array(
      z.object({
        substance: z.string(),
        name: z.string(),
        q: z.number(),
        threshold: z.number(),
        thresholdClause: z.string(),
        beta: z.number(),
        betaClause: z.string(),
        ratio: z.number(),
        weighted: z.number(),
      }),
    ),
    uncounted: z.array(z.object({ name: z.string(), reason: z.string() })),
    S: z.number(),
    alpha: z.number().nullable(),
    R: z.number().nullable(),
    grade: z.string().nullable(),
    warnings: z.array(z.string()),
    standard: z.string(),
    substancesVersion: z.string(),
  }),
  holdings: z.array(holding),
  points: z.array(point),
  history: z.array(
    z.object({ at: z.number(), grade: z.string().nullable(), registeredGrade: z.string(), R: z.number().nullable() }),
  ),
});
export type SourceDetail = z.infer<typeof source>;

const focus = z.array(
  z.object({
    enterprise: z.string(),
    name: z.string(),
    region: z.string(),
    enteredAt: z.number(),
    reasons: z.array(z.string()),
    leftAt: z.number().nullable(),
    leftBecause: z.string().nullable(),
  }),
);

const gap = z.object({
  device: z.string(),
  label: z.string(),
  standing: z.string(),
  condition: z.string(),
  clause: z.string(),
  finding: z.string(),
});
const gaps = z.object({
  rows: z.array(
    gap.extend({
      place: z.string(),
      placeId: z.string(),
      tank: z.string().nullable(),
      enterprise: z.string(),
      enterpriseName: z.string(),
      region: z.string(),
      substanceName: z.string(),
    }),
  ),
  total: z.number(),
  places: z.number(),
  required: z.number(),
  byDevice: z.array(z.object({ device: z.string(), label: z.string(), required: z.number(), gaps: z.number() })),
  byRegion: z.array(z.object({ regionPath: z.string(), region: z.string(), required: z.number(), gaps: z.number() })),
});
export type Gaps = z.infer<typeof gaps>;

const shutOff = z.object({
  id: z.string(),
  tankName: z.string(),
  closedAt: z.number(),
  reopenedAt: z.number().nullable(),
  alarm: z.object({ id: z.string(), number: z.string() }),
  trigger: z
    .object({ id: z.string(), number: z.string(), label: z.string(), level: z.string(), raisedAt: z.number() })
    .nullable(),
  others: z.array(z.string()),
});
export type ShutOff = z.infer<typeof shutOff>;

const tank = z.object({
  id: z.string(),
  name: z.string(),
  enterprise: z.string(),
  enterpriseName: z.string(),
  region: z.string(),
  substanceName: z.string(),
  kind: z.string(),
  storage: z.string(),
  volume: z.number().nullable(),
  designQuantity: z.number().nullable(),
  present: content.nullable(),
  source: z.object({ id: z.string(), name: z.string(), grade: z.string().nullable() }).nullable(),
  majorHazard: z.boolean(),
  points: z.array(point),
  devices: z.array(
    z.object({
      device: z.string(),
      label: z.string(),
      labelEn: z.string(),
      standing: z.string(),
      condition: z.string(),
      clause: z.string(),
      state: z.string().nullable(),
      inspectionDue: z.string().nullable(),
    }),
  ),
  gaps: z.array(gap),
  shutOffs: z.array(shutOff),
});
export type TankSafety = z.infer<typeof tank>;

/** Reads a figure of these pages; live ones are read again at `every` ms. */
function useRead<S extends z.ZodType>(path: string, shape: S, every?: number, enabled = true) {
  return useQuery({
    queryKey: ['hazchem', path],
    enabled,
    placeholderData: keepPreviousData,
    ...(every === undefined ? {} : { refetchInterval: every }),
    queryFn: ({ signal }) => api.get(path, shape, signal),
  });
}

export const useSubstances = (search: string) =>
  useRead(`/substances${query({ search, size: 60 })}`, z.array(substance));
export const useHolders = (wish: { lon: number; lat: number; radius: number; substance: string } | null) =>
  useRead(`/holders${wish === null ? '' : query(wish)}`, holders, 30_000, wish !== null);
export const useTotals = (region: string | null) =>
  useRead(`/chemical-totals${query({ region: region ?? undefined })}`, totals, 60_000);
export const useSources = () => useRead('/major-hazards', sources, 30_000);
export const useSource = (id: string) => useRead(`/major-hazards/${id}`, source, 10_000);
export const useFocus = (past: boolean) => useRead(`/focus-list${query({ past: past ? 1 : 0 })}`, focus, 30_000);
export const useGaps = (wish: { region?: string | undefined; device?: string | undefined }) =>
  useRead(`/safety-gaps${query({ ...wish, limit: 500 })}`, gaps);
export const useTank = (id: string) => useRead(`/tanks/${id}/safety`, tank, 10_000);
