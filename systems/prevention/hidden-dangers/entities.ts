import { defineEntity } from '@anlan/kernel/entity';

/** 隐患排查治理示范工程 (D4:269): an enterprise whose four cores are shown to others. */
export const demonstrationProject = defineEntity({
  key: 'danger-demonstration',
  plural: 'danger-demonstrations',
  label: '隐患治理示范工程',
  labelEn: 'Demonstration project',
  about: '以排查责任清单、分级分类标准、闭环管理和奖惩制度为核心的示范企业',
  family: 'prevention',
  nameLabel: '项目名称',
  nameLabelEn: 'Name',
  located: false,
  ownerField: 'enterprise',
  fields: {
    enterprise: {
      kind: 'reference',
      entity: 'enterprise',
      label: '示范企业',
      labelEn: 'Enterprise',
      required: true,
      list: true,
    },
    stage: {
      kind: 'choice',
      label: '阶段',
      labelEn: 'Stage',
      required: true,
      list: true,
      filter: true,
      options: [
        { value: 'applied', label: '申报', labelEn: 'Applied' },
        { value: 'building', label: '创建中', labelEn: 'Building' },
        { value: 'accepted', label: '已验收', labelEn: 'Accepted' },
        { value: 'revoked', label: '已撤销', labelEn: 'Revoked' },
      ],
    },
    responsibilityList: {
      kind: 'yes-no',
      label: '排查责任清单',
      labelEn: 'Responsibility list',
      list: true,
      source: 'D4:269',
    },
    gradingStandard: {
      kind: 'yes-no',
      label: '分级分类标准',
      labelEn: 'Grading standard',
      list: true,
      source: 'D4:269',
    },
    closedLoop: { kind: 'yes-no', label: '闭环管理', labelEn: 'Closed loop', list: true, source: 'D4:269' },
    rewardRules: { kind: 'yes-no', label: '奖惩制度', labelEn: 'Reward and punishment', list: true, source: 'D4:269' },
    acceptedOn: {
      kind: 'date',
      ahead: 0,
      label: '验收日期',
      labelEn: 'Accepted on',
      countedWhen: { field: 'stage', values: ['accepted'] },
      list: true,
    },
  },
});
