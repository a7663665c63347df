import { defineSystem } from '@anlan/kernel/system';
import { riskPoint } from './entities.ts';

export const riskPoints = defineSystem({
  id: 'S58',
  key: 'risk-points',
  family: 'prevention',
  label: '安全风险和事故隐患数据库',
  labelEn: 'Risks and hidden dangers',
  entities: [riskPoint],
  rules: [],
  layers: [
    {
      key: 'risk-points',
      label: '风险点',
      labelEn: 'Risk points',
      group: '风险四色',
      draws: { entity: 'risk-point' },
      unit: '处',
      icon: 'gauge',
      on: false,
    },
  ],
  parameters: [
    {
      key: 'risk.review-every',
      label: '风险点评审周期',
      labelEn: 'Review risk points every',
      group: '风险分级管控',
      kind: 'number',
      unit: '日',
      value: 365,
      min: 30,
      max: 1100,
      source: '双重预防：每年至少评审一次',
    },
  ],
});
