import { defineSystem } from '@anlan/kernel/system';
import { comparisonParameters } from '../comparison/index.ts';
import { pondFund, pondUpgrade, pondVideo, tailingsPond } from './entities.ts';
import { indicators } from './indicators.ts';
import { quantities } from './quantities.ts';
import { rules } from './rules.ts';
import { beachSurvey, inclinometerSurvey } from './surveys.ts';

export const tailingsPonds = defineSystem({
  id: 'S21',
  key: 'tailings-pond',
  family: 'monitoring',
  label: '尾矿库在线监测系统（含“头顶库”）',
  labelEn: 'Tailings-pond online monitoring',
  entities: [tailingsPond, pondUpgrade, pondFund, pondVideo, inclinometerSurvey, beachSurvey],
  rules,
  quantities,
  indicators,
  parameters: comparisonParameters('S21', 90),
  layers: [
    {
      key: 'tailings-ponds',
      label: '尾矿库',
      labelEn: 'Tailings ponds',
      group: '监测',
      draws: { entity: 'tailings-pond' },
      unit: '座',
      icon: 'droplet',
      on: true,
    },
    {
      key: 'tailings-points',
      label: '尾矿库监测点',
      labelEn: 'Tailings-pond points',
      group: '监测',
      draws: { points: ['water-level', 'dry-beach', 'phreatic-depth', 'displacement', 'rainfall', 'rainfall-24h'] },
      unit: '点',
      icon: 'gauge',
      on: false,
    },
  ],
});
