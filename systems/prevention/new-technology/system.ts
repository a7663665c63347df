import type { Parameter } from '@anlan/kernel/parameter';
import { defineSystem } from '@anlan/kernel/system';
import { newTechnology } from './cases.ts';
import { novelItem } from './entities.ts';

const NUMBERS = [
  ['new-technology.accept-within', '受理时限', 'Accept within', 5, '工作日', 1],
  ['new-technology.assess-within', '评估最长', 'Assess within at most', 90, '日', 1],
  ['new-technology.supplement-within', '补充材料时限', 'Complete within', 20, '工作日', 1],
  ['new-technology.decide-within', '批准时限', 'Decide within', 10, '工作日', 1],
  ['new-technology.monitor-longest', '监控期最长', 'Longest monitoring', 730, '日', 30],
  ['new-technology.overdue.owner', '逾期告知责任单位', 'Late: tell the owner after', 0, '日', 0],
  ['new-technology.overdue.city', '逾期升级到市', 'Late: city after', 10, '日', 1],
] as const;

const parameters: readonly Parameter[] = NUMBERS.map(([key, label, labelEn, value, unit, min]) => ({
  key,
  label,
  labelEn,
  group: '四新安全风险评估',
  kind: 'number',
  unit,
  value,
  min,
  max: 1100,
  source: '平台初值：来源文件未给数字',
}));

export const newTechnologies = defineSystem({
  id: 'S70',
  key: 'new-technology',
  family: 'prevention',
  label: '新业态、新工艺、新材料、新装备安全风险评估',
  labelEn: 'Assessment of new technology',
  entities: [novelItem],
  rules: [],
  layers: [],
  cases: [newTechnology],
  parameters,
});
