import type { Quantity } from '@anlan/kernel/telemetry';

const at = ['device', 'enterprise'] as const;

/** Weather of a waterway, at its shore stations. */
export const quantities: readonly Quantity[] = [
  { key: 'visibility', label: '能见度', labelEn: 'Visibility', units: ['m'], at },
  { key: 'river-wind', label: '航道风速', labelEn: 'Wind on the waterway', units: ['m/s'], at },
];
