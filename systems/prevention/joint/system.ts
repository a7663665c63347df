import type { Parameter } from '@anlan/kernel/parameter';
import { defineSystem } from '@anlan/kernel/system';
import { jointAction } from './cases.ts';

const GROUP = '联防联控';
const FIRST = '平台初值：D2:130 只要求建立机制，未给数字';
const number = (
  key: string,
  label: string,
  labelEn: string,
  unit: string,
  value: number,
  [min, max]: readonly [number, number],
): Parameter => ({ key, label, labelEn, group: GROUP, kind: 'number', unit, value, min, max, source: FIRST });

const parameters: readonly Parameter[] = [
  number('joint.border-km', '距边界多近的重大风险共享给邻区', 'Share major risks this near a border', 'km', 5, [0, 50]),
  {
    key: 'joint.hazard-levels',
    label: '计为重大风险的重大危险源级别',
    labelEn: 'Hazard levels that count as major risks',
    group: GROUP,
    kind: 'list',
    value: ['one', 'two'],
    source: '平台初值：一、二级（one、two、three、four）',
  },
  {
    key: 'joint.alarm-levels',
    label: '共享给邻区值班的报警等级',
    labelEn: 'Alarm levels shared with the neighbour’s desk',
    group: GROUP,
    kind: 'list',
    value: ['red', 'orange'],
    source: '平台初值：红、橙（red、orange、yellow、blue）',
  },
  number('joint.action.longest', '联合行动期限最长', 'Longest joint action', '日', 180, [1, 730]),
  number('joint.overdue.county', '联合行动逾期告知各方', 'Late joint action: tell the owners after', '日', 0, [0, 60]),
  number('joint.overdue.city', '联合行动逾期升级到市', 'Late joint action: city after', '日', 3, [1, 60]),
];

export const jointPrevention = defineSystem({
  id: 'S65',
  key: 'joint-prevention',
  family: 'prevention',
  label: '区域重大安全风险联防联控',
  labelEn: 'Regional and sector joint prevention',
  entities: [],
  rules: [],
  layers: [],
  cases: [jointAction],
  parameters,
});
