import type { Parameter } from '@anlan/kernel/parameter';
import { SETTINGS } from '@anlan/kernel/position';

type CutRow = readonly [
  key: string,
  label: string,
  labelEn: string,
  unit: string,
  value: number,
  min: number,
  max: number,
];

// No standard cuts oil and power: the codes are the terminal maker's, in 0x8105 of 2013 and 0x8500 of 2019.
const CUT_ROWS: readonly CutRow[] = [
  ['fresh', '断油断电：最后定位最多早于', 'Cut: newest fix at most', 's', 30, 5, 120],
  ['still', '断油断电：停稳至少', 'Cut: stands at least', 's', 120, 30, 3600],
  ['lapse', '断油断电：申请有效', 'Cut: request lapses after', 's', 600, 60, 3600],
  ['code', '断油断电：终端控制字', 'Cut: control code', '', 100, 1, 65_535],
  ['restore-code', '恢复油电：终端控制字', 'Restore: control code', '', 101, 1, 65_535],
];
const CUT = CUT_ROWS.map(([key, label, labelEn, unit, value, min, max]): Parameter => ({
  key: `cut.${key}`,
  label,
  labelEn,
  unit,
  value,
  min,
  max,
  group: '车辆动态监管',
  source: '平台初值：停稳且定位新鲜才可断油断电，双人办理',
  kind: 'number',
}));

/** Limits of the position rules, dated and per jurisdiction. */
export const parameters: readonly Parameter[] = [
  ...CUT,
  ...Object.entries(SETTINGS).map(([key, { label, labelEn, unit, value, clause }]): Parameter => ({
    key: `position.${key}`,
    label,
    labelEn,
    group: '车辆动态监管',
    source: clause,
    kind: 'number',
    unit,
    value,
    min: unit === 's' ? 0 : 1,
    max: 100_000,
  })),
  {
    key: 'violation.handle-within',
    label: '违法处理期限',
    labelEn: 'Violation handled within',
    group: '车辆动态监管',
    source: '平台初值：违法查处率按期内处理计',
    kind: 'number',
    unit: '日',
    value: 15,
    min: 1,
    max: 90,
  },
  {
    key: 'violation.escalate-after',
    label: '违法处理逾期上报',
    labelEn: 'Violation reported late after',
    group: '车辆动态监管',
    source: '平台初值',
    kind: 'number',
    unit: '日',
    value: 1,
    min: 0,
    max: 30,
  },
];
