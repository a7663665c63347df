import type { Rule } from '@anlan/kernel/alarm';
import { defineEntity } from '@anlan/kernel/entity';
import { defineSystem } from '@anlan/kernel/system';

/** An inland vessel carrying an AIS transponder. */
export const vessel = defineEntity({
  key: 'vessel',
  plural: 'vessels',
  label: '船舶',
  labelEn: 'Vessel',
  about: '装有 AIS 的内河船舶；位置来自船载应答器',
  family: 'monitoring',
  nameLabel: '船名',
  nameLabelEn: 'Name',
  located: false,
  unique: ['mmsi'],
  ownerField: 'enterprise',
  fields: {
    mmsi: {
      kind: 'text',
      label: 'MMSI',
      labelEn: 'MMSI',
      required: true,
      list: true,
      pattern: /^\d{9}$/,
      patternHelp: '9 位数字',
      max: 9,
    },
    enterprise: { kind: 'reference', entity: 'enterprise', label: '船东', labelEn: 'Owner', list: true },
    category: {
      kind: 'choice',
      label: '船型',
      labelEn: 'Type',
      list: true,
      filter: true,
      options: [
        { value: 'cargo', label: '干货船', labelEn: 'Cargo' },
        { value: 'container', label: '集装箱船', labelEn: 'Container' },
        { value: 'tanker', label: '危化品船', labelEn: 'Tanker' },
        { value: 'passenger', label: '客船', labelEn: 'Passenger' },
        { value: 'ferry', label: '渡船', labelEn: 'Ferry' },
        { value: 'fishing', label: '渔船', labelEn: 'Fishing' },
        { value: 'patrol', label: '公务船', labelEn: 'Patrol' },
      ],
    },
    waterway: { kind: 'text', label: '常航河段', labelEn: 'Waterway', list: true, filter: true, max: 40 },
    length: { kind: 'number', label: '船长', labelEn: 'Length', unit: 'm', min: 0, list: true },
    speedLimit: { kind: 'number', label: '河段限速', labelEn: 'Speed limit', unit: 'km/h', min: 1, max: 60 },
  },
});

const rules: readonly Rule[] = [
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
];

export const waterway = defineSystem({
  id: 'S38',
  key: 'waterway',
  family: 'monitoring',
  label: '船舶自动识别与数字化航道',
  labelEn: 'Waterborne monitoring',
  entities: [vessel],
  rules,
  layers: [
    {
      key: 'vessels',
      label: '船舶 AIS',
      labelEn: 'Vessels',
      group: '移动',
      draws: { moving: 'vessel' },
      unit: '艘',
      icon: 'ship',
      on: true,
    },
  ],
});
