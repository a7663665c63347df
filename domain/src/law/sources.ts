import type { Source } from '../working/index.ts';

export const sources: readonly Source[] = [
  { standard: '安全生产法（2021修正）', clause: '第九十二至一百一十四条', what: '罚款幅度', mark: 'confirmed' },
  {
    standard: '安全生产法（2014修正）',
    clause: '第八十九至一百零九条',
    what: '罚款幅度（2014-12-01至2021-08-31的行为）',
    mark: 'memory',
  },
  { standard: '生产安全事故罚款处罚规定（第14号令）', clause: '分档', what: '12档罚款', mark: 'verify' },
  { standard: '国务院令第493号', clause: '第三十六条', what: '瞒报等六项', mark: 'confirmed' },
  { standard: '国务院令第708号', clause: '第三十二条', what: '预案备案与值班', mark: 'confirmed' },
  { standard: '行政处罚法（2021）', clause: '第七十二条', what: '加处罚款3 %', mark: 'confirmed' },
  { standard: '安监总财〔2018〕19号', clause: '奖励标准', what: '15 %与每人3–6万元', mark: 'confirmed' },
  { standard: '第11号令', clause: '名单管理', what: '九种情形的措辞', mark: 'memory', note: '3年、12个月已确认' },
  {
    standard: '裁量权基准',
    clause: '30 %/70 %',
    what: '从轻、一般、从重的区间',
    mark: 'verify',
    note: '惯例，各地基准优先',
  },
];
