import { defineSystem } from '@anlan/kernel/system';
import { rescueBase, riverBridge, shoreStation, vessel } from './entities.ts';
import { indicators } from './indicators.ts';
import { quantities } from './quantities.ts';
import { rules } from './rules.ts';

export const waterway = defineSystem({
  id: 'S38',
  key: 'waterway',
  family: 'monitoring',
  label: '船舶自动识别与数字化航道',
  labelEn: 'Waterborne monitoring',
  entities: [vessel, rescueBase, shoreStation, riverBridge],
  rules,
  indicators,
  quantities,
  layers: [
    {
      key: 'vessels',
      label: '船舶 AIS',
      labelEn: 'Vessels',
      group: '移动',
      draws: { moving: 'vessel' },
      unit: '艘',
      icon: 'ship',
      on: true,
    },
    {
      key: 'rescue-bases',
      label: '水上救援基地',
      labelEn: 'Rescue bases',
      group: '应急',
      draws: { entity: 'rescue-base' },
      unit: '处',
      icon: 'shield',
      on: false,
    },
    {
      key: 'shore-stations',
      label: '岸基站与摄像机',
      labelEn: 'Shore stations',
      group: '监测',
      draws: { entity: 'shore-station' },
      unit: '个',
      icon: 'camera',
      on: false,
    },
    {
      key: 'river-bridges',
      label: '跨航道桥梁',
      labelEn: 'Bridges over waterways',
      group: '监测',
      draws: { entity: 'river-bridge' },
      unit: '座',
      icon: 'fence',
      on: false,
    },
  ],
});
