import { defineCase, type GuardFacts } from '@anlan/kernel/case';
import type { Field } from '@anlan/kernel/entity';
import { refuse, type Refusal, both, named } from '@anlan/kernel/refusal';
import { PERIOD } from './period.ts';

const FIELDS = {
  enterprise: { kind: 'reference', entity: 'enterprise', label: '所属企业', labelEn: 'Enterprise', required: true },
  title: { kind: 'text', label: '任务', labelEn: 'Task', required: true, max: 120 },
  period: {
    kind: 'text',
    label: '自查期',
    labelEn: 'Period',
    required: true,
    max: 7,
    pattern: PERIOD,
    patternHelp: '形如 2026-03、2026-Q1、2026-H1 或 2026',
  },
  checked: {
    kind: 'number',
    label: '自查项数',
    labelEn: 'Items checked',
    unit: '项',
    integer: true,
    min: 0,
    max: 100_000,
  },
  found: {
    kind: 'number',
    label: '发现隐患',
    labelEn: 'Dangers found',
    unit: '条',
    integer: true,
    min: 0,
    max: 100_000,
  },
  corrected: { kind: 'number', label: '已自改', labelEn: 'Corrected', unit: '条', integer: true, min: 0, max: 100_000 },
  linked: {
    kind: 'number',
    label: '其中有销号记录',
    labelEn: 'Of these, closed cases',
    unit: '条',
    integer: true,
    min: 0,
    max: 100_000,
  },
  drawnOn: { kind: 'date', label: '随机抽中日期', labelEn: 'Drawn on' },
  inspectors: { kind: 'text', label: '随机抽中的检查人员', labelEn: 'Officers drawn', max: 120 },
  inspectorIds: { kind: 'text', label: '检查人员编号', labelEn: 'Ids of the officers', max: 120, personal: true },
  origin: { kind: 'text', label: '数据来源', labelEn: 'Where the numbers come from', max: 200 },
  statement: { kind: 'text', label: '自查说明与承诺', labelEn: 'Statement', max: 1000 },
  finding: { kind: 'text', label: '抽查情况', labelEn: 'Spot-check', max: 1000 },
  truthful: {
    kind: 'choice',
    label: '抽查结论',
    labelEn: 'Verdict',
    options: [
      { value: 'consistent', label: '属实', labelEn: 'Consistent' },
      { value: 'false', label: '虚报', labelEn: 'False report' },
    ],
  },
} as const satisfies Record<string, Field>;

const must = (field: Field): Field => ({ ...field, required: true });

/** What the enterprise's own checks of the period already say is not typed otherwise; `knownX` is what they say of X. */
function differsFromChecks(input: GuardFacts['input'], known: GuardFacts['input']): Refusal | undefined {
  for (const [key, of] of [
    ['checked', 'knownChecked'],
    ['found', 'knownFound'],
    ['corrected', 'knownCorrected'],
  ] as const) {
    const value = known[of];
    if (typeof value === 'number' && input[key] !== value)
      return refuse('self-check-known', { field: named(FIELDS[key]), known: value }, key);
  }
  return undefined;
}

/** Numbers of a report must agree with each other: nobody corrects more than was found. */
export function agrees({
  input,
  standing,
}: Pick<GuardFacts, 'input'> & Partial<Pick<GuardFacts, 'standing'>>): Refusal | undefined {
  const typed = differsFromChecks(input, standing?.detail ?? {});
  if (typed !== undefined) return typed;
  const { checked = 0, found = 0, corrected = 0 } = input as { checked?: number; found?: number; corrected?: number };
  if (corrected > found)
    return refuse(
      'field-invalid',
      {
        field: named(FIELDS.corrected),
        problem: both(`不能多于发现的 ${found} 条`, `it cannot be more than the ${found} found`),
      },
      'corrected',
    );
  if (checked === 0)
    return refuse(
      'field-invalid',
      { field: named(FIELDS.checked), problem: both('一项未查不是自查', 'a self-check has at least one item') },
      'checked',
    );
  return undefined;
}

/** What is said to be corrected is shown: by dangers of the period that were closed as cases, or by pictures of the rest. */
function shown({ standing, input, files }: GuardFacts): Refusal | undefined {
  const { linked } = standing.detail;
  const rest = Number(input['corrected'] ?? 0) - (typeof linked === 'number' ? linked : 0);
  return rest <= 0 || files.length > 0
    ? undefined
    : refuse('evidence-required', { least: 1, label: both('自改照片', 'photos of what was corrected') }, 'files');
}

