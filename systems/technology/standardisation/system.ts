import type { Parameter } from '@anlan/kernel/parameter';
import { defineSystem } from '@anlan/kernel/system';
import { standardisationCase, standardisationDefault } from './cases.ts';
import { certificateOfStandard, unitOfStandard } from './entities.ts';
import { coalStandardisation, standardisation } from './model.ts';

const number = (
  key: string,
  label: string,
  labelEn: string,
  value: number,
  unit: string,
  more: { min?: number; max?: number; source?: string } = {},
): Parameter => ({
  key,
  label,
  labelEn,
  group: '安全生产标准化',
  kind: 'number',
  unit,
  value,
  min: more.min ?? 0,
  max: more.max ?? 730,
  source: more.source ?? '平台初值：来源文件未给数字',
});
const RULES = '应急〔2021〕83号';

export const standardisationSystem = defineSystem({
  id: 'S96',
  key: 'standardisation',
  family: 'technology',
  label: '安全生产标准化（岗位达标、专业达标、企业达标）',
  labelEn: 'Safety standardisation',
  entities: [certificateOfStandard, unitOfStandard],
  rules: [],
  layers: [],
  cases: [standardisationCase, standardisationDefault],
  gradings: [standardisation, coalStandardisation],
  parameters: [
    number('standardisation.least.one', '一级最低分', 'Least score of grade 1', 90, '分', { max: 100 }),
    number('standardisation.least.two', '二级最低分', 'Least score of grade 2', 75, '分', { max: 100 }),
    number('standardisation.least.three', '三级最低分', 'Least score of grade 3', 60, '分', { max: 100 }),
    number('standardisation.self-within', '自评期限', 'Self-score within', 90, '日', { min: 1 }),
    number('standardisation.visit-within', '现场评审时限', 'Evaluate within', 20, '工作日', { min: 1, source: RULES }),
    number('standardisation.announce', '公示期', 'Announce for', 5, '工作日', { max: 60, source: RULES }),
    number('standardisation.valid', '证书有效期', 'A certificate is valid for', 3, '年', {
      min: 1,
      max: 10,
      source: RULES,
    }),
    number('standardisation.warn', '到期前提醒', 'Warn before expiry', 90, '日', {
      max: 365,
      source: `${RULES}：期满前 3 个月申请`,
    }),
    number('standardisation.decide-within', '暂扣建议办理时限', 'Decide a proposal within', 15, '工作日', { min: 1 }),
    number('standardisation.default.weight', '逾期未达标检查权重', 'Inspection weight of a default', 2, '倍', {
      min: 1,
      max: 10,
    }),
    number('standardisation.overdue.owner', '逾期告知责任单位', 'Late: tell the owner after', 0, '日'),
    number('standardisation.overdue.county', '逾期升级到县', 'Late: county after', 5, '日'),
    number('standardisation.overdue.city', '逾期升级到市', 'Late: city after', 10, '日'),
  ],
});
