import { defineCase, type GuardFacts } from '@anlan/kernel/case';
import type { Field } from '@anlan/kernel/entity';
import { refuse, type Refusal, both, named } from '@anlan/kernel/refusal';
import { GRADE_OPTIONS } from './elements.ts';

const FIELDS = {
  enterprise: { kind: 'reference', entity: 'enterprise', label: '申请企业', labelEn: 'Enterprise', required: true },
  title: { kind: 'text', label: '事项', labelEn: 'Matter', required: true, max: 120 },
  target: { kind: 'choice', label: '申请等级', labelEn: 'Grade applied for', required: true, options: GRADE_OPTIONS },
  selfRun: { kind: 'text', label: '自评检查', labelEn: 'Self-score run', max: 40 },
  selfScore: { kind: 'number', label: '自评得分', labelEn: 'Self-score', unit: '分', min: 0, max: 100 },
  evaluationRun: { kind: 'text', label: '现场评审检查', labelEn: 'Evaluation run', max: 40 },
  evaluator: { kind: 'text', label: '评审单位', labelEn: 'Evaluated by', max: 80 },
  visitOn: { kind: 'date', label: '现场评审日期', labelEn: 'Day of the visit' },
  evaluationScore: { kind: 'number', label: '评审得分', labelEn: 'Evaluation score', unit: '分', min: 0, max: 100 },
  announcedUntil: { kind: 'date', label: '公示至', labelEn: 'Announced until' },
  objection: { kind: 'text', label: '异议', labelEn: 'Objection', max: 500 },
  grade: {
    kind: 'choice',
    label: '评定等级',
    labelEn: 'Grade reached',
    options: [...GRADE_OPTIONS, { value: 'none', label: '未达标', labelEn: 'Not reached' }],
  },
  certificate: { kind: 'text', label: '证书编号', labelEn: 'Certificate', max: 60 },
  decision: { kind: 'text', label: '决定', labelEn: 'Decision', max: 500 },
} as const satisfies Record<string, Field>;

const must = (field: Field): Field => ({ ...field, required: true });
const reason = { kind: 'text', label: '理由', labelEn: 'Reason', required: true, max: 500 } as const;

/** Nobody applies before the own check is scored, nor for a grade the own score does not reach. */
export function selfScored({ standing, parameter }: Pick<GuardFacts, 'standing' | 'parameter'>): Refusal | undefined {
  const score = standing.detail['selfScore'];
  if (typeof score !== 'number') return refuse('standardisation-unscored', { what: both('自评', 'the self-score') });
  const least = parameter(`standardisation.least.${String(standing.detail['target'])}`);
  if (score >= least) return undefined;
  return refuse(
    'field-invalid',
    {
      field: named(FIELDS.target),
      problem: both(`自评 ${score} 分，未到 ${least} 分`, `the self-score of ${score} is below ${least}`),
    },
    'target',
  );
}

