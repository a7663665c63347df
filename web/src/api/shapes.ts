import { LEVELS } from '@anlan/kernel/entity';
import { z } from 'zod';

/** Answers that belong to pages rather than to a kernel word. */
export const jurisdictionSchema = z.object({
  path: z.string(),
  name: z.string(),
  kind: z.string(),
  counties: z.number(),
  lon: z.number(),
  lat: z.number(),
  bounds: z.array(z.number()),
  pack: z.string(),
});
export type Jurisdiction = z.infer<typeof jurisdictionSchema>;

export const platformSchema = z.object({
  name: z.string(),
  version: z.string(),
  demonstration: z.boolean(),
  setupNeeded: z.boolean(),
  replay: z.boolean(),
  passkeys: z.boolean(),
  oidc: z.string().nullable(),
  jurisdictions: z.array(jurisdictionSchema),
  boundaries: z.object({ origin: z.string(), reviewNumber: z.string().nullable() }),
  systems: z.object({ total: z.number(), families: z.number() }),
});
export type Platform = z.infer<typeof platformSchema>;

const levelSchema = z.enum(LEVELS);

export const homeItemSchema = z.object({
  kind: z.enum(['alarm', 'record', 'device', 'case']),
  id: z.string(),
  level: levelSchema.nullish(),
  title: z.string(),
  value: z.string().nullish(),
  sub: z.string(),
  why: z.string(),
  dueAt: z.number().nullable(),
  due: z.string(),
  verb: z.object({ label: z.string(), href: z.string(), primary: z.boolean().optional() }),
  en: z
    .object({ title: z.string(), why: z.string(), due: z.string(), verb: z.string(), sub: z.string().optional() })
    .optional(),
});
export type HomeItem = z.infer<typeof homeItemSchema>;

export const homeSchema = z.object({
  now: z.array(homeItemSchema),
  today: z.array(homeItemSchema),
  week: z.array(homeItemSchema),
  counts: z.array(
    z.object({
      key: z.string(),
      label: z.string(),
      value: z.union([z.number(), z.string()]),
      of: z.number().nullish(),
      before: z.number().nullish(),
      note: z.string(),
      href: z.string(),
      en: z.object({ label: z.string(), note: z.string() }).optional(),
    }),
  ),
  levels: z.object({ red: z.number(), orange: z.number(), yellow: z.number(), blue: z.number() }),
  since: z.array(
    z.object({
      at: z.number(),
      text: z.string(),
      href: z.string(),
      subject: z.string(),
      rule: z.string(),
      kind: z.string(),
      said: z.string(),
    }),
  ),
  lastVisit: z.number().nullable(),
});
export type Home = z.infer<typeof homeSchema>;

/** A record of any entity: base members, and the fields its declaration names. */
export const recordSchema = z.looseObject({
  id: z.string(),
  name: z.string(),
  regionPath: z.string(),
  regionName: z.string().nullish(),
  organisationId: z.string().nullish(),
  lon: z.number().nullish(),
  lat: z.number().nullish(),
  demonstration: z.boolean().nullish(),
  provenance: z.string().nullish(),
  version: z.number(),
  updatedAt: z.string().nullish(),
  updatedBy: z.string().nullish(),
  /** Names of the records that reference fields point to. */
  labels: z.record(z.string(), z.string()).nullish(),
});
export type RegistryRecord = z.infer<typeof recordSchema>;

export const recordPageSchema = z.object({
  rows: z.array(recordSchema),
  total: z.number(),
  /** The total is a lower bound. */
  atLeast: z.boolean().nullish(),
  took: z.number(),
  completeness: z.number().nullish(),
});

export const historySchema = z.array(
  z.object({
    version: z.number(),
    at: z.union([z.number(), z.string()]),
    by: z.string().nullable(),
    source: z.string().nullish(),
    reason: z.string().nullish(),
    changes: z.array(z.object({ field: z.string(), label: z.string(), from: z.unknown(), to: z.unknown() })),
  }),
);

export const foundSchema = z.array(
  z.object({ kind: z.string(), id: z.string(), label: z.string(), sub: z.string(), href: z.string() }),
);
export type Found = z.infer<typeof foundSchema>[number];

const refusalCountSchema = z.object({
  reason: z.string(),
  label: z.string(),
  count: z.number(),
  lastAt: z.number().nullish(),
  lastDetail: z.string().nullish(),
});

export const deviceIntakeSchema = z.object({
  connected: z.boolean(),
  since: z.number().nullish(),
  remote: z.string().nullish(),
  lastSeen: z.number().nullish(),
  clockOffsetMs: z.number().nullish(),
  counters: z.array(refusalCountSchema),
  accepted: z.number().nullish(),
});

export const listenersSchema = z.array(
  z.object({
    listener: z.string(),
    port: z.number().nullish(),
    sessions: z.number(),
    accepted: z.number(),
    refusals: z.array(refusalCountSchema),
  }),
);

export const healthSchema = z.object({
  state: z.string(),
  startedAt: z.number().nullish(),
  parts: z.array(z.object({ name: z.string(), state: z.string(), detail: z.string().nullish() })),
});
