import { defineSystem } from '@anlan/kernel/system';
import { fireDike } from './dike.ts';
import { safetyDevice } from './entities.ts';
import { indicators } from './indicators.ts';
import { quantities } from './quantities.ts';
import { rules } from './rules.ts';

export const storageSafety = defineSystem({
  id: 'S18',
  key: 'storage-safety',
  family: 'monitoring',
  label: '储存区超限报警、气体泄漏、火灾报警、紧急切断与充装自动控制',
  labelEn: 'Storage safety instrumentation',
  entities: [safetyDevice, fireDike],
  rules,
  quantities,
  indicators,
  layers: [
    {
      key: 'storage-safety',
      label: '火灾报警与紧急切断',
      labelEn: 'Fire alarms and shut-offs',
      group: '监测',
      draws: { points: ['fire-alarm', 'shut-off'] },
      unit: '点',
      icon: 'flame',
      on: false,
    },
  ],
});
