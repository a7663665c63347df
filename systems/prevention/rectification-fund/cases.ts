import { defineCase, type GuardFacts } from '@anlan/kernel/case';
import type { Field } from '@anlan/kernel/entity';
import { refuse, type Refusal, both, named } from '@anlan/kernel/refusal';

const FIELDS = {
  enterprise: { kind: 'reference', entity: 'enterprise', label: '申请企业', labelEn: 'Enterprise', required: true },
  fund: { kind: 'reference', entity: 'rectification-fund', label: '基金', labelEn: 'Fund', required: true },
  title: { kind: 'text', label: '申请事项', labelEn: 'Purpose', required: true, max: 120 },
  danger: {
    kind: 'text',
    label: '对应隐患编号',
    labelEn: 'Number of the hidden danger',
    max: 40,
    pattern: /^YH-\d{8}-\d{4,}$/,
    patternHelp: '形如 YH-20260318-0042',
  },
  project: { kind: 'reference', entity: 'renovation-project', label: '对应技改项目', labelEn: 'Renovation project' },
  cost: { kind: 'number', label: '总费用', labelEn: 'Cost', unit: '元', required: true, min: 1, max: 10_000_000_000 },
  amount: {
    kind: 'number',
    label: '申请金额',
    labelEn: 'Asked',
    unit: '元',
    required: true,
    min: 1,
    max: 1_000_000_000,
  },
  approved: { kind: 'number', label: '核定金额', labelEn: 'Approved', unit: '元', min: 1, max: 1_000_000_000 },
  opinion: { kind: 'text', label: '审核意见', labelEn: 'Opinion', max: 500 },
  result: { kind: 'text', label: '使用与整改情况', labelEn: 'What was done with it', max: 1000 },
} as const satisfies Record<string, Field>;

const must = (field: Field): Field => ({ ...field, required: true });
const reason = { kind: 'text', label: '理由', labelEn: 'Reason', required: true, max: 500 } as const;

/** An application names the hidden danger or the project it is for, and asks no more than it costs. */
export function referenced({ input }: Pick<GuardFacts, 'input'>): Refusal | undefined {
  if (input['danger'] === undefined && input['project'] === undefined) return refuse('fund-unreferenced', {}, 'danger');
  const { amount = 0, cost = 0 } = input as { amount?: number; cost?: number };
  return amount > cost
    ? refuse(
        'field-invalid',
        { field: named(FIELDS.amount), problem: both('不能多于总费用', 'it cannot be more than the total cost') },
        'amount',
      )
    : undefined;
}

/** Nobody approves more than was asked, and the second no more than the first. */
export function withinAsked({ standing, input }: Pick<GuardFacts, 'standing' | 'input'>): Refusal | undefined {
  const before = Number(standing.detail['approved'] ?? standing.detail['amount'] ?? 0);
  return Number(input['approved'] ?? 0) > before
    ? refuse(
        'field-invalid',
        {
          field: named(FIELDS.approved),
          problem: both(`不能多于 ${before} 元`, `it cannot be more than CNY ${before}`),
        },
        'approved',
      )
    : undefined;
}

