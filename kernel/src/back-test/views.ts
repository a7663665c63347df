import { z } from 'zod';
import { draftSchema } from './draft.ts';

const level = z.enum(['red', 'orange', 'yellow', 'blue']);

/** Excursions under a rule as stored with a line: times epoch ms, until null = lasting at the end of the data. */
export const excursionSchema = z.object({
  at: z.number(),
  until: z.number().nullable(),
  level,
  peak: z.number().nullable(),
});

export const backTestFiguresSchema = z.object({
  before: z.int().describe('alarms under the rule as it is'),
  after: z.int().describe('alarms under the rule as it would be'),
  same: z.int(),
  added: z.int(),
  removed: z.int(),
  changed: z.int(),
  hoursBefore: z.number(),
  hoursAfter: z.number(),
  known: z.int().describe('confirmed alarms of the span'),
  missed: z.int().describe('of these, those that would not have been raised'),
  later: z.int().describe('of these, those that would have been raised later'),
  unseen: z.int().describe('known events that the stored data does not show even under the rule as it is'),
  subjects: z.int(),
  kept: z.int().describe('differing lines that are kept to be read'),
});
export type BackTestFigures = z.infer<typeof backTestFiguresSchema>;

/** A rule that was, is or will be run over stored data. */
export const backTestSchema = z.object({
  id: z.string(),
  number: z.string(),
  rule: z.string(),
  ruleLabel: z.string(),
  title: z.string(),
  draft: draftSchema,
  points: z.int(),
  from: z.number(),
  to: z.number(),
  state: z.enum(['waiting', 'running', 'done', 'failed', 'cancelled']),
  donePoints: z.int(),
  readings: z.number(),
  at: z.number(),
  by: z.string(),
  startedAt: z.number().nullable(),
  endedAt: z.number().nullable(),
  trouble: z.string().nullable(),
  figures: backTestFiguresSchema.nullable(),
  hash: z.string().nullable().describe('SHA-256 of figures and lines: run again it is the same'),
  publishedAt: z.number().nullable(),
  publishedBy: z.string().nullable(),
});
export type BackTest = z.infer<typeof backTestSchema>;

export const backTestLineSchema = z.object({
  seq: z.int(),
  kind: z.enum(['added', 'removed', 'changed', 'missed', 'kept']),
  subjectId: z.string(),
  pointId: z.string(),
  subjectName: z.string(),
  at: z.number(),
  before: z.array(excursionSchema),
  after: z.array(excursionSchema),
  alarmId: z.string().nullable(),
});
export type BackTestLine = z.infer<typeof backTestLineSchema>;
export const backTestLinesSchema = z.object({ total: z.int(), rows: z.array(backTestLineSchema) });

/** Limits of a point before and after, for drawing a line's trend. */
export const backTestPointSchema = z.object({
  id: z.string(),
  name: z.string(),
  unit: z.string(),
  before: z.record(z.string(), z.number()),
  after: z.record(z.string(), z.number()),
  steps: z.array(z.object({ key: z.string(), level, label: z.string() })),
});
export type BackTestPoint = z.infer<typeof backTestPointSchema>;

/** A rule that can be tried, with its numbers. */
export const triableRuleSchema = z.object({
  key: z.string(),
  label: z.string(),
  labelEn: z.string(),
  system: z.string(),
  condition: z.string().describe('in words'),
  clause: z.string(),
  points: z.int().describe('points in one’s scope that it watches'),
  numbers: z.array(
    z.object({
      key: z.string(),
      label: z.string(),
      labelEn: z.string(),
      unit: z.string(),
      value: z.number().nullable().describe('the rule’s own; null = each point has its own'),
    }),
  ),
});
export type TriableRule = z.infer<typeof triableRuleSchema>;
