import { LEVELS } from '@anlan/kernel/entity';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { api, query } from '../api/index.ts';

const level = z.enum(LEVELS);
const overviewSchema = z.object({
  points: z.record(level, z.number()),
  byObject: z.array(
    z.object({ object: z.string(), red: z.number(), orange: z.number(), yellow: z.number(), blue: z.number() }),
  ),
  assessed: z.number(),
  unowned: z.number(),
  changed: z.number(),
  reviewDue: z.number(),
  measures: z.number(),
  due: z.number(),
  late: z.number(),
  missed: z.number(),
  checksMonth: z.number(),
  ineffectiveMonth: z.number(),
  every: z.record(level, z.number()),
});
export type Overview = z.infer<typeof overviewSchema>;

const unitSchema = z.object({
  id: z.string(),
  name: z.string(),
  sector: z.string().nullable(),
  regionName: z.string(),
  red: z.number(),
  orange: z.number(),
  yellow: z.number(),
  blue: z.number(),
  unowned: z.number(),
  reviewDue: z.number(),
  measures: z.number(),
  late: z.number(),
  missed: z.number(),
  ineffective: z.number(),
});
export type Unit = z.infer<typeof unitSchema>;

const pointSchema = z.object({
  id: z.string(),
  name: z.string(),
  unit: z.string().nullable(),
  object: z.string(),
  hazard: z.string(),
  accident: z.string().nullable(),
  method: z.string().nullable(),
  score: z.number().nullable(),
  level,
  computedLevel: level.nullable(),
  control: z.string().nullable(),
  responsible: z.string().nullable(),
  reviewedOn: z.string().nullable(),
  reviewDue: z.boolean(),
  unowned: z.boolean(),
  lon: z.number().nullable(),
  lat: z.number().nullable(),
  measures: z.number(),
  late: z.number(),
  dangers: z.number(),
});
export type RiskRow = z.infer<typeof pointSchema>;
const enterpriseSchema = z.object({
  id: z.string(),
  name: z.string(),
  sector: z.string().nullable(),
  regionName: z.string(),
  points: z.array(pointSchema),
});
export type EnterpriseRisks = z.infer<typeof enterpriseSchema>;

const unownedSchema = z.object({
  rows: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      level,
      control: z.string().nullable(),
      responsible: z.string().nullable(),
      enterpriseId: z.string(),
      enterpriseName: z.string().nullable(),
      regionName: z.string().nullable(),
    }),
  ),
  total: z.number(),
});
const threeSchema = z.object({
  sectors: z.array(z.string()),
  rows: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      sector: z.string().nullable(),
      regionName: z.string(),
      high: z.number(),
      unowned: z.number(),
      late: z.number(),
      open: z.number(),
      overdue: z.number(),
      major: z.number(),
      grade: z.string().nullable(),
      validUntil: z.string().nullable(),
    }),
  ),
  total: z.number(),
});

const measureSchema = z.object({
  id: z.string(),
  riskPoint: z.string(),
  riskName: z.string(),
  level,
  enterpriseId: z.string(),
  enterpriseName: z.string().nullable(),
  kind: z.enum(['engineering', 'management', 'training', 'protection', 'emergency']),
  text: z.string(),
  responsible: z.string().nullable(),
  every: z.number(),
  own: z.boolean(),
  nextDue: z.string(),
  lastCheckedAt: z.number().nullable(),
  lastResult: z.string().nullable(),
  missed: z.number(),
  missedNow: z.number(),
});
export type Measure = z.infer<typeof measureSchema>;
const measuresSchema = z.object({ today: z.string(), rows: z.array(measureSchema), total: z.number() });

const checkSchema = z.object({
  id: z.string(),
  measure: z.string(),
  text: z.string(),
  at: z.number(),
  by: z.string(),
  side: z.string(),
  result: z.enum(['effective', 'ineffective']),
  note: z.string().nullable(),
  photos: z.array(z.string()),
  missed: z.number(),
  caseId: z.string().nullable(),
  caseNumber: z.string().nullable(),
});

