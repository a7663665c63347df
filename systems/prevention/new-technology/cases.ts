import { dayOf } from '@anlan/domain/calendar';
import { defineCase, type GuardFacts } from '@anlan/kernel/case';
import { LEVELS, type Field } from '@anlan/kernel/entity';
import { refuse, type Refusal, named, asIs } from '@anlan/kernel/refusal';
import { conditionsOf } from './logic.ts';

const FIELDS = {
  enterprise: { kind: 'reference', entity: 'enterprise', label: '所属企业', labelEn: 'Enterprise', required: true },
  title: { kind: 'text', label: '申请事项', labelEn: 'Application', required: true, max: 120 },
  item: { kind: 'reference', entity: 'novel-item', label: '四新项目', labelEn: 'Item', required: true },
  hazards: { kind: 'text', label: '自行辨识的危险', labelEn: 'Hazards found', max: 2000 },
  measures: { kind: 'text', label: '拟采取的措施', labelEn: 'Measures planned', max: 2000 },
  experts: { kind: 'text', label: '评估专家', labelEn: 'Experts', max: 200 },
  assessBy: { kind: 'date', label: '评估期限', labelEn: 'Assess by' },
  likelihood: {
    kind: 'number',
    label: '可能性 L',
    labelEn: 'Likelihood L',
    integer: true,
    min: 1,
    max: 5,
    source: '风险矩阵 LS',
  },
  severity: {
    kind: 'number',
    label: '后果 S',
    labelEn: 'Severity S',
    integer: true,
    min: 1,
    max: 5,
    source: '风险矩阵 LS',
  },
  level: { kind: 'level', label: '风险等级', labelEn: 'Risk level', source: '风险矩阵 R = L × S' },
  conclusion: {
    kind: 'choice',
    label: '评估结论',
    labelEn: 'Conclusion',
    options: [
      { value: 'accepted', label: '可接受', labelEn: 'Accepted' },
      { value: 'conditional', label: '有条件接受', labelEn: 'Accepted on conditions' },
      { value: 'not-accepted', label: '不可接受', labelEn: 'Not accepted' },
    ],
  },
  opinion: { kind: 'text', label: '评估意见', labelEn: 'Opinion', max: 2000 },
  conditions: {
    kind: 'text',
    label: '使用条件',
    labelEn: 'Conditions',
    max: 2000,
    help: '一行一条；批准后逐条进入检查清单',
    helpEn: 'one a line; once approved each becomes an item to check',
  },
  monitorUntil: { kind: 'date', label: '监控期至', labelEn: 'Monitored until' },
  conditionsOpen: {
    kind: 'number',
    label: '未落实的条件',
    labelEn: 'Conditions not met',
    unit: '条',
    integer: true,
    min: 0,
    max: 1000,
  },
  summary: { kind: 'text', label: '监控期总结', labelEn: 'Summary', max: 2000 },
} as const satisfies Record<string, Field>;

const must = (field: Field): Field => ({ ...field, required: true });
const reason: Field = { kind: 'text', label: '理由', labelEn: 'Reason', required: true, max: 500 };

/** Bands of R = L × S (风险矩阵): 20–25 red, 15–16 orange, 9–12 yellow, below blue. */
export function levelOfMatrix(likelihood: number, severity: number): (typeof LEVELS)[number] {
  const r = likelihood * severity;
  if (r >= 20) return 'red';
  if (r >= 15) return 'orange';
  return r >= 9 ? 'yellow' : 'blue';
}

/** The level follows from L and S, and conditions are written where something is accepted on conditions. */
export function soundAssessment({ input }: Pick<GuardFacts, 'input'>): Refusal | undefined {
  const { likelihood, severity, level, conclusion, conditions } = input;
  if (typeof likelihood === 'number' && typeof severity === 'number' && level !== undefined) {
    const wanted = levelOfMatrix(likelihood, severity);
    if (level !== wanted)
      return refuse(
        'field-invalid',
        { field: named(FIELDS.level), problem: asIs(`L × S = ${likelihood * severity}`) },
        'level',
      );
  }
  if (conclusion === 'conditional' && conditionsOf(conditions as string | undefined).length === 0)
    return refuse('field-required', { field: named(FIELDS.conditions) }, 'conditions');
  return undefined;
}

