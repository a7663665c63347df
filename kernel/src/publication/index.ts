import { z } from 'zod';
import { paperSchema } from '../document/index.ts';

export { maskDeep, maskName, maskText } from './mask.ts';

/** What is published. `internal` reaches named people, everything else the public. */
export const PUBLICATION_KINDS = {
  'major-danger-list': { label: '重大隐患挂牌公示', labelEn: 'Listed major dangers' },
  exposure: { label: '逾期曝光', labelEn: 'Exposure' },
  notice: { label: '通告', labelEn: 'Notice' },
  internal: { label: '内部通知', labelEn: 'Internal notice' },
} as const;
export type PublicationKind = keyof typeof PUBLICATION_KINDS;
export const publicationKindSchema = z.enum(Object.keys(PUBLICATION_KINDS) as [PublicationKind, ...PublicationKind[]]);

/** drafted → published by another person → withdrawn; or rejected. */
export const PUBLICATION_STATES = {
  drafted: { label: '待审批', labelEn: 'To be approved' },
  rejected: { label: '未通过', labelEn: 'Rejected' },
  published: { label: '已公布', labelEn: 'Published' },
  withdrawn: { label: '已撤回', labelEn: 'Withdrawn' },
} as const;
export type PublicationState = keyof typeof PUBLICATION_STATES;

/** What may be published: its heading, content, and who is named in it. */
export const publicationBodySchema = paperSchema.pick({ title: true, blocks: true });
export type PublicationBody = z.infer<typeof publicationBodySchema>;

export const publicationViewSchema = z.object({
  id: z.string(),
  kind: publicationKindSchema,
  title: z.string(),
  state: z.enum(Object.keys(PUBLICATION_STATES) as [PublicationState, ...PublicationState[]]),
  place: z.string(),
  regionPath: z.string(),
  sourceKind: z.string().nullable(),
  sourceId: z.string().nullable(),
  draftedAt: z.number(),
  draftedBy: z.string(),
  publishedAt: z.number().nullable(),
  publishedBy: z.string().nullable(),
  withdrawnAt: z.number().nullable(),
  withdrawnBy: z.string().nullable(),
  reason: z.string().nullable(),
  recipients: z.int(),
  read: z.int(),
  version: z.int(),
});
export type PublicationView = z.infer<typeof publicationViewSchema>;

export const publicationPageSchema = z.object({
  rows: z.array(publicationViewSchema),
  total: z.int(),
  states: z.record(z.string(), z.int()),
});

export const publicationDetailSchema = z.object({
  publication: publicationViewSchema,
  body: publicationBodySchema.describe('as it was drafted'),
  preview: publicationBodySchema.describe('exactly what is or will be public'),
  previewSha256: z.string().describe('the approver names the preview that was seen'),
  names: z.array(z.string()).describe('persons to be masked'),
  recipients: z.array(z.object({ name: z.string(), place: z.string(), readAt: z.number().nullable() })),
  mine: z.boolean().describe('drafted by the asker: somebody else approves'),
  unread: z.boolean().describe('addressed to the asker and not yet read'),
});
export type PublicationDetail = z.infer<typeof publicationDetailSchema>;

/** A notice as anybody reads it. */
export const noticeSchema = z.object({
  id: z.string(),
  kind: publicationKindSchema,
  title: z.string(),
  place: z.string(),
  publishedAt: z.number(),
  withdrawnAt: z.number().nullable(),
  reason: z.string().nullable(),
});
export type Notice = z.infer<typeof noticeSchema>;
export const noticePageSchema = z.object({ rows: z.array(noticeSchema), total: z.int() });
export const noticeDetailSchema = noticeSchema.extend({ body: publicationBodySchema.nullable() });
