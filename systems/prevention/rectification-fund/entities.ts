import { defineEntity } from '@anlan/kernel/entity';

/** 安全生产技术改造和隐患整改基金 of a jurisdiction (D3:44). What is in it is its ledger, never a field. */
export const rectificationFund = defineEntity({
  key: 'rectification-fund',
  plural: 'rectification-funds',
  label: '整改基金',
  labelEn: 'Rectification fund',
  about: '本地设立的技改与隐患整改基金；收支一笔一行，任一日余额由账得出',
  family: 'prevention',
  nameLabel: '基金名称',
  nameLabelEn: 'Name',
  located: false,
  fields: {
    establishedOn: { kind: 'date', ahead: 0, label: '设立日期', labelEn: 'Established on', list: true },
    document: { kind: 'text', label: '设立文件', labelEn: 'Founding document', max: 120, list: true },
    share: {
      kind: 'number',
      label: '补助比例上限',
      labelEn: 'Most of the cost that is paid',
      unit: '%',
      min: 1,
      max: 100,
      list: true,
      source: '平台初值：来源文件未给数字',
    },
    rules: { kind: 'text', label: '使用办法', labelEn: 'Rules', max: 1000 },
  },
});

/** A project of technical renovation a payment may refer to instead of a hidden danger. */
export const renovationProject = defineEntity({
  key: 'renovation-project',
  plural: 'renovation-projects',
  label: '技改项目',
  labelEn: 'Renovation project',
  about: '企业的安全生产技术改造项目，可申请基金',
  family: 'prevention',
  nameLabel: '项目名称',
  nameLabelEn: 'Name',
  located: false,
  ownerField: 'enterprise',
  fields: {
    enterprise: {
      kind: 'reference',
      entity: 'enterprise',
      label: '企业',
      labelEn: 'Enterprise',
      required: true,
      list: true,
    },
    kind: {
      kind: 'choice',
      label: '类别',
      labelEn: 'Kind',
      required: true,
      list: true,
      filter: true,
      options: [
        { value: 'automation', label: '自动化改造', labelEn: 'Automation' },
        { value: 'replacement', label: '设备更新', labelEn: 'Replacement' },
        { value: 'relocation', label: '搬迁改造', labelEn: 'Relocation' },
        { value: 'monitoring', label: '监测监控', labelEn: 'Monitoring' },
        { value: 'other', label: '其他', labelEn: 'Other' },
      ],
    },
    cost: { kind: 'number', label: '总投资', labelEn: 'Cost', unit: '元', list: true, min: 0, max: 10_000_000_000 },
    approval: { kind: 'text', label: '备案文号', labelEn: 'Approval', max: 60 },
    stage: {
      kind: 'choice',
      label: '进度',
      labelEn: 'Stage',
      required: true,
      list: true,
      filter: true,
      options: [
        { value: 'planned', label: '已立项', labelEn: 'Planned' },
        { value: 'building', label: '实施中', labelEn: 'Being built' },
        { value: 'accepted', label: '已验收', labelEn: 'Accepted' },
      ],
    },
  },
});
