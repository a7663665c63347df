import { z } from 'zod';
import { stagesSchema } from '../trace/index.ts';

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
  unitId: z.string().nullable().optional().describe('tank, pond or other unit that the subject belongs to'),
  placeName: z.string().describe('enterprise or plate, and where'),
  organisationId: z.string().nullable(),
  regionPath: z.string(),
  regionName: z.string(),
  value: z.number().nullable().describe('judged when it was raised, or when its level last changed; null = silence'),
  peak: z.number().nullable().describe('worst so far'),
  now: z
    .object({ value: z.number(), at: z.number() })
    .nullable()
    .optional()
    .describe('while it runs: the newest judged value, and when it was measured'),
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
  latchedAt: z.number().nullable().optional().describe('over, and not yet reset by a person, since'),
  closedAt: z.number().nullable(),
  closeResult: z
    .enum(['handled', 'false'])
    .nullable()
    .optional()
    .describe('how it was closed: dealt with, or false: nothing had happened'),
  shelvedUntil: z.number().nullable().describe('till when it is out of the list of the side that asks'),
  escalation: z.array(z.object({ to: z.string(), label: z.string(), at: z.number(), reached: z.boolean() })),
  escalateAt: z.number().nullable(),
  version: z.int(),
  plant: z
    .object({
      acknowledgedAt: z.number().nullable(),
      acknowledgedBy: z.string().nullable(),
      shelvedUntil: z.number().nullable().optional().describe('till when it is out of the enterprise’s own list'),
    })
    .optional()
    .describe('what the enterprise itself has answered; a government’s answer is not the enterprise’s'),
  marks: z
    .object({
      retrospective: z.boolean().describe('found in back-filled data: it rang nobody'),
      occurrence: z.int().describe('2 = again soon after the last one was closed'),
      chattering: z.boolean(),
      firstOut: z.enum(['first', 'follows']).nullable().describe('among the alarms of one unit that came together'),
      firstOutId: z.string().nullable(),
      followsId: z.string().nullable().describe('the alarm closed as false that this one took over from'),
    })
    .optional(),
});
export type AlarmView = z.infer<typeof alarmViewSchema>;

export const alarmEntrySchema = z.object({
  at: z.number(),
  by: z.string(),
  kind: z.string(),
  text: z.string(),
  /** Evidence, read at `/api/alarms/:id/evidence/:sha256`. */
  file: z.object({ sha256: z.string(), type: z.string() }).nullable(),
  cause: z.string().nullish().describe('trace id: all that followed from one frame or request has the same'),
  stages: stagesSchema.nullish().describe('how long the sample that led to it took to get here'),
});
export type AlarmEntry = z.infer<typeof alarmEntrySchema>;

/** What one level of government was told of an alarm, and its receipt. */
export const noticeSchema = z.object({
  id: z.string(),
  alarmId: z.string(),
  alarmNumber: z.string(),
  government: z.enum(['town', 'county', 'city']),
  regionPath: z.string(),
  regionName: z.string(),
  level: z.enum(['red', 'orange', 'yellow', 'blue']),
  cause: z.enum(['level', 'ladder']).describe('told by the alarm’s level, or because nobody answered in time'),
  text: z.string(),
  raisedAt: z.number(),
  seenAt: z.number().nullable(),
  seenBy: z.string().nullable(),
  supervisedAt: z.number().nullable(),
  supervisedBy: z.string().nullable(),
  supervision: z.string().nullable().describe('what the enterprise was told to do'),
});
export type Notice = z.infer<typeof noticeSchema>;

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
    respondWithin: z.number().optional().describe('seconds in which the response must begin'),
    en: z
      .object({
        condition: z.string(),
        clause: z.string(),
        cause: z.string(),
        consequence: z.string(),
        response: z.string(),
      })
      .optional()
      .describe('the same in English, where the rule says so'),
  }),
  notices: z.array(noticeSchema).optional().describe('those of the governments in one’s scope'),
  limits: z.array(
    z.object({
      key: z.string(),
      level: z.string(),
      label: z.string(),
      labelEn: z.string().optional(),
      value: z.number(),
    }),
  ),
  sameSubject30d: z.int(),
  cases: z
    .array(
      z.object({
        id: z.string(),
        number: z.string(),
        kind: z.string(),
        title: z.string(),
        state: z.string(),
        closedAt: z.number().nullable(),
      }),
    )
    .optional()
    .describe('cases that grew out of it, or out of the alarm it goes on from; those in one’s scope'),
  reports: z
    .array(z.object({ id: z.string(), number: z.string(), seq: z.int(), receivedAt: z.number() }))
    .optional()
    .describe('flash reports about it'),
  shelveHours: z.number().describe('longest shelving at its place'),
});
export type AlarmDetail = z.infer<typeof alarmDetailSchema>;
