import { dayOf } from '@anlan/domain/calendar';
import { defineCase, type GuardFacts } from '@anlan/kernel/case';
import type { Field } from '@anlan/kernel/entity';
import { refuse, type Refusal, listed, named, type Words, both } from '@anlan/kernel/refusal';
import { FIELDS, FIVE, must } from './fields.ts';
import { byListingAuthority, listedBy, mayList, regionalPlan, whileListed } from './listing.ts';
import { asProposed } from './proposal.ts';

const reason = { kind: 'text', label: '理由', labelEn: 'Reason', required: true, max: 500 } as const;
const WITHIN = { parameter: 'danger.rectify.longest', unit: 'days' } as const;

/** A major hidden danger is worked on only when measures, responsibility, funds, time limit and plan are there (D4:219). */
export function fiveInPlace({ standing, input }: Pick<GuardFacts, 'standing' | 'input'>): Refusal | undefined {
  const known = { ...standing.detail, ...input };
  if (known['grade'] !== 'major') return undefined;
  const missing = FIVE.filter((key) => known[key] === undefined || known[key] === null || known[key] === '');
  if (missing.length === 0) return undefined;
  return refuse('major-incomplete', { missing: listed(missing.map((key) => named(FIELDS[key]))) }, missing[0]);
}

/** What an authority, an expert or the public found is not graded, dropped or accepted by the enterprise itself. */
export function notOwnRegulator(action: Words): (facts: GuardFacts) => Refusal | undefined {
  return ({ standing, by }) =>
    by.side === 'organisation' && standing.source !== 'self' && standing.source !== 'alarm'
      ? refuse('not-own-danger', { action })
      : undefined;
}

function notListed({ standing }: GuardFacts): Refusal | undefined {
  return standing.detail['listedAt'] == null ? undefined : refuse('still-listed');
}

/** What is listed stays major until it is delisted. */
function staysMajor(facts: GuardFacts): Refusal | undefined {
  return facts.input['grade'] === 'major' ? undefined : notListed(facts);
}

function notYetListed({ standing }: GuardFacts): Refusal | undefined {
  return standing.detail['listedAt'] == null ? refuse('not-listed') : undefined;
}

