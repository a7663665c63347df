import { defineSystem } from '@anlan/kernel/system';
import { chemicalHolding } from './entities.ts';

export const hazchemUnits = defineSystem({
  id: 'S02',
  key: 'hazchem-units',
  family: 'registry',
  label: '重点危险化学品从业单位基础信息库',
  labelEn: 'Key hazardous-chemical unit base database',
  entities: [chemicalHolding],
  rules: [],
  layers: [
    {
      key: 'chemical-holdings',
      label: '危化品分布',
      labelEn: 'Chemical holdings',
      group: '风险四色',
      draws: { entity: 'chemical-holding' },
      unit: '处',
      icon: 'tank',
      on: false,
    },
  ],
});
