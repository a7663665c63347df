import type { Quantity } from '@anlan/kernel/telemetry';

const at = ['vehicle'] as const;

/** What the sensors of a road tank measure; bound to the vehicle, whichever gateway sends it. */
export const quantities: readonly Quantity[] = [
  { key: 'cargo-tank-pressure', label: '罐体压力', labelEn: 'Pressure of the tank', units: ['MPa', 'kPa'], at },
  { key: 'cargo-tank-temperature', label: '罐体温度', labelEn: 'Temperature of the tank', units: ['℃'], at },
  { key: 'cargo-tank-level', label: '罐体液位', labelEn: 'Level of the tank', units: ['%'], at },
  { key: 'cargo-valve', label: '紧急切断阀（1 = 开）', labelEn: 'Shut-off valve (1 = open)', units: [''], at },
];
