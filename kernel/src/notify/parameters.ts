import { LEVELS } from '../entity/index.ts';
import type { Parameter } from '../parameter/index.ts';

const GROUP = '通知';
const FIRST = '平台初值：来源文件要求分级告知，未规定通道与合并时限';

/** What leaves the platform, and what is gathered into one notice. */
export const NOTIFY_PARAMETERS: readonly Parameter[] = [
  {
    key: 'notify.outside.levels',
    label: '发短信等站外通知的级别',
    labelEn: 'Levels told outside the platform',
    group: GROUP,
    kind: 'list',
    value: ['red', 'orange'],
    check: (entries) => {
      const odd = entries.find((entry) => !(LEVELS as readonly string[]).includes(entry));
      return odd === undefined ? undefined : `「${odd}」不是级别，应为 ${LEVELS.join('、')}`;
    },
    source: FIRST,
    help: 'red 红、orange 橙、yellow 黄、blue 蓝；其余级别只在站内告知。',
    helpEn: 'red, orange, yellow, blue; of other levels people are told on the platform only.',
  },
  {
    key: 'notify.outside.late',
    label: '逾期事项发站外通知',
    labelEn: 'Late cases are told outside the platform',
    group: GROUP,
    kind: 'yes-no',
    value: true,
    source: FIRST,
    help: '是：逾期的事项不论有无级别都发站外通知。',
    helpEn: 'Yes: of what is late people are told outside the platform too, whatever its level.',
  },
  {
    key: 'notify.gather',
    label: '同类待办合并时限',
    labelEn: 'Notices of one sort are gathered for',
    group: GROUP,
    kind: 'number',
    unit: 'min',
    value: 60,
    min: 0,
    max: 1440,
    source: FIRST,
    help: '同一人未读的同类事项通知在此时间内并为一条，红、橙事项除外；0 = 不合并。',
    helpEn:
      'Notices of one kind that a person has not read are put together within this time, red and orange ones excepted; 0 = never.',
  },
];
