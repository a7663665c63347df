import type { Source } from '../working/index.ts';

export const sources: readonly Source[] = [
  {
    standard: 'LEC（Graham–Kinney）',
    clause: '分值表与D值界限',
    what: 'L、E、C分值，界限20/70/160/320及四级对应',
    mark: 'memory',
    note: '界限点归属按惯例取较低一档，可设',
  },
  { standard: 'LS风险矩阵', clause: '界限', what: '1–8、9–12、15–16、20–25', mark: 'memory' },
  { standard: 'MES', clause: '界限', what: '18/20/50/90/180', mark: 'verify' },
  { standard: '安委办〔2016〕11号', clause: '四色', what: '红橙黄蓝与管控层级', mark: 'memory' },
  { standard: 'GB/T 35320', clause: '引导词', what: 'HAZOP偏差表', mark: 'memory' },
  { standard: '应急〔2018〕19号', clause: '分级', what: '60/75/90分', mark: 'memory' },
  { standard: '应急〔2019〕78号', clause: '化工园区', what: '60/70/85分', mark: 'verify' },
  {
    standard: '企业安全生产标准化',
    clause: '定级',
    what: '90/75/60分，煤矿90/80/70分',
    mark: 'verify',
    note: '行业评定标准不同',
  },
  {
    standard: '企业分级分类监管',
    clause: 'A/B/C/D',
    what: '90/75/60分与检查频次',
    mark: 'verify',
    note: '各地规定不同',
  },
];
