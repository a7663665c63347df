import type { Rule } from '@anlan/kernel/alarm';
import { acting, silentFor } from '../conditions.ts';
import { AGAIN, common } from './common.ts';
import { gasRules } from './gas.ts';
import { processRules } from './process.ts';

/** What must be recorded without a gap. */
const WATCHED = [
  'level',
  'pressure',
  'temperature',
  'reactor-pressure',
  'reactor-temperature',
  'combustible',
  'toxic',
  'oxygen',
  'flame',
  'interlock',
] as const;

const FROZEN: Rule['condition'] = {
  kind: 'frozen',
  steps: [{ level: 'blue', label: '数值不变 6 h', labelEn: 'Same value for 6 h', seconds: 21_600 }],
  tolerance: 0,
  onDelay: 0,
  offDelay: 0,
};

export const rules: readonly Rule[] = [
  ...processRules,
  ...gasRules,
  {
    ...common,
    key: 'interlock-removed',
    label: '联锁摘除',
    labelEn: 'Interlock removed',
    watches: ['interlock'],
    condition: acting(
      'orange',
      'removed',
      ['联锁未投用且无审批', 'Interlock not in use, no approval'],
      60,
      60,
      'below',
    ),
    fixed: { removed: 0 },
    // Under an approved change, which the enterprise declares with its term and reason, it is watched by the next rule.
    suppressedBy: [{ state: 'interlock-change', label: '联锁变更（已审批）' }],
    opensCase: AGAIN,
    clause: 'AQ/T 3034 变更管理；惯例，待核：摘除为黄，无审批的联锁变更单升为橙',
    cause: '检修摘除未恢复、私自摘除',
    consequence: '失去自动保护',
    response: '恢复投用；确需摘除的先办理联锁变更审批并登记状态、加强监护',
    en: {
      clause:
        'AQ/T 3034 management of change; convention, to be verified: taken out is yellow, without an approved change orange',
      cause: 'Taken out for repair and not restored, or taken out without permission',
      consequence: 'Automatic protection is lost',
      response: 'Restore it; where it must be out, have the change approved, declare it, and watch more closely',
    },
    respondWithin: 1800,
  },
  {
    ...common,
    key: 'interlock-change',
    label: '联锁按审批摘除',
    labelEn: 'Interlock out under an approved change',
    watches: ['interlock'],
    condition: acting('yellow', 'removed', ['联锁按审批未投用', 'Interlock not in use, approved'], 60, 60, 'below'),
    fixed: { removed: 0 },
    onlyIn: 'interlock-change',
    // Out once more after it was restored is not what was approved: one level higher, and a hidden danger of its own.
    second: { lift: true },
    opensCase: AGAIN,
    clause: 'AQ/T 3034 变更管理；惯例，待核：有审批的摘除为黄，恢复后再摘升为橙',
    cause: '检修按审批摘除，或摘除未恢复',
    consequence: '失去自动保护',
    response: '核对联锁变更审批单 → 加强监护 → 检修完恢复投用',
    en: {
      clause:
        'AQ/T 3034 management of change; convention, to be verified: taken out with approval is yellow, taken out again after it was restored orange',
      cause: 'Taken out for repair with approval, or not restored afterwards',
      consequence: 'Automatic protection is lost',
      response: 'Check the approval of the change → watch more closely → restore it after the repair',
    },
    respondWithin: 1800,
  },
  {
    ...common,
    key: 'data-frozen',
    label: '数据凝固',
    labelEn: 'Data stand still',
    watches: ['pressure', 'temperature', 'reactor-pressure', 'reactor-temperature'],
    condition: FROZEN,
    clause: '惯例：6 h 数值不变',
    cause: '仪表卡死、人为替换数据',
    consequence: '误判安全',
    response: '现场比对 → 检修仪表 → 疑似造假移交执法',
    en: {
      clause: 'Convention: the same value for 6 h',
      cause: 'A stuck instrument, or data replaced by somebody',
      consequence: 'Danger is taken for safety',
      response: 'Compare on site → repair the instrument → hand suspected falsification to enforcement',
    },
    respondWithin: 7200,
  },
  {
    ...common,
    key: 'level-frozen',
    label: '收发作业中液位不动',
    labelEn: 'Level stands still during a transfer',
    watches: ['level'],
    condition: FROZEN,
    // The level of a tank at rest does stand still.
    onlyIn: 'transfer',
    clause: '惯例：6 h 数值不变且有收发作业',
    cause: '液位计卡死、人为替换数据',
    consequence: '溢罐或抽空而不知',
    response: '停止收发 → 人工检尺 → 检修液位计',
    en: {
      clause: 'Convention: the same value for 6 h during a transfer',
      cause: 'A stuck level gauge, or data replaced by somebody',
      consequence: 'Overflow or running dry unnoticed',
      response: 'Stop the transfer → dip by hand → repair the gauge',
    },
    respondWithin: 1800,
  },
  {
    ...common,
    key: 'recording-gap',
    label: '连续记录中断',
    labelEn: 'Continuous recording interrupted',
    watches: WATCHED,
    condition: silentFor({ blue: 300, yellow: 1800, orange: 7200 }),
    clause:
      '《重大危险源涉及的压力、温度、液位、泄漏报警等设置远传和连续记录》（D3:48）；30 min 按失联，5 min、2 h 为惯例，待核',
    cause: '断网、断电、仪表或网关故障、人为断开',
    consequence: '险情不可知；连续记录缺失本身即违规',
    response: '电话核实现场 → 恢复通讯 → 补传缺失数据',
    en: {
      clause:
        '“Remote transmission and continuous recording of pressure, temperature, level and leak alarms” (D3:48); lost contact after 30 min; 5 min and 2 h are conventions, to be verified',
      cause: 'Network or power cut, instrument or gateway fault, or disconnected by somebody',
      consequence: 'Danger goes unnoticed; a gap in the record is itself a violation',
      response: 'Verify by telephone → restore the link → send what is missing',
    },
    respondWithin: 1800,
  },
];
