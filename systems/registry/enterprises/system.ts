import { defineSystem } from '@anlan/kernel/system';
import { enterprise, SECTOR_LIST, site } from './entities.ts';
import { organisation } from './organisations.ts';
import { certificate, worker } from './people.ts';

export const enterprises = defineSystem({
  id: 'S01',
  key: 'enterprises',
  family: 'registry',
  label: '企业基础信息数据库',
  labelEn: 'Enterprise base information',
  entities: [enterprise, site, organisation, worker, certificate],
  rules: [],
  codeLists: [SECTOR_LIST],
  parameters: [
    {
      key: 'enterprise.licence-notice-days',
      label: '安全生产许可证到期前提醒',
      labelEn: 'Licence: notice before its end',
      group: '企业档案',
      kind: 'number',
      unit: '日',
      value: 30,
      min: 1,
      max: 365,
      source: '平台初值',
    },
  ],
  layers: [
    {
      key: 'enterprises',
      label: '企业',
      labelEn: 'Enterprises',
      group: '风险四色',
      draws: { entity: 'enterprise' },
      unit: '家',
      icon: 'factory',
      on: true,
    },
  ],
});
