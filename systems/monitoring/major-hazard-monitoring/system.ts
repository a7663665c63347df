import { defineSystem } from '@anlan/kernel/system';
import { comparisonParameters } from '../comparison/index.ts';
import { colourParameters } from './colour.ts';
import { tank } from './entities.ts';
import { guarantorParameters } from './guarantor.ts';
import { indicators } from './indicators.ts';
import { promiseParameters } from './promise.ts';
import { quantities } from './quantities.ts';
import { rules } from './rules.ts';

export const majorHazardMonitoring = defineSystem({
  id: 'S17',
  key: 'major-hazard-monitoring',
  family: 'monitoring',
  label: '重大危险源监测监控',
  labelEn: 'Major-hazard-source monitoring',
  entities: [tank],
  rules,
  quantities,
  parameters: [...colourParameters, ...promiseParameters, ...guarantorParameters, ...comparisonParameters('S17', 180)],
  indicators,
  layers: [
    {
      key: 'hazard-points',
      label: '重大危险源监测',
      labelEn: 'Major hazard points',
      group: '监测',
      draws: {
        points: ['level', 'pressure', 'temperature', 'reactor-pressure', 'reactor-temperature', 'combustible', 'toxic'],
      },
      unit: '点',
      icon: 'gauge',
      on: true,
    },
    {
      key: 'tanks',
      label: '储罐',
      labelEn: 'Tanks',
      group: '监测',
      draws: { entity: 'tank' },
      unit: '座',
      icon: 'tank',
      on: false,
    },
  ],
});
