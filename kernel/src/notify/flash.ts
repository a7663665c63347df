import { z } from 'zod';
import type { Parameter } from '../parameter/index.ts';

/** Kinds of accident by which the time for supplements differs (生产安全事故报告和调查处理条例 第十三条). */
export const FLASH_KINDS = {
  work: { label: '生产安全事故', labelEn: 'Work accident' },
  traffic: { label: '道路交通事故', labelEn: 'Road traffic accident' },
  fire: { label: '火灾事故', labelEn: 'Fire' },
} as const;
export type FlashKind = keyof typeof FLASH_KINDS;

const DECREE = '生产安全事故报告和调查处理条例';
const GROUP = '事故报告时限';

/** Times of the decree, in minutes and days. */
export const FLASH_PARAMETERS: readonly Parameter[] = [
  {
    key: 'flash.unit',
    label: '单位负责人报告',
    labelEn: 'Report by the unit’s head',
    group: GROUP,
    kind: 'number',
    unit: 'min',
    value: 60,
    min: 1,
    max: 60,
    source: `${DECREE} 第九条`,
  },
  {
    key: 'flash.pass-on',
    label: '逐级上报',
    labelEn: 'Passing on to the next level',
    group: GROUP,
    kind: 'number',
    unit: 'min',
    value: 120,
    min: 1,
    max: 120,
    source: `${DECREE} 第十一条`,
  },
  {
    key: 'flash.supplement',
    label: '伤亡变化补报期',
    labelEn: 'Supplements on casualties',
    group: GROUP,
    kind: 'number',
    unit: 'd',
    value: 30,
    min: 1,
    max: 365,
    source: `${DECREE} 第十三条`,
  },
  {
    key: 'flash.supplement-short',
    label: '伤亡变化补报期（道路交通、火灾）',
    labelEn: 'Supplements on casualties (road traffic, fire)',
    group: GROUP,
    kind: 'number',
    unit: 'd',
    value: 7,
    min: 1,
    max: 365,
    source: `${DECREE} 第十三条`,
  },
];

export const clockSchema = z.object({
  key: z.enum(['unit', 'pass-on', 'supplement']),
  clause: z.string(),
  from: z.number(),
  dueAt: z.number(),
  doneAt: z.number().nullable(),
  late: z.boolean().describe('done after its time, or not done and the time is over; never of the supplement'),
});
export type FlashClock = z.infer<typeof clockSchema>;

interface Timed {
  readonly kind: FlashKind;
  readonly occurredAt: number;
  readonly learnedAt: number | null;
  readonly receivedAt: number;
  readonly passedOnAt: number | null;
}

const MINUTE = 60_000;
const DAY = 86_400_000;

/**
 * The statutory clocks of a report at `now` (epoch ms): 第九条 within an hour of the head's learning of it – of the event
 * where that moment is not known –, 第十一条 each level within two hours, 第十三条 supplements while casualties may change.
 * `limit` gives the minutes and days in force.
 */
export function flashClocks(report: Timed, limit: (key: string) => number, now: number): FlashClock[] {
  const { occurredAt, receivedAt, passedOnAt } = report;
  const began = report.learnedAt ?? occurredAt;
  const unitDue = began + limit('flash.unit') * MINUTE;
  const passDue = receivedAt + limit('flash.pass-on') * MINUTE;
  const days = limit(report.kind === 'work' ? 'flash.supplement' : 'flash.supplement-short');
  return [
    {
      key: 'unit',
      clause: `${DECREE} 第九条`,
      from: began,
      dueAt: unitDue,
      doneAt: receivedAt,
      late: receivedAt > unitDue,
    },
    {
      key: 'pass-on',
      clause: `${DECREE} 第十一条`,
      from: receivedAt,
      dueAt: passDue,
      doneAt: passedOnAt,
      late: (passedOnAt ?? now) > passDue,
    },
    {
      key: 'supplement',
      clause: `${DECREE} 第十三条`,
      from: occurredAt,
      dueAt: occurredAt + days * DAY,
      doneAt: null,
      late: false,
    },
  ];
}

const count = z.int().min(0).max(100_000).nullable();

/** What the receiver writes down while the caller is on the line; `null` = not known yet, which is not nought. */
export const flashInputSchema = z.strictObject({
  kind: z.enum(['work', 'traffic', 'fire']),
  place: z.string().trim().min(1).max(200),
  regionPath: z.string().max(200).optional(),
  occurredAt: z.int(),
  learnedAt: z.int().nullable().default(null),
  what: z.string().trim().min(1).max(2000),
  dead: count,
  injured: count,
  missing: count,
  trapped: count,
  measures: z.string().trim().max(2000),
  reporter: z.string().trim().min(1).max(60),
  reporterPhone: z
    .string()
    .trim()
    .regex(/^\+?[\d\- ]{5,20}$/),
  alarmId: z.uuid().nullable().default(null),
  follows: z.uuid().nullable().default(null).describe('the report that this one supplements'),
  nextDueAt: z.int().nullable().default(null).describe('when the next supplement was promised'),
});
export type FlashInput = z.input<typeof flashInputSchema>;

export const flashSchema = z.object({
  id: z.string(),
  number: z.string().describe('KB-20260318-001'),
  chainId: z.string(),
  seq: z.int().describe('1 = 首报, then 续报'),
  kind: z.enum(['work', 'traffic', 'fire']),
  place: z.string(),
  regionPath: z.string(),
  regionName: z.string(),
  occurredAt: z.number(),
  learnedAt: z.number().nullable(),
  receivedAt: z.number(),
  what: z.string(),
  dead: z.int().nullable(),
  injured: z.int().nullable(),
  missing: z.int().nullable(),
  trapped: z.int().nullable(),
  measures: z.string(),
  reporter: z.string().describe('masked for who may not write the desk'),
  reporterPhone: z.string(),
  receiver: z.string(),
  alarmId: z.string().nullable(),
  nextDueAt: z.number().nullable(),
  passedOnAt: z.number().nullable(),
  passedOnTo: z.string().nullable(),
  writtenAt: z.number().nullable(),
  clocks: z.array(clockSchema),
});
export type FlashReport = z.infer<typeof flashSchema>;
