import { defineEntity, PHONE } from '@anlan/kernel/entity';

const CLASSES = {
  kind: 'text',
  max: 80,
  pattern: /^\d(\.\d)?([,，、]\d(\.\d)?)*$/,
  patternHelp: '类项用顿号分开，如 3、8、2.1',
} as const;

/** A firm's permit to carry dangerous goods by road. */
export const transportLicence = defineEntity({
  key: 'transport-licence',
  plural: 'transport-licences',
  label: '危货运输许可',
  labelEn: 'Dangerous-goods permit',
  about: '道路危险货物运输许可：许可类项与有效期，开运单时逐单核对',
  family: 'monitoring',
  nameLabel: '许可名称',
  nameLabelEn: 'Name',
  located: false,
  unique: ['number'],
  ownerField: 'enterprise',
  fields: {
    enterprise: { kind: 'reference', entity: 'enterprise', label: '企业', labelEn: 'Firm', required: true, list: true },
    number: { kind: 'text', label: '许可证号', labelEn: 'Number', required: true, list: true, max: 40 },
    classes: { ...CLASSES, label: '许可类项', labelEn: 'Classes', list: true, source: '道路危险货物运输管理规定' },
    validUntil: { kind: 'date', ahead: 6, label: '有效期至', labelEn: 'Valid until', list: true },
  },
});

/** A driver or escort with the certificate of the trade. */
export const transportPerson = defineEntity({
  key: 'transport-person',
  plural: 'transport-people',
  label: '危货从业人员',
  labelEn: 'Driver or escort',
  about: '危险货物运输驾驶员、押运员与装卸管理人员的从业资格',
  family: 'monitoring',
  personalName: true,
  nameLabel: '姓名',
  nameLabelEn: 'Name',
  located: false,
  unique: ['number'],
  ownerField: 'enterprise',
  fields: {
    enterprise: { kind: 'reference', entity: 'enterprise', label: '企业', labelEn: 'Firm', required: true, list: true },
    kind: {
      kind: 'choice',
      label: '从业类别',
      labelEn: 'Trade',
      required: true,
      list: true,
      filter: true,
      options: [
        { value: 'driver', label: '驾驶员', labelEn: 'Driver' },
        { value: 'escort', label: '押运员', labelEn: 'Escort' },
        { value: 'loader', label: '装卸管理人员', labelEn: 'Loading manager' },
      ],
      source: '道路运输从业人员管理规定',
    },
    number: { kind: 'text', label: '从业资格证号', labelEn: 'Certificate', required: true, list: true, max: 40 },
    classes: { ...CLASSES, label: '资格类项', labelEn: 'Classes', list: true },
    validUntil: { kind: 'date', ahead: 8, label: '有效期至', labelEn: 'Valid until', list: true },
    phone: { kind: 'text', ...PHONE, label: '电话', labelEn: 'Telephone', personal: true },
  },
});
