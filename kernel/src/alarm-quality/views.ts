import { z } from 'zod';

const level = z.enum(['red', 'orange', 'yellow', 'blue']);

export const qualityRowSchema = z.object({
  key: z.string(),
  label: z.string(),
  labelEn: z.string(),
  unit: z.string(),
  value: z.number().nullable(),
  target: z.string(),
  met: z.boolean().nullable().describe('null where nothing can be judged'),
  clause: z.string().describe('of ANSI/ISA-18.2-2009; empty for the platform’s own'),
  numerator: z.number().nullable(),
  denominator: z.number().nullable(),
});

/** What of the span was observed: before the first device of the place was heard nothing could ring. */
const observed = {
  observedFrom: z.number().nullable().describe('epoch ms within the span; null where nothing was ever heard'),
  judgeHours: z.number().describe('nothing is judged that was observed for less'),
};

/** What stands beside the desk: some of the rows with their course over twelve parts of the span. */
export const alarmQualitySchema = z.object({
  from: z.number(),
  to: z.number(),
  rows: z.array(qualityRowSchema.omit({ clause: true }).extend({ trend: z.array(z.number()) })),
  levels: z.object({ red: z.int(), orange: z.int(), yellow: z.int(), blue: z.int() }),
  floodBegin: z.number().describe('alarms in ten minutes that the desk’s jurisdiction calls a flood'),
  ...observed,
});
export type AlarmQuality = z.infer<typeof alarmQualitySchema>;

export const floodSchema = z.object({
  from: z.number(),
  to: z.number(),
  count: z.int(),
  peak: z.int().describe('most in ten minutes'),
  lasting: z.boolean().describe('had not ended when the span did'),
});

/** Figures of one enterprise, county or rule. Shares are 0…1. */
export const qualityPartSchema = z.object({
  key: z.string().describe('organisation id, region path or rule key'),
  name: z.string(),
  count: z.int(),
  observed: z
    .number()
    .optional()
    .describe('hours of the span that were observed; statements of before this was noted lack it'),
  perTen: z.number().nullable().describe('null where less than ten minutes were observed'),
  perHour: z.number().nullable().describe('null where less than an hour was observed'),
  perDay: z.number().nullable().describe('null where less than a day was observed'),
  peakTen: z.int(),
  floods: z.int(),
  floodShare: z.number(),
  topShare: z.number().nullable(),
  chattering: z.int(),
  fleeting: z.int(),
  standing: z.int(),
  stale: z.int(),
  high: z.number().nullable(),
  middle: z.number().nullable(),
  low: z.number().nullable(),
  answer: z.number().nullable().describe('mean seconds'),
  retrospective: z.int().describe('excursions found in late data; they rang nobody'),
  hoursBeyond: z.number().describe('hours beyond limits, late data included'),
  met: z.int(),
  judged: z.int(),
});
export type QualityPart = z.infer<typeof qualityPartSchema>;

export const nuisanceSchema = z.object({
  rule: z.string(),
  ruleLabel: z.string(),
  subject: z.string(),
  subjectName: z.string(),
  place: z.string(),
  count: z.int(),
  fleeting: z.int(),
  nuisances: z.array(z.enum(['frequent', 'chattering', 'fleeting', 'stale'])),
});

/** Alarms silenced by people or by design (IEC 62682 10.6); each left a line with its reason. */
export const suppressionSchema = z.object({
  shelvings: z.int(),
  shelvedNow: z.int(),
  outages: z.int(),
  outNow: z.int(),
  states: z.int().describe('declared operating states'),
  statesNow: z.int(),
  byDesign: z.int().describe('alarms that ended because their rule is silent in that state'),
});

export const qualityReportSchema = z.object({
  from: z.number(),
  to: z.number(),
  ...observed,
  name: z.string().describe('whose desk: a place or an enterprise'),
  rows: z.array(qualityRowSchema),
  whole: qualityPartSchema,
  levels: z.object({ red: z.int(), orange: z.int(), yellow: z.int(), blue: z.int() }),
  trend: z.object({ width: z.number().describe('ms'), counts: z.array(z.int()), peaks: z.array(z.int()) }),
  floods: z.array(floodSchema.extend({ key: z.string(), name: z.string() })).describe('of enterprises, the largest'),
  enterprises: z.array(qualityPartSchema),
  counties: z.array(qualityPartSchema),
  rules: z.array(qualityPartSchema),
  nuisances: z.array(nuisanceSchema).describe('the first 200'),
  suppression: suppressionSchema,
});
export type QualityReport = z.infer<typeof qualityReportSchema>;

const floodAlarm = z.object({
  id: z.string(),
  number: z.string(),
  level,
  ruleLabel: z.string(),
  label: z.string(),
  subjectName: z.string(),
  placeName: z.string(),
  since: z.number(),
  at: z.number(),
});
/** The alarms of a flood under their likely first causes, largest group first. */
export const floodDetailSchema = z.object({
  count: z.int(),
  groups: z.array(z.object({ first: floodAlarm, followers: z.array(floodAlarm) })),
});
export type FloodDetail = z.infer<typeof floodDetailSchema>;

/** A report that was issued: figures of each enterprise of a place over a month, with its revisions. */
export const statementSchema = z.object({
  id: z.string(),
  number: z.string(),
  regionPath: z.string(),
  regionName: z.string(),
  from: z.number(),
  to: z.number(),
  revision: z.int(),
  reason: z.string().describe('why it was restated; what the first one was issued for'),
  by: z.string(),
  at: z.number(),
  hash: z.string().describe('SHA-256 of the figures'),
  whole: qualityPartSchema,
  rows: z.array(qualityRowSchema),
  enterprises: z.array(qualityPartSchema),
});
export type QualityStatement = z.infer<typeof statementSchema>;

/** A statement in a list: the place's figures, and how many enterprises it speaks of. */
export const statementHeadSchema = statementSchema.omit({ rows: true, enterprises: true }).extend({
  enterprises: z.int().describe('with monitoring or with alarms'),
  quiet: z.int().describe('of these, without any alarm'),
  compliant: z.int().describe('of these, met in all that could be judged; one that could not be judged is none'),
});
export type StatementHead = z.infer<typeof statementHeadSchema>;