/** 隐患闭环 (loop L01): found → graded → assigned and rectified → accepted by somebody else → closed. */
export const hiddenDanger = defineCase({
  key: 'hidden-danger',
  label: '事故隐患',
  labelEn: 'Hidden danger',
  about: '发现 → 定级 → 派单整改 → 提交 → 复查 → 销号；逾期自动督办、转立案、扣诚信',
  family: 'prevention',
  prefix: 'YH',
  fields: FIELDS,
  levelField: 'level',
  source: 'D4:219、D4:269；安全生产事故隐患排查治理暂行规定',
  states: {
    registered: { label: '待定级', labelEn: 'To be graded', owner: 'authority', ownerIfSelf: 'organisation' },
    graded: { label: '待派单', labelEn: 'To be assigned', owner: 'authority', ownerIfSelf: 'organisation' },
    rectifying: { label: '整改中', labelEn: 'Being rectified', owner: 'organisation' },
    submitted: {
      label: '待复查',
      labelEn: 'To be verified',
      owner: 'authority',
      ownerIfSelf: 'organisation',
      desk: 'listedBy',
    },
    closed: { label: '已销号', labelEn: 'Closed', owner: null, end: 'closed' },
    archived: { label: '已归档', labelEn: 'Archived', owner: null, end: 'closed' },
    unfounded: { label: '不成立', labelEn: 'Unfounded', owner: null, end: 'void' },
  },
  opening: {
    label: '上报',
    labelEn: 'Report',
    to: 'registered',
    verb: 'case.report',
    sides: ['organisation', 'authority', 'participant'],
    asks: {
      enterprise: FIELDS.enterprise,
      title: FIELDS.title,
      description: FIELDS.description,
      place: FIELDS.place,
      riskPoint: FIELDS.riskPoint,
      class: FIELDS.class,
      round: FIELDS.round,
      level: FIELDS.level,
      criterion: FIELDS.criterion,
      exposed: FIELDS.exposed,
      excess: FIELDS.excess,
    },
    deadline: { kind: 'set', parameter: 'danger.grade-within', unit: 'working-days' },
  },
  actions: {
    grade: {
      label: '定级',
      labelEn: 'Grade',
      from: ['registered', 'graded'],
      to: 'graded',
      verb: 'case.verify',
      sides: ['organisation', 'authority'],
      asks: {
        grade: must(FIELDS.grade),
        level: must(FIELDS.level),
        class: must(FIELDS.class),
        basis: must(FIELDS.basis),
        exposed: FIELDS.exposed,
        excess: FIELDS.excess,
        gradeReason: FIELDS.gradeReason,
        fire: FIELDS.fire,
        department: FIELDS.department,
      },
      guard: (facts) => notOwnRegulator(both('定级', 'graded'))(facts) ?? staysMajor(facts) ?? asProposed(facts),
      deadline: { kind: 'set', parameter: 'danger.assign-within', unit: 'working-days', once: true },
      tone: 'primary',
    },
    assign: {
      label: '派单',
      labelEn: 'Assign',
      from: ['graded'],
      to: 'rectifying',
      verb: 'case.verify',
      sides: ['organisation', 'authority'],
      asks: {
        responsible: must(FIELDS.responsible),
        rectifyBy: must(FIELDS.rectifyBy),
        measures: must(FIELDS.measures),
        funds: FIELDS.funds,
        emergencyPlan: FIELDS.emergencyPlan,
        regionalPlan: FIELDS.regionalPlan,
      },
      guard: (facts) => notOwnRegulator(both('派单', 'assigned'))(facts) ?? fiveInPlace(facts) ?? regionalPlan(facts),
      deadline: { kind: 'asked', field: 'rectifyBy', most: WITHIN },
      tone: 'primary',
    },
    submit: {
      label: '提交整改',
      labelEn: 'Submit',
      from: ['rectifying'],
      to: 'submitted',
      verb: 'case.rectify',
      sides: ['organisation'],
      asks: { result: must(FIELDS.result), spent: FIELDS.spent },
      evidence: { least: 1, label: '整改后照片', labelEn: 'photos after correction' },
      deadline: { kind: 'set', parameter: 'danger.verify-within', unit: 'working-days' },
      tone: 'primary',
    },
    accept: {
      label: '复查通过并销号',
      labelEn: 'Accept and close',
      from: ['submitted'],
      to: 'closed',
      verb: 'case.verify',
      sides: ['organisation', 'authority'],
      asks: { opinion: { kind: 'text', label: '复查意见', labelEn: 'Opinion', required: true, max: 500 } },
      evidence: { least: 1, label: '复查照片', labelEn: 'photos of the re-check' },
      notBy: ['open', 'submit'],
      guard: (facts) =>
        notOwnRegulator(both('复查销号', 'verified and closed'))(facts) ??
        notListed(facts) ??
        byListingAuthority(facts),
      tone: 'primary',
    },
    return: {
      label: '退回整改',
      labelEn: 'Return',
      from: ['submitted'],
      to: 'rectifying',
      verb: 'case.verify',
      sides: ['organisation', 'authority'],
      asks: { reason, rectifyBy: must(FIELDS.rectifyBy) },
      notBy: ['submit'],
      guard: notOwnRegulator(both('退回', 'returned')),
      deadline: { kind: 'asked', field: 'rectifyBy', most: WITHIN },
    },
    'request-extension': {
      label: '申请延期',
      labelEn: 'Request extension',
      from: ['rectifying'],
      to: null,
      verb: 'case.rectify',
      sides: ['organisation'],
      asks: { extendTo: must(FIELDS.extendTo), reason },
      tells: 'authority',
    },
    extend: {
      label: '批准延期',
      labelEn: 'Grant extension',
      from: ['rectifying'],
      to: null,
      verb: 'case.supervise',
      sides: ['authority'],
      asks: { extendTo: must(FIELDS.extendTo), reason },
      notBy: ['request-extension'],
      guard: whileListed,
      deadline: { kind: 'asked', field: 'extendTo', most: WITHIN },
      atMost: { parameter: 'danger.extensions' },
    },
    carry: {
      label: '转入上一级清单',
      labelEn: 'Carry over',
      from: ['registered', 'graded', 'rectifying', 'submitted'],
      to: null,
      verb: 'case.report',
      sides: [],
      asks: {
        tier: must(FIELDS.tier),
        since: { kind: 'date', label: '自', labelEn: 'Since', required: true },
        foundOn: { kind: 'date', label: '首次发现', labelEn: 'First found', required: true },
      },
      automatic: true,
    },
    urge: {
      label: '督办',
      labelEn: 'Urge',
      from: ['registered', 'graded', 'rectifying', 'submitted'],
      to: null,
      verb: 'case.supervise',
      sides: ['authority'],
      asks: { demand: { kind: 'text', label: '督办要求', labelEn: 'Demand', required: true, max: 500 } },
    },
    list: {
      label: '挂牌督办',
      labelEn: 'List for supervision',
      from: ['graded', 'rectifying', 'submitted'],
      to: null,
      verb: 'case.supervise',
      sides: ['authority'],
      asks: {
        listedAt: must(FIELDS.listedAt),
        listingNumber: must(FIELDS.listingNumber),
        department: FIELDS.department,
        reason,
      },
      guard: mayList,
      derives: ({ by, at }) => ({ ...listedBy({ by }), listedOn: dayOf(at) }),
    },
    progress: {
      label: '报告治理情况',
      labelEn: 'Report progress',
      from: ['rectifying'],
      to: null,
      verb: 'case.rectify',
      sides: ['organisation'],
      asks: { progress: must(FIELDS.progress), progressNote: must(FIELDS.progressNote) },
    },
    delist: {
      label: '摘牌',
      labelEn: 'Delist',
      from: ['submitted'],
      to: null,
      verb: 'case.supervise',
      sides: ['authority'],
      asks: { reason },
      notBy: ['submit'],
      evidence: { least: 1, label: '验收材料', labelEn: 'papers of acceptance' },
      guard: (facts) => notYetListed(facts) ?? byListingAuthority(facts),
      clears: ['listedAt'],
    },
    unfounded: {
      label: '不成立',
      labelEn: 'Unfounded',
      from: ['registered', 'graded'],
      to: 'unfounded',
      verb: 'case.verify',
      sides: ['organisation', 'authority'],
      asks: { reason },
      notBy: ['open'],
      guard: notOwnRegulator(both('判为不成立', 'dismissed')),
      tone: 'danger',
    },
    archive: {
      label: '归档',
      labelEn: 'Archive',
      from: ['closed'],
      to: 'archived',
      verb: 'case.verify',
      sides: ['organisation', 'authority'],
      asks: {},
    },
  },
  overdue: [
    { to: 'owner', parameter: 'danger.overdue.owner' },
    { to: 'town', parameter: 'danger.overdue.town' },
    {
      to: 'county',
      parameter: 'danger.overdue.county',
      effects: [
        { kind: 'open-case', case: 'enforcement', because: '隐患逾期未整改' },
        { kind: 'credit', parameter: 'credit.danger-overdue', because: '隐患逾期未整改' },
      ],
      effectsIn: ['rectifying'],
    },
    {
      to: 'city',
      parameter: 'danger.overdue.city',
      effects: [{ kind: 'expose', because: '挂牌督办逾期未整改' }],
      effectsIn: ['rectifying'],
    },
  ],
});

