/** Warning 预警: what an authority outside the platform warns of (CAP), where, until when, and who was told. */
import { z } from 'zod';

export { telegramOf } from './telegram.ts';

const level = z.enum(['red', 'orange', 'yellow', 'blue']);
export type WarningLevel = z.infer<typeof level>;

/** A drawn area of a warning; longitude first, radius in metres. */
export const warningAreaSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('polygon'), ring: z.array(z.tuple([z.number(), z.number()])) }),
  z.object({ kind: z.literal('circle'), centre: z.tuple([z.number(), z.number()]), radius: z.number() }),
]);
export type WarningArea = z.infer<typeof warningAreaSchema>;

/** How a warning stands: it runs until it expires, is updated or cancelled; a drill or a draft never runs. */
export const WARNING_STATES = {
  running: ['生效中', 'In force'],
  expired: ['已过期', 'Expired'],
  updated: ['已更新', 'Updated'],
  cancelled: ['已解除', 'Cancelled'],
  exercise: ['演练', 'Exercise'],
  word: ['通报', 'Notice'],
} as const;
export type WarningState = keyof typeof WARNING_STATES;

/** Longest a warning without an end is held for running (ms): its sender has forgotten it. */
export const LONGEST_RUN_MS = 7 * 86_400_000;

export interface Standing {
  readonly status: string;
  readonly msgType: string;
  /** Epoch ms. */
  readonly effectiveAt: number;
  readonly expiresAt: number | null;
  readonly endedHow: 'updated' | 'cancelled' | null;
}

/** How a warning stands at `now` (epoch ms). */
export function stateOf({ status, msgType, effectiveAt, expiresAt, endedHow }: Standing, now: number): WarningState {
  if (status !== 'Actual') return 'exercise';
  // An acknowledgement, an error or a cancellation warns of nothing itself.
  if (msgType !== 'Alert' && msgType !== 'Update') return 'word';
  if (endedHow !== null) return endedHow;
  return now >= (expiresAt ?? effectiveAt + LONGEST_RUN_MS) ? 'expired' : 'running';
}

export const warningViewSchema = z.object({
  id: z.string(),
  sourceName: z.string(),
  sender: z.string(),
  identifier: z.string(),
  sentAt: z.number(),
  status: z.string(),
  msgType: z.string(),
  level: level.nullable(),
  event: z.string(),
  headline: z.string(),
  senderName: z.string().nullable(),
  effectiveAt: z.number(),
  expiresAt: z.number().nullable(),
  areaText: z.string(),
  state: z.enum(Object.keys(WARNING_STATES) as [WarningState, ...WarningState[]]),
  told: z.int(),
  read: z.int().describe('of those told'),
});
export type WarningView = z.infer<typeof warningViewSchema>;

export const warningListSchema = z.object({ total: z.int(), running: z.int(), rows: z.array(warningViewSchema) });

const related = z.object({ id: z.string(), identifier: z.string(), msgType: z.string(), sentAt: z.number() });
export const warningDetailSchema = warningViewSchema.extend({
  receivedAt: z.number(),
  description: z.string().nullable(),
  instruction: z.string().nullable(),
  contact: z.string().nullable(),
  web: z.string().nullable(),
  urgency: z.string().nullable(),
  severity: z.string().nullable(),
  certainty: z.string().nullable(),
  areas: z.array(warningAreaSchema),
  places: z.array(z.object({ name: z.string(), why: z.string(), organisationId: z.string().nullable() })),
  findings: z.array(z.object({ level: z.string(), path: z.string(), detail: z.string() })),
  recipients: z.array(
    z.object({
      name: z.string(),
      why: z.string(),
      place: z.string(),
      at: z.number(),
      readAt: z.number().nullable(),
    }),
  ),
  boats: z
    .array(
      z.object({
        order: z.string(),
        vessel: z.string(),
        name: z.string(),
        mmsi: z.string(),
        owner: z.string().nullable(),
        at: z.number(),
        telegrams: z.array(z.string()),
        state: z.enum(['given', 'confirmed', 'arrived', 'done']),
        answer: z.string().nullable(),
        changedAt: z.number(),
      }),
    )
    .describe('ships told over AIS, those that have not answered first'),
  endedBy: related.nullable(),
  replaces: z.array(related),
  sha256: z.string(),
  document: z.string(),
});
export type WarningDetail = z.infer<typeof warningDetailSchema>;

export const warningSourceSchema = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['push', 'feed']),
  url: z.string().nullable(),
  intervalSeconds: z.int(),
  exercises: z.boolean(),
  enabled: z.boolean(),
  region: z.string(),
  askedAt: z.number().nullable(),
  heardAt: z.number().nullable(),
  trouble: z.string().nullable(),
  accepted: z.number(),
  duplicates: z.number(),
  refusals: z.array(z.object({ reason: z.string(), count: z.number(), lastAt: z.number(), lastDetail: z.string() })),
});
export type WarningSource = z.infer<typeof warningSourceSchema>;
/** A source just made; its token is shown this once. */
export const madeSourceSchema = warningSourceSchema.extend({ token: z.string().nullable() });

export const sourceInputSchema = z
  .strictObject({
    name: z.string().trim().min(1).max(60),
    kind: z.enum(['push', 'feed']),
    url: z
      .url({ protocol: /^https?$/, hostname: /.+/, error: '应为 http 或 https 地址' })
      .max(500)
      .nullable()
      .default(null),
    intervalSeconds: z.int().min(30, '间隔不小于 30 秒').max(86_400).default(300),
    /** Are drills and tests kept as well? They warn nobody. */
    exercises: z.boolean().default(false),
    regionPath: z
      .string()
      .regex(/^([\w-]+\.)+$/)
      .max(200),
  })
  .refine(({ kind, url }) => (kind === 'feed') === (url !== null), {
    message: '订阅源要有地址，推送源不要',
    path: ['url'],
  });

/** What became of an alert that was sent in. */
export const receiptSchema = z.object({
  id: z.string(),
  result: z.enum(['accepted', 'duplicate']),
  findings: z.array(z.object({ level: z.string(), path: z.string(), detail: z.string() })),
});
