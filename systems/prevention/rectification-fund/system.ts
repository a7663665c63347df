import type { Parameter } from '@anlan/kernel/parameter';
import { defineSystem } from '@anlan/kernel/system';
import { fundApplication } from './cases.ts';
import { rectificationFund, renovationProject } from './entities.ts';

const parameters: readonly Parameter[] = (
  [
    ['fund.review-within', '审核时限', 'Review within', 10, '工作日'],
    ['fund.pay-within', '首笔拨付时限', 'Pay first within', 15, '工作日'],
    ['fund.effect-within', '见效时限', 'Effect within', 180, '日'],
    ['fund.overdue.owner', '逾期告知责任单位', 'Late: tell the owner after', 0, '日'],
    ['fund.overdue.county', '逾期升级到县', 'Late: county after', 5, '日'],
    ['fund.overdue.city', '逾期升级到市', 'Late: city after', 15, '日'],
  ] as const
).map(([key, label, labelEn, value, unit]) => ({
  key,
  label,
  labelEn,
  group: '整改基金',
  kind: 'number',
  unit,
  value,
  min: 0,
  max: 730,
  source: '平台初值：来源文件未给数字',
}));

export const rectificationFunds = defineSystem({
  id: 'S73',
  key: 'rectification-fund',
  family: 'prevention',
  label: '技术改造和隐患整改基金',
  labelEn: 'Rectification fund',
  entities: [rectificationFund, renovationProject],
  rules: [],
  layers: [],
  cases: [fundApplication],
  parameters,
});
