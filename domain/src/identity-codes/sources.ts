import type { Source } from '../working/index.ts';

export const sources: readonly Source[] = [
  { standard: 'GB 32100-2015', clause: '§5.4', what: '统一社会信用代码校验', mark: 'confirmed' },
  { standard: 'GB 11643-1999', clause: '校验码', what: '公民身份号码校验', mark: 'confirmed' },
  { standard: 'GA 36-2018', clause: '号牌', what: '号牌式样', mark: 'memory' },
  { standard: 'GB/T 2260', clause: '代码', what: '行政区划代码结构', mark: 'memory' },
  { standard: 'GB/T 4754-2017', clause: '门类', what: '20个门类及大类范围', mark: 'memory' },
  {
    standard: 'GB 6944-2012',
    clause: '类、项',
    what: '危险货物类别',
    mark: 'memory',
    note: '2025版已发布，核对施行日期',
  },
];
