import { defineSystem } from '@anlan/kernel/system';
import { enforcement, hiddenDanger } from './cases.ts';
import { demonstrationProject } from './entities.ts';
import { DEPARTMENT_LIST } from './fields.ts';
import { parameters } from './parameters.ts';

export const hiddenDangers = defineSystem({
  id: 'S59',
  key: 'hidden-dangers',
  family: 'prevention',
  label: '隐患排查治理信息系统',
  labelEn: 'Hidden dangers',
  entities: [demonstrationProject],
  rules: [],
  layers: [],
  cases: [hiddenDanger, enforcement],
  parameters,
  codeLists: [DEPARTMENT_LIST],
});
