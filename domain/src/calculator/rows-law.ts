import { LEVELS as ACCIDENT_LEVELS } from '../accident/index.ts';
import { INDIVIDUAL_LIMITS } from '../consequence/index.ts';
import { choice, flag, number, text, texts, yuan } from './field.ts';
import type { StandardRow } from './standard-row.ts';

const LEVELS = ACCIDENT_LEVELS.map(({ level }) => level);
const TARGETS = Object.keys(INDIVIDUAL_LIMITS);

/** Fines, rewards, lists, and the criteria of risk. */
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
  {
    key: 'individual-risk',
    topic: 'qra',
    title: '个人风险基准',
    titleEn: 'Criterion of individual risk',
    word: 'consequence',
    clause: 'GB 36894-2018',
    fields: [
      choice('target', '防护目标', 'Target', TARGETS),
      choice('state', '装置', 'Installation', ['新建', '在役']),
      number('ir', '个人风险', 'Individual risk', '次/年', 5e-7),
    ],
  },
  {
    key: 'societal-risk',
    topic: 'qra',
    title: '社会风险基准',
    titleEn: 'Criterion of societal risk',
    word: 'consequence',
    clause: 'GB 36894-2018',
    fields: [
      number('N', '死亡人数不少于', 'Deaths at least', '人', 10),
      number('F', '累积频率', 'Frequency', '次/年', 1e-5),
    ],
  },
  {
    key: 'toxic-death',
    topic: 'probit',
    title: '毒性致死概率',
    titleEn: 'Toxic probit',
    word: 'consequence',
    clause: 'CPR 18E 表 5.2；AQ/T 3046-2013',
    fields: [
      text('substance', '物质（名称或 CAS 号）', 'Substance', '氯'),
      number('c_mg_m3', '浓度', 'Concentration', 'mg/m³', 1017),
      number('t_min', '暴露', 'Exposure', 'min', 30),
    ],
  },
  {
    key: 'thermal-death',
    topic: 'probit',
    title: '热辐射致死概率',
    titleEn: 'Thermal probit',
    word: 'consequence',
    clause: 'CPR 18E；AQ/T 3046-2013',
    fields: [number('thermal_w_m2', '热辐射', 'Flux', 'W/m²', 12_500), number('t_s', '暴露', 'Exposure', 's', 30)],
  },
];
