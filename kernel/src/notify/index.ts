import { z } from 'zod';

export * from './flash.ts';
export { agendaLineSchema, agendaSchema, type Agenda, type AgendaLine } from './agenda.ts';
export { NOTIFY_PARAMETERS } from './parameters.ts';

/** Ways to reach a person. In-app always exists; the others need an address, and the platform an account there. */
export const CHANNELS = {
  'in-app': { label: '站内', labelEn: 'In the platform' },
  'e-mail': { label: '邮件', labelEn: 'E-mail' },
  sms: { label: '短信', labelEn: 'Text message' },
  webhook: { label: '接口推送', labelEn: 'Webhook' },
  test: { label: '演练通道', labelEn: 'Test channel' },
} as const;
export type Channel = keyof typeof CHANNELS;

/** A message's way: waiting, handed over, confirmed by the other side, seen by the person; or given up. */
export const MESSAGE_STATES = {
  queued: '待发送',
  sent: '已发出',
  delivered: '已送达',
  read: '已读',
  failed: '发送失败',
} as const;
export type MessageState = keyof typeof MESSAGE_STATES;

const PAUSES = [5, 15, 60, 300, 900] as const;
/** After so many attempts a message is given up and shows as failed. */
export const MOST_ATTEMPTS = PAUSES.length + 1;

/** When to try again after `attempts` failures (epoch ms); null = give up. */
export function retryAt(attempts: number, now: number): number | null {
  const pause = PAUSES[attempts - 1];
  return pause === undefined ? null : now + pause * 1000;
}

/** Posts of a duty desk. */
export const POSTS = {
  leader: { label: '带班领导', labelEn: 'Leader on duty' },
  main: { label: '主班', labelEn: 'Main' },
  second: { label: '副班', labelEn: 'Second' },
} as const;
export type Post = keyof typeof POSTS;

/** One person's turn at the desk of a place; `to` is exclusive. Times are epoch ms. */
export interface Shift {
  readonly personId: string;
  readonly post: Post;
  readonly from: number;
  readonly to: number;
}

/** Who is on duty at an instant. */
export function onDuty<S extends Shift>(shifts: readonly S[], at: number): S[] {
  return shifts.filter((shift) => shift.from <= at && at < shift.to);
}

/** Stretches between `from` and `to` in which nobody holds the main post. */
export function gaps(shifts: readonly Shift[], from: number, to: number): { from: number; to: number }[] {
  const main = shifts.filter((shift) => shift.post === 'main' && shift.to > from && shift.from < to);
  const found: { from: number; to: number }[] = [];
  let covered = from;
  for (const shift of [...main].sort((a, b) => a.from - b.from)) {
    if (shift.from > covered) found.push({ from: covered, to: shift.from });
    covered = Math.max(covered, shift.to);
  }
  if (covered < to) found.push({ from: covered, to });
  return found;
}

/** A hand-over that was accepted: from then on the desk is `to`'s. */
export interface Accepted {
  readonly personId: string;
  readonly acceptedAt: number;
}

/**
 * Whom the desk's messages reach at `at`: who is rostered, and who took the desk over last until a successor accepts it –
 * a shift that ends on paper does not end responsibility. At most `longest` ms after the own shift.
 */
export function inCharge(
  shifts: readonly Shift[],
  last: Accepted | undefined,
  at: number,
  longest = 12 * 3_600_000,
): string[] {
  const rostered = onDuty(shifts, at).map((shift) => shift.personId);
  const holds = last !== undefined && at - last.acceptedAt < 24 * 3_600_000 + longest;
  return [...new Set([...rostered, ...(holds ? [last.personId] : [])])];
}

export const shiftViewSchema = z.object({
  id: z.string(),
  personId: z.string(),
  personName: z.string(),
  post: z.enum(['leader', 'main', 'second']),
  from: z.number(),
  to: z.number(),
  regionPath: z.string(),
});
export type ShiftView = z.infer<typeof shiftViewSchema>;

export const rosterSchema = z.object({
  regionPath: z.string(),
  regionName: z.string(),
  shifts: z.array(shiftViewSchema),
  gaps: z.array(z.object({ from: z.number(), to: z.number() })),
  now: z.array(shiftViewSchema),
  /** Who took the desk over last. */
  holder: z.object({ personId: z.string(), personName: z.string(), since: z.number() }).nullable(),
  people: z
    .array(z.object({ id: z.string(), name: z.string(), keeps: z.boolean().describe('may take the desk over') }))
    .describe('who may be put on the roster'),
});
export type Roster = z.infer<typeof rosterSchema>;

const openAlarmSchema = z.object({
  id: z.string(),
  number: z.string(),
  level: z.string(),
  text: z.string(),
  response: z.string(),
  raisedAt: z.number(),
});

/** What goes from one shift to the next. */
export const handOverSchema = z.object({
  id: z.string(),
  regionPath: z.string(),
  fromId: z.string(),
  fromName: z.string(),
  toId: z.string(),
  toName: z.string(),
  offeredAt: z.number(),
  acceptedAt: z.number().nullable(),
  withdrawnAt: z.number().nullable(),
  summary: z.string(),
  remark: z.string().nullable(),
  alarms: z.array(openAlarmSchema).describe('open when it was offered'),
  lateCases: z.int(),
  lines: z.int().describe('lines of the log since the hand-over before'),
});
export type HandOver = z.infer<typeof handOverSchema>;

export const draftSchema = z.object({
  since: z.number().nullable(),
  alarms: z.array(openAlarmSchema),
  lateCases: z.int(),
  lines: z.array(z.object({ at: z.number(), by: z.string(), text: z.string() })),
});

export const messageViewSchema = z.object({
  id: z.string(),
  channel: z.enum(['in-app', 'e-mail', 'sms', 'webhook', 'test']),
  personName: z.string(),
  topic: z.string(),
  subjectId: z.string(),
  happening: z.string(),
  level: z.string().nullable(),
  text: z.string(),
  why: z.string().describe('which rule of the roster or ladder chose the person'),
  at: z.number(),
  state: z.enum(['queued', 'sent', 'delivered', 'read', 'failed']),
  attempts: z.int(),
  sentAt: z.number().nullable(),
  readAt: z.number().nullable(),
  error: z.string().nullable(),
  thread: z.string().nullable().describe('sort of matter: `case hidden-danger submitted`'),
  gathered: z.int().describe('notices of the same sort gathered under this one'),
});
export type MessageView = z.infer<typeof messageViewSchema>;
