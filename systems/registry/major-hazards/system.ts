import { defineSystem } from '@anlan/kernel/system';
import { hazardSource, keyProcess } from './entities.ts';
import { majorHazardParameters } from './parameters.ts';

export const majorHazards = defineSystem({
  id: 'S08',
  key: 'major-hazards',
  family: 'registry',
  label: '重大危险源、“两重点一重大”台账与分级管理',
  labelEn: 'Major-hazard sources and the two-key-one-major registry',
  entities: [hazardSource, keyProcess],
  rules: [],
  parameters: majorHazardParameters,
  layers: [
    {
      key: 'hazard-sources',
      label: '重大危险源',
      labelEn: 'Major hazard sources',
      group: '风险四色',
      draws: { entity: 'hazard-source' },
      unit: '处',
      icon: 'tank',
      on: false,
    },
  ],
});
