import type { Parameter } from '@anlan/kernel/parameter';

const days = (
  key: string,
  group: string,
  label: string,
  labelEn: string,
  value: number,
  more: { unit?: string; min?: number; max?: number; source?: string } = {},
): Parameter => ({
  key,
  label,
  labelEn,
  group,
  kind: 'number',
  unit: more.unit ?? '日',
  value,
  min: more.min ?? 0,
  max: more.max ?? 730,
  source: more.source ?? '平台初值：来源文件只要求有时限，未给数字',
});

const DANGER = '隐患排查治理';

/** First values of the platform; the sources ask for time limits and leave the numbers to the jurisdiction (L01). */
export const parameters: readonly Parameter[] = [
  days('danger.grade-within', DANGER, '定级时限', 'Grade within', 1, { unit: '工作日', min: 1 }),
  days('danger.assign-within', DANGER, '派单时限', 'Assign within', 1, { unit: '工作日', min: 1 }),
  days('danger.verify-within', DANGER, '复查时限', 'Verify within', 5, { unit: '工作日', min: 1 }),
  days('danger.rectify.longest', DANGER, '整改期限最长', 'Longest time to rectify', 180, { min: 1 }),
  days('danger.extensions', DANGER, '最多延期次数', 'Extensions at most', 2, { unit: '次', max: 10 }),
  days('danger.progress.every', DANGER, '挂牌隐患治理情况报告间隔', 'Progress report every', 7, {
    min: 1,
    max: 90,
    source: '平台初值：D2:128 要求治理情况报告，未给周期',
  }),
  days('danger.overdue.owner', DANGER, '逾期告知责任单位', 'Late: tell the owner after', 0),
  days('danger.overdue.town', DANGER, '逾期升级到乡镇', 'Late: town after', 1, { min: 1 }),
  days('danger.overdue.county', DANGER, '逾期升级到县并移送立案', 'Late: county and enforcement after', 3, { min: 1 }),
  days('danger.overdue.city', DANGER, '逾期升级到市', 'Late: city after', 7, { min: 1 }),
  days('enforcement.file-within', '执法线索', '立案时限', 'File within', 7, { min: 1 }),
  days('enforcement.conclude-within', '执法线索', '办结时限', 'Conclude within', 90, {
    min: 1,
    source: '行政处罚法 第六十条：自立案之日起九十日内',
  }),
  days(
    'enforcement.commission.penalty',
    '执法线索',
    '委托执法单次罚款上限',
    'Highest penalty a commission may hand on',
    50_000,
    {
      unit: '元',
      max: 1_000_000,
      source: '平台初值：来源文件要求委托有限额，未给数字；零元为不得委托罚款',
    },
  ),
  days('enforcement.overdue.city', '执法线索', '逾期升级到市', 'Late: city after', 0),
  days('offline.room', '手机离线', '手机最多暂存未送达内容', 'Unsent content a phone may hold', 500, {
    unit: 'MB',
    min: 1,
    max: 10_000,
    source: '平台初值：一天的照片与录音绰绰有余，给手机留出空间',
  }),
  days('offline.cases', '手机离线', '一天最多带走的事项', 'Cases taken along for a day', 60, {
    unit: '件',
    min: 5,
    max: 500,
  }),
  days('offline.enterprises', '手机离线', '一天最多带走的企业档案', 'Enterprise files taken along for a day', 30, {
    unit: '家',
    min: 1,
    max: 300,
  }),
  days('credit.danger-overdue', '诚信', '隐患逾期未整改扣分', 'Credit points: late hidden danger', 5, {
    unit: '分',
    max: 100,
    source: '平台初值：D4:267 一处逾期、执法与诚信同时生效，未给分值',
  }),
];
