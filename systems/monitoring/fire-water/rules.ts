import type { Rule } from '@anlan/kernel/alarm';
import { silentFor } from '../conditions.ts';
import { common } from './common.ts';
import { pressureRules } from './pressure.ts';
import { pumpRules } from './pump.ts';

/** Kinds of points of fire-fighting water. */
export const FIRE_WATER_KINDS = [
  'fire-water-pressure',
  'fire-water-end',
  'fire-water-main',
  'fire-tank-level',
  'fire-pump-manual',
  'fire-pump-fault',
  'fire-pump-power-fault',
  'fire-pump-run',
  'fire-flow-switch',
  'fire-street-pressure',
  'fire-pool-level',
  'fire-jockey-starts',
  'fire-pump-room-temperature',
] as const;

export const rules: readonly Rule[] = [
  ...pressureRules,
  {
    ...common,
    key: 'fire-tank-low',
    label: '消防水箱水量不足',
    labelEn: 'Fire tank low',
    watches: ['fire-tank-level'],
    condition: {
      kind: 'below',
      steps: [
        { level: 'blue', limit: 'tankNear', label: '接近最小水量' },
        { level: 'yellow', limit: 'tankLeast', label: '水量不足' },
        { level: 'orange', limit: 'tankShort', label: '水量不足一半' },
      ],
      deadband: 0.04,
      deadbandIn: 'limit',
      onDelay: 300,
      offDelay: 600,
    },
    clause: 'GB 50974-2014 5.2.1；110 %、50 % 与 300 s 为惯例',
    cause: '补水失效、漏水、放空清洗未恢复',
    consequence: '初期用水不足',
    response: '补水 → 查浮球阀与泄水阀',
    respondWithin: 3600,
  },
  {
    ...common,
    key: 'fire-pool-low',
    label: '消防水池水量不足',
    labelEn: 'Fire pool low',
    watches: ['fire-pool-level'],
    condition: {
      kind: 'below',
      steps: [
        { level: 'blue', limit: 'poolNear', label: '接近应存水量' },
        { level: 'yellow', limit: 'poolLeast', label: '水量不足' },
        { level: 'orange', limit: 'poolShort', label: '水量严重不足' },
      ],
      deadband: 0.02,
      deadbandIn: 'limit',
      onDelay: 300,
      offDelay: 600,
    },
    clause: 'GB 50974-2014 4.3；105 %、70 % 与 300 s 为惯例',
    cause: '补水阀故障、挪用',
    consequence: '持续供水不足',
    response: '补水 → 调水罐车待命',
    respondWithin: 7200,
  },
  {
    ...common,
    key: 'fire-overflow',
    label: '消防水箱、水池溢流',
    labelEn: 'Fire tank or pool overflows',
    watches: ['fire-tank-level', 'fire-pool-level'],
    condition: {
      kind: 'above',
      steps: [{ level: 'blue', limit: 'overflow', label: '达溢流水位' }],
      deadband: 0.03,
      deadbandIn: 'limit',
      onDelay: 600,
      offDelay: 600,
    },
    clause: 'GB 50974-2014 4.3.10（溢流报警水位）；600 s 为惯例',
    cause: '浮球阀故障',
    consequence: '浪费、水淹机房',
    response: '检修浮球阀',
    respondWithin: 14_400,
  },
  ...pumpRules,
  {
    ...common,
    key: 'fire-water-offline',
    label: '消防水监测离线',
    labelEn: 'Fire-water monitoring offline',
    watches: FIRE_WATER_KINDS,
    condition: silentFor({ blue: 600, yellow: 3600, orange: 86_400 }),
    clause: '惯例：10 min、1 h、24 h 无数据',
    cause: '断电、断网、传感器故障',
    consequence: '水压不可知',
    response: '电话核实 → 查用户信息传输装置供电与线路',
    respondWithin: 14_400,
  },
];
