import type { Field, Option } from '@anlan/kernel/entity';

/** What a citizen says it is; the first word of the report's title. */
export const REPORT_SUBJECTS: readonly Option[] = [
  { value: 'danger', label: '隐患险情', labelEn: 'Danger' },
  { value: 'illegal', label: '违法生产', labelEn: 'Illegal operation' },
  { value: 'concealed', label: '瞒报事故', labelEn: 'Concealed accident' },
];

/** What the check found it to be: decides by which rule it is rewarded. */
export const REWARD_BASES: readonly Option[] = [
  { value: 'general', label: '一般隐患', labelEn: 'General danger' },
  { value: 'major', label: '重大事故隐患', labelEn: 'Major danger' },
  { value: 'illegal', label: '违法生产经营建设', labelEn: 'Illegal operation' },
  { value: 'concealed', label: '瞒报谎报事故', labelEn: 'Concealed accident' },
];

const LEVELS: readonly Option[] = [
  { value: '一般', label: '一般事故', labelEn: 'Ordinary' },
  { value: '较大', label: '较大事故', labelEn: 'Larger' },
  { value: '重大', label: '重大事故', labelEn: 'Major' },
  { value: '特别重大', label: '特别重大事故', labelEn: 'Extraordinary' },
];

const REFUSED_FOR: readonly Option[] = [
  { value: 'other-duty', label: '不属于安全生产举报', labelEn: 'Not about work safety' },
  { value: 'unclear', label: '线索不清、无法核查', labelEn: 'Too little to go on' },
  { value: 'known', label: '已在办理或已办结', labelEn: 'Already handled' },
  { value: 'malicious', label: '恶意捏造', labelEn: 'Maliciously invented' },
];

/** What is kept of a report beside the case. What the reporter wrote, and who that is, is kept elsewhere. */
export const REPORT_FIELDS = {
  title: { kind: 'text', label: '举报事项', labelEn: 'Matter', required: true, max: 120 },
  subject: { kind: 'choice', label: '类别', labelEn: 'Subject', required: true, options: REPORT_SUBJECTS },
  place: { kind: 'text', label: '地点', labelEn: 'Place', max: 120 },
  enterprise: { kind: 'reference', entity: 'enterprise', label: '被举报单位', labelEn: 'Reported enterprise' },
  refusedFor: { kind: 'choice', label: '不予受理的情形', labelEn: 'Why not accepted', options: REFUSED_FOR },
  redirectTo: { kind: 'text', label: '移送单位', labelEn: 'Sent on to', max: 80 },
  answer: {
    kind: 'text',
    label: '告诉举报人',
    labelEn: 'Told to the reporter',
    max: 500,
    help: '凭回执码能看到，不写内部情况与经办人',
    helpEn: 'seen by whoever holds the receipt code: nothing internal, no names of officers',
  },
  finding: {
    kind: 'text',
    label: '核查情况',
    labelEn: 'Finding',
    max: 1000,
    help: '只在办理单位内部看',
    helpEn: 'seen within the handling authority only',
  },
  basis: { kind: 'choice', label: '核查认定', labelEn: 'Found to be', options: REWARD_BASES },
  followKind: { kind: 'text', label: '转成', labelEn: 'Became', max: 40 },
  followNumber: { kind: 'text', label: '转办编号', labelEn: 'Number of the following case', max: 40 },
  mergedInto: { kind: 'text', label: '并入', labelEn: 'Merged into', max: 40 },
  fine: {
    kind: 'number',
    meaning: 'penalty',
    label: '行政处罚金额',
    labelEn: 'Fine',
    unit: '元',
    min: 0,
    max: 1_000_000_000,
  },
  accidentLevel: { kind: 'choice', label: '事故等级', labelEn: 'Level of the accident', options: LEVELS },
  deaths: {
    kind: 'number',
    label: '查实瞒报死亡人数',
    labelEn: 'Concealed deaths',
    unit: '人',
    integer: true,
    min: 0,
    max: 1000,
  },
  outcome: { kind: 'text', label: '处理结果', labelEn: 'Outcome', max: 1000 },
} as const satisfies Record<string, Field>;