/** What was drawn by lot is checked by the officers that were drawn for it. */
function byDrawn({ standing, by }: GuardFacts): Refusal | undefined {
  const { inspectorIds, inspectors } = standing.detail;
  if (typeof inspectorIds !== 'string' || inspectorIds === '') return undefined;
  return by.id !== null && inspectorIds.split(' ').includes(by.id)
    ? undefined
    : refuse('not-drawn', { officers: String(inspectors ?? '') });
}

/** 自查自改自报 of one enterprise for one period (S62). */
export const selfCheck = defineCase({
  key: 'self-check',
  label: '自查自改自报',
  labelEn: 'Self-check report',
  about: '企业按期自查、自改、自报；未报可见，抽查不实的记虚报并扣诚信',
  family: 'prevention',
  prefix: 'ZC',
  fields: FIELDS,
  source: 'D4:265、D4:269',
  states: {
    due: { label: '待自报', labelEn: 'To be reported', owner: 'organisation' },
    // Nobody's turn: it waits for the lot, and is filed by the platform where that falls on others.
    reported: { label: '已自报', labelEn: 'Reported', owner: null },
    drawn: { label: '待抽查', labelEn: 'To be spot-checked', owner: 'authority' },
    filed: { label: '已归档（未抽中）', labelEn: 'Filed, not drawn', owner: null, end: 'closed' },
    consistent: { label: '抽查属实', labelEn: 'Found true', owner: null, end: 'closed' },
    false: { label: '虚报', labelEn: 'Found false', owner: null, end: 'closed' },
    excused: { label: '停产免报', labelEn: 'Excused', owner: null, end: 'void' },
  },
  opening: {
    label: '下达自查任务',
    labelEn: 'Set the task',
    to: 'due',
    verb: 'case.supervise',
    sides: ['authority'],
    asks: { enterprise: FIELDS.enterprise, title: FIELDS.title, period: FIELDS.period },
    deadline: { kind: 'set', parameter: 'self-check.report-within', unit: 'days' },
  },
  actions: {
    report: {
      label: '自报',
      labelEn: 'Report',
      from: ['due'],
      to: 'reported',
      verb: 'case.rectify',
      sides: ['organisation'],
      asks: {
        checked: must(FIELDS.checked),
        found: must(FIELDS.found),
        corrected: must(FIELDS.corrected),
        statement: must(FIELDS.statement),
      },
      guard: (facts) => agrees(facts) ?? shown(facts),
      tone: 'primary',
    },
    excuse: {
      label: '停产免报',
      labelEn: 'Excuse',
      from: ['due'],
      to: 'excused',
      verb: 'case.supervise',
      sides: ['authority'],
      asks: { reason: { kind: 'text', label: '理由', labelEn: 'Reason', required: true, max: 500 } },
    },
    draw: {
      label: '随机抽中',
      labelEn: 'Drawn by lot',
      from: ['reported'],
      to: 'drawn',
      verb: 'case.supervise',
      sides: [],
      asks: {
        drawnOn: must(FIELDS.drawnOn),
        inspectors: must(FIELDS.inspectors),
        inspectorIds: must(FIELDS.inspectorIds),
      },
      deadline: { kind: 'set', parameter: 'self-check.spot-within', unit: 'days' },
      automatic: true,
    },
    file: {
      label: '未抽中归档',
      labelEn: 'Filed, not drawn',
      from: ['reported'],
      to: 'filed',
      verb: 'case.supervise',
      sides: [],
      asks: {},
      deadline: { kind: 'clear' },
      automatic: true,
    },
    confirm: {
      label: '抽查属实',
      labelEn: 'Spot-check: true',
      from: ['reported', 'drawn'],
      to: 'consistent',
      verb: 'case.verify',
      sides: ['authority'],
      asks: { finding: must(FIELDS.finding) },
      sets: { truthful: 'consistent' },
      guard: byDrawn,
      evidence: { least: 1, label: '抽查照片', labelEn: 'photos of the spot check' },
      tone: 'primary',
    },
    refute: {
      label: '抽查不实',
      labelEn: 'Spot-check: false',
      from: ['reported', 'drawn'],
      to: 'false',
      verb: 'case.verify',
      sides: ['authority'],
      asks: { finding: must(FIELDS.finding) },
      sets: { truthful: 'false' },
      guard: byDrawn,
      evidence: { least: 1, label: '抽查照片', labelEn: 'photos of the spot check' },
      effects: [
        { kind: 'credit', parameter: 'credit.false-self-report', because: '自查自报虚报' },
        { kind: 'open-case', case: 'enforcement', because: '自查自报虚报' },
      ],
      tone: 'danger',
    },
  },
  overdue: [
    { to: 'owner', parameter: 'self-check.overdue.owner' },
    { to: 'town', parameter: 'self-check.overdue.town' },
    { to: 'county', parameter: 'self-check.overdue.county' },
  ],
});
