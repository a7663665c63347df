import { MEASURED_AT, type MeasuredAt, type Quantity } from '@anlan/kernel/telemetry';

const AT = Object.keys(MEASURED_AT) as [MeasuredAt, ...MeasuredAt[]];

/** What devices say of themselves, wherever they stand. */
export const quantities: readonly Quantity[] = [
  {
    key: 'battery-voltage',
    label: '备用电源电压',
    labelEn: 'Battery voltage',
    units: ['V'],
    at: AT,
  },
  { key: 'signal-strength', label: '信号强度', labelEn: 'Signal strength', units: ['dBm'], at: AT },
  { key: 'packet-loss', label: '丢包率', labelEn: 'Packet loss', units: ['%'], at: AT },
  { key: 'uplink-delay', label: '采集至入库时延', labelEn: 'Delay of the uplink', units: ['s'], at: AT },
];
