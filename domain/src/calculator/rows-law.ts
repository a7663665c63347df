import { LEVELS as ACCIDENT_LEVELS } from '../accident/index.ts';
import { choice, flag, number, text, texts, yuan } from './field.ts';
import type { StandardRow } from './standard-row.ts';

const LEVELS = ACCIDENT_LEVELS.map(({ level }) => level);

/** Fines, rewards and lists of the law. */
export const LAW_ROWS: readonly StandardRow[] = [
  {
    key: 'penalty',
    topic: 'penalty',
    title: '行政处罚幅度',
    titleEn: 'Range of a penalty',
    word: 'law',
    clause: '安全生产法（2021、2014）法律责任章；行政处罚法 第三十七条',
    fields: [
      text('article', '条款（安全生产法）', 'Article', '97'),
      choice('accident_level', '事故等级（发生事故的）', 'Grade of the accident', LEVELS, true),
      flag('especially_serious', '情节特别严重', 'Especially serious'),
      flag('accident', '已发生事故', 'An accident happened'),
      flag('overdue', '逾期未改正', 'Overdue'),
      yuan('last_year_income_yuan', '上一年收入', 'Income of the last year', 300_000, true),
      text('act_on', '行为（事故）发生日，定适用版本', 'Day of the act: decides the version', '2020-06-01', true),
    ],
  },
  {
    key: 'discretion',
    topic: 'discretion',
    title: '行政处罚裁量（30 %、70 %）',
    titleEn: 'Discretion within a range',
    word: 'law',
    clause: '裁量权基准',
    fields: [
      yuan('min_yuan', '法定下限', 'Least', 100_000),
      yuan('max_yuan', '法定上限', 'Most', 200_000),
      choice('circumstance', '情节', 'Circumstances', ['从轻', '一般', '从重']),
    ],
  },
  {
    key: 'fine-step',
    topic: 'fine_step',
    title: '事故罚款分档',
    titleEn: 'Step of an accident fine',
    word: 'law',
    clause: '生产安全事故罚款处罚规定（第14号令）',
    fields: [
      choice('level', '事故等级', 'Grade', LEVELS.toReversed()),
      number('deaths', '死亡', 'Deaths', '人', 5, true),
      number('serious_injuries', '重伤', 'Seriously injured', '人', 0, true),
      yuan('direct_loss_yuan', '直接经济损失', 'Direct loss', 0, true),
      text('accident_on', '事故日期，定适用版本', 'Day of the accident: decides the version', '2026-03-18', true),
    ],
  },
  {
    key: 'late-surcharge',
    topic: 'penalty',
    title: '加处罚款',
    titleEn: 'Surcharge for late payment',
    word: 'law',
    clause: '行政处罚法 第七十二条',
    fields: [yuan('fine_yuan', '罚款', 'Fine', 50_000), number('days_late', '逾期', 'Days late', '日', 40)],
  },
  {
    key: 'daily-fine',
    topic: 'penalty',
    title: '按日连续处罚',
    titleEn: 'Daily fines',
    word: 'law',
    clause: '安全生产法 第一百一十二条',
    fields: [
      yuan('fine_yuan', '原罚款', 'Fine', 50_000),
      text('ordered_on', '责令改正之日', 'Ordered on', '2026-03-01'),
      text('corrected_on', '改正之日', 'Corrected on', '2026-03-11'),
    ],
  },
  {
    key: 'danger-reward',
    topic: 'reward',
    title: '举报重大事故隐患奖励',
    titleEn: 'Reward for reporting a danger',
    word: 'law',
    clause: '安全生产领域举报奖励办法 第十二条',
    fields: [
      text('kind', '举报事项', 'What was reported', '重大事故隐患'),
      yuan('admin_fine_yuan', '行政处罚金额', 'Fine', 100_000),
    ],
  },
  {
    key: 'concealment-reward',
    topic: 'reward',
    title: '举报瞒报谎报事故奖励',
    titleEn: 'Reward for reporting concealment',
    word: 'law',
    clause: '安全生产领域举报奖励办法 第十三条',
    fields: [
      text('kind', '举报事项', 'What was reported', '瞒报'),
      choice('accident_level', '事故等级', 'Grade', LEVELS),
      number('concealed_deaths', '瞒报谎报死亡', 'Concealed deaths', '人', 2),
    ],
  },
  {
    key: 'credit-list',
    topic: 'credit_list',
    title: '严重失信名单',
    titleEn: 'List of the seriously dishonest',
    word: 'law',
    clause: '应急管理部令第11号',
    fields: [
      text('event', '情形', 'Event', '瞒报事故'),
      texts('accidents_12_months', '12 个月内事故等级', 'Accidents in 12 months', ['较大', '较大']),
      text('listed_on', '列入日期', 'Listed on', '2025-01-15', true),
      text('apply_early_on', '申请提前移出', 'Applies on', '2026-01-20', true),
      flag('conditions_met', '条件均已满足', 'Conditions met', true),
    ],
  },
];
