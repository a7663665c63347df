import { z } from 'zod';
import { LEVELS } from '../entity/index.ts';

/** A case as lists, cards and pushes show it. Times are epoch ms. */
export const caseViewSchema = z.object({
  id: z.string(),
  number: z.string().describe('YH-20260318-0042'),
  kind: z.string(),
  title: z.string(),
  state: z.string(),
  level: z.enum(LEVELS).nullable(),
  source: z.string().describe('self | inspection | expert | public | alarm | case'),
  owner: z.enum(['organisation', 'authority', 'participant']).nullable().describe('whose to-do it is'),
  organisationId: z.string().nullable(),
  organisationName: z.string().nullable(),
  regionPath: z.string(),
  regionName: z.string(),
  subjectKind: z.string().nullable(),
  subjectId: z.string().nullable(),
  /** What it grew out of: an alarm, another case. */
  originKind: z.string().nullable(),
  originId: z.string().nullable(),
  lon: z.number().nullable(),
  lat: z.number().nullable(),
  openedAt: z.number(),
  openedBy: z.string(),
  dueAt: z.number().nullable(),
  dueProvisional: z.boolean().describe('the deadline rests on a year whose holidays are not announced yet'),
  overdueSince: z.number().nullable(),
  supervisor: z.string().nullable().describe('highest level told since it is late: town, county, city, leader'),
  closedAt: z.number().nullable(),
  version: z.int(),
});
export type CaseView = z.infer<typeof caseViewSchema>;

export const caseEntrySchema = z.object({
  seq: z.int(),
  at: z.number(),
  by: z.string(),
  side: z.string().nullable(),
  action: z.string(),
  from: z.string().nullable(),
  to: z.string(),
  text: z.string(),
  files: z.array(z.object({ sha256: z.string(), type: z.string(), name: z.string().nullable() })),
  made: z
    .object({ at: z.number(), signed: z.boolean() })
    .nullable()
    .describe('sent from a device’s queue: when it was made there, and whether its key signed it'),
});
export type CaseEntry = z.infer<typeof caseEntrySchema>;

/** A case in full: its fields, its trail, and what the asker may do now. */
export const caseDetailSchema = z.object({
  case: caseViewSchema,
  detail: z.record(z.string(), z.unknown()),
  labels: z.record(z.string(), z.string()).describe('names of the records that reference fields point to'),
  trail: z.array(caseEntrySchema),
  actions: z.array(
    z.object({
      key: z.string(),
      allowed: z.boolean(),
      /** Why not, in both languages; null when allowed. */
      why: z.object({ zh: z.string(), en: z.string() }).nullable(),
    }),
  ),
  /** Cases that grew out of this one, and the one it grew out of. */
  related: z.array(caseViewSchema),
});
export type CaseDetail = z.infer<typeof caseDetailSchema>;

export const casePageSchema = z.object({
  rows: z.array(caseViewSchema),
  total: z.int(),
  /** True where there are more matches than were counted. */
  atLeast: z.boolean(),
  states: z.record(z.string(), z.int()).describe('open cases of the same wish by state'),
  overdue: z.int(),
  took: z.number(),
});
export type CasePage = z.infer<typeof casePageSchema>;
