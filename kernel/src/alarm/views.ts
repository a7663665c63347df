import { z } from 'zod';

/** An alarm as lists, cards and pushes show it. Times are epoch ms. */
export const alarmViewSchema = z.object({
  id: z.string(),
  number: z.string().describe('A-20260318-0911'),
  rule: z.string(),
  ruleLabel: z.string(),
  system: z.string(),
  level: z.enum(['red', 'orange', 'yellow', 'blue']),
  label: z.string().describe('which limit: 高高限, 二级, 超速'),
  response: z.enum(['unacknowledged', 'acknowledged', 'handling', 'closed']),
  subjectKind: z.string().describe('point | vehicle | vessel'),
  subjectId: z.string(),
  subjectName: z.string().describe('可燃气体 GT-2107'),
  deviceId: z.string().nullable(),
  placeName: z.string().describe('enterprise or plate, and where'),
  organisationId: z.string().nullable(),
  regionPath: z.string(),
  regionName: z.string(),
  value: z.number().nullable(),
  peak: z.number().nullable(),
  limit: z.number(),
  unit: z.string(),
  origin: z.string(),
  lon: z.number().nullable(),
  lat: z.number().nullable(),
  since: z.number().describe('device time of the first sample of the excursion'),
  raisedAt: z.number().describe('device time of the sample that raised it'),
  seenAt: z.number().describe('platform time it was recorded, or rang anew at a higher level'),
  acknowledgedAt: z.number().nullable(),
  acknowledgedBy: z.string().nullable(),
  recoveredAt: z.number().nullable(),
  closedAt: z.number().nullable(),
  shelvedUntil: z.number().nullable(),
  escalation: z.array(z.object({ to: z.string(), label: z.string(), at: z.number(), reached: z.boolean() })),
  escalateAt: z.number().nullable(),
  version: z.int(),
});
export type AlarmView = z.infer<typeof alarmViewSchema>;

export const alarmEntrySchema = z.object({
  at: z.number(),
  by: z.string(),
  kind: z.string(),
  text: z.string(),
  /** Evidence, read at `/api/alarms/:id/evidence/:sha256`. */
  file: z.object({ sha256: z.string(), type: z.string() }).nullable(),
});
export type AlarmEntry = z.infer<typeof alarmEntrySchema>;

/** The alarm card: the alarm, its trail, why it rang and what to do. */
export const alarmDetailSchema = z.object({
  alarm: alarmViewSchema,
  trail: z.array(alarmEntrySchema),
  why: z.object({
    condition: z.string().describe('in words: ≥ 90 %，持续 60 s，回差 5 %'),
    clause: z.string(),
    cause: z.string(),
    consequence: z.string(),
    response: z.string(),
  }),
  limits: z.array(z.object({ key: z.string(), level: z.string(), label: z.string(), value: z.number() })),
  sameSubject30d: z.int(),
});
export type AlarmDetail = z.infer<typeof alarmDetailSchema>;

/** Figures of alarm quality over a period, in the sense of ISA-18.2 / IEC 62682 clause 16. */
export const alarmQualitySchema = z.object({
  from: z.number(),
  to: z.number(),
  rows: z.array(
    z.object({
      key: z.string(),
      label: z.string(),
      value: z.number().nullable(),
      unit: z.string(),
      target: z.string(),
      met: z.boolean().nullable(),
      trend: z.array(z.number()),
      numerator: z.number().nullable(),
      denominator: z.number().nullable(),
    }),
  ),
  levels: z.object({ red: z.int(), orange: z.int(), yellow: z.int(), blue: z.int() }),
});
export type AlarmQuality = z.infer<typeof alarmQualitySchema>;
