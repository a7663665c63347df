import { choice, number, numbers, rows } from './field.ts';
import type { StandardRow } from './standard-row.ts';

/** Exposure at work against its limits: chemicals, noise, heat, vibration. */
export const EXPOSURE_ROWS: readonly StandardRow[] = [
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
    key: 'stel',
    topic: 'stel',
    title: '短时间接触浓度（STEL）',
    titleEn: 'Short-term exposure',
    word: 'exposure',
    clause: 'GBZ 2.1-2019 附录A',
    fields: [
      rows(
        'samples',
        '15 min 内各时段',
        'Samples within 15 min',
        [
          { key: 'c_mg_m3', label: '浓度 mg/m³', number: true },
          { key: 'minutes', label: '时间 min', number: true },
        ],
        [
          { c_mg_m3: 120, minutes: 5 },
          { c_mg_m3: 60, minutes: 10 },
        ],
      ),
      number('pc_stel', 'PC-STEL', 'PC-STEL', 'mg/m³', 100, true),
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
    key: 'weekly-reduction',
    topic: 'weekly_reduction',
    title: '长时间接触周折减',
    titleEn: 'Limit of a longer week',
    word: 'exposure',
    clause: 'GBZ 2.1-2019 附录A',
    fields: [
      number('oel', '职业接触限值', 'Limit', 'mg/m³', 50),
      number('hours_per_week', '每周工时', 'Hours a week', 'h', 60),
    ],
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
    key: 'heat',
    topic: 'heat',
    title: '高温作业 WBGT 指数',
    titleEn: 'Work in heat: WBGT',
    word: 'exposure',
    clause: 'GBZ 2.2-2007 §10',
    fields: [
      number('wet_bulb', '自然湿球温度', 'Natural wet bulb', '℃', 26),
      number('globe', '黑球温度', 'Globe', '℃', 36),
      number('air_in_sun', '干球温度（有日照时）', 'Air, where the sun shines', '℃', 33, true),
      choice('labour', '体力劳动强度', 'Class of labour', ['Ⅰ', 'Ⅱ', 'Ⅲ', 'Ⅳ']),
      number('share_pct', '接触时间率', 'Share of the shift', '%', 75),
      number('outdoor_design', '室外通风设计温度', 'Outdoor design temperature', '℃', 31, true),
    ],
  },
  {
    key: 'hand-vibration',
    topic: 'hand_vibration',
    title: '手传振动 4 h 等能量',
    titleEn: 'Hand-transmitted vibration',
    word: 'exposure',
    clause: 'GBZ 2.2-2007 §9',
    fields: [
      number('acceleration', '频率计权振动加速度', 'Acceleration', 'm/s²', 6),
      number('hours', '日接振时间', 'Hours a day', 'h', 3),
    ],
  },
  {
    key: 'sample-statistics',
    topic: 'sample_statistics',
    title: '接触水平统计（对数正态）',
    titleEn: 'Exposure statistics',
    word: 'exposure',
    clause: 'EN 689；AIHA',
    fields: [
      numbers('values', '检测值', 'Measurements', 'mg/m³', [12, 18, 9, 25, 15, 11]),
      number('limit', '限值', 'Limit', 'mg/m³', 50),
    ],
  },
];
