import { MEASURED_AT, type MeasuredAt, type Quantity } from '@anlan/kernel/telemetry';

/** What devices say of themselves, wherever they stand. */
export const quantities: readonly Quantity[] = [
  {
    key: 'battery-voltage',
    label: '备用电源电压',
    labelEn: 'Battery voltage',
    units: ['V'],
    at: Object.keys(MEASURED_AT) as [MeasuredAt, ...MeasuredAt[]],
  },
];
