import { defineCodeList, optionsOf } from '@anlan/kernel/code-list';
import type { Field, Option } from '@anlan/kernel/entity';

export const SOURCES: readonly Option[] = [
  { value: 'self', label: '企业自查', labelEn: 'Self-check' },
  { value: 'inspection', label: '监管检查', labelEn: 'Inspection' },
  { value: 'expert', label: '专家检查', labelEn: 'Expert' },
  { value: 'public', label: '群众举报', labelEn: 'Public report' },
  { value: 'alarm', label: '监测报警', labelEn: 'Alarm' },
];

/** Objects of graded control; columns of the colour-and-class list. */
export const CLASSES: readonly Option[] = [
  { value: 'process', label: '工艺', labelEn: 'Process' },
  { value: 'equipment', label: '设备', labelEn: 'Equipment' },
  { value: 'material', label: '物品', labelEn: 'Material' },
  { value: 'place', label: '场所', labelEn: 'Place' },
  { value: 'post', label: '岗位', labelEn: 'Post' },
];

export const GRADES: readonly Option[] = [
  { value: 'general', label: '一般隐患', labelEn: 'General' },
  { value: 'major', label: '重大隐患', labelEn: 'Major' },
];

const LISTING: readonly Option[] = [
  { value: 'county', label: '县级挂牌', labelEn: 'County' },
  { value: 'city', label: '市级挂牌', labelEn: 'City' },
];

const FIRE: readonly Option[] = [
  { value: 'major', label: '重大火灾隐患', labelEn: 'Major fire danger' },
  { value: 'regional', label: '区域性火灾隐患', labelEn: 'Fire danger of an area' },
];

/** The five departments named for the fire campaign of their trades (D2:150), and who else answers for one. */
export const DEPARTMENT_LIST = defineCodeList({
  key: 'list.danger-department',
  label: '隐患行业部门',
  labelEn: 'Departments of dangers',
  about: '重大隐患和火灾隐患由哪个行业部门牵头；名称随当地机构设置',
  aboutEn: 'Which department leads on a major or fire danger; called as the place has set up its departments',
  source: 'D2:150；其余为平台初值',
  first: [
    { value: 'education', label: '教育', labelEn: 'Education' },
    { value: 'civil-affairs', label: '民政', labelEn: 'Civil affairs' },
    { value: 'health', label: '卫生计生', labelEn: 'Health' },
    { value: 'tourism', label: '旅游', labelEn: 'Tourism' },
    { value: 'heritage', label: '文物', labelEn: 'Cultural heritage' },
    { value: 'fire', label: '消防救援', labelEn: 'Fire and rescue' },
    { value: 'other', label: '其他', labelEn: 'Other' },
  ],
});

/** Which round found it: the first list it stands on (D2:128 日周月). */
export const ROUNDS: readonly Option[] = [
  { value: 'shift', label: '班组日排查', labelEn: 'Shift, daily' },
  { value: 'department', label: '部门周排查', labelEn: 'Department, weekly' },
  { value: 'manager', label: '经理月排查', labelEn: 'Manager, monthly' },
];

/** Lists of 三清三进 with the owner to whom each hands the danger (L02). */
export const CLEARING: readonly Option[] = [
  { value: 'day', label: '班组日清单（班组长）', labelEn: 'Day list (team)' },
  { value: 'week', label: '部门周清单（部门负责人）', labelEn: 'Week list (department)' },
  { value: 'month', label: '经理月清单（经理）', labelEn: 'Month list (manager)' },
  { value: 'quarter', label: '季清单（企业主要负责人）', labelEn: 'Quarter list (principal)' },
];

/** The five that a major hidden danger needs before it is worked on (D4:219 五到位). */
export const FIVE = ['measures', 'responsible', 'funds', 'rectifyBy', 'emergencyPlan'] as const;

