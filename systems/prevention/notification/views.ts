import { caseViewSchema } from '@anlan/kernel/case';
import { z } from 'zod';

const cardSchema = z.object({
  id: z.string(),
  kind: z.enum(['post', 'gas']),
  post: z.string(),
  title: z.string(),
  version: z.int(),
  documentId: z.string().nullable(),
  publishedAt: z.number(),
  publishedBy: z.string(),
  points: z.array(z.array(z.string())),
  emergency: z.array(z.string()),
  phone: z.string(),
  signed: z.int(),
  concerned: z.int(),
});
export const firmNotificationSchema = z.object({
  enterprise: z.object({ id: z.string(), name: z.string() }),
  employees: z.int(),
  signed: z.int(),
  rate: z.number().nullable().describe('signed / employees'),
  cards: z.array(cardSchema),
  unsigned: z.array(
    z.object({
      workerId: z.string(),
      name: z.string(),
      post: z.string(),
      cards: z.array(z.string()),
      pin: z.boolean(),
    }),
  ),
  posts: z.array(z.object({ post: z.string(), workers: z.int() })),
});
export type FirmNotification = z.infer<typeof firmNotificationSchema>;
export const notificationRatesSchema = z.object({
  enterprises: z.int(),
  employees: z.int(),
  signed: z.int(),
  rows: z
    .array(
      z.object({
        id: z.string(),
        name: z.string(),
        place: z.string(),
        employees: z.int(),
        signed: z.int(),
        cards: z.int(),
      }),
    )
    .describe('the 200 with the most people not told'),
});
export type NotificationRates = z.infer<typeof notificationRatesSchema>;
export const jobWorkerSchema = z.object({
  id: z.string(),
  name: z.string(),
  work: z.string(),
  certificate: z.string().nullable(),
  toldAt: z.number().nullable(),
});
export const contractorJobSchema = z.object({
  case: caseViewSchema,
  contractor: z.string(),
  job: z.string(),
  place: z.string().nullable(),
  startsOn: z.string().nullable(),
  endsOn: z.string().nullable(),
  workers: z.int(),
  notified: z.int(),
  warnings: z.array(z.enum(['high-risk', 'unnotified', 'late'])),
});
export type JobWorker = z.infer<typeof jobWorkerSchema>;
export type ContractorJob = z.infer<typeof contractorJobSchema>;
export const cardPublishedSchema = z.object({ id: z.string(), version: z.int(), documentId: z.string().nullable() });
