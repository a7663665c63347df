import type { Parameter } from '@anlan/kernel/parameter';

const GROUP = '群众举报';
const FIRST = '平台初值：来源文件未给数字（期限可配置）';
const RULE = '安全生产领域举报奖励办法（安监总财〔2018〕19号）';

const number = (
  key: string,
  label: string,
  labelEn: string,
  value: number,
  unit: string,
  more: { min?: number; max?: number; source?: string } = {},
): Parameter => ({
  key,
  label,
  labelEn,
  group: GROUP,
  kind: 'number',
  unit,
  value,
  min: more.min ?? 0,
  max: more.max ?? 365,
  source: more.source ?? FIRST,
});

/** Times, limits and shares of public reports; a jurisdiction changes them with a date and a reason. */
export const reportParameters: readonly Parameter[] = [
  number('report.accept-within', '受理时限', 'Accept within', 2, '工作日', { min: 1 }),
  number('report.check-within', '核查时限', 'Check within', 60, '日', { min: 1 }),
  number('report.extend-by', '延长核查', 'Extend the check by', 30, '日', { min: 1 }),
  number('report.extensions', '最多延长次数', 'Extensions at most', 1, '次', { max: 5 }),
  number('report.handle-within', '处理时限', 'Handle within', 90, '日', {
    min: 1,
    source: '行政处罚法 第六十条：自立案之日起九十日内',
  }),
  number('report.answer-within', '反馈时限', 'Answer within', 10, '工作日', { min: 1 }),
  number('report.reward-within', '奖励提出与审定时限', 'Propose and decide the reward within', 10, '工作日', {
    min: 1,
  }),
  number('report.claim-within', '领奖期限', 'Claim within', 60, '日', {
    min: 1,
    source: `${RULE}：接到领奖通知60日内领取`,
  }),
  number('report.objections', '可提异议次数', 'Objections at most', 1, '次', { max: 5 }),
  number('report.overdue.county', '逾期告知县', 'Late: tell the county after', 0, '日'),
  number('report.overdue.city', '逾期升级到市', 'Late: city after', 3, '日', { min: 1 }),
  number('report.overdue.leader', '逾期升级到分管领导', 'Late: leader after', 7, '日', { min: 1 }),
  number('report.reward.general', '一般隐患奖励', 'Reward for a general danger', 200, '元', {
    max: 10_000,
    source: '平台初值：国家办法只规定重大隐患、违法行为与瞒报，一般隐患由地方定',
  }),
  number('report.reward.insider', '本单位职工举报上浮', 'Raise for workers of the enterprise', 20, '%', {
    max: 100,
    source: '生产经营单位从业人员安全生产举报处理规定（应急〔2020〕69号）：上浮比例由各省定',
  }),
  number(
    'report.malicious-limit',
    '恶意举报停收件数',
    'Malicious reports before a telephone is no longer taken',
    3,
    '件',
    {
      min: 1,
      max: 20,
    },
  ),
];
