import { defineSystem } from '@anlan/kernel/system';
import { expert, inspectionContract, SPECIALITY_LIST } from './entities.ts';

export const expertService = defineSystem({
  id: 'S66',
  key: 'expert-service',
  family: 'prevention',
  label: '隐患排查职业化：专家服务',
  labelEn: 'Purchased expert inspection',
  entities: [expert, inspectionContract],
  rules: [],
  codeLists: [SPECIALITY_LIST],
  layers: [],
  parameters: [
    {
      key: 'expert.tie-years',
      label: '专家回避年限',
      labelEn: 'Years an expert keeps away from who hired him',
      group: '专家服务',
      kind: 'number',
      unit: '年',
      value: 2,
      min: 0,
      max: 10,
      source: '平台初值：来源文件未给数字',
    },
  ],
});
