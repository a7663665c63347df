import type { Source } from '../working/index.ts';

/** Tables and criteria behind the consequence models; each formula of a model carries its own mark beside. */
export const sources: readonly Source[] = [
  { standard: 'GB 36894-2018', clause: '第4章', what: '个人风险基准 3×10⁻⁷ 至 3×10⁻⁵', mark: 'memory' },
  { standard: 'GB 36894-2018', clause: '第4章', what: '社会风险 F–N 上下限（斜率 −1）', mark: 'confirmed' },
  {
    standard: 'GB 36894-2018',
    clause: '第3章',
    what: '防护目标分类；住宅、商业等的规模分界',
    mark: 'verify',
    note: '台账没有规模时按较严的一类',
  },
  { standard: 'GB/T 37243-2019', clause: '事故后果法', what: '爆炸物超压 2、5、9 kPa', mark: 'verify' },
  { standard: 'AQ/T 3046-2013；CPR 18E', clause: '第3章', what: '容器、管道、泵、装卸的失效频率', mark: 'memory' },
  { standard: 'CPR 18E', clause: '第4章', what: '直接、延迟点火概率', mark: 'memory' },
  {
    standard: 'CPR 18E',
    clause: '表5.2',
    what: '毒性概率函数常数 22 种',
    mark: 'memory',
    note: '氨、氯、氯化氢反算的 LC50 与所印值不符，先核这三种',
  },
  { standard: 'AEGL、ERPG、PAC', clause: '60 min', what: '毒性阈值；IDLH', mark: 'memory' },
  {
    standard: 'ALOHA 5.4.4',
    clause: 'NOAA OR&R 43',
    what: '热辐射 10、5、2 kW/m² 与超压 8、3.5、1 psi',
    mark: 'memory',
  },
  {
    standard: 'Cozzani, Gubinelli & Salzano 2006',
    clause: 'J. Hazard. Mater. 129:1',
    what: '多米诺升级阈值（热辐射 15、45、37.5 kW/m²，超压 22、16、31、37 kPa）',
    mark: 'memory',
  },
  {
    standard: 'TNO Yellow Book',
    clause: '多能法',
    what: '各强度等级超压表（由 BST 曲线推得，±25–35 %）',
    mark: 'verify',
  },
  { standard: 'CPR 18E', clause: '第6章', what: '室内份额 0.93、0.99，室内毒性致死取室外的 0.1', mark: 'memory' },
  {
    standard: '气象',
    clause: '无统计时',
    what: '全年 D5 45 %、D2 30 %、F1.5 25 %',
    mark: 'verify',
    note: '假定，有风站时用站点统计',
  },
];
