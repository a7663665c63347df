import { defineEntity, type Field } from '@anlan/kernel/entity';
import { GRADE_OPTIONS, UNIT_KINDS } from './elements.ts';

const enterprise: Field = {
  kind: 'reference',
  entity: 'enterprise',
  label: '所属企业',
  labelEn: 'Enterprise',
  required: true,
  list: true,
};

/** A grade an enterprise holds, with the day it runs out (应急〔2021〕83号: three years). */
export const certificateOfStandard = defineEntity({
  key: 'standardisation-certificate',
  plural: 'standardisation-certificates',
  label: '标准化证书',
  labelEn: 'Standardisation certificate',
  about: '企业安全生产标准化等级证书：等级、得分、发证与到期；到期或撤销后不再计入达标',
  family: 'technology',
  nameLabel: '证书名称',
  nameLabelEn: 'Certificate',
  located: false,
  ownerField: 'enterprise',
  unique: ['number'],
  ordered: [
    ['issuedOn', 'validUntil'],
    ['issuedOn', 'revokedOn'],
  ],
  fields: {
    enterprise,
    number: { kind: 'text', label: '证书编号', labelEn: 'Number', required: true, list: true, max: 60 },
    grade: {
      kind: 'choice',
      label: '等级',
      labelEn: 'Grade',
      required: true,
      list: true,
      filter: true,
      options: GRADE_OPTIONS,
    },
    standard: { kind: 'text', label: '评定标准', labelEn: 'Standard', max: 80 },
    score: { kind: 'number', label: '评审得分', labelEn: 'Score', unit: '分', min: 0, max: 100, list: true },
    evaluator: { kind: 'text', label: '评审单位', labelEn: 'Evaluated by', max: 80 },
    issuedOn: { kind: 'date', ahead: 0, label: '发证日期', labelEn: 'Issued on', required: true, list: true },
    validUntil: { kind: 'date', ahead: 6, label: '有效期至', labelEn: 'Valid until', required: true, list: true },
    revokedOn: { kind: 'date', ahead: 0, label: '撤销日期', labelEn: 'Revoked on', counted: false },
    revokedBecause: { kind: 'text', label: '撤销原因', labelEn: 'Why revoked', counted: false, max: 300 },
  },
});

/** A post, specialty or site of an enterprise brought up to standard (D4:217 岗位达标、专业达标). */
export const unitOfStandard = defineEntity({
  key: 'standardisation-unit',
  plural: 'standardisation-units',
  label: '岗位、专业与场所达标',
  labelEn: 'Post, specialty or site',
  about: '岗位达标、专业达标、场所达标逐个登记；达标率按某日在册的为基数',
  family: 'technology',
  nameLabel: '岗位、专业或场所',
  nameLabelEn: 'Post, specialty or site',
  located: false,
  ownerField: 'enterprise',
  ordered: [
    ['since', 'until'],
    ['reachedOn', 'validUntil'],
  ],
  fields: {
    enterprise,
    kind: {
      kind: 'choice',
      label: '类型',
      labelEn: 'Kind',
      required: true,
      list: true,
      filter: true,
      options: UNIT_KINDS,
    },
    since: { kind: 'date', ahead: 1, label: '设立日期', labelEn: 'Since' },
    until: { kind: 'date', ahead: 10, label: '撤销日期', labelEn: 'Until', counted: false },
    reachedOn: { kind: 'date', ahead: 0, label: '达标日期', labelEn: 'Reached on', list: true },
    validUntil: { kind: 'date', ahead: 6, label: '有效期至', labelEn: 'Valid until', list: true },
    score: { kind: 'number', label: '得分', labelEn: 'Score', unit: '分', min: 0, max: 100, list: true },
  },
});
