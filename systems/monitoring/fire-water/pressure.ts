import type { Rule } from '@anlan/kernel/alarm';
import { settings } from '../conditions.ts';
import { common } from './common.ts';

/** Pressure at the ends of the riser, in the main, under flow and in the street. */
export const pressureRules: readonly Rule[] = [
  {
    ...common,
    key: 'fire-water-low',
    label: '消防水压低',
    labelEn: 'Fire-water pressure low',
    watches: ['fire-water-end', 'fire-water-pressure'],
    condition: {
      kind: 'below',
      steps: [
        { level: 'blue', limit: 'staticNear', label: '接近最小静压', labelEn: 'Near the least static pressure' },
        { level: 'yellow', limit: 'staticLeast', label: '低于最小静压', labelEn: 'Below the least static pressure' },
        { level: 'orange', limit: 'staticShort', label: '静压严重不足', labelEn: 'Far too low' },
        { level: 'red', limit: 'staticNone', label: '管网失压', labelEn: 'No pressure' },
      ],
      deadband: 0.05,
      deadbandIn: 'limit',
      onDelay: 120,
      offDelay: 120,
    },
    clause: 'GB 50974-2014 5.2.2；110 %、70 %、0.02 MPa 与 120 s 为惯例',
    cause: '水箱空、阀门关闭、管网漏水、稳压设施故障',
    consequence: '最不利点无水，初期火灾不能扑救',
    response: '查阀门 → 补水 → 启稳压泵 → 末端试水复核',
    en: {
      clause: 'GB 50974-2014 5.2.2; 110 %, 70 %, 0.02 MPa and 120 s are conventions',
      cause: 'Empty tank, closed valve, leaking pipes, faulty pressure maintenance',
      consequence: 'No water at the worst point: a fire cannot be fought at its beginning',
      response: 'Check valves → refill → start the jockey pump → test at the end of the riser',
    },
    respondWithin: 1800,
  },
  {
    ...common,
    key: 'fire-water-high',
    label: '消防水压高',
    labelEn: 'Fire-water pressure high',
    watches: ['fire-water-main'],
    condition: {
      kind: 'above',
      steps: [
        { level: 'blue', limit: 'mainZone', label: '超分区压力', labelEn: 'Above the zone’s pressure' },
        { level: 'yellow', limit: 'mainHigh', label: '压力过高', labelEn: 'Pressure too high' },
        { level: 'orange', limit: 'mainBurst', label: '有爆管危险', labelEn: 'Pipe may burst' },
      ],
      deadband: 0.05,
      deadbandIn: 'limit',
      onDelay: 60,
      offDelay: 60,
    },
    clause: 'GB 50974-2014 6.2.1（静压大于 1.0 MPa 应分区）；1.2、1.6 MPa 与 60 s 为惯例',
    cause: '减压阀失效、水泵零流量运行',
    consequence: '爆管、水带脱扣',
    response: '检修减压阀 → 查水泵与安全阀',
    en: {
      clause: 'GB 50974-2014 6.2.1 (zones above 1.0 MPa static); 1.2 and 1.6 MPa and 60 s are conventions',
      cause: 'Failed pressure-reducing valve, pump running against closed valves',
      consequence: 'Burst pipe, hose torn off',
      response: 'Repair the pressure-reducing valve → check pump and relief valve',
    },
    respondWithin: 14_400,
  },
  {
    ...common,
    key: 'fire-dynamic-low',
    label: '消火栓动压不足',
    labelEn: 'Pressure under flow too low',
    watches: ['fire-pump-run', 'fire-water-main'],
    condition: {
      kind: 'computed',
      side: 'below',
      inputs: ['fire-pump-run', 'fire-water-main'],
      stale: 300,
      unit: 'MPa',
      // A pump at rest says nothing of the pressure under flow: then it is well.
      compute: (values, facts) => {
        const pressure = Math.min(...(values['fire-water-main'] ?? []));
        const runs = Math.max(...(values['fire-pump-run'] ?? [])) > 0;
        return runs ? pressure : Math.max(pressure, 2 * (facts['dynamicLeast'] ?? 0));
      },
      steps: [
        { level: 'orange', limit: 'dynamicLeast', label: '动压不足', labelEn: 'Pressure under flow too low' },
        { level: 'red', limit: 'dynamicNone', label: '动压严重不足', labelEn: 'Far too low under flow' },
      ],
      deadband: 0.2,
      deadbandIn: 'limit',
      onDelay: 60,
      offDelay: 60,
    },
    sets: settings('MPa', {
      dynamicLeast: ['消火栓栓口动压', 'Least pressure under flow', 0.25],
      dynamicNone: ['动压严重不足', 'Far too low', 0.1],
    }),
    clause: 'GB 50974-2014 7.4.12（高层、厂房、库房和净空超过 8 m 的场所 0.35 MPa，其他 0.25 MPa）；0.10 MPa 为惯例',
    cause: '泵故障、管网大量漏水',
    consequence: '水枪充实水柱不够',
    response: '启备用泵 → 查阀门与漏点 → 调水罐车',
    en: {
      clause:
        'GB 50974-2014 7.4.12 (0.35 MPa in high-rises, factories, stores and rooms above 8 m; 0.25 MPa elsewhere); 0.10 MPa is a convention',
      cause: 'Pump failure, a large leak',
      consequence: 'The jet does not reach',
      response: 'Start the standby pump → check valves and leaks → call water tankers',
    },
    respondWithin: 300,
  },
  {
    ...common,
    key: 'fire-street-low',
    label: '市政供水压力低',
    labelEn: 'Street water pressure low',
    watches: ['fire-street-pressure'],
    condition: {
      kind: 'below',
      steps: [
        { level: 'yellow', limit: 'streetLeast', label: '低于平时压力', labelEn: 'Below usual pressure' },
        { level: 'orange', limit: 'streetFlow', label: '低于出流压力', labelEn: 'Below pressure under flow' },
      ],
      deadband: 0.02,
      deadbandIn: 'unit',
      onDelay: 300,
      offDelay: 600,
    },
    sets: settings('MPa', {
      streetLeast: ['平时运行压力', 'Usual pressure', 0.14],
      streetFlow: ['出流时压力', 'Pressure under flow', 0.1],
    }),
    clause: 'GB 55036-2022 3.0.3（平时不小于 0.14 MPa，出流时不小于 0.10 MPa）',
    cause: '停水、施工、爆管',
    consequence: '室外消火栓缺水',
    response: '联系供水单位 → 调水罐车',
    en: {
      clause: 'GB 55036-2022 3.0.3 (at least 0.14 MPa, at least 0.10 MPa under flow)',
      cause: 'Supply cut, works, burst main',
      consequence: 'Outdoor hydrants lack water',
      response: 'Call the water supplier → call water tankers',
    },
    respondWithin: 3600,
  },
];
