import { defineEntity, PHONE } from '@anlan/kernel/entity';
import { PROCESSES } from '../hazchem-units/index.ts';
import { GRADE_LABELS, GRADES } from './grade.ts';

const RESPONSIBLE = '应急厅〔2021〕12号';
const person = (label: string, labelEn: string) =>
  ({ kind: 'text', label, labelEn, personal: true, max: 40, source: RESPONSIBLE }) as const;
const phone = (label: string, labelEn: string) =>
  ({
    kind: 'text',
    label,
    labelEn,
    personal: true,
    ...PHONE,
  }) as const;

/** A major hazard source: one production or storage unit that reaches the threshold of GB 18218-2018 (S08). */
export const hazardSource = defineEntity({
  key: 'hazard-source',
  plural: 'hazard-sources',
  label: '重大危险源',
  labelEn: 'Major hazard source',
  about: '登记级别与按 GB 18218-2018 由在册储存量算出的级别并列，不一致的标出；包保责任人按应急厅〔2021〕12号',
  family: 'registry',
  nameLabel: '单元名称',
  nameLabelEn: 'Unit',
  located: true,
  ownerField: 'enterprise',
  unique: ['number'],
  fields: {
    enterprise: {
      kind: 'reference',
      entity: 'enterprise',
      label: '所属企业',
      labelEn: 'Enterprise',
      required: true,
      list: true,
    },
    number: { kind: 'text', label: '备案编号', labelEn: 'Filing number', list: true, max: 40 },
    unit: {
      kind: 'choice',
      label: '单元类型',
      labelEn: 'Kind of unit',
      required: true,
      list: true,
      filter: true,
      options: [
        { value: 'storage', label: '储存单元', labelEn: 'Storage unit' },
        { value: 'production', label: '生产单元', labelEn: 'Production unit' },
      ],
      source: 'GB 18218-2018 3.5、3.6',
    },
    registeredGrade: {
      kind: 'choice',
      label: '登记级别',
      labelEn: 'Registered level',
      required: true,
      list: true,
      filter: true,
      options: GRADES.map((value) => ({ value, ...GRADE_LABELS[value] })),
      source: 'GB 18218-2018 表 6',
    },
    population: {
      kind: 'number',
      max: 1_000_000,
      label: '厂界外 500 m 常住人口',
      labelEn: 'Residents within 500 m',
      unit: '人',
      integer: true,
      min: 0,
      list: true,
      source: 'GB 18218-2018 表 5',
    },
    assessedOn: { kind: 'date', ahead: 0, label: '安全评估日期', labelEn: 'Assessed on', source: '第 40 号令第十一条' },
    filedOn: {
      kind: 'date',
      ahead: 0,
      label: '备案日期',
      labelEn: 'Filed on',
      list: true,
      source: '第 40 号令第二十三条',
    },
    principal: person('主要负责人', 'Principal responsible'),
    principalPhone: phone('主要负责人电话', 'Principal’s telephone'),
    technical: person('技术负责人', 'Technical responsible'),
    technicalPhone: phone('技术负责人电话', 'Technical telephone'),
    operation: person('操作负责人', 'Operation responsible'),
    operationPhone: phone('操作负责人电话', 'Operation telephone'),
    site: { kind: 'reference', entity: 'site', label: '场所', labelEn: 'Site' },
  },
});

/** A unit that runs a key-supervised process (两重点一重大, S08). */
export const keyProcess = defineEntity({
  key: 'key-process',
  plural: 'key-processes',
  label: '重点监管工艺装置',
  labelEn: 'Key-supervised process unit',
  about: '18 种重点监管的危险化工工艺的装置与自动化控制情况',
  family: 'registry',
  nameLabel: '装置名称',
  nameLabelEn: 'Unit',
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
    process: {
      kind: 'choice',
      label: '工艺',
      labelEn: 'Process',
      required: true,
      list: true,
      filter: true,
      options: PROCESSES,
      source: '安监总管三〔2009〕116号、〔2013〕3号',
    },
    reactors: {
      kind: 'number',
      max: 1000,
      label: '反应器',
      labelEn: 'Reactors',
      unit: '台',
      integer: true,
      min: 0,
      list: true,
    },
    automation: {
      kind: 'choice',
      label: '自动化控制',
      labelEn: 'Automatic control',
      required: true,
      list: true,
      filter: true,
      options: [
        { value: 'sis', label: 'DCS 与独立 SIS', labelEn: 'DCS and separate SIS' },
        { value: 'interlock', label: 'DCS 与联锁', labelEn: 'DCS and interlocks' },
        { value: 'dcs', label: '只有 DCS', labelEn: 'DCS only' },
        { value: 'none', label: '未改造', labelEn: 'None' },
      ],
      source: 'D4:95、D4:103',
    },
    thermalRisk: { kind: 'yes-no', label: '已做反应安全风险评估', labelEn: 'Reaction hazard assessed', list: true },
    commissionedOn: { kind: 'date', ahead: 1, label: '投用日期', labelEn: 'In use since' },
  },
});
