import type { Version } from './header.ts';

/** The meaning of one bit of a word of 0x0200. */
export interface BitMeaning {
  bit: number;
  /** English key, unique in its table. */
  key: string;
  /** The standard's name. */
  label: string;
  /** The editions whose meaning this is; 2013 stands for 2011 too. */
  versions: readonly Version[];
}

/** The meaning of an alarm bit. */
export interface AlarmBit extends BitMeaning {
  /** Held until the condition ends, or cleared once the platform has confirmed it. */
  until: 'condition-ends' | 'confirmed';
}

const BOTH: readonly Version[] = [2013, 2019];
const OLD: readonly Version[] = [2013];
const NEW: readonly Version[] = [2019];

type AlarmRow = readonly [bit: number, key: string, label: string, until?: 'confirmed', versions?: readonly Version[]];

const ALARM_ROWS: readonly AlarmRow[] = [
  [0, 'emergency', '紧急报警', 'confirmed'],
  [1, 'overspeed', '超速报警'],
  [2, 'fatigue', '疲劳驾驶报警'],
  [3, 'danger', '危险预警', 'confirmed', OLD],
  [3, 'dangerous-driving', '危险驾驶行为报警', undefined, NEW],
  [4, 'gnss-fault', 'GNSS模块发生故障报警'],
  [5, 'antenna-open', 'GNSS天线未接或被剪断报警'],
  [6, 'antenna-short', 'GNSS天线短路报警'],
  [7, 'power-low', '终端主电源欠压报警'],
  [8, 'power-off', '终端主电源掉电报警'],
  [9, 'display-fault', '终端LCD或显示器故障报警'],
  [10, 'tts-fault', 'TTS模块故障报警'],
  [11, 'camera-fault', '摄像头故障报警'],
  [12, 'ic-card-fault', '道路运输证IC卡模块故障报警'],
  [13, 'overspeed-warning', '超速预警'],
  [14, 'fatigue-warning', '疲劳驾驶预警'],
  [15, 'illegal-hours', '违规行驶报警', undefined, NEW],
  [16, 'tyre-pressure', '胎压预警', undefined, NEW],
  [17, 'right-turn-blind-area', '右转盲区异常报警', undefined, NEW],
  [18, 'daily-driving-time', '当天累计驾驶超时报警'],
  [19, 'parking-overtime', '超时停车报警'],
  [20, 'area', '进出区域报警', 'confirmed'],
  [21, 'route', '进出路线报警', 'confirmed'],
  [22, 'segment-time', '路段行驶时间不足/过长报警', 'confirmed'],
  [23, 'route-deviation', '路线偏离报警'],
  [24, 'vss-fault', '车辆VSS故障'],
  [25, 'fuel', '车辆油量异常报警'],
  [26, 'stolen', '车辆被盗报警'],
  [27, 'illegal-ignition', '车辆非法点火报警', 'confirmed'],
  [28, 'illegal-displacement', '车辆非法位移报警', 'confirmed'],
  [29, 'collision-warning', '碰撞预警', undefined, OLD],
  [29, 'collision-rollover', '碰撞侧翻报警', undefined, NEW],
  [30, 'rollover-warning', '侧翻预警'],
  [31, 'illegal-door', '非法开门报警', 'confirmed', OLD],
];

/** The alarm word of 0x0200; JT/T 808-2013 table 18, JT/T 808-2019 table 25. */
export const ALARM_BITS: readonly AlarmBit[] = ALARM_ROWS.map(([bit, key, label, until, versions = BOTH]) => ({
  bit,
  key,
  label,
  until: until ?? 'condition-ends',
  versions,
}));

type StatusRow = readonly [bit: number, key: string, label: string, versions?: readonly Version[]];

const STATUS_ROWS: readonly StatusRow[] = [
  [0, 'acc', 'ACC开'],
  [1, 'positioned', '定位'],
  [2, 'south', '南纬'],
  [3, 'west', '西经'],
  [4, 'out-of-service', '停运状态'],
  [5, 'encrypted', '经纬度已经保密插件加密'],
  [6, 'forward-collision', '紧急刹车系统采集的前撞预警', NEW],
  [7, 'lane-departure', '车道偏移预警', NEW],
  [8, 'load-low', '载重状态低位'],
  [9, 'load-high', '载重状态高位'],
  [10, 'oil-cut', '车辆油路断开'],
  [11, 'electricity-cut', '车辆电路断开'],
  [12, 'doors-locked', '车门加锁'],
  [13, 'door-1', '门1开（前门）'],
  [14, 'door-2', '门2开（中门）'],
  [15, 'door-3', '门3开（后门）'],
  [16, 'door-4', '门4开（驾驶席门）'],
  [17, 'door-5', '门5开（自定义）'],
  [18, 'gps', '使用GPS卫星进行定位'],
  [19, 'beidou', '使用北斗卫星进行定位'],
  [20, 'glonass', '使用GLONASS卫星进行定位'],
  [21, 'galileo', '使用Galileo卫星进行定位'],
  [22, 'moving', '车辆处于行驶状态', NEW],
];

/** The status word of 0x0200, meanings of a set bit; JT/T 808-2013 table 17, JT/T 808-2019 table 24. */
export const STATUS_BITS: readonly BitMeaning[] = STATUS_ROWS.map(([bit, key, label, versions = BOTH]) => ({
  bit,
  key,
  label,
  versions,
}));

/** The meanings, in a version, of the bits set in a word; bits without meaning are left out. */
export function meanings<M extends BitMeaning>(word: number, table: readonly M[], version: Version): M[] {
  return table.filter(({ bit, versions }) => (word & (1 << bit)) !== 0 && versions.includes(version));
}

const LOADS = ['empty', 'half', 'reserved', 'full'] as const;

/** The load that status bits 8 and 9 tell. */
export function loadOf(status: number): (typeof LOADS)[number] {
  return LOADS[(status >>> 8) & 3]!;
}
