import { caseDetailSchema } from '@anlan/kernel/case';
import { z } from 'zod';

export const FUND_ENTRY_KINDS = ['paid-in', 'disbursed', 'repaid', 'recovered', 'correction'] as const;
export type FundEntryKind = (typeof FUND_ENTRY_KINDS)[number];
export const ledgerEntrySchema = z.object({
  id: z.string(),
  seq: z.int(),
  onDate: z.string(),
  kind: z.enum(FUND_ENTRY_KINDS),
  yuan: z.number().describe('signed: what goes out is negative'),
  balance: z.number().describe('after this line, in order of day and entry'),
  application: z.string().nullable(),
  applicationNumber: z.string().nullable(),
  danger: z.string().nullable(),
  project: z.string().nullable(),
  enterpriseName: z.string().nullable(),
  counterOf: z.string().nullable(),
  corrected: z.boolean(),
  note: z.string(),
  by: z.string(),
  at: z.number(),
});
export type LedgerEntry = z.infer<typeof ledgerEntrySchema>;
export const fundSchema = z.object({
  id: z.string(),
  name: z.string(),
  regionName: z.string(),
  regionPath: z.string(),
  document: z.string().nullable(),
  establishedOn: z.string().nullable(),
  share: z.number().nullable(),
  rules: z.string().nullable(),
  /** Only for who administers the fund's place. */
  ledger: z
    .object({
      paidIn: z.number(),
      disbursed: z.number(),
      returned: z.number(),
      balance: z.number(),
      committed: z.number().describe('approved and not yet paid'),
    })
    .nullable(),
});
export type Fund = z.infer<typeof fundSchema>;
export const fundApplicationSchema = z.object({
  detail: caseDetailSchema,
  fundName: z.string(),
  danger: z
    .object({ id: z.string(), number: z.string(), title: z.string(), state: z.string(), closed: z.boolean() })
    .nullable(),
  payments: z.array(
    z.object({
      id: z.string(),
      onDate: z.string(),
      kind: z.string(),
      yuan: z.number(),
      note: z.string(),
      by: z.string(),
    }),
  ),
  paid: z.number(),
  may: z.object({ pay: z.boolean(), review: z.boolean() }),
});
export type FundApplication = z.infer<typeof fundApplicationSchema>;
export const fundBalanceSchema = z.object({ on: z.string(), yuan: z.number() });
