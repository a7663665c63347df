import { LEVELS as ACCIDENT_LEVELS } from '../accident/index.ts';
import { INDIVIDUAL_LIMITS } from '../consequence/index.ts';
import { choice, flag, number, numbers, rows, text, texts, type Field } from './field.ts';

/** A page of the standards: one topic of the interface, or one question of it. */
export interface StandardRow {
  readonly key: string;
  readonly topic: string;
  readonly title: string;
  readonly titleEn: string;
  /** Word of the domain whose sources stand behind it. */
  readonly word: Word;
  readonly clause: string;
  readonly fields: readonly Field[];
}
export type Word =
  | 'major-hazard'
  | 'accident'
  | 'risk-scoring'
  | 'identity-codes'
  | 'exposure'
  | 'law'
  | 'monitoring'
  | 'consequence';

const LEVELS = ACCIDENT_LEVELS.map(({ level }) => level);
const TARGETS = Object.keys(INDIVIDUAL_LIMITS);
const yuan = (key: string, label: string, labelEn: string, example: number, optional = false): Field =>
  number(key, label, labelEn, '元', example, optional);

/** Pages of the standards in the order of their numbers; `npm run examples` asks the same topics. */
export const STANDARD_ROWS: readonly StandardRow[] = [
  {
    key: 'gb18218',
    topic: 'gb18218',
    title: '危险化学品重大危险源辨识与分级',
    titleEn: 'Major hazard: identification and level',
    word: 'major-hazard',
    clause: 'GB 18218-2018 4.2、4.3',
    fields: [
      rows(
        'items',
        '单元内危险化学品',
        'Chemicals of the unit',
        [
          { key: 'chemical', label: '名称（表 1）或类别（表 2）', number: false },
          { key: 'q_t', label: '存量 t', number: true },
        ],
        [
          { chemical: '氯', q_t: 60 },
          { chemical: '氨', q_t: 5 },
        ],
      ),
      number('exposed_population_500m', '厂界外 500 m 常住人口', 'People within 500 m', '人', 60),
    ],
  },
  {
    key: 'accident-grade',
    topic: 'accident_grade',
    title: '生产安全事故等级',
    titleEn: 'Grade of an accident',
    word: 'accident',
    clause: '国务院令第493号 第三条',
    fields: [
      number('deaths', '死亡', 'Deaths', '人', 3),
      number('serious_injuries', '重伤（含急性工业中毒）', 'Seriously injured', '人', 0),
      yuan('direct_loss_yuan', '直接经济损失', 'Direct loss', 0),
    ],
  },
  {
    key: 'reporting',
    topic: 'reporting',
    title: '事故报告时限与链条',
    titleEn: 'Reporting deadlines and chain',
    word: 'accident',
    clause: '国务院令第493号 第九至十三条、第二十九条',
    fields: [
      choice('level', '事故等级', 'Grade', LEVELS),
      text('unit_head_knows', '单位负责人知悉时间', 'When the head of the unit knew', '2026-03-18T10:00'),
      text('accident_on', '事故日期（算调查期限）', 'Day of the accident', '2026-03-18', true),
    ],
  },
  {
    key: 'indicator',
    topic: 'indicator',
    title: '安全生产指标',
    titleEn: 'Work-safety indicators',
    word: 'accident',
    clause: '生产安全事故统计调查制度',
    fields: [
      choice('indicator', '指标', 'Indicator', [
        '亿元GDP死亡率',
        '工矿商贸十万人死亡率',
        '道路交通万车死亡率',
        '煤矿百万吨死亡率',
        '特种设备万台死亡人数',
        '同比',
        '规划降幅进度',
      ]),
      number('deaths', '死亡人数', 'Deaths', '人', 15, true),
      number('gdp_yi_yuan', '地区生产总值', 'GDP', '亿元', 9875, true),
      number('employees', '工矿商贸从业人员', 'Employees', '人', 400_000, true),
      number('vehicles', '机动车保有量', 'Vehicles', '辆', 100_000, true),
      number('output_t', '原煤产量', 'Coal mined', 't', 21_000_000, true),
      number('units', '特种设备数', 'Special equipment', '台', 80_000, true),
      number('current', '本期', 'This period', '', 80, true),
      number('previous', '上期（同期）', 'Before', '', 100, true),
      number('base', '规划基数', 'Base of the plan', '', 100, true),
      number('target_reduction_pct', '规划降幅', 'Planned reduction', '%', 20, true),
    ],
  },
  {
    key: 'lec',
    topic: 'lec',
    title: '作业条件危险性评价 LEC',
    titleEn: 'LEC',
    word: 'risk-scoring',
    clause: 'Graham & Kinney 1976；GB/T 27921',
    fields: [
      number('L', '事故可能性 L', 'Likelihood L', '分', 3),
      number('E', '暴露频次 E', 'Exposure E', '分', 6),
      number('C', '后果 C', 'Consequence C', '分', 15),
    ],
  },
  {
    key: 'ls-matrix',
    topic: 'ls_matrix',
    title: '风险矩阵 LS',
    titleEn: 'LS matrix',
    word: 'risk-scoring',
    clause: '双重预防机制建设指南；风险矩阵法',
    fields: [number('L', '可能性 L', 'Likelihood L', '级', 4), number('S', '严重性 S', 'Severity S', '级', 5)],
  },
  {
    key: 'twa',
    topic: 'twa',
    title: '时间加权平均接触浓度',
    titleEn: 'Time-weighted average',
    word: 'exposure',
    clause: 'GBZ 2.1-2019 附录 A',
    fields: [
      rows(
        'samples',
        '各时段',
        'Samples',
        [
          { key: 'c_mg_m3', label: '浓度 mg/m³', number: true },
          { key: 'hours', label: '时间 h', number: true },
        ],
        [
          { c_mg_m3: 120, hours: 2 },
          { c_mg_m3: 40, hours: 4 },
          { c_mg_m3: 10, hours: 2 },
        ],
      ),
      number('pc_twa', '限值 PC-TWA', 'Limit PC-TWA', 'mg/m³', 50, true),
    ],
  },
  {
    key: 'mixed-exposure',
    topic: 'mixed_exposure',
    title: '混合接触',
    titleEn: 'Mixed exposure',
    word: 'exposure',
    clause: 'GBZ 2.1-2019 附录 A',
    fields: [
      rows(
        'items',
        '各组分',
        'Components',
        [
          { key: 'name', label: '名称', number: false },
          { key: 'c', label: '浓度 mg/m³', number: true },
          { key: 'oel', label: '限值 mg/m³', number: true },
        ],
        [
          { name: '苯', c: 1, oel: 3 },
          { name: '甲苯', c: 20, oel: 50 },
          { name: '二甲苯', c: 15, oel: 50 },
        ],
      ),
    ],
  },
  {
    key: 'oel-reduction',
    topic: 'oel_reduction',
    title: '长时间接触折减',
    titleEn: 'Reduction for long shifts',
    word: 'exposure',
    clause: 'GBZ 2.1-2019 附录 A',
    fields: [number('oel', '限值', 'Limit', 'mg/m³', 50), number('hours_per_day', '每日接触', 'Hours a day', 'h', 12)],
  },
  {
    key: 'noise-8h',
    topic: 'noise_8h',
    title: '噪声 8 h 等效声级',
    titleEn: 'Noise, 8 h equivalent',
    word: 'exposure',
    clause: 'GBZ 2.2-2007 §11',
    fields: [number('laeq', '等效声级', 'Level', 'dB(A)', 88), number('hours', '接触时间', 'Hours', 'h', 4)],
  },
  {
    key: 'noise-week',
    topic: 'noise_week',
    title: '噪声 40 h 等效声级',
    titleEn: 'Noise, weekly',
    word: 'exposure',
    clause: 'GBZ 2.2-2007 §11',
    fields: [numbers('lex8h_days', '各日 8 h 等效声级', 'Daily levels', 'dB(A)', [88, 88, 88])],
  },
  {
    key: 'ppm-mg',
    topic: 'ppm_mg',
    title: '体积浓度换算质量浓度',
    titleEn: 'ppm to mg/m³',
    word: 'exposure',
    clause: '理想气体定律',
    fields: [
      number('ppm', '体积浓度', 'Concentration', 'ppm', 20),
      number('mw', '摩尔质量', 'Molar mass', 'g/mol', 28.01),
      number('t_c', '温度', 'Temperature', '℃', 20, true),
      number('p_kpa', '气压', 'Pressure', 'kPa', 101.3, true),
    ],
  },
  {
    key: 'combustible-alarm',
    topic: 'monitoring',
    title: '可燃气体报警级别',
    titleEn: 'Combustible gas alarm',
    word: 'monitoring',
    clause: 'GB/T 50493-2019 5.5.2',
    fields: [number('pct_lel', '读数', 'Reading', '%LEL', 30)],
  },
  {
    key: 'toxic-alarm',
    topic: 'monitoring',
    title: '有毒气体报警级别',
    titleEn: 'Toxic gas alarm',
    word: 'monitoring',
    clause: 'GB/T 50493-2019 5.5.2',
    fields: [
      text('gas', '气体（名称或 CAS 号）', 'Gas', '氯'),
      number('mg_m3', '读数', 'Reading', 'mg/m³', 1.2),
      number('oel', '限值（不填按标准）', 'Limit', 'mg/m³', 1, true),
    ],
  },
  {
    key: 'oxygen-alarm',
    topic: 'monitoring',
    title: '氧与矿井气体',
    titleEn: 'Oxygen and mine gases',
    word: 'monitoring',
    clause: 'GB/T 50493-2019；煤矿安全规程',
    fields: [text('gas', '气体', 'Gas', '氧'), number('vol_pct', '体积分数', 'By volume', '%', 19)],
  },
  {
    key: 'methane',
    topic: 'monitoring',
    title: '甲烷传感器按地点',
    titleEn: 'Methane by location',
    word: 'monitoring',
    clause: 'AQ 1029-2019；煤矿安全规程',
    fields: [text('location', '地点', 'Place', '采煤工作面'), number('ch4_pct', '甲烷', 'CH₄', '%', 1.2)],
  },
  {
    key: 'driving',
    topic: 'monitoring',
    title: '连续驾驶与休息',
    titleEn: 'Driving and rest',
    word: 'monitoring',
    clause: 'GB 7258；道路交通安全法实施条例 第六十二条',
    fields: [
      numbers('drive_segments_min', '各段驾驶', 'Stretches driven', 'min', [150, 100]),
      number('rest_between_min', '段间休息', 'Rest between', 'min', 15),
    ],
  },
  {
    key: 'penalty',
    topic: 'penalty',
    title: '行政处罚幅度',
    titleEn: 'Range of a penalty',
    word: 'law',
    clause: '安全生产法（2021）第六章',
    fields: [
      text('article', '条款（安全生产法）', 'Article', '97'),
      choice('accident_level', '事故等级（发生事故的）', 'Grade of the accident', LEVELS, true),
      flag('especially_serious', '情节特别严重', 'Especially serious'),
      flag('accident', '已发生事故', 'An accident happened'),
      flag('overdue', '逾期未改正', 'Overdue'),
      yuan('last_year_income_yuan', '上一年收入', 'Income of the last year', 300_000, true),
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
  {
    key: 'credit-code',
    topic: 'uscc_validate',
    title: '统一社会信用代码校验',
    titleEn: 'Credit code',
    word: 'identity-codes',
    clause: 'GB 32100-2015',
    fields: [text('code', '代码（18 位）', 'Code', '91440300708461136T')],
  },
  {
    key: 'id-number',
    topic: 'id_number',
    title: '身份证号校验码',
    titleEn: 'Identity number',
    word: 'identity-codes',
    clause: 'GB 11643-1999',
    fields: [text('id17', '前 17 位', 'First 17 digits', '11010519491231002')],
  },
  {
    key: 'cas',
    topic: 'cas_check',
    title: 'CAS 号校验',
    titleEn: 'CAS number',
    word: 'identity-codes',
    clause: 'CAS Registry',
    fields: [text('cas', 'CAS 号', 'CAS number', '7664-41-7')],
  },
];
