import { defineCatalogue } from '@anlan/kernel/catalogue';
import type { Field } from '@anlan/kernel/entity';
import { FIELDS, GRADES, ROUNDS, SOURCES } from '../hidden-dangers/fields.ts';

/** What the rules about a hidden danger may ask. */
const DANGER = {
  text: { kind: 'text', label: '隐患描述', labelEn: 'Words of the danger' },
  class: FIELDS.class,
  sector: { kind: 'text', label: '行业', labelEn: 'Sector' },
  source: { kind: 'choice', label: '来源', labelEn: 'Source', options: SOURCES },
  riskLevel: { kind: 'level', label: '所在风险点等级', labelEn: 'Level of the risk point' },
  exposed: FIELDS.exposed,
  excess: FIELDS.excess,
  criterion: { kind: 'text', label: '对照的判定条目', labelEn: 'Criterion' },
} as const satisfies Record<string, Field>;

const GRADING = {
  grade: { kind: 'choice', label: '分级', labelEn: 'Grade', options: GRADES },
  level: FIELDS.level,
  class: FIELDS.class,
} as const satisfies Record<string, Field>;

/** 重大事故隐患判定标准: by sector, kept by the platform and the jurisdictions. */
export const majorDanger = defineCatalogue({
  key: 'major-danger',
  label: '重大事故隐患判定标准',
  labelEn: 'Criteria of major hidden dangers',
  about: '分行业判定条目；上报时边写边提示，选用后带出分级与依据',
  facts: DANGER,
  effects: ['propose'],
  proposes: GRADING,
  keeper: 'jurisdiction',
  source: '安全生产法 第一百一十八条；各行业判定标准',
});

/** 隐患分级标准 of an enterprise, or of a jurisdiction for enterprises without one. */
export const gradingStandard = defineCatalogue({
  key: 'grading-standard',
  label: '隐患分级标准',
  labelEn: 'Grading standard',
  about: '按类别、关键词和数量判定隐患的分级与颜色；定级时给出建议，改动须写理由',
  facts: DANGER,
  effects: ['propose'],
  proposes: GRADING,
  keeper: 'organisation',
  source: 'D4:219、D4:269 隐患分级标准',
});

/** What happened in a hidden danger's life that a rule may reward or punish. */
export const EVENTS = [
  { value: 'found', label: '自查发现', labelEn: 'Found by own people' },
  { value: 'rectified', label: '按期完成整改', labelEn: 'Rectified in time' },
  { value: 'rectified-late', label: '逾期才完成整改', labelEn: 'Rectified late' },
  { value: 'overdue', label: '逾期未整改', labelEn: 'Overdue' },
  { value: 'returned', label: '复查退回', labelEn: 'Returned' },
  { value: 'found-outside', label: '被外部查出', labelEn: 'Found by others' },
] as const;
export type RewardEvent = (typeof EVENTS)[number]['value'];

export const WHOM = [
  { value: 'finder', label: '发现人', labelEn: 'Finder' },
  { value: 'responsible', label: '整改责任人', labelEn: 'Responsible person' },
] as const;

/** 奖惩制度: points and money for what the records say. */
export const rewardRule = defineCatalogue({
  key: 'reward-rule',
  label: '隐患奖惩制度',
  labelEn: 'Reward and punishment',
  about: '自查发现奖、按期整改奖、逾期与被查出罚；每月按记录逐条计算',
  facts: {
    event: { kind: 'choice', label: '事由', labelEn: 'Event', options: EVENTS },
    grade: { kind: 'choice', label: '分级', labelEn: 'Grade', options: GRADES },
    level: FIELDS.level,
    class: FIELDS.class,
    round: { kind: 'choice', label: '排查层级', labelEn: 'Round', options: ROUNDS },
    source: { kind: 'choice', label: '来源', labelEn: 'Source', options: SOURCES },
    daysLate: { kind: 'number', label: '逾期天数', labelEn: 'Days late', unit: '日', min: 0 },
  },
  effects: ['propose'],
  proposes: {
    points: { kind: 'number', label: '积分', labelEn: 'Points', unit: '分', min: -1000, max: 1000 },
    amount: { kind: 'number', label: '金额', labelEn: 'Amount', unit: '元', min: -1_000_000, max: 1_000_000 },
    whom: { kind: 'choice', label: '对象', labelEn: 'Whom', options: WHOM },
  },
  keeper: 'organisation',
  source: 'D4:219、D4:269 奖惩制度',
});
