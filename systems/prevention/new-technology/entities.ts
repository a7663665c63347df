import { defineEntity } from '@anlan/kernel/entity';

export const CATEGORIES = [
  { value: 'business', label: '新业态', labelEn: 'Business form' },
  { value: 'process', label: '新工艺', labelEn: 'Process' },
  { value: 'material', label: '新材料', labelEn: 'Material' },
  { value: 'equipment', label: '新装备', labelEn: 'Equipment' },
] as const;

/** 四新项目: what an enterprise wants to use for the first time; not permitted before an accepted assessment. */
export const novelItem = defineEntity({
  key: 'novel-item',
  plural: 'novel-items',
  label: '新业态新工艺新材料新装备',
  labelEn: 'New technology',
  about: '首次采用的业态、工艺、材料、装备；没有通过安全风险评估的不得使用',
  family: 'prevention',
  nameLabel: '名称',
  nameLabelEn: 'Name',
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
    category: {
      kind: 'choice',
      label: '类别',
      labelEn: 'Category',
      required: true,
      list: true,
      filter: true,
      options: CATEGORIES,
      source: 'D2:128、D2:148、D2:176',
    },
    description: { kind: 'text', label: '内容与用途', labelEn: 'What it is', required: true, max: 1000 },
    place: { kind: 'text', label: '使用部位', labelEn: 'Where', list: true, max: 120 },
    supplier: { kind: 'text', label: '来源单位', labelEn: 'Supplier', max: 120 },
    firstUse: {
      kind: 'choice',
      label: '首次范围',
      labelEn: 'First use',
      list: true,
      filter: true,
      options: [
        { value: 'nation', label: '国内首次', labelEn: 'In the country' },
        { value: 'province', label: '省内首次', labelEn: 'In the province' },
        { value: 'enterprise', label: '本企业首次', labelEn: 'In the enterprise' },
      ],
    },
    plannedOn: { kind: 'date', ahead: 10, label: '计划投用', labelEn: 'Planned from', list: true },
  },
});