/** Nothing is approved that the experts did not accept. */
export function accepted({ standing }: Pick<GuardFacts, 'standing'>): Refusal | undefined {
  const { conclusion } = standing.detail;
  return conclusion === 'accepted' || conclusion === 'conditional' ? undefined : refuse('not-accepted');
}

/** The monitoring period has run out and every condition is met. */
export function monitored({ standing, at }: Pick<GuardFacts, 'standing' | 'at'>): Refusal | undefined {
  const { monitorUntil, conditionsOpen } = standing.detail;
  if (typeof monitorUntil === 'string' && dayOf(at) < monitorUntil)
    return refuse('monitoring-runs', { date: monitorUntil });
  return typeof conditionsOpen === 'number' && conditionsOpen > 0
    ? refuse('conditions-open', { count: conditionsOpen })
    : undefined;
}

const AUTHORITY = ['authority'] as const;

/** 四新安全风险评估 (S70): submitted → assessed by experts → approved on conditions → monitored → permitted. */
export const newTechnology = defineCase({
  key: 'new-technology',
  label: '四新安全风险评估',
  labelEn: 'Assessment of new technology',
  about: '申请 → 专家评估 → 提出条件 → 批准或不予批准 → 监控期 → 准予使用',
  family: 'prevention',
  prefix: 'SX',
  fields: FIELDS,
  levelField: 'level',
  source: 'D2:128、D2:148、D2:176',
  states: {
    submitted: { label: '待受理', labelEn: 'Submitted', owner: 'authority' },
    assessing: { label: '专家评估中', labelEn: 'Being assessed', owner: 'authority' },
    supplement: { label: '补充材料', labelEn: 'To be completed', owner: 'organisation' },
    assessed: { label: '待批准', labelEn: 'To be decided', owner: 'authority' },
    monitoring: { label: '监控期', labelEn: 'Monitored', owner: 'authority' },
    suspended: { label: '暂停使用', labelEn: 'Suspended', owner: 'organisation' },
    permitted: { label: '准予使用', labelEn: 'Permitted', owner: null, end: 'closed' },
    rejected: { label: '不予批准', labelEn: 'Rejected', owner: null, end: 'closed' },
    withdrawn: { label: '已撤回', labelEn: 'Withdrawn', owner: null, end: 'void' },
  },
  opening: {
    label: '申请评估',
    labelEn: 'Apply',
    to: 'submitted',
    verb: 'case.report',
    sides: ['organisation'],
    asks: {
      enterprise: FIELDS.enterprise,
      item: FIELDS.item,
      title: FIELDS.title,
      hazards: must(FIELDS.hazards),
      measures: must(FIELDS.measures),
    },
    evidence: { least: 1, label: '论证材料', labelEn: 'papers of the demonstration' },
    deadline: { kind: 'set', parameter: 'new-technology.accept-within', unit: 'working-days' },
  },
  actions: {
    assign: {
      label: '受理并委托专家',
      labelEn: 'Assign experts',
      from: ['submitted'],
      to: 'assessing',
      verb: 'case.verify',
      sides: AUTHORITY,
      asks: { experts: must(FIELDS.experts), assessBy: must(FIELDS.assessBy) },
      deadline: {
        kind: 'asked',
        field: 'assessBy',
        most: { parameter: 'new-technology.assess-within', unit: 'days' },
      },
      tone: 'primary',
    },
    return: {
      label: '退回补充',
      labelEn: 'Return',
      from: ['submitted', 'assessing', 'assessed'],
      to: 'supplement',
      verb: 'case.verify',
      sides: AUTHORITY,
      asks: { reason },
      deadline: { kind: 'set', parameter: 'new-technology.supplement-within', unit: 'working-days' },
    },
    resubmit: {
      label: '补充后重新申请',
      labelEn: 'Submit again',
      from: ['supplement'],
      to: 'submitted',
      verb: 'case.rectify',
      sides: ['organisation'],
      asks: { hazards: must(FIELDS.hazards), measures: must(FIELDS.measures) },
      evidence: { least: 1, label: '补充材料', labelEn: 'further papers' },
      deadline: { kind: 'set', parameter: 'new-technology.accept-within', unit: 'working-days' },
      tone: 'primary',
    },
    assess: {
      label: '提交评估意见',
      labelEn: 'Assess',
      from: ['assessing'],
      to: 'assessed',
      verb: 'case.verify',
      sides: ['authority', 'participant'],
      asks: {
        likelihood: must(FIELDS.likelihood),
        severity: must(FIELDS.severity),
        level: must(FIELDS.level),
        conclusion: must(FIELDS.conclusion),
        opinion: must(FIELDS.opinion),
        conditions: FIELDS.conditions,
      },
      evidence: { least: 1, label: '专家评估报告', labelEn: 'report of the experts' },
      notBy: ['open'],
      guard: soundAssessment,
      deadline: { kind: 'set', parameter: 'new-technology.decide-within', unit: 'working-days' },
      tone: 'primary',
    },
    approve: {
      label: '批准使用',
      labelEn: 'Approve',
      from: ['assessed'],
      to: 'monitoring',
      verb: 'document.approve',
      sides: AUTHORITY,
      asks: { conditions: FIELDS.conditions, monitorUntil: must(FIELDS.monitorUntil) },
      notBy: ['open', 'assess'],
      guard: accepted,
      deadline: {
        kind: 'asked',
        field: 'monitorUntil',
        most: { parameter: 'new-technology.monitor-longest', unit: 'days' },
      },
      tone: 'primary',
    },
    reject: {
      label: '不予批准',
      labelEn: 'Reject',
      from: ['submitted', 'assessed'],
      to: 'rejected',
      verb: 'document.approve',
      sides: AUTHORITY,
      asks: { reason },
      notBy: ['open'],
      tone: 'danger',
    },
    report: {
      label: '报送监控情况',
      labelEn: 'Report on use',
      from: ['monitoring'],
      to: null,
      verb: 'case.rectify',
      sides: ['organisation'],
      asks: { report: { kind: 'text', label: '运行与异常情况', labelEn: 'How it runs', required: true, max: 1000 } },
    },
    suspend: {
      label: '暂停使用',
      labelEn: 'Suspend',
      from: ['monitoring'],
      to: 'suspended',
      verb: 'document.approve',
      sides: AUTHORITY,
      asks: { reason },
      deadline: { kind: 'clear' },
      tone: 'danger',
    },
    resume: {
      label: '恢复使用',
      labelEn: 'Resume',
      from: ['suspended'],
      to: 'monitoring',
      verb: 'document.approve',
      sides: AUTHORITY,
      asks: { reason, monitorUntil: must(FIELDS.monitorUntil) },
      notBy: ['open'],
      deadline: {
        kind: 'asked',
        field: 'monitorUntil',
        most: { parameter: 'new-technology.monitor-longest', unit: 'days' },
      },
    },
    revoke: {
      label: '撤销批准',
      labelEn: 'Revoke',
      from: ['monitoring', 'suspended'],
      to: 'rejected',
      verb: 'document.approve',
      sides: AUTHORITY,
      asks: { reason },
      tone: 'danger',
    },
    end: {
      label: '结束监控，准予使用',
      labelEn: 'End monitoring',
      from: ['monitoring'],
      to: 'permitted',
      verb: 'document.approve',
      sides: AUTHORITY,
      asks: { summary: must(FIELDS.summary) },
      notBy: ['open'],
      guard: monitored,
      tone: 'primary',
    },
    withdraw: {
      label: '撤回申请',
      labelEn: 'Withdraw',
      from: ['submitted', 'supplement'],
      to: 'withdrawn',
      verb: 'case.report',
      sides: ['organisation'],
      asks: { reason },
    },
  },
  overdue: [
    { to: 'owner', parameter: 'new-technology.overdue.owner' },
    { to: 'city', parameter: 'new-technology.overdue.city' },
  ],
});
