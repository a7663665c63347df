import type { Quantity } from '@anlan/kernel/telemetry';

const at = ['device', 'enterprise'] as const;
const AIR = ['mg/m³', 'μg/m³'] as const;

/** Air at the border of a park, with the factor codes of HJ 212-2017 appendix B. */
export const quantities: readonly Quantity[] = [
  { key: 'voc-nmhc', label: '非甲烷总烃', labelEn: 'NMHC', units: AIR, at, codes: ['a24088'] },
  {
    key: 'voc-nmhc-hour',
    label: '非甲烷总烃小时均值',
    labelEn: 'NMHC, hourly mean',
    units: AIR,
    at,
    codes: ['a24088.hour'],
  },
  { key: 'voc-benzene', label: '苯', labelEn: 'Benzene', units: AIR, at, codes: ['a25002'] },
  { key: 'voc-hydrogen-sulfide', label: '硫化氢', labelEn: 'Hydrogen sulfide', units: AIR, at, codes: ['a21028'] },
  { key: 'wind-speed', label: '风速', labelEn: 'Wind speed', units: ['m/s'], at: ['device'], codes: ['a01007'] },
  { key: 'wind-direction', label: '风向', labelEn: 'Wind direction', units: ['°'], at: ['device'], codes: ['a01008'] },
];
