import type { Rule } from '@anlan/kernel/alarm';

export const rules: readonly Rule[] = [
  {
    key: 'vessel-overspeed',
    system: 'S38',
    label: '船舶超速',
    labelEn: 'Vessel overspeed',
    watches: ['speed'],
    of: 'vessel',
    condition: {
      kind: 'above',
      steps: [{ level: 'yellow', limit: 'overspeed', label: '超速' }],
      deadband: 0.05,
      onDelay: 30,
      offDelay: 60,
    },
    clause: '内河避碰规则第八条 安全航速',
    cause: '下水航行未控速',
    consequence: '浪损、碰撞',
    response: '高频呼叫提醒 → 通报海事',
    respondWithin: 600,
    escalation: [
      { to: 'enterprise', label: '船东', after: 0 },
      { to: 'city', label: '海事值班', after: 1800 },
    ],
  },
  {
    key: 'restricted-water',
    system: 'S38',
    label: '限制时段进入重点水域',
    labelEn: 'Key water entered in a restricted period',
    watches: ['water-metres'],
    of: 'vessel',
    condition: {
      kind: 'above',
      steps: [
        { level: 'yellow', limit: 'inside', label: '限制时段进入重点水域' },
        { level: 'orange', limit: 'severe', label: '限制时段进入重点水域（危化品船、一级水域）' },
      ],
      deadband: 0,
      onDelay: 0,
      offDelay: 0,
    },
    clause: '内河交通安全管理条例第二十条；航行通告；D4:212 重点水域、重点船舶、重点时段',
    cause: '赶航、不知通告',
    consequence: '碰撞、污染取水口',
    response: 'VHF 警告 → 海巡艇 → 就近救援基地待命',
    respondWithin: 300,
    escalation: [
      { to: 'enterprise', label: '船东', after: 0 },
      { to: 'city', label: '海事值班', after: 600 },
    ],
  },
];
