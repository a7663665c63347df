import { z } from 'zod';

/** Our role on a link between vehicle platforms (JT/T 809). */
export const LINK_ROLES = {
  upper: { label: '上级平台（对方向我上报）', labelEn: 'Upper: the other platform reports to us' },
  lower: { label: '下级平台（我向对方上报）', labelEn: 'Lower: we report to the other platform' },
} as const;
export type LinkRole = keyof typeof LINK_ROLES;

/** What became of a supervised alarm: results of 0x1401. */
export const URGE_ANSWERS = [
  { label: '处理中', labelEn: 'In hand' },
  { label: '已处理完毕', labelEn: 'Done' },
  { label: '不作处理', labelEn: 'Not handled' },
  { label: '将来处理', labelEn: 'Later' },
] as const;

/** How a message stands: to be sent, sent and unanswered, to be answered here, answer to be sent, answered, too late. */
export const MESSAGE_STATES = {
  waiting: { label: '待发送', labelEn: 'To be sent' },
  sent: { label: '已发送', labelEn: 'Sent' },
  open: { label: '待应答', labelEn: 'To be answered' },
  answering: { label: '应答待发送', labelEn: 'Answer to be sent' },
  answered: { label: '已应答', labelEn: 'Answered' },
  late: { label: '超时', labelEn: 'Late' },
} as const;
export const MESSAGE_KINDS = {
  alarm: { label: '报警', labelEn: 'Alarm' },
  urge: { label: '报警督办', labelEn: 'Supervision' },
  query: { label: '平台查岗', labelEn: 'Platform check' },
  text: { label: '平台间报文', labelEn: 'Text' },
  driver: { label: '驾驶员身份', labelEn: 'Driver' },
  waybill: { label: '电子运单', labelEn: 'Waybill' },
  static: { label: '车辆静态信息', labelEn: 'Vehicle data' },
  exchange: { label: '定位信息交换', labelEn: 'Position exchange' },
} as const;

/** Why positions of a vehicle are given to a lower platform, or no more: reasons of 0x9205 and 0x9206. */
export const EXCHANGE_REASONS = {
  start: [
    { label: '车辆进入指定区域', labelEn: 'Entered a watched area' },
    { label: '人工指定交换', labelEn: 'Chosen by an officer' },
    { label: '应急状态下车辆定位信息回传', labelEn: 'Emergency' },
    { label: '其他原因', labelEn: 'Other' },
  ],
  end: [
    { label: '车辆离开指定区域', labelEn: 'Left the watched area' },
    { label: '人工停止交换', labelEn: 'Ended by an officer' },
    { label: '紧急监控完成', labelEn: 'Emergency over' },
    { label: '车辆离线', labelEn: 'Vehicle offline' },
    { label: '其他原因', labelEn: 'Other' },
  ],
} as const;

const keysOf = <T extends object>(table: T): [keyof T & string, ...(keyof T & string)[]] =>
  Object.keys(table) as [keyof T & string, ...(keyof T & string)[]];

const wholeU32 = z.int().min(0).max(0xffff_ffff);
const host = z.string().regex(/^[\w.:-]{1,32}$/);
const constantsSchema = z.strictObject({ m1: wholeU32, ia1: wholeU32, ic1: wholeU32 });

/** What is agreed with another platform; the password and the constants are taken and never given. */
export const linkInputSchema = z.strictObject({
  name: z.string().trim().min(1).max(80),
  role: z.enum(keysOf(LINK_ROLES)),
  edition: z.union([z.literal(2011), z.literal(2019)]),
  accessCode: wholeU32.min(1),
  userId: wholeU32,
  password: z.string().min(1).max(8).optional().describe('must be given for a new link'),
  constants: constantsSchema.nullish().describe('null takes them away; left out they stay'),
  encrypted: z.boolean(),
  peerHost: host.describe('upper: the address named for the sub link; lower: the upper platform'),
  peerPort: z.int().min(1).max(65_535).nullish(),
  ownHost: host.nullish().describe('lower: the address we name for the sub link'),
  idleSeconds: z.int().min(1).max(3600),
  deadSeconds: z.int().min(2).max(7200),
  answerMinutes: z.int().min(1).max(1440),
  enabled: z.boolean(),
  regionPath: z.string().max(200).optional(),
});
export type LinkInput = z.infer<typeof linkInputSchema>;

const channelSchema = z.object({
  up: z.boolean(),
  since: z.number().nullable().describe('epoch ms'),
  remote: z.string().nullable(),
  lastIn: z.number().nullable(),
  lastOut: z.number().nullable(),
  connections: z.int().describe('how often it was up since the start'),
  problem: z.string().nullable(),
});
/** How one of the two connections stands. */
export type LinkChannel = z.infer<typeof channelSchema>;

