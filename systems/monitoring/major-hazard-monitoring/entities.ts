import { defineEntity } from '@anlan/kernel/entity';

/** A storage tank; where it belongs to a major hazard source, with that source's level. */
export const tank = defineEntity({
  key: 'tank',
  plural: 'tanks',
  label: '储罐',
  labelEn: 'Tank',
  about: '储存危险化学品的储罐及其监测点；重大危险源分级按 GB 18218-2018',
  family: 'monitoring',
  nameLabel: '位号与名称',
  nameLabelEn: 'Tag and name',
  located: true,
  ownerField: 'enterprise',
  fields: {
    enterprise: {
      kind: 'reference',
      entity: 'enterprise',
      label: '所属企业',
      labelEn: 'Enterprise',
      required: true,
      list: true,
    },
    substance: {
      kind: 'text',
      label: '储存物质',
      labelEn: 'Substance',
      required: true,
      list: true,
      filter: true,
      max: 60,
    },
    cas: {
      kind: 'text',
      label: 'CAS 号',
      labelEn: 'CAS number',
      list: true,
      max: 12,
      pattern: /^\d{2,7}-\d{2}-\d$/,
      patternHelp: '形如 67-56-1',
    },
    volume: { kind: 'number', label: '容积', labelEn: 'Volume', unit: 'm³', min: 0, list: true },
    hazardLevel: {
      kind: 'choice',
      label: '重大危险源级别',
      labelEn: 'Major hazard level',
      list: true,
      filter: true,
      source: 'GB 18218-2018 表 6',
      options: [
        { value: 'one', label: '一级', labelEn: 'Level 1' },
        { value: 'two', label: '二级', labelEn: 'Level 2' },
        { value: 'three', label: '三级', labelEn: 'Level 3' },
        { value: 'four', label: '四级', labelEn: 'Level 4' },
        { value: 'none', label: '不构成', labelEn: 'None' },
      ],
    },
  },
});
