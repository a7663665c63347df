import type { Parameter } from '@anlan/kernel/parameter';
import { defineSystem } from '@anlan/kernel/system';
import { selfCheck } from './cases.ts';
import { PERIOD_MONTHS } from './period.ts';

const GROUP = '自查自改自报';
const FIRST = '平台初值：来源文件未给数字（报告期可配置）';

const parameters: readonly Parameter[] = [
  {
    key: 'self-check.sectors',
    label: '应自报的行业',
    labelEn: 'Sectors that report',
    group: GROUP,
    kind: 'list',
    optionsFrom: 'list.sector',
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
  {
    key: 'self-check.period',
    label: '自报周期',
    labelEn: 'Reports every',
    group: GROUP,
    kind: 'number',
    unit: '个月',
    value: 1,
    min: 1,
    max: 12,
    only: PERIOD_MONTHS,
    source: FIRST,
    help: '1 按月、3 按季、6 按半年、12 按年；每期开始时平台自动下达任务。',
    helpEn: '1 monthly, 3 quarterly, 6 half-yearly, 12 yearly; the platform sets the task when a period begins.',
  },
  {
    key: 'self-check.automatic',
    label: '每期自动下达自查任务',
    labelEn: 'Tasks are set by the platform',
    group: GROUP,
    kind: 'yes-no',
    value: true,
    source: FIRST,
  },
  {
    key: 'self-check.sample',
    label: '自报抽查比例',
    labelEn: 'Share of reports drawn for spot-checks',
    group: GROUP,
    kind: 'number',
    unit: '%',
    value: 10,
    min: 1,
    max: 100,
    source: '平台初值：D4:267 随机抽查，未给比例',
  },
  ...(
    [
      ['self-check.report-within', '自报时限', 'Report within', 20, '日'],
      ['self-check.spot-within', '抽中后抽查时限', 'Spot-check within, once drawn', 20, '日'],
      ['self-check.file-after', '期满后未抽中归档', 'Filed when not drawn, after the period', 30, '日'],
      ['self-check.overdue.owner', '逾期告知承办方', 'Late: tell who has it in hand after', 0, '日'],
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
