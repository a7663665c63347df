import { defineSystem } from '@anlan/kernel/system';
import { building } from './entities.ts';
import { fireFitting } from './fitting.ts';
import { indicators } from './indicators.ts';
import { quantities } from './quantities.ts';
import { FIRE_WATER_KINDS, rules } from './rules.ts';

export const fireWater = defineSystem({
  id: 'S44',
  key: 'fire-water',
  family: 'monitoring',
  label: '建筑消防水压实时监测系统',
  labelEn: 'Building fire-water-pressure monitoring',
  entities: [building, fireFitting],
  rules,
  quantities,
  indicators,
  layers: [
    {
      key: 'fire-water-points',
      label: '消防水压',
      labelEn: 'Fire-water pressure',
      group: '监测',
      draws: { points: FIRE_WATER_KINDS },
      unit: '点',
      icon: 'droplet',
      on: true,
    },
    {
      key: 'buildings',
      label: '建筑',
      labelEn: 'Buildings',
      group: '监测',
      draws: { entity: 'building' },
      unit: '栋',
      icon: 'factory',
      on: false,
    },
  ],
});
