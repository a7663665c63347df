import { INDIVIDUAL_LIMITS } from '../consequence/index.ts';
import { choice, flag, number, numbers, text } from './field.ts';
import type { StandardRow } from './standard-row.ts';

const TARGETS = Object.keys(INDIVIDUAL_LIMITS);

/** Risk: scores, layers of protection, criteria, probability of death, distances of isolation. */
export const RISK_ROWS: readonly StandardRow[] = [
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
    key: 'mes',
    topic: 'mes',
    title: 'MES 评价法',
    titleEn: 'MES score',
    word: 'risk-scoring',
    clause: 'R = M × E × S',
    fields: [
      number('M', '控制措施 M（5、3、1）', 'Measures M', '', 3),
      number('E', '暴露频繁程度 E', 'Exposure E', '', 6),
      number('S', '事故后果 S', 'Severity S', '', 4),
    ],
  },
  {
    key: 'lopa',
    topic: 'lopa',
    title: '保护层分析（LOPA）',
    titleEn: 'Layers of protection',
    word: 'risk-scoring',
    clause: 'f × Π PFD',
    fields: [
      number('initiating', '初始事件频率', 'Initiating frequency', '次/年', 0.1),
      numbers('failures', '各保护层失效概率', 'Probabilities of failure on demand', '', [0.1, 0.01]),
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
    key: 'isolation',
    topic: 'isolation',
    title: '初始隔离与防护距离',
    titleEn: 'Initial isolation and protective action distances',
    word: 'emergency',
    clause: 'ERG 绿页表1、表3',
    fields: [
      text('un', 'UN 编号', 'UN number', '1017'),
      choice('size', '泄漏量', 'Spill', ['大量', '少量']),
      flag('night', '夜间', 'At night'),
      number('wind', '风速', 'Wind', 'm/s', 3, true),
    ],
  },
];
