import { defineCase, type GuardFacts } from '@anlan/kernel/case';
import type { Field } from '@anlan/kernel/entity';
import { refuse, type Refusal, both, named } from '@anlan/kernel/refusal';

const FIELDS = {
  enterprise: { kind: 'reference', entity: 'enterprise', label: '所属企业', labelEn: 'Enterprise', required: true },
  title: { kind: 'text', label: '事由', labelEn: 'Matter', required: true, max: 120 },
  actual: { kind: 'number', label: '实际距离', labelEn: 'Actual distance', unit: 'm', min: 0, max: 100_000 },
  required: { kind: 'number', label: '要求距离', labelEn: 'Required distance', unit: 'm', min: 0, max: 100_000 },
  shortfall: { kind: 'number', label: '差距', labelEn: 'Short by', unit: 'm', min: 0, max: 100_000 },
  target: { kind: 'text', label: '防护目标', labelEn: 'Protected object', max: 120 },
  basis: { kind: 'text', label: '依据', labelEn: 'Basis', max: 300 },
  measure: {
    kind: 'choice',
    label: '处置方式',
    labelEn: 'Measure',
    options: [
      { value: 'close', label: '关停', labelEn: 'Close' },
      { value: 'relocate', label: '搬迁入园', labelEn: 'Relocate' },
      { value: 'remove', label: '拆除危险设施', labelEn: 'Remove the unit' },
      { value: 'clear', label: '搬迁防护目标', labelEn: 'Move the protected object' },
    ],
  },
  plan: { kind: 'text', label: '方案', labelEn: 'Plan', max: 1000 },
  finishBy: { kind: 'date', label: '完成期限', labelEn: 'Finish by' },
  responsible: { kind: 'text', label: '责任人', labelEn: 'Responsible person', max: 40 },
  progress: { kind: 'number', label: '进度', labelEn: 'Progress', unit: '%', min: 0, max: 100 },
  result: { kind: 'text', label: '完成情况', labelEn: 'Result', max: 1000 },
  decision: { kind: 'text', label: '移出理由', labelEn: 'Why it leaves the list', max: 500 },
} as const satisfies Record<string, Field>;

const must = (field: Field): Field => ({ ...field, required: true });

/** Progress is told forwards: a smaller number than before is a mistake, or another plan. */
export function goesForward({ standing, input }: Pick<GuardFacts, 'standing' | 'input'>): Refusal | undefined {
  const before = standing.detail['progress'];
  const now = input['progress'];
  if (typeof before !== 'number' || typeof now !== 'number' || now >= before) return undefined;
  return refuse(
    'field-invalid',
    { field: named(FIELDS.progress), problem: both(`上次已报 ${before}%`, `${before}% was reported last time`) },
    'progress',
  );
}

/** 关停搬迁 (D4:193): an enterprise nearer than its distance, from the list to the day it is gone. */
export const relocation = defineCase({
  key: 'relocation',
  label: '关停搬迁',
  labelEn: 'Close or relocate',
  about: '外部安全距离不达标的危险化学品企业：列入 → 方案 → 实施 → 完成，复测达标可移出',
  family: 'prevention',
  prefix: 'GT',
  fields: FIELDS,
  source: 'D4:193 针对安全防护距离不达标、安全生产无保障的危险化学品企业实施关停',
  states: {
    identified: { label: '已列入', labelEn: 'Identified', owner: 'authority' },
    planned: { label: '已定方案', labelEn: 'Planned', owner: 'organisation' },
    working: { label: '实施中', labelEn: 'In progress', owner: 'organisation' },
    done: { label: '已完成', labelEn: 'Done', owner: null, end: 'closed' },
    withdrawn: { label: '已移出', labelEn: 'Withdrawn', owner: null, end: 'void' },
  },
  opening: {
    label: '列入清单',
    labelEn: 'Put on the list',
    to: 'identified',
    verb: 'case.supervise',
    sides: ['authority'],
    asks: {
      enterprise: FIELDS.enterprise,
      title: FIELDS.title,
      actual: FIELDS.actual,
      required: FIELDS.required,
      shortfall: FIELDS.shortfall,
      target: FIELDS.target,
      basis: FIELDS.basis,
    },
    deadline: { kind: 'set', parameter: 'relocation.plan-within', unit: 'days' },
  },
  actions: {
    plan: {
      label: '确定方案',
      labelEn: 'Decide the plan',
      from: ['identified', 'planned'],
      to: 'planned',
      verb: 'case.supervise',
      sides: ['authority'],
      asks: {
        measure: must(FIELDS.measure),
        plan: must(FIELDS.plan),
        responsible: must(FIELDS.responsible),
        finishBy: must(FIELDS.finishBy),
      },
      deadline: {
        kind: 'asked',
        field: 'finishBy',
        most: { parameter: 'relocation.finish.longest', unit: 'days' },
      },
      tone: 'primary',
    },
    begin: {
      label: '开始实施',
      labelEn: 'Begin',
      from: ['planned'],
      to: 'working',
      verb: 'case.rectify',
      sides: ['organisation'],
      asks: { progress: FIELDS.progress },
      tone: 'primary',
    },
    report: {
      label: '报进度',
      labelEn: 'Report progress',
      from: ['working'],
      to: null,
      verb: 'case.rectify',
      sides: ['organisation'],
      asks: {
        progress: must(FIELDS.progress),
        note: { kind: 'text', label: '说明', labelEn: 'Note', max: 500 },
      },
      guard: goesForward,
    },
    finish: {
      label: '核实完成',
      labelEn: 'Confirm done',
      from: ['working'],
      to: 'done',
      verb: 'case.verify',
      sides: ['authority'],
      asks: { result: must(FIELDS.result) },
      evidence: { least: 1, label: '现场照片', labelEn: 'photos on site' },
      notBy: ['report', 'begin'],
      tone: 'primary',
    },
    withdraw: {
      label: '移出清单',
      labelEn: 'Take off the list',
      from: ['identified', 'planned', 'working'],
      to: 'withdrawn',
      verb: 'case.supervise',
      sides: ['authority'],
      asks: { decision: must(FIELDS.decision) },
      evidence: { least: 1, label: '复测或评价报告', labelEn: 'report of the new measurement or assessment' },
      tone: 'danger',
    },
    urge: {
      label: '督办',
      labelEn: 'Urge',
      from: ['identified', 'planned', 'working'],
      to: null,
      verb: 'case.supervise',
      sides: ['authority'],
      asks: { demand: { kind: 'text', label: '督办要求', labelEn: 'Demand', required: true, max: 500 } },
    },
  },
  overdue: [
    { to: 'owner', parameter: 'relocation.overdue.owner' },
    { to: 'county', parameter: 'relocation.overdue.county' },
    { to: 'city', parameter: 'relocation.overdue.city' },
  ],
});
