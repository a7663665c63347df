import { LEVELS as ACCIDENT_LEVELS } from '../accident/index.ts';
import { choice, number, rows, text, yuan } from './field.ts';
import type { StandardRow } from './standard-row.ts';

const LEVELS = ACCIDENT_LEVELS.map(({ level }) => level);

/** Major hazards and accidents: level, grade, deadlines, indicators. */
export const ACCIDENT_ROWS: readonly StandardRow[] = [
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
      text('accident_on', '事故日期，定适用版本', 'Day of the accident: decides the version', '2026-03-18', true),
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
];
