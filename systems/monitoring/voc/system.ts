import { defineSystem } from '@anlan/kernel/system';
import { quantities } from './quantities.ts';
import { rules, VOC_KINDS } from './rules.ts';

export const voc = defineSystem({
  id: 'S20',
  key: 'voc',
  family: 'monitoring',
  label: '化工园区挥发性有机物监测系统（VOCs）',
  labelEn: 'Park VOC monitoring',
  entities: [],
  rules,
  quantities,
  layers: [
    {
      key: 'voc-points',
      label: 'VOCs 监测',
      labelEn: 'VOC points',
      group: '监测',
      draws: { points: VOC_KINDS },
      unit: '点',
      icon: 'wind',
      on: true,
    },
  ],
});
