import { defineSystem } from '@anlan/kernel/system';
import { publicReport } from './cases.ts';
import { reportParameters } from './parameters.ts';

export const publicReports = defineSystem({
  id: 'S67',
  key: 'public-report',
  family: 'prevention',
  label: '群众有奖举报',
  labelEn: 'Public report and reward',
  entities: [],
  rules: [],
  layers: [],
  cases: [publicReport],
  parameters: reportParameters,
});
