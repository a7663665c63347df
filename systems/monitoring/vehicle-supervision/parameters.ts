import type { Parameter } from '@anlan/kernel/parameter';
import { SETTINGS } from '@anlan/kernel/position';

/** Limits of the position rules, dated and per jurisdiction. */
export const parameters: readonly Parameter[] = [
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
