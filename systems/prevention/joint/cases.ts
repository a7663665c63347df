import { defineCase, type GuardFacts } from '@anlan/kernel/case';
import type { Field } from '@anlan/kernel/entity';
import { refuse, type Refusal } from '@anlan/kernel/refusal';

const FIELDS = {
  title: { kind: 'text', label: '联合行动', labelEn: 'Joint action', required: true, max: 120 },
  plan: { kind: 'text', label: '行动安排', labelEn: 'Plan', max: 1000 },
  dueOn: { kind: 'date', label: '完成期限', labelEn: 'Due', required: true },
  partners: { kind: 'text', label: '共同牵头', labelEn: 'Owned together with', max: 400 },
  openTasks: {
    kind: 'number',
    label: '本方未完任务',
    labelEn: 'Own tasks open',
    unit: '项',
    integer: true,
    min: 0,
    max: 10_000,
  },
  doneTasks: {
    kind: 'number',
    label: '本方已完任务',
    labelEn: 'Own tasks done',
    unit: '项',
    integer: true,
    min: 0,
    max: 10_000,
  },
  result: { kind: 'text', label: '本方结果', labelEn: 'Own result', max: 1000 },
} as const satisfies Record<string, Field>;

const must = (field: Field): Field => ({ ...field, required: true });
const reason = { kind: 'text', label: '理由', labelEn: 'Reason', required: true, max: 500 } as const;

/** An owner confirms what it has done: some task of its own, and none left open. */
export function ownTasksDone({ standing }: Pick<GuardFacts, 'standing'>): Refusal | undefined {
  const open = Number(standing.detail['openTasks'] ?? 0);
  const done = Number(standing.detail['doneTasks'] ?? 0);
  if (open > 0 || done === 0) return refuse('joint-tasks-open', { open, done });
  return undefined;
}

/** 联合行动: every owner holds a case of its own; the platform closes all of them when every owner has confirmed (D2:130). */
export const jointAction = defineCase({
  key: 'joint-action',
  label: '联合行动',
  labelEn: 'Joint action',
  about: '相邻或相近地区共同牵头：各方有自己的任务和确认，全部确认后同时办结',
  family: 'prevention',
  prefix: 'LF',
  fields: FIELDS,
  source: 'D2:130 区域重大安全风险联防联控机制；D4:253 区域协作机制',
  states: {
    proposed: { label: '待参加', labelEn: 'Proposed', owner: 'authority' },
    working: { label: '行动中', labelEn: 'Under way', owner: 'authority' },
    confirmed: { label: '本方已确认', labelEn: 'Confirmed by this owner', owner: 'authority', clock: false },
    closed: { label: '共同办结', labelEn: 'Closed together', owner: null, end: 'closed' },
    declined: { label: '不参加', labelEn: 'Declined', owner: null, end: 'void' },
  },
  opening: {
    label: '发起',
    labelEn: 'Propose',
    to: 'proposed',
    verb: 'joint.write',
    sides: ['authority'],
    asks: { title: FIELDS.title, plan: FIELDS.plan, dueOn: FIELDS.dueOn, partners: FIELDS.partners },
    deadline: { kind: 'asked', field: 'dueOn', most: { parameter: 'joint.action.longest', unit: 'days' } },
  },
  actions: {
    accept: {
      label: '参加',
      labelEn: 'Take part',
      from: ['proposed'],
      to: 'working',
      verb: 'joint.write',
      sides: ['authority'],
      asks: {},
      tone: 'primary',
    },
    decline: {
      label: '不参加',
      labelEn: 'Decline',
      from: ['proposed'],
      to: 'declined',
      verb: 'joint.write',
      sides: ['authority'],
      asks: { reason },
      tone: 'danger',
    },
    confirm: {
      label: '确认本方完成',
      labelEn: 'Confirm own part',
      from: ['working'],
      to: 'confirmed',
      verb: 'joint.write',
      sides: ['authority'],
      asks: { result: must(FIELDS.result) },
      guard: ownTasksDone,
      tone: 'primary',
    },
    reopen: {
      label: '撤回确认',
      labelEn: 'Take back',
      from: ['confirmed'],
      to: 'working',
      verb: 'joint.write',
      sides: ['authority'],
      asks: { reason },
    },
    close: {
      label: '共同办结',
      labelEn: 'Close together',
      from: ['confirmed'],
      to: 'closed',
      verb: 'joint.write',
      sides: [],
      asks: {},
      automatic: true,
    },
  },
  overdue: [
    { to: 'county', parameter: 'joint.overdue.county' },
    { to: 'city', parameter: 'joint.overdue.city' },
  ],
});
