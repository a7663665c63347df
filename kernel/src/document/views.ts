import { z } from 'zod';
import { LENGTHS } from '../entity/index.ts';
import { FORMS } from './paper.ts';

/** drafted → approved → issued → served; revoked is kept and said. */
export const DOCUMENT_STATES = {
  drafted: { label: '待审批', labelEn: 'To be approved' },
  returned: { label: '已退回', labelEn: 'Returned' },
  approved: { label: '待签发', labelEn: 'Approved' },
  issued: { label: '待送达', labelEn: 'Issued' },
  served: { label: '已送达', labelEn: 'Served' },
  revoked: { label: '已撤销', labelEn: 'Revoked' },
} as const;
export type DocumentState = keyof typeof DOCUMENT_STATES;
const stateSchema = z.enum(Object.keys(DOCUMENT_STATES) as [DocumentState, ...DocumentState[]]);

const blockSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('heading'), text: z.string().max(LENGTHS.page) }),
  z.object({ kind: z.literal('paragraph'), text: z.string().max(LENGTHS.page) }),
  z.object({ kind: z.literal('addressee'), text: z.string().max(LENGTHS.page) }),
  z.object({ kind: z.literal('facts'), rows: z.array(z.tuple([z.string(), z.string()])) }),
  z.object({
    kind: z.literal('table'),
    head: z.array(z.string()),
    rows: z.array(z.array(z.string())),
    widths: z.array(z.number()).optional(),
  }),
  z.object({ kind: z.literal('blanks'), labels: z.array(z.string()) }),
  z.object({ kind: z.literal('remark'), text: z.string().max(LENGTHS.page) }),
]);

export const paperSchema = z.object({
  form: z.enum(FORMS),
  issuer: z.string(),
  title: z.string().max(LENGTHS.reason),
  number: z.string().nullable(),
  blocks: z.array(blockSchema),
  issuedOn: z.string().nullable(),
  copies: z.array(z.string()),
});

/** A document in lists. Times are epoch ms. */
export const documentViewSchema = z.object({
  id: z.string(),
  template: z.string(),
  title: z.string(),
  number: z.string().nullable(),
  code: z.string().nullable().describe('of its verify page'),
  state: stateSchema,
  issuer: z.string(),
  addressee: z.string(),
  organisationId: z.string().nullable(),
  caseId: z.string().nullable(),
  regionPath: z.string(),
  draftedAt: z.number(),
  draftedBy: z.string(),
  approvedBy: z.string().nullable(),
  issuedOn: z.string().nullable(),
  issuedAt: z.number().nullable(),
  servedAt: z.number().nullable(),
  readAt: z.number().nullable(),
  revokedAt: z.number().nullable(),
  serveBy: z.number().nullable().describe('to be served until (行政处罚法 第六十一条: seven days)'),
  version: z.int(),
});
export type DocumentView = z.infer<typeof documentViewSchema>;

export const documentPageSchema = z.object({
  rows: z.array(documentViewSchema),
  total: z.int(),
  states: z.record(z.string(), z.int()),
});
export type DocumentPage = z.infer<typeof documentPageSchema>;

export const documentDetailSchema = z.object({
  document: documentViewSchema,
  paper: paperSchema,
  sealed: z.boolean(),
  contentSha256: z.string(),
  pdfSha256: z.string().nullable(),
  docxSha256: z.string().nullable(),
  verifyUrl: z.string().nullable(),
  events: z.array(
    z.object({ at: z.number(), by: z.string(), act: z.string(), note: z.string().nullable(), signed: z.boolean() }),
  ),
  may: z.array(
    z.object({
      act: z.string(),
      allowed: z.boolean(),
      why: z.object({ zh: z.string(), en: z.string() }).nullable(),
    }),
  ),
  replacedBy: z.object({ id: z.string(), number: z.string().nullable() }).nullable(),
});
export type DocumentDetail = z.infer<typeof documentDetailSchema>;

/** What anybody who holds the paper may know of it. */
export const verifiedSchema = z.object({
  code: z.string(),
  title: z.string(),
  number: z.string(),
  issuer: z.string(),
  addressee: z.string(),
  issuedOn: z.string(),
  state: z.enum(['in-force', 'closed', 'revoked']),
  endedAt: z.number().nullable(),
  endReason: z.string().nullable(),
  deadline: z.string().nullable(),
  steps: z.array(z.object({ key: z.string(), at: z.number().nullable() })),
  pdfSha256: z.string(),
  docxSha256: z.string(),
  paper: paperSchema.describe('names and numbers of persons masked'),
  sealed: z.boolean(),
  replacedBy: z.object({ code: z.string(), number: z.string() }).nullable(),
  checkedAt: z.number(),
});
export type Verified = z.infer<typeof verifiedSchema>;