const value = z.union([z.number(), z.string(), z.boolean(), z.null()]);
const workingSchema = z.object({
  standard: z.string(),
  inputs: z.array(z.object({ name: z.string(), value, unit: z.string().optional() })),
  steps: z.array(
    z.object({ clause: z.string(), formula: z.string(), name: z.string(), value, unit: z.string().optional() }),
  ),
  warnings: z.array(z.string()),
});
const headSchema = z.object({
  id: z.string(),
  riskPoint: z.string(),
  riskName: z.string(),
  enterpriseId: z.string(),
  enterpriseName: z.string().nullable(),
  method: z.enum(['LEC', 'LS', 'JHA', 'SCL', 'HAZOP']),
  title: z.string(),
  team: z.string().nullable(),
  state: z.enum(['draft', 'done']),
  version: z.number(),
  level: level.nullable(),
  computedLevel: level.nullable(),
  score: z.number().nullable(),
  begunAt: z.number(),
  begunBy: z.string(),
  doneAt: z.number().nullable(),
  doneBy: z.string().nullable(),
});
export const assessmentSchema = headSchema.extend({
  rows: z.array(
    z.object({
      seq: z.number(),
      step: z.string(),
      parameter: z.string().nullable(),
      guideWord: z.string().nullable(),
      hazard: z.string(),
      cause: z.string().nullable(),
      consequence: z.string().nullable(),
      existing: z.string().nullable(),
      scale: z.enum(['LEC', 'LS']),
      l: z.number(),
      e: z.number().nullable(),
      c: z.number().nullable(),
      s: z.number().nullable(),
      score: z.number(),
      computedLevel: level,
      level,
      reason: z.string().nullable(),
      suggestion: z.string().nullable(),
      working: workingSchema,
      same: z.boolean(),
    }),
  ),
});
export type Assessment = z.infer<typeof assessmentSchema>;

const controlSchema = z.object({
  point: pointSchema.extend({ enterpriseId: z.string(), enterpriseName: z.string().nullable(), version: z.number() }),
  measures: z.array(measureSchema),
  checks: z.array(checkSchema),
  assessments: z.array(headSchema),
  dangers: z.array(
    z.object({
      id: z.string(),
      number: z.string(),
      title: z.string(),
      state: z.string(),
      openedAt: z.number(),
      closedAt: z.number().nullable(),
    }),
  ),
});
export type Control = z.infer<typeof controlSchema>;

type Members = Readonly<Record<string, string | number | null | undefined>>;

function useDual<S extends z.ZodType>(path: string, members: Members, shape: S) {
  const wanted = `/dual-prevention/${path}${query(members)}`;
  return useQuery({
    queryKey: ['dual', wanted],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get(wanted, shape, signal),
  });
}

export const useOverview = (members: Members) => useDual('overview', members, overviewSchema);
export const useUnits = (members: Members) =>
  useDual('units', members, z.object({ rows: z.array(unitSchema), total: z.number() }));
export const useUnowned = (members: Members) => useDual('unowned', members, unownedSchema);
export const useThree = (members: Members) => useDual('three-in-one', members, threeSchema);
export const useEnterpriseRisks = (id: string) => useDual(`enterprises/${id}`, {}, enterpriseSchema);
export const useControl = (id: string) => useDual(`points/${id}`, {}, controlSchema);
export const useMeasures = (members: Members) => useDual('measures', members, measuresSchema);

export function useAssessment(id: string) {
  return useQuery({
    queryKey: ['dual', 'assessment', id],
    queryFn: ({ signal }) => api.get(`/risk-assessments/${id}`, assessmentSchema, signal),
  });
}

/** A write of dual prevention; whatever is shown of it is asked for again. */
export function useWrite<T, V>(send: (value: V) => Promise<T>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: () => {
      for (const queryKey of [['dual'], ['prevention'], ['cases', 'list'], ['home']])
        void client.invalidateQueries({ queryKey });
    },
  });
}

export const checked = z.object({ id: z.string(), caseId: z.string().nullable() });
export { controlSchema };
