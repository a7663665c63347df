import type { Rule, Rung } from '@anlan/kernel/alarm';
import { silentFor } from '../conditions.ts';

const LADDER: readonly Rung[] = [
  { to: 'enterprise', label: '企业与园区', after: 0 },
  { to: 'county', label: '县值班', after: 900 },
  { to: 'city', label: '市值班', after: 3600 },
];

const common = { system: 'S20', escalation: LADDER } as const;

/** Kinds of points of air at the border of a park. */
export const VOC_KINDS = ['voc-nmhc', 'voc-benzene', 'voc-hydrogen-sulfide'] as const;

export const rules: readonly Rule[] = [
  {
    ...common,
    key: 'voc-nmhc-high',
    label: '边界非甲烷总烃超标',
    labelEn: 'NMHC above limit at the border',
    watches: ['voc-nmhc'],
    condition: {
      kind: 'above',
      steps: [
        { level: 'blue', limit: 'nmhcHalf', label: '达限值一半', labelEn: 'Half the limit' },
        { level: 'yellow', limit: 'nmhcLimit', label: '超标', labelEn: 'Above the limit' },
        { level: 'orange', limit: 'nmhcFar', label: '严重超标', labelEn: 'Far above the limit' },
      ],
      deadband: 0.1,
      deadbandIn: 'limit',
      onDelay: 300,
      offDelay: 300,
    },
    clause: 'GB 16297-1996 表 2 无组织排放 4.0 mg/m³；一半、10 mg/m³ 与 300 s 为惯例',
    cause: '无组织排放、泄漏、装卸',
    consequence: '污染投诉、爆炸前兆',
    response: '按风向溯源 → 通知疑似企业自查 → 执法采样',
    en: {
      clause: 'GB 16297-1996 table 2, 4.0 mg/m³ for fugitive emissions; half of it, 10 mg/m³ and 300 s are conventions',
      cause: 'Fugitive emissions, a leak, loading',
      consequence: 'Complaints; it may precede an explosion',
      response: 'Trace upwind → have the likely enterprises check themselves → take samples for enforcement',
    },
    respondWithin: 1800,
  },
  {
    ...common,
    key: 'voc-benzene-high',
    label: '边界苯超标',
    labelEn: 'Benzene above limit at the border',
    watches: ['voc-benzene'],
    condition: {
      kind: 'above',
      steps: [
        { level: 'yellow', limit: 'benzeneLimit', label: '超标', labelEn: 'Above the limit' },
        { level: 'orange', limit: 'benzeneFar', label: '严重超标', labelEn: 'Far above the limit' },
      ],
      deadband: 0.25,
      deadbandIn: 'limit',
      onDelay: 0,
      offDelay: 3600,
    },
    clause: 'GB 16297-1996 表 2 苯无组织排放 0.40 mg/m³；1 mg/m³ 为惯例',
    cause: '储罐呼吸、泄漏',
    consequence: '致癌物暴露',
    response: '停产排查 → 泄漏检测与修复',
    en: {
      clause: 'GB 16297-1996 table 2, 0.40 mg/m³ of benzene for fugitive emissions; 1 mg/m³ is a convention',
      cause: 'Breathing tanks, a leak',
      consequence: 'People are exposed to a carcinogen',
      response: 'Stop and search → leak detection and repair',
    },
    respondWithin: 1800,
  },
  {
    ...common,
    key: 'voc-hydrogen-sulfide-high',
    label: '边界硫化氢超标',
    labelEn: 'Hydrogen sulfide above limit at the border',
    watches: ['voc-hydrogen-sulfide'],
    condition: {
      kind: 'above',
      steps: [
        { level: 'yellow', limit: 'sulfideLimit', label: '超标', labelEn: 'Above the limit' },
        { level: 'orange', limit: 'sulfideFar', label: '严重超标', labelEn: 'Far above the limit' },
      ],
      deadband: 0.15,
      deadbandIn: 'limit',
      onDelay: 0,
      offDelay: 300,
    },
    clause: 'GB 14554-93 表 1 二级 0.06 mg/m³；0.6 mg/m³ 为惯例',
    cause: '污水站、脱硫装置',
    consequence: '恶臭、中毒前兆',
    response: '封闭加盖 → 启用吸收装置',
    en: {
      clause: 'GB 14554-93 table 1 grade 2, 0.06 mg/m³; 0.6 mg/m³ is a convention',
      cause: 'Waste water, desulphurisation',
      consequence: 'Stench; it may precede poisoning',
      response: 'Close and cover → start the absorber',
    },
    respondWithin: 1800,
  },
  {
    ...common,
    key: 'voc-offline',
    label: 'VOCs 监测站失联',
    labelEn: 'VOC station offline',
    watches: VOC_KINDS,
    condition: silentFor({ blue: 600, yellow: 3600 }),
    clause: '惯例：10 min 无数据',
    cause: '断电、断网、仪器故障',
    consequence: '无监测',
    response: '派单运维',
    en: {
      clause: 'Convention: no data for 10 min',
      cause: 'Power or network cut, instrument fault',
      consequence: 'Nothing is monitored',
      response: 'Send maintenance',
    },
    respondWithin: 14_400,
  },
];