/** 基金申请 (S73): asked for → reviewed by one, approved by another → paid in stages → effect shown, or taken back. */
export const fundApplication = defineCase({
  key: 'fund-application',
  label: '整改基金申请',
  labelEn: 'Fund application',
  about: '企业申请 → 初审 → 复审（换人）→ 分期拨付 → 隐患销号后认定有效；无效的收回',
  family: 'prevention',
  prefix: 'JJ',
  fields: FIELDS,
  source: 'D3:44',
  states: {
    applied: { label: '待初审', labelEn: 'Applied', owner: 'authority' },
    reviewed: { label: '待复审', labelEn: 'Reviewed', owner: 'authority' },
    approved: { label: '待拨付', labelEn: 'Approved', owner: 'authority' },
    paying: { label: '拨付中', labelEn: 'Being paid', owner: 'organisation' },
    verifying: { label: '待认定效果', labelEn: 'Effect to be shown', owner: 'authority' },
    effective: { label: '已见效', labelEn: 'Effective', owner: null, end: 'closed' },
    recovered: { label: '已收回', labelEn: 'Taken back', owner: null, end: 'closed' },
    declined: { label: '不予支持', labelEn: 'Declined', owner: null, end: 'void' },
  },
  opening: {
    label: '申请',
    labelEn: 'Apply',
    to: 'applied',
    verb: 'fund.apply',
    sides: ['organisation'],
    asks: {
      enterprise: FIELDS.enterprise,
      fund: FIELDS.fund,
      title: FIELDS.title,
      danger: FIELDS.danger,
      project: FIELDS.project,
      cost: FIELDS.cost,
      amount: FIELDS.amount,
    },
    deadline: { kind: 'set', parameter: 'fund.review-within', unit: 'working-days' },
    guard: referenced,
  },
  actions: {
    review: {
      label: '初审',
      labelEn: 'Review',
      from: ['applied'],
      to: 'reviewed',
      verb: 'fund.review',
      sides: ['authority'],
      asks: { approved: must(FIELDS.approved), opinion: must(FIELDS.opinion) },
      guard: withinAsked,
      deadline: { kind: 'set', parameter: 'fund.review-within', unit: 'working-days' },
      tone: 'primary',
    },
    approve: {
      label: '复审同意',
      labelEn: 'Approve',
      from: ['reviewed'],
      to: 'approved',
      verb: 'fund.review',
      sides: ['authority'],
      asks: { approved: must(FIELDS.approved), opinion: must(FIELDS.opinion) },
      notBy: ['review'],
      guard: withinAsked,
      deadline: { kind: 'set', parameter: 'fund.pay-within', unit: 'working-days' },
      tone: 'primary',
    },
    decline: {
      label: '不予支持',
      labelEn: 'Decline',
      from: ['applied', 'reviewed'],
      to: 'declined',
      verb: 'fund.review',
      sides: ['authority'],
      asks: { reason },
      tone: 'danger',
    },
    disburse: {
      label: '拨付',
      labelEn: 'Disburse',
      from: ['approved', 'paying'],
      to: 'paying',
      verb: 'fund.pay',
      sides: [],
      asks: { note: { kind: 'text', label: '拨付', labelEn: 'Payment', required: true, max: 300 } },
      deadline: { kind: 'set', parameter: 'fund.effect-within', unit: 'days' },
      automatic: true,
    },
    show: {
      label: '报告效果',
      labelEn: 'Show the effect',
      from: ['paying'],
      to: 'verifying',
      verb: 'fund.apply',
      sides: ['organisation'],
      asks: { result: must(FIELDS.result) },
      evidence: {
        least: 1,
        label: '整改后照片或验收材料',
        labelEn: 'photos after correction, or papers of acceptance',
      },
      deadline: { kind: 'set', parameter: 'fund.review-within', unit: 'working-days' },
      tone: 'primary',
    },
    'send-back': {
      label: '退回补充',
      labelEn: 'Send back',
      from: ['verifying'],
      to: 'paying',
      verb: 'fund.review',
      sides: ['authority'],
      asks: { reason },
      deadline: { kind: 'set', parameter: 'fund.effect-within', unit: 'days' },
    },
    confirm: {
      label: '认定有效',
      labelEn: 'Confirm the effect',
      from: ['verifying'],
      to: 'effective',
      verb: 'fund.review',
      sides: [],
      asks: { opinion: must(FIELDS.opinion) },
      automatic: true,
    },
    recover: {
      label: '收回',
      labelEn: 'Take back',
      from: ['paying', 'verifying'],
      to: 'recovered',
      verb: 'fund.pay',
      sides: [],
      asks: { note: { kind: 'text', label: '收回', labelEn: 'Taken back', required: true, max: 300 } },
      automatic: true,
    },
  },
  overdue: [
    { to: 'owner', parameter: 'fund.overdue.owner' },
    { to: 'county', parameter: 'fund.overdue.county' },
    { to: 'city', parameter: 'fund.overdue.city' },
  ],
});
