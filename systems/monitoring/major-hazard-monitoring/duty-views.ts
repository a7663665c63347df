import { z } from 'zod';
import { GUARANTOR_DUTY_KEYS } from './guarantor.ts';
import { promiseFiguresSchema } from './promise.ts';

const levelSchema = z.enum(['red', 'orange', 'yellow', 'blue']);
const firmSchema = z.object({ id: z.string(), name: z.string(), regionName: z.string() });

const promiseSchema = z.object({
  id: z.string(),
  enterprise: firmSchema,
  day: z.string().describe('YYYY-MM-DD'),
  level: levelSchema,
  figures: promiseFiguresSchema,
  promisedBy: z.string(),
  statement: z.string(),
  announcedAt: z.number(),
  late: z.boolean().describe('after the hour of the day'),
  by: z.string(),
  corrected: z.boolean().describe('an earlier announcement of the day was corrected'),
  demonstration: z.boolean(),
});
export type SafetyPromise = z.infer<typeof promiseSchema>;

/** Announcements of a day, and who owes one. */
export const promiseDaySchema = z.object({
  day: z.string(),
  dueAt: z.number(),
  should: z.int(),
  announced: z.int(),
  late: z.int(),
  levels: z.object({ red: z.int(), orange: z.int(), yellow: z.int(), blue: z.int() }),
  specialWork: z.int().describe('special and grade 1 hot work and confined spaces announced'),
  promises: z.array(promiseSchema),
  missing: z.array(firmSchema.extend({ lastDay: z.string().nullable() })),
});
export type PromiseDay = z.infer<typeof promiseDaySchema>;

/** Announcements of one enterprise, newest first, with the counts a new one begins from. */
export const promiseHistorySchema = z.object({
  enterprise: firmSchema,
  owes: z.boolean().describe('belongs to those that announce'),
  today: z.string(),
  dueAt: z.number(),
  principal: z.string().nullable(),
  specialWork: z
    .object({ hot: z.int(), confined: z.int() })
    .describe('contracted work under way by the platform’s own register'),
  promises: z.array(promiseSchema),
});
export type PromiseHistory = z.infer<typeof promiseHistorySchema>;

const dutySchema = z.object({
  sourceId: z.string(),
  source: z.string(),
  enterprise: firmSchema,
  grade: z.string(),
  duty: z.enum(GUARANTOR_DUTY_KEYS),
  person: z.string().nullable().describe('null: nobody is named in the register'),
  from: z.string(),
  until: z.string(),
  left: z.int().describe('days until its last day'),
  missed: z.int().describe('1: the period before went by undone'),
});
export type OpenDuty = z.infer<typeof dutySchema>;

const recordSchema = z.object({
  id: z.string(),
  sourceId: z.string(),
  source: z.string(),
  enterprise: firmSchema,
  duty: z.enum(GUARANTOR_DUTY_KEYS),
  from: z.string(),
  until: z.string(),
  person: z.string(),
  note: z.string(),
  found: z.int(),
  photos: z.int(),
  doneAt: z.number(),
  by: z.string(),
  demonstration: z.boolean(),
});
export type DutyRecord = z.infer<typeof recordSchema>;

const missedSchema = dutySchema.pick({
  sourceId: true,
  source: true,
  enterprise: true,
  grade: true,
  duty: true,
  person: true,
  from: true,
  until: true,
});
export type MissedDuty = z.infer<typeof missedSchema>;

/** Duties of the guarantors in scope: open in their running period, missed in the last 30 days, done. */
export const guarantorSchema = z.object({
  today: z.string(),
  sources: z.int(),
  unnamed: z.int().describe('sources without all three persons in the register'),
  due: z.int().describe('periods that ended within 30 days'),
  done: z.int(),
  open: z.array(dutySchema),
  openTotal: z.int(),
  missed: z.array(missedSchema),
  missedTotal: z.int(),
  records: z.array(recordSchema),
});
export type GuarantorBoard = z.infer<typeof guarantorSchema>;
