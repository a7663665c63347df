import { defineCase, type GuardFacts } from '@anlan/kernel/case';
import type { Field } from '@anlan/kernel/entity';
import { refuse, type Refusal, both, named } from '@anlan/kernel/refusal';

export const JOBS = [
  { value: 'hot-work', label: '动火', labelEn: 'Hot work' },
  { value: 'confined-space', label: '受限空间', labelEn: 'Confined space' },
  { value: 'height', label: '高处', labelEn: 'Work at height' },
  { value: 'lifting', label: '吊装', labelEn: 'Lifting' },
  { value: 'electrical', label: '临时用电', labelEn: 'Temporary power' },
  { value: 'excavation', label: '动土', labelEn: 'Excavation' },
  { value: 'blinding', label: '盲板抽堵', labelEn: 'Blinding' },
  { value: 'maintenance', label: '检维修', labelEn: 'Maintenance' },
  { value: 'construction', label: '建设施工', labelEn: 'Construction' },
  { value: 'mining', label: '采掘外包', labelEn: 'Contracted mining' },
  { value: 'other', label: '其他', labelEn: 'Other' },
] as const;

const FIELDS = {
  enterprise: { kind: 'reference', entity: 'enterprise', label: '所属企业', labelEn: 'Enterprise', required: true },
  title: { kind: 'text', label: '作业名称', labelEn: 'Job', required: true, max: 120 },
  contractor: { kind: 'text', label: '承包单位', labelEn: 'Contractor', required: true, max: 120 },
  job: { kind: 'choice', label: '作业类别', labelEn: 'Kind of work', required: true, options: JOBS },
  level: { kind: 'level', label: '风险等级', labelEn: 'Risk grade', required: true, source: '安委办〔2016〕11号' },
  place: { kind: 'text', label: '作业地点', labelEn: 'Place', max: 120 },
  startsOn: { kind: 'date', label: '开始日期', labelEn: 'From', required: true },
  endsOn: { kind: 'date', label: '结束日期', labelEn: 'Until', required: true },
  supervisor: { kind: 'text', label: '现场监护人', labelEn: 'Supervisor on site', max: 40, personal: true },
  measures: { kind: 'text', label: '安全措施', labelEn: 'Measures', max: 1000 },
  workers: { kind: 'number', label: '作业人数', labelEn: 'Workers', unit: '人', integer: true, min: 0, max: 10_000 },
  notified: { kind: 'number', label: '已告知', labelEn: 'Notified', unit: '人', integer: true, min: 0, max: 10_000 },
  result: { kind: 'text', label: '完工情况', labelEn: 'Result', max: 500 },
} as const satisfies Record<string, Field>;

const HIGH: ReadonlySet<unknown> = new Set(['red', 'orange']);

/** A job of high risk starts when everybody who works on it was told (D4:202 强化外委外包工程安全风险预警). */
export function allNotified({ standing: { detail } }: Pick<GuardFacts, 'standing'>): Refusal | undefined {
  const workers = Number(detail['workers'] ?? 0);
  const notified = Number(detail['notified'] ?? 0);
  if (workers === 0) return refuse('job-empty');
  return HIGH.has(detail['level']) && notified < workers ? refuse('job-unnotified', { workers, notified }) : undefined;
}

function inOrder({ input }: Pick<GuardFacts, 'input'>): Refusal | undefined {
  const { startsOn, endsOn } = input as { startsOn?: string; endsOn?: string };
  return startsOn !== undefined && endsOn !== undefined && endsOn < startsOn
    ? refuse(
        'field-invalid',
        { field: named(FIELDS.endsOn), problem: both('早于开始日期', 'it is before the start date') },
        'endsOn',
      )
    : undefined;
}

const { workers: _, notified: __, result: ___, ...OPENING } = FIELDS;

/** 外委外包作业: registered with its risk, its people told, running, ended. */
export const contractorJob = defineCase({
  key: 'contractor-job',
  label: '外委外包作业',
  labelEn: 'Contracted job',
  about: '登记承包单位、作业类别、风险等级和人员；高风险作业全员告知后才能开工',
  family: 'prevention',
  prefix: 'WB',
  fields: FIELDS,
  levelField: 'level',
  source: 'D4:202 强化外委外包工程安全风险预警',
  states: {
    registered: { label: '待开工', labelEn: 'Registered', owner: 'organisation' },
    running: { label: '作业中', labelEn: 'Running', owner: 'organisation' },
    stopped: { label: '已叫停', labelEn: 'Stopped', owner: 'organisation' },
    finished: { label: '已完工', labelEn: 'Finished', owner: null, end: 'closed' },
    cancelled: { label: '已取消', labelEn: 'Cancelled', owner: null, end: 'void' },
  },
  opening: {
    label: '登记',
    labelEn: 'Register',
    to: 'registered',
    verb: 'case.report',
    sides: ['organisation', 'authority'],
    asks: OPENING,
    guard: inOrder,
    deadline: { kind: 'asked', field: 'endsOn' },
  },
  actions: {
    start: {
      label: '开工',
      labelEn: 'Start',
      from: ['registered', 'stopped'],
      to: 'running',
      verb: 'notification.write',
      sides: ['organisation'],
      asks: {},
      guard: allNotified,
      tone: 'primary',
    },
    stop: {
      label: '叫停',
      labelEn: 'Stop',
      from: ['running'],
      to: 'stopped',
      verb: 'case.report',
      sides: ['organisation', 'authority'],
      asks: { reason: { kind: 'text', label: '理由', labelEn: 'Reason', required: true, max: 300 } },
      tone: 'danger',
    },
    extend: {
      label: '延长工期',
      labelEn: 'Extend',
      from: ['registered', 'running', 'stopped'],
      to: null,
      verb: 'notification.write',
      sides: ['organisation'],
      asks: {
        endsOn: FIELDS.endsOn,
        reason: { kind: 'text', label: '理由', labelEn: 'Reason', required: true, max: 300 },
      },
      deadline: { kind: 'asked', field: 'endsOn' },
    },
    finish: {
      label: '完工',
      labelEn: 'Finish',
      from: ['running'],
      to: 'finished',
      verb: 'notification.write',
      sides: ['organisation'],
      asks: { result: { ...FIELDS.result, required: true } },
      tone: 'primary',
    },
    cancel: {
      label: '取消',
      labelEn: 'Cancel',
      from: ['registered', 'stopped'],
      to: 'cancelled',
      verb: 'notification.write',
      sides: ['organisation'],
      asks: { reason: { kind: 'text', label: '理由', labelEn: 'Reason', required: true, max: 300 } },
    },
  },
  overdue: [
    { to: 'owner', parameter: 'contractor.overdue.owner' },
    { to: 'town', parameter: 'contractor.overdue.town' },
  ],
});
