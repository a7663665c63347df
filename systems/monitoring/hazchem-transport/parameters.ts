import type { Parameter } from '@anlan/kernel/parameter';

type Row = readonly [
  key: string,
  label: string,
  labelEn: string,
  unit: string,
  value: number,
  min: number,
  max: number,
];

const ROWS: readonly Row[] = [
  ['stops', '疑似黑停车点：停车次数', 'Suspected lot: stops', '次', 3, 2, 50],
  ['within', '疑似黑停车点：统计期', 'Suspected lot: within', '日', 30, 1, 90],
  ['radius', '疑似黑停车点：同一地点半径', 'Suspected lot: same place within', 'm', 150, 50, 1000],
  ['inspect-within', '疑似黑停车点核查期限', 'Suspected lot inspected within', '日', 7, 1, 60],
  ['escalate-after', '疑似黑停车点核查逾期上报', 'Suspected lot reported late after', '日', 1, 0, 30],
];

/** When a place counts as a suspected lot, and how soon it is looked at. */
export const parameters: readonly Parameter[] = ROWS.map(([key, label, labelEn, unit, value, min, max]) => ({
  key: `suspected-lot.${key}`,
  label,
  labelEn,
  unit,
  value,
  min,
  max,
  group: '危货运输监控',
  source: '平台初值：30 日内三次（监测目录 S34 停放判断），待核',
  kind: 'number',
}));
