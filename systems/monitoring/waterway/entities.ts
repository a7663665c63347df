import { defineEntity } from '@anlan/kernel/entity';

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

const place = { located: true, family: 'monitoring' } as const;

/** A rescue base or station on the water (D4:212 水上救助能力). */
export const rescueBase = defineEntity({
  ...place,
  key: 'rescue-base',
  plural: 'rescue-bases',
  label: '水上救援基地',
  labelEn: 'Rescue base',
  about: '水上救助中心、基地与站点；水域报警时按距离列出最近的',
  nameLabel: '名称',
  nameLabelEn: 'Name',
  fields: {
    kind: {
      kind: 'choice',
      label: '类型',
      labelEn: 'Kind',
      required: true,
      list: true,
      filter: true,
      options: [
        { value: 'centre', label: '救助中心', labelEn: 'Centre' },
        { value: 'base', label: '救助基地', labelEn: 'Base' },
        { value: 'station', label: '救助站', labelEn: 'Station' },
      ],
    },
    waterway: { kind: 'text', label: '河段', labelEn: 'Waterway', list: true, filter: true, max: 40 },
    phone: { kind: 'text', label: '值班电话', labelEn: 'Telephone', list: true, max: 20 },
    boats: {
      kind: 'number',
      label: '救助艇',
      labelEn: 'Boats',
      unit: '艘',
      integer: true,
      min: 0,
      max: 100,
      list: true,
    },
    boatSpeed: { kind: 'number', label: '艇速', labelEn: 'Boat speed', unit: 'km/h', min: 5, max: 90, list: true },
  },
});

/** A shore station: AIS receiver, VHF radio or camera. */
export const shoreStation = defineEntity({
  ...place,
  key: 'shore-station',
  plural: 'shore-stations',
  label: '岸基站与摄像机',
  labelEn: 'Shore station',
  about: '沿江 AIS、VHF 与 CCTV；按覆盖半径统计各河段覆盖里程',
  nameLabel: '名称',
  nameLabelEn: 'Name',
  fields: {
    kind: {
      kind: 'choice',
      label: '类型',
      labelEn: 'Kind',
      required: true,
      list: true,
      filter: true,
      options: [
        { value: 'ais', label: 'AIS 基站', labelEn: 'AIS' },
        { value: 'vhf', label: 'VHF 电台', labelEn: 'VHF' },
        { value: 'cctv', label: 'CCTV 摄像机', labelEn: 'CCTV' },
      ],
      source: 'D2:152',
    },
    waterway: { kind: 'text', label: '河段', labelEn: 'Waterway', required: true, list: true, filter: true, max: 40 },
    reach: { kind: 'number', label: '覆盖半径', labelEn: 'Reach', unit: 'km', min: 0.05, max: 100, list: true },
    channel: { kind: 'text', label: '频道 / 通道号', labelEn: 'Channel', list: true, max: 40 },
    stream: { kind: 'text', label: '视频地址', labelEn: 'Stream', max: 200 },
    state: {
      kind: 'choice',
      label: '状态',
      labelEn: 'State',
      list: true,
      filter: true,
      options: [
        { value: 'working', label: '在用', labelEn: 'Working' },
        { value: 'faulty', label: '故障', labelEn: 'Faulty' },
        { value: 'planned', label: '规划', labelEn: 'Planned' },
      ],
    },
  },
});
