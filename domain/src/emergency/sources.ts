import type { Source } from '../working/index.ts';

export const sources: readonly Source[] = [
  { standard: '突发事件应对法（2024）', clause: '预警', what: '四级预警颜色', mark: 'memory' },
  { standard: 'CAP 1.2', clause: '映射', what: '颜色与severity、urgency、certainty', mark: 'memory' },
  { standard: '应急预案', clause: '响应分级', what: 'Ⅰ–Ⅳ级与牵头政府', mark: 'memory', note: '以本地预案为准' },
  { standard: 'AQ/T 9009', clause: '评估', what: '演练优良中差界限', mark: 'verify', note: '惯例' },
  {
    standard: 'ERG',
    clause: '表1、表2、表3',
    what: '初始隔离与防护距离',
    mark: 'confirmed',
    note: '版次未注明（2020或2024）',
  },
  {
    standard: 'ERG',
    clause: '表1',
    what: 'UN 1259、1589、2195、2202、2420、2481、2483、3281大量泄漏的防护距离；UN 2190全部',
    mark: 'verify',
    note: '未收录',
  },
];