/** Everything that is known of a hidden danger beside the case itself. */
export const FIELDS = {
  enterprise: { kind: 'reference', entity: 'enterprise', label: '所属企业', labelEn: 'Enterprise', required: true },
  title: { kind: 'text', label: '隐患', labelEn: 'What is wrong', required: true, max: 120 },
  description: { kind: 'text', label: '具体情况', labelEn: 'Description', max: 1000 },
  place: { kind: 'text', label: '部位', labelEn: 'Where', max: 120 },
  riskPoint: { kind: 'reference', entity: 'risk-point', label: '关联风险点', labelEn: 'Risk point' },
  class: { kind: 'choice', label: '类别', labelEn: 'Class', options: CLASSES },
  round: { kind: 'choice', label: '排查层级', labelEn: 'Round', options: ROUNDS },
  tier: {
    kind: 'choice',
    label: '所在清单与责任人',
    labelEn: 'List and owner',
    options: CLEARING,
    source: 'D2:128 日清周进、周清月进、月清季进',
  },
  grade: { kind: 'choice', label: '分级', labelEn: 'Grade', options: GRADES },
  level: { kind: 'level', label: '颜色', labelEn: 'Colour', source: '安委办〔2016〕11号' },
  basis: { kind: 'text', label: '定级依据', labelEn: 'Basis of the grade', max: 300 },
  criterion: {
    kind: 'text',
    label: '对照的判定条目',
    labelEn: 'Criterion',
    max: 120,
    help: '边写边提示的重大隐患判定条目；选用后自动填写',
    helpEn: 'the criterion of a major hidden danger that was proposed while writing; filled in when it is taken',
  },
  exposed: {
    kind: 'number',
    label: '受威胁人数',
    labelEn: 'People exposed',
    unit: '人',
    integer: true,
    min: 0,
    max: 100_000,
  },
  excess: { kind: 'number', label: '实测与限值之比', labelEn: 'Measured / limit', unit: '倍', min: 0, max: 1000 },
  proposedGrade: { kind: 'choice', label: '标准建议分级', labelEn: 'Proposed grade', options: GRADES },
  proposedLevel: { kind: 'level', label: '标准建议颜色', labelEn: 'Proposed colour' },
  proposedBasis: { kind: 'text', label: '建议的依据', labelEn: 'Basis of the proposal', max: 300 },
  gradeReason: {
    kind: 'text',
    label: '与建议不同的理由',
    labelEn: 'Why otherwise',
    max: 300,
    help: '与分级标准的建议一致时不用填',
    helpEn: 'not needed where it is as the standard proposes',
  },
  measures: { kind: 'text', label: '整改措施', labelEn: 'Measures', max: 1000 },
  responsible: { kind: 'text', label: '整改责任人', labelEn: 'Responsible person', personal: true, max: 40 },
  funds: { kind: 'number', label: '整改资金', labelEn: 'Funds', unit: '万元', min: 0, max: 1_000_000 },
  rectifyBy: { kind: 'date', label: '整改期限', labelEn: 'Rectify by' },
  emergencyPlan: { kind: 'text', label: '应急预案与临时防范', labelEn: 'Emergency plan', max: 500 },
  result: { kind: 'text', label: '整改情况', labelEn: 'What was done', max: 1000 },
  spent: { kind: 'number', label: '实际投入', labelEn: 'Spent', unit: '万元', min: 0, max: 1_000_000 },
  extendTo: { kind: 'date', label: '申请延期至', labelEn: 'Extend to' },
  listedAt: { kind: 'choice', label: '挂牌督办', labelEn: 'Listed supervision', options: LISTING },
  listedBy: { kind: 'text', label: '挂牌机关辖区', labelEn: 'Listing authority', max: 80 },
  listedOn: { kind: 'date', label: '挂牌日期', labelEn: 'Listed on' },
  fire: { kind: 'choice', label: '火灾隐患类别', labelEn: 'Fire danger', options: FIRE, source: 'D4:206' },
  department: {
    kind: 'choice',
    label: '行业部门',
    labelEn: 'Department',
    ...optionsOf(DEPARTMENT_LIST),
    source: 'D2:150',
  },
  regionalPlan: { kind: 'text', label: '区域整治规划', labelEn: 'Plan for the area', max: 1000 },
  progress: { kind: 'number', label: '治理进度', labelEn: 'Progress', unit: '%', integer: true, min: 0, max: 100 },
  progressNote: { kind: 'text', label: '治理情况', labelEn: 'State of the work', max: 1000 },
  listingNumber: { kind: 'text', label: '督办号', labelEn: 'Listing number', max: 40 },
} as const satisfies Record<string, Field>;

/** The same field, to be filled in without fail. */
export function must(field: Field): Field {
  return { ...field, required: true };
}