const linkFrameSchema = z.object({
  at: z.number(),
  channel: z.enum(['main', 'sub']),
  direction: z.enum(['in', 'out']),
  type: z.string(),
  title: z.string(),
  hex: z.string(),
});
/** A frame as it stood on the line, for people to look at. */
export type LinkFrame = z.infer<typeof linkFrameSchema>;

/** How a link stands since the platform's start. */
export const linkStandingSchema = z.object({
  main: channelSchema,
  sub: channelSchema,
  received: z.record(z.string(), z.int()).describe('messages by title'),
  sent: z.record(z.string(), z.int()),
  positions: z.int().describe('kept here (upper), or written to the upper platform (lower)'),
  refused: z.record(z.string(), z.int()),
  frames: z.array(linkFrameSchema).describe('newest first'),
  unknownPlates: z.array(z.string()).describe('plates that came and are not exchanged here'),
  notice: z
    .object({ count: z.int(), start: z.number(), end: z.number() })
    .nullable()
    .describe('lower: what the upper platform last said it received (0x9101); epoch seconds'),
});
export type LinkStanding = z.infer<typeof linkStandingSchema>;

/** A link in the list. */
export const linkViewSchema = linkInputSchema.omit({ password: true, constants: true, regionPath: true }).extend({
  id: z.string(),
  regionPath: z.string(),
  regionName: z.string(),
  vehicles: z.int(),
  open: z.int().describe('checks and supervisions that wait for our answer'),
  alarms24: z.int().describe('alarms exchanged within 24 hours'),
  forwardedUntil: z.number().nullable(),
  version: z.int(),
  standing: linkStandingSchema.nullable().describe('null when the intake does not answer, or the link is off'),
});
export type LinkView = z.infer<typeof linkViewSchema>;

export const linkMessageSchema = z.object({
  id: z.string(),
  direction: z.enum(['in', 'out']),
  kind: z.enum(keysOf(MESSAGE_KINDS)),
  number: z.number(),
  plate: z.string().nullable(),
  vehicle: z.string().nullable(),
  alarmId: z.string().nullable(),
  aboutId: z.string().nullable(),
  title: z.string(),
  text: z.string(),
  state: z.enum(keysOf(MESSAGE_STATES)),
  at: z.number(),
  dueAt: z.number().nullable(),
  by: z.string().nullable(),
  answer: z.string().nullable(),
  answeredAt: z.number().nullable(),
  answeredBy: z.string().nullable(),
  urged: z.boolean().describe('of an alarm: a supervision of it exists'),
});
export type LinkMessage = z.infer<typeof linkMessageSchema>;

export const linkDetailSchema = z.object({
  link: linkViewSchema,
  messages: z.array(linkMessageSchema).describe('the newest 200'),
  vehicles: z
    .array(z.object({ id: z.string(), plate: z.string(), enterprise: z.string().nullable(), since: z.number() }))
    .describe('the first 200'),
  exchanges: z
    .array(
      z.object({
        id: z.string(),
        plate: z.string(),
        reason: z.int().describe('of 0x9205'),
        since: z.number().nullable().describe('epoch ms; null while the lower platform has not answered'),
      }),
    )
    .describe('vehicles whose positions go down the link'),
});
export type LinkDetail = z.infer<typeof linkDetailSchema>;

/** Which vehicles are put into the exchange or taken out of it. */
export const linkVehiclesSchema = z.strictObject({
  act: z.enum(['add', 'remove']),
  plates: z.array(z.string().trim().min(1).max(40)).max(5000).optional(),
  enterprise: z.uuid().optional(),
  category: z.string().max(40).optional(),
});

/** What an officer asks of the lower platform: who is on duty, or a text to be confirmed. */
export const linkAskSchema = z.strictObject({
  kind: z.enum(['query', 'text']),
  text: z.string().trim().min(1).max(200),
});

/** What an officer asks of the lower platform about one vehicle it reports, or has of another one given to it. */
export const linkVehicleAskSchema = z.strictObject({
  kind: z.enum(['driver', 'waybill', 'exchange-start', 'exchange-end']),
  plate: z.string().trim().min(1).max(40),
  reason: z.int().min(0).max(4).optional().describe('of an exchange, by the lists of 0x9205 and 0x9206'),
});

/** Supervision of an alarm that was reported to us. */
export const linkUrgeSchema = z.strictObject({
  minutes: z.int().min(1).max(1440),
  urgent: z.boolean(),
});

/** An answer to a check, in words, or to a supervision, as one of `URGE_ANSWERS`. */
export const linkAnswerSchema = z.strictObject({
  text: z.string().trim().min(1).max(200).optional(),
  result: z.int().min(0).max(3).optional(),
});
