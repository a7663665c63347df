import { caseDetailSchema, caseViewSchema } from '@anlan/kernel/case';
import { z } from 'zod';
import { workingSchema } from '../../working.ts';

export const publicReportsSchema = z.object({
  rows: z.array(
    z.object({
      case: caseViewSchema,
      subject: z.string(),
      enterpriseName: z.string().nullable(),
      followNumber: z.string().nullable(),
      /** Only for those who handle it. */
      own: z
        .object({ channel: z.string(), named: z.boolean(), insider: z.boolean(), photos: z.int(), words: z.int() })
        .nullable(),
    }),
  ),
  total: z.int(),
  states: z.record(z.string(), z.int()).describe('all reports in reach by state'),
  overdue: z.int(),
});
export const publicReportFiguresSchema = z.object({
  received: z.int(),
  due: z.int().describe('to be accepted by now'),
  inTime: z.int().describe('of these accepted, refused or sent on in time'),
  checked: z.int(),
  verified: z.int(),
  answered: z.int(),
  rewarded: z.int(),
  yuan: z.number(),
  months: z.array(z.object({ month: z.string(), received: z.int(), verified: z.int(), rewarded: z.int() })),
  regions: z.array(
    z.object({
      path: z.string(),
      name: z.string(),
      received: z.int(),
      due: z.int(),
      inTime: z.int(),
      verified: z.int(),
    }),
  ),
});
export const reportRewardSchema = z.object({
  yuan: z.number(),
  working: workingSchema,
  proposedBy: z.string(),
  proposedAt: z.number(),
  decidedBy: z.string().nullable(),
  decidedAt: z.number().nullable(),
  granted: z.boolean().nullable(),
  reason: z.string().nullable(),
  claimUntil: z.number().nullable(),
  paidAt: z.number().nullable(),
  voucher: z.string().nullable(),
});
const likeSchema = z.object({
  id: z.string(),
  number: z.string(),
  title: z.string(),
  state: z.string(),
  openedAt: z.number(),
  because: z.array(z.enum(['photo', 'enterprise', 'place'])),
});
const reportDossierSchema = z.object({
  statement: z.string(),
  channel: z.enum(['web', 'phone', 'letter']),
  insider: z.boolean(),
  named: z.boolean().describe('left a telephone'),
  placeName: z.string(),
  lon: z.number().nullable(),
  lat: z.number().nullable(),
  photos: z.array(z.object({ sha256: z.string(), type: z.string(), at: z.number() })),
  words: z.array(z.object({ at: z.number(), kind: z.enum(['supplement', 'objection']), text: z.string() })),
  like: z.array(likeSchema).describe('earlier reports that may be of the same matter'),
  merged: z.array(z.object({ id: z.string(), number: z.string(), openedAt: z.number() })),
  readings: z.array(
    z.object({ at: z.number(), by: z.string(), what: z.enum(['dossier', 'identity']), reason: z.string().nullable() }),
  ),
});
export type ReportDossier = z.infer<typeof reportDossierSchema>;
export const publicReportSchema = z.object({
  detail: caseDetailSchema,
  dossier: reportDossierSchema.nullable().describe('null for those who do not handle it'),
  reward: reportRewardSchema.nullable(),
  follow: caseViewSchema.nullable().describe('the hidden danger or lead it became'),
  may: z.object({ handle: z.boolean(), decide: z.boolean(), pay: z.boolean() }),
});
export type PublicReport = z.infer<typeof publicReportSchema>;
export const reporterSchema = z.object({ name: z.string().nullable(), phone: z.string() });
export type PublicReports = z.infer<typeof publicReportsSchema>;
export type PublicReportFigures = z.infer<typeof publicReportFiguresSchema>;
export type ReportReward = z.infer<typeof reportRewardSchema>;
/** What somebody who reported by telephone or letter is told, once. */
export const reportReceiptSchema = z.object({ id: z.string(), code: z.string(), pin: z.string() });
export type Reporter = z.infer<typeof reporterSchema>;