/** 标准化定级 (应急〔2021〕83号): self-score → application → evaluation on site → announcement → certificate. */
export const standardisationCase = defineCase({
  key: 'standardisation',
  label: '标准化定级',
  labelEn: 'Standardisation',
  about: '自评 → 申请 → 现场评审 → 公示 → 发证；得分由检查清单逐项算出，不能填写',
  family: 'technology',
  prefix: 'BZ',
  fields: FIELDS,
  source: '应急〔2021〕83号 企业安全生产标准化建设定级办法；D4:217',
  states: {
    self: { label: '自评中', labelEn: 'Self-scoring', owner: 'organisation' },
    applied: { label: '待组织评审', labelEn: 'To be evaluated', owner: 'authority' },
    evaluating: { label: '现场评审中', labelEn: 'Evaluation', owner: 'authority' },
    announced: { label: '公示中', labelEn: 'Announced', owner: 'authority' },
    granted: { label: '已发证', labelEn: 'Granted', owner: null, end: 'closed' },
    declined: { label: '未通过', labelEn: 'Not granted', owner: null, end: 'closed' },
    withdrawn: { label: '已撤回', labelEn: 'Withdrawn', owner: null, end: 'void' },
  },
  opening: {
    label: '开始自评',
    labelEn: 'Begin the self-score',
    to: 'self',
    verb: 'case.rectify',
    sides: ['organisation'],
    asks: { enterprise: FIELDS.enterprise, title: FIELDS.title, target: FIELDS.target },
    deadline: { kind: 'set', parameter: 'standardisation.self-within', unit: 'days' },
  },
  actions: {
    score: {
      label: '自评计分',
      labelEn: 'Score the self-check',
      from: ['self'],
      to: null,
      verb: 'case.rectify',
      sides: [],
      asks: { selfRun: must(FIELDS.selfRun), selfScore: must(FIELDS.selfScore) },
      automatic: true,
    },
    apply: {
      label: '提交申请',
      labelEn: 'Apply',
      from: ['self'],
      to: 'applied',
      verb: 'case.rectify',
      sides: ['organisation'],
      asks: { statement: { kind: 'text', label: '承诺', labelEn: 'Statement', required: true, max: 500 } },
      guard: selfScored,
      deadline: { kind: 'set', parameter: 'standardisation.visit-within', unit: 'working-days' },
      tone: 'primary',
    },
    organise: {
      label: '组织现场评审',
      labelEn: 'Organise the evaluation',
      from: ['applied', 'evaluating'],
      to: 'evaluating',
      verb: 'document.approve',
      sides: ['authority'],
      asks: { evaluator: must(FIELDS.evaluator), visitOn: must(FIELDS.visitOn) },
      deadline: { kind: 'set', parameter: 'standardisation.visit-within', unit: 'working-days', once: true },
      tone: 'primary',
    },
    evaluate: {
      label: '评审定级',
      labelEn: 'Grade the evaluation',
      from: ['evaluating'],
      to: 'announced',
      verb: 'case.verify',
      sides: [],
      asks: {
        evaluationRun: must(FIELDS.evaluationRun),
        evaluationScore: must(FIELDS.evaluationScore),
        grade: must(FIELDS.grade),
        announcedUntil: must(FIELDS.announcedUntil),
      },
      deadline: { kind: 'asked', field: 'announcedUntil' },
      automatic: true,
    },
    object: {
      label: '记异议',
      labelEn: 'Record an objection',
      from: ['announced'],
      to: 'evaluating',
      verb: 'document.approve',
      sides: ['authority'],
      asks: { objection: must(FIELDS.objection) },
      evidence: { least: 1, label: '异议材料', labelEn: 'papers of the objection' },
      deadline: { kind: 'set', parameter: 'standardisation.visit-within', unit: 'working-days' },
    },
    grant: {
      label: '发证',
      labelEn: 'Grant',
      from: ['announced'],
      to: 'granted',
      verb: 'document.approve',
      sides: [],
      asks: { certificate: must(FIELDS.certificate), decision: must(FIELDS.decision) },
      automatic: true,
    },
    decline: {
      label: '不予定级',
      labelEn: 'Decline',
      from: ['applied', 'evaluating', 'announced'],
      to: 'declined',
      verb: 'document.approve',
      sides: ['authority'],
      asks: { decision: must(FIELDS.decision) },
      tone: 'danger',
    },
    withdraw: {
      label: '撤回申请',
      labelEn: 'Withdraw',
      from: ['self', 'applied'],
      to: 'withdrawn',
      verb: 'case.rectify',
      sides: ['organisation'],
      asks: { reason },
    },
  },
  overdue: [
    { to: 'owner', parameter: 'standardisation.overdue.owner' },
    { to: 'county', parameter: 'standardisation.overdue.county' },
  ],
});

