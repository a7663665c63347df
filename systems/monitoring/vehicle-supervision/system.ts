import { defineSystem } from '@anlan/kernel/system';
import { vehicleViolation } from './cases.ts';
import { fence, vehicle } from './entities.ts';
import { indicators } from './indicators.ts';
import { parameters } from './parameters.ts';
import { rules } from './rules.ts';

export const vehicleSupervision = defineSystem({
  id: 'S33',
  key: 'vehicle-supervision',
  family: 'monitoring',
  label: '运输车辆动态监管平台',
  labelEn: 'Road vehicle supervision',
  entities: [vehicle, fence],
  rules,
  indicators,
  cases: [vehicleViolation],
  parameters,
  layers: [
    {
      key: 'vehicles',
      label: '运输车辆',
      labelEn: 'Vehicles',
      group: '移动',
      draws: { moving: 'vehicle' },
      unit: '辆',
      icon: 'truck',
      on: true,
    },
    {
      key: 'fences',
      label: '电子围栏',
      labelEn: 'Fences',
      group: '移动',
      draws: { shapes: 'fence' },
      unit: '个',
      icon: 'fence',
      on: false,
    },
  ],
});
