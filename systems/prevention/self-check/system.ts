import type { Parameter } from '@anlan/kernel/parameter';
import { defineSystem } from '@anlan/kernel/system';
import { selfCheck } from './cases.ts';

const GROUP = '自查自改自报';
const FIRST = '平台初值：来源文件未给数字（报告期可配置）';

const parameters: readonly Parameter[] = [
  {
    key: 'self-check.sectors',
    label: '应自报的行业',
    labelEn: 'Sectors that report',
    group: GROUP,
    kind: 'list',
    value: [
      'hazchem-production',
      'hazchem-storage',
      'non-coal-mine',
      'fireworks',
      'metallurgy',
      'dust-explosion',
      'ammonia-refrigeration',
      'gas-supply',
    ],
    source: '平台初值：高危企业（D4:265 高危企业安全管理信息系统）',
  },
  ...(
    [
      ['self-check.report-within', '自报时限', 'Report within', 20, '日'],
      ['self-check.overdue.owner', '逾期告知企业', 'Late: tell the enterprise after', 0, '日'],
      ['self-check.overdue.town', '逾期升级到乡镇', 'Late: town after', 3, '日'],
      ['self-check.overdue.county', '逾期升级到县', 'Late: county after', 7, '日'],
      ['credit.false-self-report', '虚报扣分', 'Credit points: false report', 10, '分'],
    ] as const
  ).map(([key, label, labelEn, value, unit]): Parameter => ({
    key,
    label,
    labelEn,
    group: key.startsWith('credit') ? '诚信' : GROUP,
    kind: 'number',
    unit,
    value,
    min: 0,
    max: 100,
    source: FIRST,
  })),
];

export const selfChecks = defineSystem({
  id: 'S62',
  key: 'self-check',
  family: 'prevention',
  label: '隐患自查自改自报',
  labelEn: 'Self-check, self-correct, self-report',
  entities: [],
  rules: [],
  layers: [],
  cases: [selfCheck],
  parameters,
});
