import type { Parameter } from '@anlan/kernel/parameter';
import { defineSystem } from '@anlan/kernel/system';
import { fireRenewal, fireUnit, fireVillage, microStation } from './entities.ts';

const GROUP = '消防基层';
const list = (key: string, label: string, labelEn: string, value: readonly string[], source: string): Parameter => ({
  key,
  label,
  labelEn,
  group: GROUP,
  kind: 'list',
  value,
  source,
});

const parameters: readonly Parameter[] = [
  list(
    'fire.four-abilities',
    '“四个能力”的内容',
    'Members of the “four abilities”',
    ['检查消除火灾隐患能力', '组织扑救初起火灾能力', '组织人员疏散逃生能力', '消防宣传教育培训能力'],
    '平台初值（通行解释）：公安部构筑社会消防安全“防火墙”工程；D2:150 未列举（E-27）',
  ),
  list(
    'fire.six-plus-one',
    '“6+1”措施的内容',
    'Members of the “6+1” measures',
    [
      '明确消防安全责任人、管理人并公示',
      '落实每日防火巡查、每月防火检查',
      '消防设施维护保养和标识化管理',
      '保持疏散通道、安全出口和消防车通道畅通',
      '用火用电用气安全管理',
      '员工消防培训和灭火疏散演练',
      '建好微型消防站（+1）',
    ],
    '平台初值（待核实）：D2:150 只写“6+1”措施，未列举（N-D2-16），由辖区按本地文件改写',
  ),
  ...(
    [
      ['fire.evaluation.months', '自我评价有效期', 'An evaluation holds for', '月', 12, 1, 36],
      ['fire.station.minutes', '微型消防站到场时限', 'A station reaches within', 'min', 3, 1, 30],
      ['fire.station.speed', '徒步到场的折算速度', 'Speed on the way', 'km/h', 20, 3, 80],
      ['fire.station.people', '微型消防站最少人数', 'People of a station at least', '人', 6, 1, 50],
    ] as const
  ).map(([key, label, labelEn, unit, value, min, max]): Parameter => ({
    key,
    label,
    labelEn,
    group: GROUP,
    kind: 'number',
    unit,
    value,
    min,
    max,
    source:
      key === 'fire.station.minutes' || key === 'fire.station.people'
        ? '平台初值：公安部消防局 2015 年微型消防站建设标准（“3 分钟到场”、不少于 6 人）；D2:150 未给数字'
        : '平台初值：来源文件未给数字',
  })),
];

export const fireGrassroots = defineSystem({
  id: 'S69',
  key: 'fire-grassroots',
  family: 'prevention',
  label: '消防基层基础',
  labelEn: 'Fire grass-roots',
  entities: [fireUnit, microStation, fireVillage, fireRenewal],
  rules: [],
  layers: [
    {
      key: 'micro-stations',
      label: '微型消防站',
      labelEn: 'Micro fire stations',
      group: '消防基层',
      draws: { entity: 'micro-station' },
      unit: '站',
      icon: 'flame',
      on: false,
    },
    {
      key: 'fire-units',
      label: '消防重点单位',
      labelEn: 'Key fire units',
      group: '消防基层',
      draws: { entity: 'fire-unit' },
      unit: '家',
      icon: 'shield',
      on: false,
    },
    {
      key: 'fire-renewals',
      label: '老旧居住建筑改造',
      labelEn: 'Old-building renewals',
      group: '消防基层',
      draws: { entity: 'fire-renewal' },
      unit: '栋',
      icon: 'box',
      on: false,
    },
  ],
  parameters,
});
