import { defineSystem } from '@anlan/kernel/system';
import { lawReview } from './cases.ts';

export const lawLibrary = defineSystem({
  id: 'S15',
  key: 'law-library',
  family: 'registry',
  label: '法规标准库',
  labelEn: 'Law, regulation and standard library',
  entities: [],
  rules: [],
  layers: [],
  cases: [lawReview],
  parameters: [
    {
      key: 'law.review-within',
      label: '法规更新复核时限',
      labelEn: 'Review after a new law within',
      group: '法规标准库',
      kind: 'number',
      unit: '工作日',
      value: 20,
      min: 1,
      max: 250,
      source: '平台初值：来源文件未给数字',
    },
    {
      key: 'law.overdue.county',
      label: '复核逾期告知',
      labelEn: 'Late review: tell after',
      group: '法规标准库',
      kind: 'number',
      unit: '日',
      value: 0,
      min: 0,
      max: 365,
      source: '平台初值：来源文件未给数字',
    },
  ],
});
