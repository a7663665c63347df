import type { Rule, Rung } from '@anlan/kernel/alarm';

/** The owner and the fire service at once: the alarm stands in the owner's organisation and the fire service's sector. */
const LADDER: readonly Rung[] = [
  { to: 'enterprise', label: '权属单位与消防救援机构', after: 0 },
  { to: 'town', label: '乡镇（街道）应急办', after: 600 },
  { to: 'county', label: '县值班', after: 900 },
  { to: 'city', label: '市值班', after: 1800 },
];

const common = { system: 'S44', escalation: LADDER } as const;

/** Kinds of points of fire-fighting water. */
export const FIRE_WATER_KINDS = [
  'fire-water-pressure',
  'fire-water-end',
  'fire-water-main',
  'fire-tank-level',
  'fire-pump-manual',
] as const;

export const rules: readonly Rule[] = [
  {
    ...common,
    key: 'fire-water-low',
    label: '消防水压低',
    labelEn: 'Fire-water pressure low',
    watches: ['fire-water-end', 'fire-water-pressure'],
    condition: {
      kind: 'below',
      steps: [
        { level: 'blue', limit: 'staticNear', label: '接近最小静压' },
        { level: 'yellow', limit: 'staticLeast', label: '低于最小静压' },
        { level: 'orange', limit: 'staticShort', label: '静压严重不足' },
        { level: 'red', limit: 'staticNone', label: '管网失压' },
      ],
      deadband: 0.05,
      deadbandIn: 'limit',
      onDelay: 120,
      offDelay: 120,
    },
    clause: 'GB 50974-2014 5.2.2；110 %、70 %、0.02 MPa 与 120 s 为惯例',
    cause: '水箱空、阀门关闭、管网漏水、稳压设施故障',
    consequence: '最不利点无水，初期火灾不能扑救',
    response: '查阀门 → 补水 → 启稳压泵 → 末端试水复核',
    respondWithin: 1800,
  },
  {
    ...common,
    key: 'fire-water-high',
    label: '消防水压高',
    labelEn: 'Fire-water pressure high',
    watches: ['fire-water-main'],
    condition: {
      kind: 'above',
      steps: [
        { level: 'blue', limit: 'mainZone', label: '超分区压力' },
        { level: 'yellow', limit: 'mainHigh', label: '压力过高' },
        { level: 'orange', limit: 'mainBurst', label: '有爆管危险' },
      ],
      deadband: 0.05,
      deadbandIn: 'limit',
      onDelay: 60,
      offDelay: 60,
    },
    clause: 'GB 50974-2014 6.2.1（静压大于 1.0 MPa 应分区）；1.2、1.6 MPa 与 60 s 为惯例',
    cause: '减压阀失效、水泵零流量运行',
    consequence: '爆管、水带脱扣',
    response: '检修减压阀 → 查水泵与安全阀',
    respondWithin: 14_400,
  },
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
    key: 'fire-pump-manual',
    label: '消防泵未在自动',
    labelEn: 'Fire pump not in automatic',
    watches: ['fire-pump-manual'],
    condition: {
      kind: 'above',
      steps: [{ level: 'yellow', limit: 'manual', label: '手动状态' }],
      deadband: 0.5,
      deadbandIn: 'unit',
      onDelay: 600,
      offDelay: 60,
    },
    clause: 'GB 50974-2014 11.0.1（平时应处于自动启泵状态）；600 s 为惯例',
    cause: '检修后未复位',
    consequence: '火灾时不能自动启泵',
    response: '恢复自动 → 核对双电源',
    respondWithin: 900,
  },
  {
    ...common,
    key: 'fire-water-offline',
    label: '消防水监测离线',
    labelEn: 'Fire-water monitoring offline',
    watches: FIRE_WATER_KINDS,
    condition: { kind: 'silence', level: 'blue', seconds: 600 },
    clause: '惯例：10 min 无数据',
    cause: '断电、断网、传感器故障',
    consequence: '水压不可知',
    response: '电话核实 → 查用户信息传输装置供电与线路',
    respondWithin: 14_400,
  },
];
