import type { Rule } from '@anlan/kernel/alarm';

export const rules: readonly Rule[] = [
  {
    key: 'overspeed',
    system: 'S33',
    label: '车辆超速',
    labelEn: 'Overspeed',
    watches: ['speed'],
    of: 'vehicle',
    condition: {
      kind: 'above',
      steps: [
        { level: 'yellow', limit: 'overspeed', label: '超速' },
        { level: 'orange', limit: 'overspeed20', label: '超速 20 %' },
        { level: 'red', limit: 'overspeed50', label: '超速 50 %' },
      ],
      deadband: 0.05,
      onDelay: 0,
      offDelay: 20,
    },
    clause: '道路运输车辆动态监督管理办法（2022 修正）第二十六条；道路交通安全法第四十二条',
    cause: '赶时间、下坡带速、限速不明',
    consequence: '追尾、侧翻，危货泄漏',
    response: '语音提醒驾驶员 → 企业核实 → 记违规并处理',
    respondWithin: 300,
    escalation: [
      { to: 'enterprise', label: '运输企业', after: 0 },
      { to: 'county', label: '县值班', after: 900 },
      { to: 'city', label: '市值班', after: 1800 },
    ],
  },
];
