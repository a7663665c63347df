import type { Rule } from '@anlan/kernel/alarm';

const LADDER: Rule['escalation'] = [
  { to: 'enterprise', label: '运输企业', after: 0 },
  { to: 'county', label: '县值班', after: 600 },
  { to: 'city', label: '市值班', after: 1200 },
];
const opensCase = { kind: 'vehicle-violation', when: 'raised' } as const;

export const rules: readonly Rule[] = [
  {
    key: 'stray-stop',
    system: 'S34',
    label: '危货车辆违规停车',
    labelEn: 'Stop outside a dedicated lot',
    watches: ['stop-minutes'],
    of: 'vehicle',
    condition: {
      kind: 'above',
      steps: [
        { level: 'blue', limit: 'stop', label: '非专用场所停车' },
        { level: 'yellow', limit: 'stop30', label: '非专用场所停车超时' },
        { level: 'orange', limit: 'stop60', label: '非专用场所长时间停车' },
      ],
      deadband: 0,
      onDelay: 0,
      offDelay: 60,
    },
    clause: '危险货物道路运输安全管理办法；D4:187 专用停车场地；时限为本地参数',
    cause: '等货、违停、故障',
    consequence: '泄漏、被盗、居民区风险',
    response: '联系驾驶员 → 引导至专用停车场 → 就近巡查',
    respondWithin: 600,
    escalation: LADDER,
  },
  {
    key: 'route-deviation',
    system: 'S34',
    label: '偏离核准线路',
    labelEn: 'Off the approved route',
    watches: ['route-metres'],
    of: 'vehicle',
    condition: {
      kind: 'above',
      steps: [
        { level: 'yellow', limit: 'off', label: '偏离线路' },
        { level: 'orange', limit: 'off1000', label: '偏离线路 1 km' },
        { level: 'red', limit: 'off3000', label: '偏离线路 3 km' },
      ],
      deadband: 100,
      onDelay: 60,
      offDelay: 60,
    },
    opensCase,
    clause: '危险货物道路运输安全管理办法（按运单线路行驶）；距离为惯例，待核',
    cause: '绕行、迷路',
    consequence: '进入水源地、学校等敏感处',
    response: '语音纠正 → 报交警',
    respondWithin: 300,
    escalation: LADDER,
  },
  {
    key: 'without-waybill',
    system: 'S34',
    label: '重车无运单行驶',
    labelEn: 'Loaded without a waybill',
    watches: ['unbilled-minutes'],
    of: 'vehicle',
    condition: {
      kind: 'above',
      steps: [{ level: 'yellow', limit: 'unbilled', label: '重车无运单行驶' }],
      deadband: 0,
      onDelay: 0,
      offDelay: 0,
    },
    opensCase,
    clause: '危险货物道路运输安全管理办法第二十四条（随车运单）',
    cause: '私运、漏开',
    consequence: '货物不明，事故时无从施救',
    response: '联系企业补开或停运 → 查处',
    respondWithin: 3600,
    escalation: LADDER,
  },
];
