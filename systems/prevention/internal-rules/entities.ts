import { defineEntity } from '@anlan/kernel/entity';
import { ROUNDS } from '../hidden-dangers/fields.ts';

const enterprise = {
  kind: 'reference',
  entity: 'enterprise',
  label: '所属企业',
  labelEn: 'Enterprise',
  required: true,
  list: true,
} as const;

/** 排查岗位: who looks for hidden dangers, where, in which of the three rounds. */
export const safetyPost = defineEntity({
  key: 'safety-post',
  plural: 'safety-posts',
  label: '排查责任岗位',
  labelEn: 'Responsible post',
  about: '隐患排查责任清单的岗位：岗位 × 区域 × 层级；没有责任项的岗位单独列出',
  family: 'prevention',
  nameLabel: '岗位',
  nameLabelEn: 'Post',
  located: false,
  ownerField: 'enterprise',
  fields: {
    enterprise,
    area: { kind: 'text', label: '责任区域', labelEn: 'Area', required: true, list: true, max: 80 },
    tier: {
      kind: 'choice',
      label: '排查层级',
      labelEn: 'Round',
      required: true,
      list: true,
      filter: true,
      options: ROUNDS,
      source: 'D2:128 日周月排查',
    },
    holder: { kind: 'text', label: '责任人', labelEn: 'Holder', personal: true, list: true, max: 40 },
  },
});

/** 排查责任项: one thing a post has to look at. */
export const postDuty = defineEntity({
  key: 'post-duty',
  plural: 'post-duties',
  label: '排查责任项',
  labelEn: 'Duty of a post',
  about: '岗位要排查的内容，可对应检查项编号和法规条文',
  family: 'prevention',
  nameLabel: '排查内容',
  nameLabelEn: 'What to look at',
  located: false,
  ownerField: 'enterprise',
  fields: {
    enterprise,
    post: {
      kind: 'reference',
      entity: 'safety-post',
      label: '岗位',
      labelEn: 'Post',
      required: true,
      list: true,
    },
    item: { kind: 'text', label: '检查项编号', labelEn: 'Check item', list: true, max: 40 },
    cycle: {
      kind: 'choice',
      label: '频次',
      labelEn: 'How often',
      required: true,
      list: true,
      filter: true,
      options: [
        { value: 'shift', label: '每班', labelEn: 'Every shift' },
        { value: 'day', label: '每日', labelEn: 'Daily' },
        { value: 'week', label: '每周', labelEn: 'Weekly' },
        { value: 'month', label: '每月', labelEn: 'Monthly' },
      ],
    },
    clause: {
      kind: 'text',
      label: '依据',
      labelEn: 'Basis',
      max: 120,
      help: '条文引用，如 work-safety-law/41',
      helpEn: 'reference to an article, such as work-safety-law/41',
    },
  },
});
