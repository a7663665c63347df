import { defineSystem } from '@anlan/kernel/system';
import { transportLicence, transportPerson } from './entities.ts';
import { rules } from './rules.ts';

export const hazchemTransport = defineSystem({
  id: 'S34',
  key: 'hazchem-transport',
  family: 'monitoring',
  label: '重点危险化学品道路运输监控系统',
  labelEn: 'Hazchem road transport',
  entities: [transportLicence, transportPerson],
  rules,
  layers: [],
});