/** 罚款: what a commissioned officer decides is held against the limit of the commission. */
const fine: Field = {
  kind: 'number',
  meaning: 'penalty',
  label: '罚款金额',
  labelEn: 'Fine',
  unit: '元',
  min: 0,
  max: 1_000_000_000,
  help: '没有罚款填 0',
  helpEn: '0 where there is no fine',
};

/** 移送立案 (the beginning of loop L04): what lateness or a false report leads to; the enforcement systems carry it on. */
export const enforcement = defineCase({
  key: 'enforcement',
  label: '执法线索',
  labelEn: 'Enforcement lead',
  about: '由逾期隐患、虚报等自动移送；立案或说明不立案的理由',
  family: 'prevention',
  prefix: 'ZF',
  fields: {
    enterprise: FIELDS.enterprise,
    title: FIELDS.title,
    description: FIELDS.description,
    fileNumber: { kind: 'text', label: '立案号', labelEn: 'File number', max: 40 },
    decision: { kind: 'text', label: '处理结果', labelEn: 'Decision', max: 500 },
    fine,
  },
  source: 'D4:267 集隐患排查治理、行政执法和诚信管理于一体',
  states: {
    proposed: { label: '待立案', labelEn: 'Proposed', owner: 'authority' },
    filed: { label: '已立案', labelEn: 'Filed', owner: 'authority' },
    concluded: { label: '已结案', labelEn: 'Concluded', owner: null, end: 'closed' },
    declined: { label: '不予立案', labelEn: 'Declined', owner: null, end: 'void' },
  },
  opening: {
    label: '移送',
    labelEn: 'Refer',
    to: 'proposed',
    verb: 'case.supervise',
    sides: ['authority'],
    asks: { enterprise: FIELDS.enterprise, title: FIELDS.title, description: FIELDS.description },
    deadline: { kind: 'set', parameter: 'enforcement.file-within', unit: 'days' },
  },
  actions: {
    file: {
      label: '立案',
      labelEn: 'File',
      from: ['proposed'],
      to: 'filed',
      verb: 'case.enforce',
      sides: ['authority'],
      asks: { fileNumber: { kind: 'text', label: '立案号', labelEn: 'File number', required: true, max: 40 } },
      deadline: { kind: 'set', parameter: 'enforcement.conclude-within', unit: 'days' },
      tone: 'primary',
    },
    decline: {
      label: '不予立案',
      labelEn: 'Decline',
      from: ['proposed'],
      to: 'declined',
      verb: 'case.enforce',
      sides: ['authority'],
      asks: { reason },
      tone: 'danger',
    },
    conclude: {
      label: '结案',
      labelEn: 'Conclude',
      from: ['filed'],
      to: 'concluded',
      verb: 'case.enforce',
      sides: ['authority'],
      asks: { decision: { kind: 'text', label: '处理结果', labelEn: 'Decision', required: true, max: 500 }, fine },
      evidence: { least: 1, label: '处理决定', labelEn: 'the decision' },
      notBy: ['file'],
      tone: 'primary',
    },
  },
  overdue: [{ to: 'city', parameter: 'enforcement.overdue.city' }],
});
