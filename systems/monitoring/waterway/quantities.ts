import type { Quantity } from '@anlan/kernel/telemetry';

const at = ['device', 'enterprise'] as const;

/** Weather of a waterway, at its shore stations. */
export const quantities: readonly Quantity[] = [
  { key: 'visibility', label: '能见度', labelEn: 'Visibility', units: ['m'], at },
  { key: 'river-wind', label: '航道风速', labelEn: 'Wind on the waterway', units: ['m/s'], at },
  {
    key: 'river-level',
    label: '航道水位',
    labelEn: 'Level of the waterway',
    units: ['m'],
    at: ['shore-station', 'device', 'enterprise'],
  },
  {
    key: 'river-flow',
    label: '航道流量',
    labelEn: 'Flow of the waterway',
    units: ['m³/s'],
    at: ['shore-station', 'device'],
  },
  {
    key: 'station-link',
    label: '岸站在线（1 = 在线）',
    labelEn: 'Shore station on line (1 = yes)',
    units: [''],
    at: ['shore-station', 'device'],
  },
  { key: 'passengers-aboard', label: '在船人数', labelEn: 'People aboard', units: ['人'], at: ['vessel'] },
];
