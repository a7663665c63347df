import { defineSystem } from '@anlan/kernel/system';
import { suspectedLot } from './cases.ts';
import { transportLicence, transportPerson } from './entities.ts';
import { indicators } from './indicators.ts';
import { parameters } from './parameters.ts';
import { quantities } from './quantities.ts';
import { rules } from './rules.ts';

export const hazchemTransport = defineSystem({
  id: 'S34',
  key: 'hazchem-transport',
  family: 'monitoring',
  label: '重点危险化学品道路运输监控系统',
  labelEn: 'Hazchem road transport',
  entities: [transportLicence, transportPerson],
  rules,
  indicators,
  quantities,
  cases: [suspectedLot],
  parameters,
  layers: [],
});
