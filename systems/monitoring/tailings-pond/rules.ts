import { pondSafety } from '@anlan/domain/monitoring';
import type { Rule } from '@anlan/kernel/alarm';
import { silentFor } from '../conditions.ts';
import { common } from './common.ts';
import { damRules } from './dam.ts';
import { waterRules } from './water.ts';

const MONTH = { unit: '月', min: 1, max: 12 } as const;

/** The items whose warnings are taken together. */
const ITEMS = [
  'pond-freeboard',
  'pond-water-level',
  'pond-dry-beach',
  'pond-phreatic',
  'pond-displacement-rate',
  'pond-inner-displacement',
  'pond-rainfall',
  'pond-seepage',
  'pond-drain',
] as const;

export const rules: readonly Rule[] = [
  ...waterRules,
  ...damRules,
  {
    ...common,
    key: 'pond-safety',
    label: '尾矿库综合预警',
    labelEn: 'Warnings of a pond together',
    watches: [],
    condition: {
      kind: 'standing',
      over: ITEMS,
      label: '几项预警合成更高一级',
      labelEn: 'Several warnings together make a higher one',
      combine: (levels) => pondSafety(levels).pond,
    },
    clause: 'GB 39496-2020 5.5：四个蓝为黄、三个黄为橙、两个橙为红，先测点后项目',
    cause: '多个测点或多项指标同时偏离',
    consequence: '坝体整体安全度下降，溃坝',
    response: '核对各项预警 → 专家会诊 → 按合成等级响应',
    en: {
      clause:
        'GB 39496-2020 5.5: four blue make a yellow, three yellow an orange, two orange a red; points first, then items',
      cause: 'Several points or items are off at the same time',
      consequence: 'The whole dam is less safe, and may break',
      response: 'Check each warning → experts meet → respond by the combined level',
    },
    respondWithin: 900,
  },
  {
    ...common,
    key: 'pond-silence',
    label: '尾矿库监测中断',
    labelEn: 'Monitoring interrupted',
    watches: [
      'water-level',
      'phreatic-depth',
      'displacement',
      'settlement',
      'dry-beach',
      'rainfall',
      'rainfall-24h',
      'inner-displacement',
      'seepage',
      'turbidity',
    ],
    condition: silentFor(
      { blue: 10_800, yellow: 21_600, orange: 43_200 },
      { from: 'flood-from', until: 'flood-until', share: 'flood-share' },
    ),
    sets: {
      'flood-from': { ...MONTH, label: '汛期始于', labelEn: 'Flood season from', value: 4 },
      'flood-until': { ...MONTH, label: '汛期止于', labelEn: 'Flood season until', value: 9 },
      'flood-share': {
        label: '汛期时限倍数',
        labelEn: 'Share in flood season',
        unit: '',
        value: 0.5,
        min: 0.1,
        max: 1,
      },
    },
    clause: '惯例 3 h、6 h、12 h，汛期减半；汛期起止按属地防汛指挥机构公布',
    cause: '供电、通信、雷击',
    consequence: '汛期失去监测',
    response: '人工观测每 2 h 一次 → 恢复通信',
    en: {
      clause:
        'Convention: 3 h, 6 h, 12 h, half of that in the flood season; the season as the local flood control headquarters announces it',
      cause: 'Power supply, communication, lightning',
      consequence: 'No monitoring in the flood season',
      response: 'Observe by hand every 2 h → restore communication',
    },
    respondWithin: 7200,
  },
];