const DEFAULT_FIELDS = {
  enterprise: FIELDS.enterprise,
  title: FIELDS.title,
  targetOn: { kind: 'date', label: '规定期限', labelEn: 'Target date', required: true },
  basis: { kind: 'text', label: '依据', labelEn: 'Basis', max: 300 },
  statement: { kind: 'text', label: '陈述申辩', labelEn: 'Statement of the enterprise', max: 1000 },
  decision: { kind: 'text', label: '处理决定', labelEn: 'Decision', max: 500 },
  document: { kind: 'text', label: '决定书文号', labelEn: 'Number of the decision', max: 60 },
  suspendedUntil: { kind: 'date', label: '暂扣至', labelEn: 'Suspended until' },
} as const satisfies Record<string, Field>;

/** 暂扣许可证建议 (D4:217): past the target date without a grade. */
export const standardisationDefault = defineCase({
  key: 'standardisation-default',
  label: '标准化逾期未达标',
  labelEn: 'Standardisation default',
  about: '在规定期限内未实现达标：建议暂扣安全生产许可证，同时加大检查力度；达标后解除',
  family: 'technology',
  prefix: 'ZK',
  fields: DEFAULT_FIELDS,
  source: 'D4:217 对在规定期限内未实现达标的企业，采取暂扣其安全生产许可证措施，加大执法检查力度',
  states: {
    proposed: { label: '建议暂扣', labelEn: 'Suspension proposed', owner: 'authority' },
    suspended: { label: '已暂扣', labelEn: 'Suspended', owner: 'organisation' },
    lifted: { label: '已解除', labelEn: 'Lifted', owner: null, end: 'closed' },
    dismissed: { label: '不予暂扣', labelEn: 'Dismissed', owner: null, end: 'void' },
  },
  opening: {
    label: '建议暂扣许可证',
    labelEn: 'Propose a suspension',
    to: 'proposed',
    verb: 'case.supervise',
    sides: ['authority'],
    asks: {
      enterprise: DEFAULT_FIELDS.enterprise,
      title: DEFAULT_FIELDS.title,
      targetOn: DEFAULT_FIELDS.targetOn,
      basis: DEFAULT_FIELDS.basis,
    },
    deadline: { kind: 'set', parameter: 'standardisation.decide-within', unit: 'working-days' },
  },
  actions: {
    state: {
      label: '陈述申辩',
      labelEn: 'State one’s case',
      from: ['proposed'],
      to: null,
      verb: 'case.rectify',
      sides: ['organisation'],
      asks: { statement: must(DEFAULT_FIELDS.statement) },
    },
    suspend: {
      label: '决定暂扣',
      labelEn: 'Suspend the licence',
      from: ['proposed'],
      to: 'suspended',
      verb: 'case.enforce',
      sides: ['authority'],
      asks: {
        document: must(DEFAULT_FIELDS.document),
        suspendedUntil: must(DEFAULT_FIELDS.suspendedUntil),
        decision: must(DEFAULT_FIELDS.decision),
      },
      evidence: { least: 1, label: '决定书', labelEn: 'the decision in writing' },
      notBy: ['open'],
      deadline: { kind: 'asked', field: 'suspendedUntil' },
      tone: 'danger',
    },
    dismiss: {
      label: '不予暂扣',
      labelEn: 'Dismiss',
      from: ['proposed'],
      to: 'dismissed',
      verb: 'case.enforce',
      sides: ['authority'],
      asks: { decision: must(DEFAULT_FIELDS.decision) },
    },
    lift: {
      label: '解除暂扣',
      labelEn: 'Lift the suspension',
      from: ['suspended'],
      to: 'lifted',
      verb: 'case.enforce',
      sides: ['authority'],
      asks: { decision: must(DEFAULT_FIELDS.decision) },
      tone: 'primary',
    },
    reached: {
      label: '已达标',
      labelEn: 'Grade reached',
      from: ['proposed', 'suspended'],
      to: 'lifted',
      verb: 'case.supervise',
      sides: [],
      asks: { decision: must(DEFAULT_FIELDS.decision) },
      automatic: true,
    },
  },
  overdue: [
    { to: 'county', parameter: 'standardisation.overdue.county' },
    { to: 'city', parameter: 'standardisation.overdue.city' },
  ],
});
