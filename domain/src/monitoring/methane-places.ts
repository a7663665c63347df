import type { Mark } from '../working/index.ts';

/** Methane limits of one place in % by volume (AQ 1029; 煤矿安全规程 2025 art. 536). */
export interface MethanePlace {
  readonly place: string;
  readonly sensor: string;
  /** Alarm at or above. */
  readonly alarm: number;
  /** Power is cut at or above; null where the sensor only alarms. */
  readonly cutoff: number | null;
  /** Power may be restored below; null where the sensor only alarms. */
  readonly restore: number | null;
  readonly scope: string;
  readonly mark: Mark;
}

type Row = readonly [
  place: string,
  sensor: string,
  alarm: number,
  cutoff: number | null,
  restore: number | null,
  scope: string,
  mark: Mark,
];

const ROWS: readonly Row[] = [
  ['采煤工作面回风隅角', 'T0', 1, 1.5, 1, '工作面及其回风巷内全部非本安电气设备(新规程:工作面全部电源)', 'confirmed'],
  ['采煤工作面(低瓦斯、高瓦斯矿井)', 'T1', 1, 1.5, 1, '工作面及其回风巷内全部非本安电气设备', 'confirmed'],
  ['采煤工作面(突出矿井)', 'T1', 1, 1.5, 1, '工作面及其进、回风巷内全部非本安电气设备', 'confirmed'],
  ['采煤工作面回风巷', 'T2', 1, 1, 1, '工作面及其回风巷内全部非本安电气设备', 'confirmed'],
  ['高瓦斯、突出矿井采煤工作面进风巷', 'T3', 0.5, 0.5, 0.5, '进风巷内全部非本安电气设备', 'confirmed'],
  ['串联通风被串采煤工作面进风巷', 'T4', 0.5, 0.5, 0.5, '被串采煤工作面及其进回风巷内全部非本安电气设备', 'confirmed'],
  ['高瓦斯、突出矿井采煤工作面回风巷中部', '', 1, 1, 1, '工作面及其回风巷内全部非本安电气设备', 'confirmed'],
  ['采煤机', '', 1, 1.5, 1, '采煤机电源', 'confirmed'],
  ['掘进工作面', 'T1', 1, 1.5, 1, '掘进巷道内全部非本安电气设备', 'confirmed'],
  ['掘进工作面回风流', 'T2', 1, 1, 1, '掘进巷道内全部非本安电气设备', 'confirmed'],
  ['串联通风被串掘进工作面局部通风机前', 'T3', 0.5, 0.5, 0.5, '被串掘进巷道内全部非本安电气设备', 'confirmed'],
  [
    '串联通风被串掘进工作面局部通风机前(超限上限)',
    'T3',
    0.5,
    1.5,
    0.5,
    '包括局部通风机在内的被串掘进巷道全部非本安电气设备',
    'verify',
  ],
  ['掘进机、连续采煤机', '', 1, 1.5, 1, '掘进机电源', 'memory'],
  ['采区回风巷', '', 1, 1, 1, '采区回风巷内全部非本安电气设备', 'memory'],
  ['一翼回风巷及总回风巷', '', 0.75, null, null, '(只报警;旧AQ 1029-2007为0.70)', 'memory'],
  ['回风流中机电硐室进风侧', '', 0.5, 0.5, 0.5, '机电硐室内全部非本安电气设备', 'memory'],
  [
    '高瓦斯矿井进风架线电机车巷道装煤点',
    '',
    0.5,
    0.5,
    0.5,
    '装煤点上风流100m及下风流架空线和全部非本安电气设备',
    'confirmed',
  ],
  ['瓦斯涌出巷道下风流(架线电机车)', '', 0.5, 0.5, 0.5, '上风流100m及下风流架空线和全部非本安电气设备', 'confirmed'],
  ['矿用防爆蓄电池电机车', '', 0.5, 0.5, 0.5, '机车电源', 'memory'],
  ['矿用防爆柴油机车/无轨胶轮车', '', 0.5, 0.5, 0.5, '车辆动力', 'memory'],
  ['井下煤仓上方、地面选煤厂煤仓上方', '', 1.5, 1.5, 1.5, '贮煤仓运煤各类运输设备及非本安电源', 'memory'],
  ['封闭的地面选煤厂机房、带式输送机地面走廊', '', 1.5, 1.5, 1.5, '内全部电气设备', 'memory'],
  ['瓦斯抽采泵站室内', '', 0.5, null, null, '', 'memory'],
  ['专用排瓦斯巷(旧)', 'T7', 2.5, 2.5, 2.5, '工作面内全部非本安电气设备', 'confirmed'],
];

export const METHANE_PLACES: readonly MethanePlace[] = ROWS.map(
  ([place, sensor, alarm, cutoff, restore, scope, mark]) => ({
    place,
    sensor,
    alarm,
    cutoff,
    restore,
    scope,
    mark,
  }),
);
