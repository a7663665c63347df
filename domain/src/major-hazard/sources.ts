import type { Source } from '../working/index.ts';

export const sources: readonly Source[] = [
  { standard: 'GB 18218-2018', clause: '表1、表2', what: '85种物质与24个类别的临界量', mark: 'confirmed' },
  { standard: 'GB 18218-2018', clause: '表3、表5、表6', what: 'β（14种毒性物质）、α与分级界限', mark: 'confirmed' },
  {
    standard: 'GB 18218-2018',
    clause: '表4',
    what: '表1所列而表3未列物质的类别及β',
    mark: 'verify',
    note: '类别为建议值，以国家分类信息表或安全技术说明书为准',
  },
  { standard: 'GB 18218-2018', clause: '表3', what: '煤气按一氧化碳取β=2', mark: 'verify', note: '解释' },
  { standard: 'GB 18218-2018', clause: '§4.1.2', what: '多类别时取最低临界量、最大β', mark: 'memory' },
  {
    standard: '危险化学品重大危险源监督管理暂行规定（第40号令，2015修正）',
    clause: '第九条、第十一条',
    what: '定量风险评价与重新评估的条件',
    mark: 'memory',
  },
];
