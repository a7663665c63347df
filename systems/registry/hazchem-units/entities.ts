import { defineEntity } from '@anlan/kernel/entity';
import { PROCESSES } from './processes.ts';
import { SUBSTANCES } from './substances.ts';

/** How a chemical is kept; the requirements for safety devices go by it. */
export const STORAGE_FORMS = [
  { value: 'pressure-tank', label: '压力储罐', labelEn: 'Pressure tank' },
  { value: 'refrigerated-tank', label: '低温储罐', labelEn: 'Refrigerated tank' },
  { value: 'atmospheric-tank', label: '常压储罐', labelEn: 'Atmospheric tank' },
  { value: 'buried-tank', label: '埋地储罐', labelEn: 'Buried tank' },
  { value: 'warehouse', label: '库房', labelEn: 'Warehouse' },
  { value: 'cylinders', label: '气瓶间', labelEn: 'Cylinder store' },
  { value: 'in-process', label: '生产装置', labelEn: 'Process unit' },
  { value: 'filling', label: '充装装卸设施', labelEn: 'Filling and loading' },
] as const;
export type StorageForm = (typeof STORAGE_FORMS)[number]['value'];

/** A chemical an enterprise holds at one place: what, how much, where, in which process (S02). */
export const chemicalHolding = defineEntity({
  key: 'chemical-holding',
  plural: 'chemical-holdings',
  label: '危化品储存使用',
  labelEn: 'Chemical holding',
  about: '每个从业单位在每个位置有什么危险化学品、多少吨；有液位计的储罐，现存量由液位算出，不必填报',
  family: 'registry',
  nameLabel: '位置与品名',
  nameLabelEn: 'Place and chemical',
  located: true,
  ownerField: 'enterprise',
  fields: {
    enterprise: {
      kind: 'reference',
      entity: 'enterprise',
      label: '从业单位',
      labelEn: 'Enterprise',
      required: true,
      list: true,
    },
    substance: {
      kind: 'choice',
      label: '危险化学品',
      labelEn: 'Chemical',
      required: true,
      list: true,
      options: SUBSTANCES.map(({ key, name, labelEn }) => ({ value: key, label: name, labelEn })),
      source: 'D3:37',
    },
    storage: {
      kind: 'choice',
      label: '储存方式',
      labelEn: 'Kept in',
      required: true,
      list: true,
      filter: true,
      options: STORAGE_FORMS,
    },
    state: {
      kind: 'choice',
      label: '物态',
      labelEn: 'State',
      list: true,
      options: [
        { value: 'liquefied-gas', label: '液化气体', labelEn: 'Liquefied gas' },
        { value: 'compressed-gas', label: '压缩气体', labelEn: 'Compressed gas' },
        { value: 'liquid', label: '液体', labelEn: 'Liquid' },
        { value: 'solid', label: '固体', labelEn: 'Solid' },
      ],
    },
    designQuantity: {
      kind: 'number',
      label: '设计最大量',
      labelEn: 'Design maximum',
      unit: 't',
      required: true,
      list: true,
      min: 0,
      max: 1_000_000,
      source: 'GB 18218-2018 4.2.1',
    },
    actualQuantity: {
      kind: 'number',
      label: '申报现存量',
      labelEn: 'Declared content',
      countedWhen: { field: 'storage', values: ['warehouse', 'cylinders', 'in-process', 'filling'] },
      unit: 't',
      list: true,
      min: 0,
      max: 1_000_000,
      help: '有液位计的储罐不必填：由液位、容积、密度算出',
      helpEn: 'not needed of a tank with a level gauge: computed from level, volume and density',
    },
    process: {
      kind: 'choice',
      label: '重点监管工艺',
      labelEn: 'Key-supervised process',
      counted: false,
      filter: true,
      options: PROCESSES,
    },
    site: { kind: 'reference', entity: 'site', label: '场所', labelEn: 'Site' },
    tank: {
      kind: 'reference',
      entity: 'tank',
      label: '储罐',
      labelEn: 'Tank',
      countedWhen: {
        field: 'storage',
        values: ['pressure-tank', 'refrigerated-tank', 'atmospheric-tank', 'buried-tank'],
      },
    },
    hazardSource: {
      kind: 'reference',
      entity: 'hazard-source',
      label: '所属重大危险源',
      labelEn: 'Major hazard source',
      counted: false,
    },
    area: { kind: 'text', label: '区域', labelEn: 'Area', counted: false, max: 60 },
  },
});
